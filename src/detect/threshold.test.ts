// The quantile against numpy's figures, and ranks against a plain sort.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate, calibrationRanks } from './calibrate.ts';
import { rankScores } from './order.ts';
import { quantileThreshold } from './threshold.ts';

const chunked = (scores: number[], size: number): Float32Array[] =>
  Array.from({ length: Math.ceil(scores.length / size) }, (_, i) =>
    Float32Array.from(scores.slice(i * size, (i + 1) * size)),
  );
const score = fc.oneof(
  fc.float({ min: Math.fround(1e-6), max: 1, noNaN: true }),
  fc.constantFrom(0.25, 0.5, 0.75, 1),
  fc.float({ min: Math.fround(0.4), max: Math.fround(0.4001), noNaN: true }),
);

test('the threshold is minus numpy.percentile of the negated scores, for any chunking', async () => {
  const scores = [0.3, 0.5, 0.4, 0.7, 0.6, 0.41, 0.52];
  // -numpy.percentile(-numpy.float32(scores).astype(float), 100 * contamination), numpy 1.24
  const expected = [[0.01, 0.6939999902248383], [0.1, 0.6400000095367432], [0.2, 0.5840000152587891], [0.25, 0.5600000023841858], [1 / 3, 0.5199999809265137], [0.5, 0.5]]; // prettier-ignore
  for (const [contamination, threshold] of expected) {
    expect(await quantileThreshold(chunked(scores, 3), contamination)).toBe(threshold);
    expect(await quantileThreshold(chunked(scores, 100), contamination)).toBe(threshold);
  }
});

test('"auto" is 0.5, and one score is its own quantile', async () => {
  expect(await quantileThreshold([Float32Array.of(0.9)], 'auto')).toBe(0.5);
  expect(await quantileThreshold([Float32Array.of(0.25)], 0.01)).toBe(0.25);
});

test('scores at ranks are those of a sorted list', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(score, { minLength: 1, maxLength: 300 }),
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      async (scores, places, size) => {
        const sorted = Float32Array.from(scores).sort().reverse();
        const ranks = places.map((place) => 1 + (place % scores.length)).sort((a, b) => a - b);
        const found = await rankScores(chunked(scores, size), ranks);
        const expected = ranks.map((rank) => sorted[rank - 1]);
        expect([...found.scores]).toEqual(expected);
        expect([...found.higher]).toEqual(expected.map((one) => scores.filter((other) => other > one).length));
        expect([...found.upTo]).toEqual(expected.map((one) => scores.filter((other) => other >= one).length));
      },
    ),
  );
});

test('ranks outside of the scores, or out of order, are refused', async () => {
  const scores = [Float32Array.of(0.5, 0.6)];
  for (const ranks of [[0], [3], [2, 1], [Number.NaN]])
    await expect(rankScores(scores, ranks)).rejects.toThrow(RangeError);
});

test('a calibration counts at the 128 highest scores, the lowest, and a 64th more rank at each step', async () => {
  expect([...calibrationRanks(1)]).toEqual([1]);
  expect([...calibrationRanks(133)].slice(-5)).toEqual([127, 128, 130, 132, 133]);
  expect(calibrationRanks(10_000_000).length).toBeLessThan(900);
  const scores = Array.from({ length: 140 }, (_, i) => (140 - Math.floor(i / 3)) / 256);
  const { scores: kept, higher, upTo, whole } = await calibrate(chunked(scores, 7));
  expect(whole).toBe(true);
  expect([...kept]).toEqual([...new Set(scores)]);
  expect([...higher]).toEqual([...kept].map((one) => scores.filter((other) => other > one).length));
  expect([...upTo]).toEqual([...kept].map((one) => scores.filter((other) => other >= one).length));
});
