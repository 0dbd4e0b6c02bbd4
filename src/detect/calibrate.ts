// Keeps, of the training scores, what a model needs to tell how odd a score is among them.
import type { Calibration } from '../model/calibration.ts';
import { countScores, type Pace, rankScores } from './order.ts';

/** Ranks from the top that are all kept; below them each step is a 64th of the rank. */
const EVERY = 128;
const STEP = 64;

/**
 * Exact counts at the scores that stand at the ladder's ranks: the 128 oddest packets one by one, and below them every
 * count known within 1.6 %, or exactly where a score is shared by more packets than that.
 * @param scores chunks of the training packets' scores, in (0, 1]; one score or more
 */
export async function calibrate(scores: readonly Float32Array[], pace?: Pace): Promise<Calibration> {
  const ladder = await rankScores(scores, calibrationRanks(countScores(scores)), pace);
  const steps = [...ladder.scores.keys()].filter((i) => ladder.scores[i] !== ladder.scores[i - 1]);
  return {
    scores: Float32Array.from(steps, (i) => ladder.scores[i]),
    higher: Uint32Array.from(steps, (i) => ladder.higher[i]),
    upTo: Uint32Array.from(steps, (i) => ladder.upTo[i]),
    whole: true,
  };
}

/** Ranks that are looked at of `rows` packets, the last one among them. */
export function calibrationRanks(rows: number): Uint32Array<ArrayBuffer> {
  const ranks: number[] = [];
  for (let rank = 1; rank < rows; rank += rank < EVERY ? 1 : Math.floor(rank / STEP)) ranks.push(rank);
  return Uint32Array.from([...ranks, rows]);
}
