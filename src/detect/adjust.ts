// A threshold that keeps its promise on the traffic it is drawn in, whatever that traffic's bursts are.
//
// A threshold from training scores alone marked 5 to 80 times what it promised: ten minutes of training have not seen the
// bursts of the next ten. Here the traffic is its own reference, but for packets that score beyond a ceiling: those are
// marked in any case, and an attack of many packets cannot lift the threshold above itself.
import { atOnce, countScores, type Pace, rankScores } from './order.ts';
import { countAbove } from './summary.ts';

export interface AdjustedThreshold {
  /** Packets that score higher are marked; never above the ceiling. */
  threshold: number;
  /** Packets that score beyond the ceiling. */
  beyond: number;
}

/**
 * The threshold that marks, of the packets up to the ceiling, the given share rounded to whole packets; fewer where more
 * of them share one score. Packets beyond the ceiling do not move it.
 * @param scores  chunks of scores in 0 to 1
 * @param share   promised share of marked packets, above 0 and up to 0.5
 * @param ceiling score from which on a packet is unusual in itself; of no packets up to it, it is the threshold
 */
export async function adjustThreshold(
  scores: readonly Float32Array[],
  share: number,
  ceiling: number,
  pace: Pace = atOnce,
): Promise<AdjustedThreshold> {
  const beyond = await countAbove(scores, ceiling, pace);
  const rest = countScores(scores) - beyond;
  if (rest === 0) return { threshold: ceiling, beyond };
  const marked = Math.min(Math.round(share * rest), rest - 1);
  const { scores: found } = await rankScores(scores, [beyond + marked + 1], pace);
  return { threshold: found[0], beyond };
}
