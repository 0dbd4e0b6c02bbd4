// The naive walk scores as a plain walk in doubles does: it is slow, not wrong.
import { expect, test } from 'vitest';
import { drawSmallForest, normalLength, walkForest } from '../../model/testing/forests.ts';
import { Seeded } from '../../samples/seeded.ts';
import { compileNaiveWalk } from './naive-walk-wasm.mjs';
import { type NaiveExports, openNaive } from './naive.ts';

test('the naive walk gives the scores of the forest', async () => {
  const { instance } = await WebAssembly.instantiate(await compileNaiveWalk());
  const random = new Seeded(3);
  const columns = [20, 12].map((high) => Float32Array.from({ length: 1000 }, () => random.integer(0, high)));
  const forest = drawSmallForest();
  const naive = openNaive(instance.exports as unknown as NaiveExports, forest, [columns], normalLength);
  naive.score();
  const expected = Array.from({ length: 1000 }, (_, row) => walkForest(forest, [columns[0][row], columns[1][row]]));
  expect(new Set(expected).size).toBeGreaterThan(2);
  naive.scores().forEach((score, row) => expect(score).toBeCloseTo(expected[row], 12));
});
