// Several forests' scores become one: how rare a packet is where it is rarest, in bits, seen beside the usual packet.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import type { Calibration } from '../model/calibration.ts';
import { atOnce, type Pace, rankScores } from './order.ts';

/** Scores in chunks. */
export type ScoreChunks = Float32Array<ArrayBuffer>[];

/** Cells of a table from a group's score to its rarity. */
const CELLS = 1 << 14;
/** Bits of rarity above the median that double the odds of a score four times: 0.5 is the usual packet's. */
const BITS = 4;

/**
 * -log2 of the share of training packets that score as high or higher, for CELLS scores from 0 to 1; between the steps of
 * the ladder it goes straight. One packet is added, so that what is odder than all is as rare as 1 in n + 1.
 */
function rarityTable({ scores, upTo }: Calibration): Float32Array {
  const table = new Float32Array(CELLS + 1);
  const rows = upTo[upTo.length - 1];
  const bitsAt = (step: number): number => Math.log2((rows + 1) / (upTo[step] + 1));
  const most = Math.log2(rows + 1);
  let step = scores.length - 1;
  for (let cell = 0; cell <= CELLS; cell++) {
    const score = cell / CELLS;
    while (step >= 0 && scores[step] <= score) step--;
    // scores[step] is the lowest above.
    if (step < 0) table[cell] = most;
    else if (step === scores.length - 1) table[cell] = 0;
    else {
      const part = (score - scores[step + 1]) / (scores[step] - scores[step + 1]);
      table[cell] = bitsAt(step + 1) + part * (bitsAt(step) - bitsAt(step + 1));
    }
  }
  return table;
}

/**
 * The rarity in bits of each packet in the group where it is rarest, chunk by chunk.
 * @param scores       of each group, in chunks
 * @param calibrations of each group
 */
export function* fuseGroups(scores: readonly ScoreChunks[], calibrations: readonly Calibration[]): Pieces<ScoreChunks> {
  const tables = calibrations.map(rarityTable);
  const fused = scores[0].map(({ length }) => new Float32Array(length));
  for (const [chunk, bits] of fused.entries()) {
    for (const [group, table] of tables.entries()) {
      const own = scores[group][chunk];
      for (let row = 0; row < bits.length; row++) {
        const place = own[row] * CELLS;
        const cell = Math.min(CELLS - 1, place | 0);
        const rarity = table[cell] + (place - cell) * (table[cell + 1] - table[cell]);
        if (rarity > bits[row]) bits[row] = rarity;
      }
      yield;
    }
  }
  return fused;
}

/** What `scoreOf` goes by, of the training packets' bits: their median. One packet or more. */
export async function measureFusion(bits: ScoreChunks, pace: Pace = atOnce): Promise<Float64Array<ArrayBuffer>> {
  const rows = bits.reduce((sum, { length }) => sum + length, 0);
  // Ranks are those of numbers from 0 to 1.
  const shares = bits.map((chunk) => chunk.map((bit) => bit / 64));
  const [median] = (await rankScores(shares, [Math.ceil(rows / 2)], pace)).scores;
  return Float64Array.of(64 * median);
}

/** Throws InputError for numbers that `measureFusion` did not make. */
export function checkFusion(fusion: Float64Array): void {
  if (fusion.length === 1 && fusion[0] >= 0 && fusion[0] <= 64) return;
  throw new InputError('The numbers that this model fuses its groups by cannot be. Train a new model.');
}

/** Bits above the usual packet's. */
export const excess = (bits: number, fusion: Float64Array): number => bits - fusion[0];

/** Above 0 and up to 1, and 0.5 for the usual packet. @param over bits above the usual packet's */
export const scoreOf = (over: number): number => 1 / (1 + 2 ** (-Math.max(-400, over) / BITS));
