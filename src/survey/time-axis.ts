// Even steps of time whose edges people read: 1, 2 or 5 of a power of ten below a second, then seconds, minutes, hours, days.
import type { TimeAxis, TimeSpan } from './types.ts';

const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600,
];

/** Seconds of the smallest step that is read easily and is not below `least`. */
export function stepFrom(least: number): number {
  const known = STEPS.find((step) => step >= least);
  if (least > 0.5 && known !== undefined) return known;
  const [base, unit] = least > 0.5 ? [604_800, least / 604_800] : [1, least];
  const power = 10 ** Math.floor(Math.log10(unit));
  const factor = [1, 2, 5, 10].find((each) => each * power >= unit * (1 - 1e-12)) ?? 10;
  // 1e-3 is nearer to a thousandth than 10 ** -3 times 1 after rounding: through text, the edges stay what they are called.
  return base * Number((factor * power).toPrecision(12));
}

export const edgeOf = ({ start, width }: TimeAxis, bucket: number): number => start + bucket * width;

/** The bucket that holds a time; outside of the axis below 0 or from `count` on. Agrees with the edges to the bit. */
export function bucketOf(axis: TimeAxis, time: number): number {
  const bucket = Math.floor((time - axis.start) / axis.width);
  if (time < edgeOf(axis, bucket)) return bucket - 1;
  return time >= edgeOf(axis, bucket + 1) ? bucket + 1 : bucket;
}

/**
 * At most `most` buckets (2 or more) over a span, with edges at multiples of their width; the last one holds `to` too, so
 * that a traffic's last packet is in sight.
 */
export function chooseAxis({ from, to }: TimeSpan, most: number): TimeAxis {
  for (let least = Math.max((to - from) / most, 1e-6); ; least *= 1.0001) {
    const width = stepFrom(least);
    const start = Math.floor(from / width) * width;
    const axis = { start, width, count: 1 };
    axis.count = bucketOf(axis, to) + 1;
    if (axis.count <= most) return axis;
    least = Math.max(least, width);
  }
}
