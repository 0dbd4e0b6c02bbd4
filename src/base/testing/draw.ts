// For tests: numbers drawn at random, but by a seed, and so the same on every machine.

/** A number from 0 to below `count`, the same sequence for the same seed (Marsaglia's xorshift, 32 bits). */
export type Draw = (count: number) => number;

export function drawFrom(seed: number): Draw {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

export const pick = <T>(draw: Draw, from: readonly T[]): T => from[draw(from.length)];
