// What all scores of a traffic look like together.
import { atOnce, countScores, type Pace } from './order.ts';

export interface ScoreSummary {
  /** Counts in `bins` equal parts of 0 to 1. Bin k holds scores s with k/bins < s <= (k+1)/bins. */
  histogram: Uint32Array<ArrayBuffer>;
  min: number;
  max: number;
  mean: number;
}

/** The bin of a score: see `ScoreSummary.histogram`; the first one of 0, too. */
export function binOf(score: number, bins: number): number {
  // The product is rounded, so that a score beside the edge of a bin may have to move to its neighbour.
  const bin = Math.max(0, Math.ceil(score * bins) - 1);
  if (bin > 0 && score <= bin / bins) return bin - 1;
  return score > (bin + 1) / bins ? bin + 1 : bin;
}

/**
 * Histogram, extremes and mean; of no scores, zeros.
 * @param scores chunks of scores above 0 and up to 1
 * @param bins   1 or more
 */
export async function summarizeScores(
  scores: readonly Float32Array[],
  bins: number,
  pace: Pace = atOnce,
): Promise<ScoreSummary> {
  const histogram = new Uint32Array(bins);
  const count = countScores(scores);
  if (count === 0) return { histogram, min: 0, max: 0, mean: 0 };
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const chunk of scores) {
    for (let i = 0; i < chunk.length; i++) {
      const score = chunk[i];
      if (score < min) min = score;
      if (score > max) max = score;
      sum += score;
      histogram[binOf(score, bins)]++;
    }
    await pace();
  }
  return { histogram, min, max, mean: sum / count };
}

/** Scores strictly above a threshold. */
export async function countAbove(
  scores: readonly Float32Array[],
  threshold: number,
  pace: Pace = atOnce,
): Promise<number> {
  let above = 0;
  for (const chunk of scores) {
    for (let i = 0; i < chunk.length; i++) if (chunk[i] > threshold) above++;
    await pace();
  }
  return above;
}
