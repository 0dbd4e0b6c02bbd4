// The score above which a packet is marked.
import type { Pace } from './order.ts';
import { countScores, rankScores } from './order.ts';

/** Threshold of contamination "auto" (Liu, Ting and Zhou 2008, section 2: scores near 0.5 tell of no anomaly). */
export const AUTO_THRESHOLD = 0.5;

/**
 * The (1 - contamination) quantile of the training scores, between two scores by numpy's linear method: minus
 * scikit-learn's `offset_`, which is the contamination quantile of the negated scores. Exact.
 * @param scores        chunks of scores in 0 to 1, at least one score in all
 * @param contamination share above 0 and up to 0.5, or "auto" = 0.5
 */
export async function quantileThreshold(
  scores: readonly Float32Array[],
  contamination: number | 'auto',
  pace?: Pace,
): Promise<number> {
  if (contamination === 'auto') return AUTO_THRESHOLD;
  const count = countScores(scores);
  // Written as numpy.percentile(-scores, 100 * contamination) computes it, so that the last bit agrees too.
  const position = ((100 * contamination) / 100) * (count - 1);
  const below = Math.floor(position);
  const part = position - below;
  const ranks = [below + 1, Math.min(below + 2, count)];
  const [higher, lower] = (await rankScores(scores, ranks, pace)).scores;
  const step = lower - higher;
  return part < 0.5 ? higher + step * part : lower - step * (1 - part);
}
