// How the training packets scored, kept with the model: a ladder of ranks from the oddest packet down.

/** `scores[i]` is the score of the `ranks[i]`-th oddest of `ranks.at(-1)` training packets. */
export interface Calibration {
  /** Strictly rising from 1 to the number of training packets. */
  readonly ranks: Uint32Array<ArrayBuffer>;
  /** Never rising, each above 0 and up to 1. */
  readonly scores: Float32Array<ArrayBuffer>;
}

/** Where a calibration of `rows` training packets is not as it must be, or null. */
export function findCalibrationFault(
  { ranks, scores }: Calibration,
  rows: number,
): { array: 'ranks' | 'scores'; index: number; message: string } | null {
  if (ranks.length !== scores.length) {
    return { array: 'scores', index: 0, message: `there are ${ranks.length} ranks, but ${scores.length} scores` };
  }
  for (let i = 0; i < ranks.length; i++) {
    if (i === 0 ? ranks[i] !== 1 : ranks[i] <= ranks[i - 1]) {
      return { array: 'ranks', index: i, message: `rank ${ranks[i]} stands where ranks must rise from 1` };
    }
    if (!(scores[i] > 0 && scores[i] <= (i === 0 ? 1 : scores[i - 1]))) {
      return { array: 'scores', index: i, message: `score ${scores[i]} stands where scores must fall within 0 to 1` };
    }
  }
  if (ranks.at(-1) === rows) return null;
  const found = ranks.length === 0 ? 'there is none' : `it is ${ranks.at(-1)}`;
  return { array: 'ranks', index: Math.max(0, ranks.length - 1), message: `the last rank must be ${rows}; ${found}` };
}
