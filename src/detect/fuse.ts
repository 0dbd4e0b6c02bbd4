// Several forests' scores become one: how rare a packet is where it is rarest, in bits, seen beside the usual packet.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import type { Calibration } from '../model/calibration.ts';
import { atOnce, type Pace, rankScores } from './order.ts';

/** Scores in chunks. */
export type ScoreChunks = Float32Array<ArrayBuffer>[];

/** Cells of an index to the steps of a ladder. */
const CELLS = 4096;
/** Bits of rarity above the median that double the odds of a score four times: 0.5 is the usual packet's. */
const BITS = 4;

/**
 * -log2 of the share of training packets that score as high or higher: exact at the steps of the ladder, and straight
 * between them. One packet is added, so that what is odder than all is as rare as 1 in n + 1.
 */
class RarityLadder {
  /** Steps, rising, and their bits. */
  readonly #scores: Float32Array;
  readonly #bits: Float32Array;
  /** Cell of scores -> steps up to its lower edge. */
  readonly #first: Uint32Array;
  readonly #most: number;

  constructor({ scores, upTo }: Calibration) {
    const rows = upTo[upTo.length - 1];
    this.#scores = scores.toReversed();
    this.#bits = Float32Array.from(upTo.toReversed(), (count) => Math.log2((rows + 1) / (count + 1)));
    this.#most = Math.log2(rows + 1);
    let step = 0;
    this.#first = Uint32Array.from({ length: CELLS + 1 }, (_, cell) => {
      while (step < scores.length && this.#scores[step] <= cell / CELLS) step++;
      return step;
    });
  }

  bitsOf(score: number): number {
    const scores = this.#scores;
    let next = this.#first[(score * CELLS) | 0];
    while (next < scores.length && scores[next] <= score) next++;
    if (next === 0) return 0;
    const low = scores[next - 1];
    const bits = this.#bits[next - 1];
    if (low === score) return bits;
    if (next === scores.length) return this.#most;
    return bits + ((score - low) / (scores[next] - low)) * (this.#bits[next] - bits);
  }
}

/**
 * The rarity in bits of each packet in the group where it is rarest, chunk by chunk.
 * @param scores       of each group, in chunks
 * @param calibrations of each group
 */
export function* fuseGroups(scores: readonly ScoreChunks[], calibrations: readonly Calibration[]): Pieces<ScoreChunks> {
  const ladders = calibrations.map((calibration) => new RarityLadder(calibration));
  const fused = scores[0].map(({ length }) => new Float32Array(length));
  for (const [chunk, most] of fused.entries()) {
    for (const [group, ladder] of ladders.entries()) {
      const own = scores[group][chunk];
      for (let row = 0; row < most.length; row++) {
        const bits = ladder.bitsOf(own[row]);
        if (bits > most[row]) most[row] = bits;
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
