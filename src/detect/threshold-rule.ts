// The ways to draw a line, brought down to a score.
import type { Calibration } from '../model/calibration.ts';
import { scoreAtShare, type Tail, tailShare, type TailShare } from './tail.ts';

/** Shares that may be asked for. */
export const LEAST_SHARE = 1e-7;
export const MOST_SHARE = 0.5;
/** With so many packets above it, a line is counted; with fewer it is the tail's. */
const COUNTED = 30;

/** A line for a share of the training packets, and how sure it is. */
export interface ShareLine {
  threshold: number;
  /** Of the tail, else null: then packets were counted. */
  tail: (TailShare & { lowScore: number; highScore: number }) | null;
}

/**
 * The line above which there is that share of the training packets, or less where many share a score. Null where neither
 * counts nor a tail reach so far.
 * @param share of 1, LEAST_SHARE to MOST_SHARE
 */
export function lineOfTraining(calibration: Calibration, tail: Tail | null, share: number): ShareLine | null {
  const { scores, upTo } = calibration;
  const rows = upTo[upTo.length - 1];
  const wanted = share * rows;
  if (tail !== null && wanted < COUNTED) {
    const { score, low, high } = scoreAtShare(tail, share);
    return { threshold: score, tail: { ...tailShare(tail, score), lowScore: low, highScore: high } };
  }
  if (wanted < 1) return null;
  // A hair more, so that 1 in 1,000 of 3,000 is 3.
  const place = upTo.findIndex((count) => count > wanted * (1 + 1e-9));
  return { threshold: scores[place < 0 ? scores.length - 1 : place], tail: null };
}

/**
 * The line above which there is that share of a traffic, rounded to whole packets; packets above the ceiling are marked
 * beside it. Exact to a float: counts are asked for where the histogram leaves it open.
 * @param countAbove packets of the traffic above a score
 */
export async function lineOfTraffic(
  share: number,
  traffic: { packets: number; histogram: Uint32Array; ceiling: number | null; beyond: number },
  countAbove: (score: number) => Promise<number>,
): Promise<number> {
  const wanted = Math.round(share * (traffic.packets - traffic.beyond)) + traffic.beyond;
  const bins = traffic.histogram.length;
  let [bin, above] = [bins, 0];
  while (bin > 0 && above + traffic.histogram[bin - 1] <= wanted) above += traffic.histogram[--bin];
  // Above `high` there are at most as many as wanted, above `low` more; a hair wider, as edges of bins are no floats.
  let [low, high] = [Math.fround((Math.max(0, bin - 1) / bins) * (1 - 1e-6)), Math.fround((bin / bins) * (1 + 1e-6))];
  for (;;) {
    const middle = Math.fround((low + high) / 2);
    if (middle <= low || middle >= high) break;
    if ((await countAbove(middle)) <= wanted) high = middle;
    else low = middle;
  }
  return Math.min(1, high, traffic.ceiling ?? 1);
}

/** `0.1 %`, `0.1` (percent), `1 in 100,000` or `1/100000` as a share of 1; null for anything else. */
export function parseShare(text: string): number | null {
  const plain = text.replaceAll(/[,\s\u00a0\u202f]/g, '').toLowerCase();
  const inverse = /^1(?:in|\/)(\d+(?:\.\d+)?)$/.exec(plain);
  const percent = /^(\d*\.?\d+(?:e-?\d+)?)%?$/.exec(plain);
  const share = inverse ? 1 / Number(inverse[1]) : percent ? Number(percent[1]) / 100 : Number.NaN;
  // 1 in 10^7 is a hair less than LEAST_SHARE in doubles.
  return share >= LEAST_SHARE * (1 - 1e-9) && share <= MOST_SHARE ? share : null;
}
