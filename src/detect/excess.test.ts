// What a forest sees of features in context.
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { countAboveUsual, findUsual, makeAnchors, takeExcess } from './excess.ts';

test('usual is what 85 of 100 packets do not exceed, and never less than the floor', async () => {
  const rising = Float32Array.from({ length: 100 }, (_, row) => (row * 37) % 100);
  const chunks = [[rising.subarray(0, 60), new Float32Array(60)], [rising.subarray(60), new Float32Array(40)]]; // prettier-ignore
  const bounds = [{ floor: 3, cap: 1 }, { floor: 3, cap: 1 }]; // prettier-ignore
  const usual = await findUsual(chunks, bounds);
  expect(usual).toEqual(Float32Array.of(85, 3));
  expect(doAtOnce(countAboveUsual(chunks, usual))).toEqual([14, 0]);
});

test('the excess is the share of the cap that a value is above the usual, to the power of 1.5', () => {
  const column = Float32Array.of(-5, 2, 3, 4, 6, 1e30);
  const [[seen]] = doAtOnce(takeExcess([[column]], Float32Array.of(2), [{ floor: 2, cap: 4 }]));
  expect(seen).toEqual(Float32Array.of(0, 0, 0.25 ** 1.5, 0.5 ** 1.5, 1, 1));
});

test('each feature has six anchors in the upper half, where all others are 0', () => {
  const columns = makeAnchors(3);
  expect(columns.map(({ length }) => length)).toEqual([18, 18, 18]);
  const upper = [13, 15, 17, 19, 21, 23].map((part) => Math.fround(part / 24));
  expect([...columns[1]]).toEqual([0, 0, 0, 0, 0, 0, ...upper, 0, 0, 0, 0, 0, 0]);
});
