// The small parts of the core that growing rests on: random numbers, c(n), and the room they take.
import { beforeAll, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { depthLimit } from '../model/forest.ts';
import { Blocks } from './core-blocks.ts';

let core: CoreInstance;
let blocks: Blocks;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
  blocks = new Blocks(core);
});

const words = (pointer: number): BigUint64Array => new BigUint64Array(core.memory.buffer, pointer, 4);

test('a stream is seeded by SplitMix64: the published outputs for the seed 1234567', () => {
  const state = blocks.reserve(32);
  core.seedStream(state, 0, 1234567);
  expect([...words(state)]).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
  ]);
});

test('random bits are those of xoshiro256**: the reference outputs for the state 1, 2, 3, 4', () => {
  const state = blocks.reserve(32);
  words(state).set([1n, 2n, 3n, 4n]);
  const bits = Array.from({ length: 6 }, () => BigInt.asUintN(64, core.nextBits(state)));
  expect(bits).toEqual([11520n, 0n, 1509978240n, 1215971899390074240n, 1216172134540287360n, 607988272756665600n]);
});

test('numbers below a count are even: chi-square over 7 values, and units lie in 0 to 1', () => {
  const state = blocks.reserve(32);
  core.seedStream(state, 9, 9);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[core.nextBelow(state, 7)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(22.46); // 6 degrees of freedom, 0.1 %
  const units = Array.from({ length: 10_000 }, () => core.nextUnit(state));
  expect(Math.min(...units)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...units)).toBeLessThan(1);
  expect(units.reduce((sum, unit) => sum + unit, 0) / 10_000).toBeCloseTo(0.5, 1);
});

test('c(n) has the values of scikit-learn 1.2.1, with c(1) = 0 and c(2) = 1', () => {
  expect([0, 1, 2].map((rows) => core.averagePathLength(rows))).toEqual([0, 0, 1]);
  expect(core.averagePathLength(3)).toBeCloseTo(1.207392357589623, 13);
  expect(core.averagePathLength(5)).toBeCloseTo(2.327020052042847, 13);
  expect(core.averagePathLength(256)).toBeCloseTo(10.244770920119917, 13);
  expect(core.averagePathLength(999)).toBeCloseTo(12.967939884427995, 13);
  expect(core.averagePathLength(8388608)).toBeCloseTo(31.039201635560538, 13);
});

test('the depth limit is ceil(log2(max(psi, 2))), in the core and in the check of models', () => {
  const expected = [[2, 1], [3, 2], [4, 2], [5, 3], [256, 8], [257, 9], [65_536, 16], [65_537, 17]]; // prettier-ignore
  for (const [psi, depth] of expected) expect([core.depthLimit(psi), depthLimit(psi)]).toEqual([depth, depth]);
});

test('thresholds round down to the float32 that is not above them', () => {
  const up = Math.fround(0.1); // above 0.1
  expect(core.roundDown(0.1)).toBeLessThan(0.1);
  expect(core.roundDown(up)).toBe(up);
  expect(core.roundDown(-0.1)).toBe(-up);
  expect(core.roundDown(-1e-300)).toBeLessThan(-1e-300);
  expect(core.roundDown(1e-300)).toBe(0);
  expect(core.roundDown(16777217)).toBe(16777216);
  expect(core.roundDown(-16777217)).toBe(-16777218);
});

test('a block that does not fit is refused in plain words, and the memory stays usable', () => {
  expect(() => blocks.reserve(2 ** 30)).toThrow(InputError);
  const all = new Blocks(core);
  const fill = (): void => {
    for (let i = 0; i < 6; i++) all.reserve(2 ** 30 - 100);
  };
  expect(fill).toThrow(/not enough memory.*fewer trees or a smaller max_samples/);
  all.release();
  const again = new Blocks(core);
  expect(again.reserve(1000)).toBeGreaterThan(0);
  again.release();
});
