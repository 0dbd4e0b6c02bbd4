// Histogram, extremes and counts against their definitions.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAbove, summarizeScores } from './summary.ts';

test('bin k holds scores above k / bins and up to (k + 1) / bins', async () => {
  const { histogram, min, max, mean } = await summarizeScores(
    [Float32Array.of(0.25, 0.26), Float32Array.of(0.5, 1)],
    4,
  );
  expect([...histogram]).toEqual([1, 2, 0, 1]);
  expect([min, max]).toEqual([0.25, 1]);
  expect(mean).toBeCloseTo(0.5025, 7);
});

test('of no scores there is nothing', async () => {
  expect(await summarizeScores([], 3)).toEqual({ histogram: new Uint32Array(3), min: 0, max: 0, mean: 0 });
});

test('the scores above the edge of a bin are those in the bins behind it, for any number of bins', async () => {
  const scores = fc.float32Array({ min: Math.fround(1e-7), max: 1, noNaN: true, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(scores, fc.integer({ min: 1, max: 200 }), fc.nat(), async (values, bins, place) => {
      // Scores that lie on edges, as well as float32 lets them.
      const edges = Float32Array.from({ length: bins }, (_, k) => (k + 1) / bins);
      const { histogram } = await summarizeScores([values, edges], bins);
      const edge = place % (bins + 1);
      const behind = histogram.subarray(edge).reduce((sum, count) => sum + count, 0);
      expect(await countAbove([values, edges], edge / bins)).toBe(behind);
    }),
  );
});

test('a score that equals the threshold is not above it', async () => {
  expect(await countAbove([Float32Array.of(0.5, 0.75), Float32Array.of(0.25, 0.875)], 0.5)).toBe(2);
});

test('the pace is asked after every chunk', async () => {
  let asked = 0;
  const pace = (): undefined => void asked++;
  await summarizeScores([Float32Array.of(0.5), Float32Array.of(0.5)], 2, pace);
  await countAbove([Float32Array.of(0.5)], 0.1, pace);
  expect(asked).toBe(3);
});
