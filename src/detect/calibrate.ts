// Keeps, of the training scores, what a model needs to tell how odd a score is among them.
import type { Calibration } from '../model/calibration.ts';
import { countScores, type Pace, scoresAtRanks } from './order.ts';

/** The scores at the ladder of ranks, exact. `scores` are chunks of the training packets' scores, in (0, 1]. */
export async function calibrate(scores: readonly Float32Array[], pace?: Pace): Promise<Calibration> {
  const ranks = calibrationRanks(countScores(scores));
  return { ranks, scores: await scoresAtRanks(scores, ranks, pace) };
}

/** Ranks that are kept of `rows` packets: each of the first 16, then steps of an eighth, and the last one. */
export function calibrationRanks(rows: number): Uint32Array<ArrayBuffer> {
  const ranks: number[] = [];
  for (let rank = 1; rank < rows; rank += Math.max(1, Math.floor(rank / 8))) ranks.push(rank);
  return Uint32Array.from([...ranks, rows]);
}
