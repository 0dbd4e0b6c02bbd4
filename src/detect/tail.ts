// How rare a score is beyond what the training packets show: counts where there are counts, a fitted tail above them.
import type { Calibration } from '../model/calibration.ts';
import { fitPeaks, logShareAbove, type PeakFit } from './tail-fit.ts';

/** Shares of packets by score, from all of them down to far less than one of the training packets. Plain data. */
export interface Tail {
  /** Training packets. */
  rows: number;
  /** From this score on shares come from the fit; below it they are counted. */
  from: number;
  /** Log odds of scores, rising. */
  heights: Float64Array<ArrayBuffer>;
  /** ln of the share of packets that score so high or higher, never rising; with it the ends of a 90 % interval. */
  shares: Float64Array<ArrayBuffer>;
  lows: Float64Array<ArrayBuffer>;
  highs: Float64Array<ArrayBuffer>;
  /** Training packets in the largest of the tails that were fitted, and the mean of all shapes. */
  peaks: number;
  shape: number;
}

/** Of 1; `low` is 0 where scores may well end below the one that was asked for. */
export interface TailShare {
  share: number;
  low: number;
  high: number;
  /** Rarer than 1 in as many as there were training packets. */
  extrapolated: boolean;
}

/** A score, and the scores at which the same share lies at the ends of its interval. */
export interface TailScore {
  score: number;
  low: number;
  high: number;
  extrapolated: boolean;
}

/** Fewer training packets tell nothing of a tail. */
export const LEAST_ROWS = 1000;
/** Different scores that a tail needs. */
const LEAST_STEPS = 12;
/** Counts from here on say more than any fit. */
const COUNTED = 30;
/** Tails begin where so many times √rows packets are above; all of them are averaged, as none is right for every kind. */
const DEPTHS = [0.56, 0.79, 1.12, 1.58, 2.24, 3.16];
/** Ends of counts: 94 %, as scores at a wanted share are chosen from the counts themselves. */
const Z_COUNTS = 1.9;
/** The fits' own intervals are for one family of tails; by so much wider, they held in the lab. */
const ALLOWANCE = 1.2;
/** A fit never contradicts counts beyond 99.5 %. */
const Z_HELD = 2.8;
const GRID = 160;
/** ln of less than any share that is asked for. */
const NOTHING = -46;
/** Scores are float32: nothing lies between this one and 1. */
const HIGHEST = 1 - 2 ** -24;

const heightOf = (score: number): number => {
  const inside = Math.min(HIGHEST, Math.max(2 ** -24, score));
  return Math.log(inside / (1 - inside));
};
const scoreOf = (height: number): number => 1 / (1 + Math.exp(-height));

/** Ends of an interval for the mean behind a count (Garwood 1936, by Wilson and Hilferty's approximation). */
function countEnds(count: number, z: number): [low: number, high: number] {
  const end = (k: number, away: number) =>
    k === 0 ? 0 : k * Math.max(0, 1 - 1 / (9 * k) + away / (3 * Math.sqrt(k))) ** 3;
  return [end(count, -z), end(count + 1, z)];
}

/** Null where too few packets, or too few different scores, tell of a tail. */
export function fitTail(calibration: Calibration | null): Tail | null {
  if (calibration === null) return null;
  const { scores, upTo } = calibration;
  const rows = upTo[upTo.length - 1];
  if (rows < LEAST_ROWS) return null;
  const steps = Array.from(scores, heightOf);
  const anchor = upTo.findIndex((count) => count >= COUNTED);
  const fits = fitDepths(steps, upTo, anchor, rows);
  if (fits.length === 0) return null;

  const anchored = upTo[anchor];
  const [countLow, countHigh] = countEnds(anchored, Z_COUNTS).map((end) => Math.abs(Math.log(end / anchored)));
  const base = Math.log(anchored / rows);
  const logEnds = (count: number, z: number) => countEnds(count, z).map((end) => Math.log(Math.min(rows, end) / rows));
  const table: [height: number, share: number, low: number, high: number][] = [];
  for (let i = scores.length - 1; i >= anchor; i--) {
    const [low, high] = logEnds(upTo[i], Z_COUNTS);
    table.push([steps[i], Math.log(upTo[i] / rows), low, high]);
  }
  const top = heightOf(HIGHEST);
  const near = Math.max(4 * (steps[0] - steps[anchor]), 1e-3);
  for (let k = 1; k <= GRID; k++) {
    // Closely up to four times as far as the training packets reach, and a last one at the end.
    const height = k === GRID ? top : steps[anchor] + (near * k) / GRID;
    if (height > top || (k < GRID && height === top)) continue;
    const [low, middle, high] = quantilesAt(height, steps[anchor], fits).map((log) => Math.max(NOTHING, base + log));
    // Never against what was counted there.
    let count = 0;
    while (count < anchor && steps[count] >= height) count++;
    const counted = count === 0 ? 0 : upTo[count - 1];
    const [least, most] = logEnds(counted, Z_HELD);
    const held = (log: number) => Math.min(Math.max(log, least), most);
    let [from, to] = [
      held(middle - Math.hypot(ALLOWANCE * (middle - low), countLow)),
      held(middle + Math.hypot(ALLOWANCE * (high - middle), countHigh)),
    ];
    if (held(middle) !== middle) {
      // What is refuted says nothing of how sure one is.
      const [fewest, greatest] = logEnds(counted, Z_COUNTS);
      [from, to] = [Math.min(from, fewest), Math.max(to, greatest)];
    }
    table.push([height, held(middle), from, to]);
  }
  // Steps that are a float apart, or an interval that is narrower further out: never rising.
  for (let i = 1; i < table.length; i++) {
    for (let k = 1; k < 4; k++) table[i][k] = Math.min(table[i][k], table[i - 1][k]);
  }
  const column = (k: number) => Float64Array.from(table, (row) => row[k]);
  const shapes = fits.map(({ fit }) => fit.shapes.reduce((sum, shape, i) => sum + shape * fit.weights[i], 0));
  return {
    rows,
    from: scores[anchor],
    heights: column(0),
    shares: column(1),
    lows: column(2),
    highs: column(3),
    peaks: Math.max(...fits.map(({ peaks }) => peaks)),
    shape: shapes.reduce((sum, shape) => sum + shape, 0) / shapes.length,
  };
}

interface DepthFit {
  fit: PeakFit;
  begins: number;
  peaks: number;
}

function fitDepths(steps: readonly number[], upTo: Uint32Array, anchor: number, rows: number): DepthFit[] {
  const fits: DepthFit[] = [];
  let before = -1;
  for (const depth of DEPTHS) {
    const wanted = Math.min(Math.max(depth * Math.sqrt(rows), COUNTED + 2), rows / 10);
    const last = upTo.findIndex((count) => count >= wanted);
    if (last === before || last <= anchor || last < LEAST_STEPS) continue;
    before = last;
    const heights = Float64Array.from({ length: last + 1 }, (_, i) => steps[i] - steps[last]);
    const counts = Float64Array.from({ length: last + 1 }, (_, i) => upTo[i] - (i === 0 ? 0 : upTo[i - 1]));
    const fit = fitPeaks({ heights, counts });
    if (fit !== null) fits.push({ fit, begins: steps[last], peaks: upTo[last] });
  }
  return fits;
}

/** ln of the share above `height` of what is above `anchor`: its 5 %, 50 % and 95 % quantiles over all that the fits allow. */
function quantilesAt(height: number, anchor: number, fits: readonly DepthFit[]): number[] {
  const logs: { log: number; weight: number }[] = [];
  for (const { fit, begins } of fits) {
    for (let i = 0; i < fit.weights.length; i++) {
      const [shape, scale] = [fit.shapes[i], fit.scales[i]];
      const here = logShareAbove(height - begins, shape, scale);
      const log = here === -Infinity ? NOTHING : here - logShareAbove(anchor - begins, shape, scale);
      logs.push({ log, weight: fit.weights[i] / fits.length });
    }
  }
  logs.sort((a, b) => a.log - b.log);
  let [at, sum] = [0, logs[0].weight];
  return [0.05, 0.5, 0.95].map((wanted) => {
    while (sum < wanted && at < logs.length - 1) sum += logs[++at].weight;
    return logs[at].log;
  });
}

/** How many packets of such a traffic score so high or higher. @param score any number; beyond 0 to 1 it counts as the end */
export function tailShare(tail: Tail, score: number): TailShare {
  const { heights } = tail;
  const height = Math.min(heights[heights.length - 1], Math.max(heights[0], heightOf(score)));
  let next = 1;
  while (next < heights.length - 1 && heights[next] < height) next++;
  const part = (height - heights[next - 1]) / (heights[next] - heights[next - 1]);
  const at = (column: Float64Array) => column[next - 1] + part * (column[next] - column[next - 1]);
  const share = Math.exp(at(tail.shares));
  const low = at(tail.lows);
  return {
    share,
    low: low <= NOTHING + 1 ? 0 : Math.exp(low),
    high: Math.min(1, Math.exp(at(tail.highs))),
    extrapolated: share * tail.rows < 1,
  };
}

/** The score that this share of packets reaches. @param share above 0 and up to 1 */
export function scoreAtShare(tail: Tail, share: number): TailScore {
  const { heights } = tail;
  const wanted = Math.log(share);
  const at = (column: Float64Array): number => {
    // The first that is rarer.
    let next = 0;
    while (next < heights.length && column[next] >= wanted) next++;
    if (next === 0) return scoreOf(heights[0]);
    if (next === heights.length) return scoreOf(heights[next - 1]);
    const part = (column[next - 1] - wanted) / (column[next - 1] - column[next]);
    return scoreOf(heights[next - 1] + part * (heights[next] - heights[next - 1]));
  };
  return { score: at(tail.shares), low: at(tail.lows), high: at(tail.highs), extrapolated: share * tail.rows < 1 };
}
