// Several forests' scores become one: how far a packet is above the usual one, in the group where it is furthest.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import { atOnce, countScores, type Pace, rankScores } from './order.ts';

/** Scores in chunks. */
export type ScoreChunks = Float32Array<ArrayBuffer>[];

/** What fusing goes by; a model keeps it as numbers, `writeFusion` and `readFusion`. */
export interface Fusion {
  /** Of the training packets' scores in each group. */
  medians: number[];
  /** Of each feature: values up to it tell nothing. */
  floors: number[];
}

export const writeFusion = ({ medians, floors }: Fusion): Float64Array<ArrayBuffer> =>
  Float64Array.from([...medians, ...floors]);

/** Throws InputError for numbers that are not of so many groups and features. */
export function readFusion(numbers: Float64Array, groups: number, features: number): Fusion {
  const [medians, floors] = [[...numbers.subarray(0, groups)], [...numbers.subarray(groups)]];
  if (floors.length === features && medians.every((median) => median > 0 && median <= 1)) return { medians, floors };
  throw new InputError('The numbers that this model fuses its groups by cannot be. Train a new model.');
}

/** The median of scores, from 0 to 1; one or more. */
export async function medianOf(scores: ScoreChunks, pace: Pace = atOnce): Promise<number> {
  return (await rankScores(scores, [Math.ceil(countScores(scores) / 2)], pace)).scores[0];
}

/** How far each packet is above its groups' medians where it is furthest, -1 to 1, chunk by chunk. */
export function* fuseGroups(scores: readonly ScoreChunks[], medians: readonly number[]): Pieces<ScoreChunks> {
  const fused = scores[0].map(({ length }) => new Float32Array(length).fill(-1));
  for (const [chunk, most] of fused.entries()) {
    for (const [group, median] of medians.entries()) {
      const own = scores[group][chunk];
      for (let row = 0; row < most.length; row++) {
        const over = own[row] - median;
        if (over > most[row]) most[row] = over;
      }
      yield;
    }
  }
  return fused;
}

/** No score is 0, since the calibration counts from above it. */
const LEAST = 2 ** -20;

/** Above 0 and up to 1: 0.5 is the usual packet's. @param over how far it is above that */
export const scoreOf = (over: number): number => Math.min(1, Math.max(LEAST, 0.5 + over));
