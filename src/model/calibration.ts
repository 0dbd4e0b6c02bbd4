// How the training packets scored, kept with the model: a ladder of scores from the oddest packet down.

/** Of all training packets, counted at some of their scores. */
export interface Calibration {
  /** Strictly falling, each above 0 and up to 1; the first is the highest score of all, the last the lowest. */
  readonly scores: Float32Array<ArrayBuffer>;
  /** Packets that score higher than `scores[i]`: 0 for the first. */
  readonly higher: Uint32Array<ArrayBuffer>;
  /** Packets that score as high as `scores[i]` or higher: all of them for the last. */
  readonly upTo: Uint32Array<ArrayBuffer>;
  /**
   * False for a model that was first written in format 1, which did not tell how many packets share a score: then
   * `higher` may be fewer, and `upTo` more.
   */
  readonly whole: boolean;
}

/** More steps than any ladder has. */
const MAX_STEPS = 65_536;

/** Where a calibration of `rows` training packets is not as it must be, or null. */
export function findCalibrationFault(
  { scores, higher, upTo }: Calibration,
  rows: number,
): { array: 'scores' | 'higher' | 'upTo'; index: number; message: string } | null {
  const steps = scores.length;
  if (higher.length !== steps || upTo.length !== steps || steps > MAX_STEPS) {
    return { array: 'scores', index: 0, message: 'the lists of training scores differ in length or are too long' };
  }
  for (let i = 0; i < steps; i++) {
    if (!(scores[i] > 0 && (i === 0 ? scores[i] <= 1 : scores[i] < scores[i - 1]))) {
      return { array: 'scores', index: i, message: `score ${scores[i]} stands where scores must fall within 0 to 1` };
    }
    const before = i === 0 ? 0 : upTo[i - 1];
    if (i === 0 ? higher[i] !== 0 : higher[i] < before) {
      return { array: 'higher', index: i, message: `${higher[i]} stands where counts must rise from 0` };
    }
    if (upTo[i] <= higher[i]) {
      return { array: 'upTo', index: i, message: `${upTo[i]} stands where more than ${higher[i]} must` };
    }
  }
  if (upTo.at(-1) === rows) return null;
  const found = steps === 0 ? 'there is none' : `it is ${upTo.at(-1)}`;
  return { array: 'upTo', index: Math.max(0, steps - 1), message: `the last count must be ${rows}; ${found}` };
}
