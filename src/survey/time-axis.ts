// Even steps of time whose edges people read: 1, 2 or 5 of a power of ten below a second, then seconds, minutes, hours, days.
import type { TimeAxis, TimeSpan } from './types.ts';

const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600,
];

/** Seconds; a clock that ticks in nanoseconds since 1970, taken for seconds, is as far as times can be off. */
export const FARTHEST = 1e19;
const FINEST = 1e-6;
/** Distance of 1 to the next number: edges are at least four such steps apart, or they would coincide. */
const STEP_OF_ONE = 2 ** -52;

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

/** All times from the first to the last, which is inside. */
export const spanOf = ({ first, last }: { first: number; last: number }): TimeSpan => ({
  from: first,
  to: last + Math.max(Number.MIN_VALUE, Math.abs(last) * STEP_OF_ONE),
});

export const edgeOf = ({ start, width }: TimeAxis, bucket: number): number => start + bucket * width;

/** The bucket that holds a time; outside of the axis below 0 or from `count` on. Agrees with the edges to the bit. */
export function bucketOf(axis: TimeAxis, time: number): number {
  const bucket = Math.floor((time - axis.start) / axis.width);
  if (time < edgeOf(axis, bucket)) return bucket - 1;
  return time >= edgeOf(axis, bucket + 1) ? bucket + 1 : bucket;
}

/** The last edge at or before a time, of those that are multiples of a width; quotient and product are rounded. */
function edgeBefore(time: number, width: number): number {
  let edge = Math.floor(time / width) * width;
  if (edge > time) edge -= width;
  return edge + width <= time ? edge + width : edge;
}

/**
 * At most `most` buckets, 1 or more, that hold all times of a half-open span; where it is empty, its one time. Edges are
 * multiples of the width, unless there is but one bucket. All of a traffic: `chooseAxis(spanOf(its span), most)`. Times
 * beyond 1e19 seconds are in no bucket.
 */
export function chooseAxis(span: TimeSpan, most: number): TimeAxis {
  const [from, to] = [span.from, span.to].map((time) => Math.min(FARTHEST, Math.max(-FARTHEST, time)));
  const finest = Math.max(FINEST, 4 * STEP_OF_ONE * Math.max(Math.abs(from), Math.abs(to)));
  let width = stepFrom(Math.max((to - from) / most, finest));
  if (most === 1) return { start: from, width: stepFrom(Math.max((to - from) * 1.001, finest)), count: 1 };
  for (;;) {
    const axis = { start: edgeBefore(from, width), width, count: 1 };
    // The bucket of `to` is another one, unless `to` is an edge.
    const last = bucketOf(axis, to);
    axis.count = Math.max(1, edgeOf(axis, last) === to ? last : last + 1);
    if (axis.count <= most) return axis;
    width = stepFrom(width * 1.0001);
  }
}
