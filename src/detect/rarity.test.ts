// How rare a score is: counts against counting by definition, and what is said where nothing is known.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calibration } from '../model/calibration.ts';
import { calibrate } from './calibrate.ts';
import { findRarity, findTypical, rarityWords, shareOfTraining } from './rarity.ts';

const score = fc.oneof(
  fc.float({ min: Math.fround(0.3), max: 1, noNaN: true }),
  fc.integer({ min: 1, max: 30 }).map((k) => k / 32),
);

test('the true count lies within the bracket, is exact at kept scores, and the bracket is at most an eightieth wide', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(score, { minLength: 1, maxLength: 800 }),
      fc.array(score, { minLength: 1, maxLength: 20 }),
      async (training, asked) => {
        const calibration = await calibrate([Float32Array.from(training)]);
        for (const given of [...asked, ...training.slice(0, 20), ...calibration.scores.slice(0, 20), 0, 1]) {
          for (const strictly of [false, true]) {
            const count = training.filter((other) => (strictly ? other > given : other >= given)).length;
            const { rows, atLeast, atMost } = findRarity(calibration, given, strictly)!;
            expect(rows).toBe(training.length);
            expect(atLeast).toBeLessThanOrEqual(count);
            expect(atMost).toBeGreaterThanOrEqual(count);
            if (calibration.scores.includes(given)) expect([atLeast, atMost]).toEqual([count, count]);
            expect(atMost - atLeast).toBeLessThanOrEqual(atMost / 64);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** As format 1 knew it: the scores at ranks 1, 2, 3 and 10; how many share them is not known. */
const old: Calibration = {
  scores: Float32Array.of(0.875, 0.75, 0.5),
  higher: Uint32Array.of(0, 1, 9),
  upTo: Uint32Array.of(1, 3, 10),
  whole: false,
};

test('a calibration of format 1 promises no more than it knew', () => {
  const bracket = (given: number, strictly = false) => {
    const { atLeast, atMost } = findRarity(old, given, strictly)!;
    return [atLeast, atMost];
  };
  // The fourth to ninth may score 0.75 too, or anything down to 0.5.
  expect(bracket(0.75)).toEqual([3, 9]);
  expect(bracket(0.75, true)).toEqual([1, 1]);
  expect(bracket(0.6)).toEqual([3, 9]);
  expect(bracket(0.5, true)).toEqual([3, 9]);
  expect(bracket(0.9)).toEqual([0, 0]);
  expect(bracket(0.2)).toEqual([10, 10]);
});

test('rarity is said in words, and never beyond what the training packets can tell', () => {
  const words = (rows: number, atLeast: number, atMost = atLeast) => rarityWords({ rows, atLeast, atMost });
  expect(words(40_000, 1)).toBe('1 in 40,000 of the training packets score this high or higher.');
  expect(words(40_000, 3)).toBe('1 in 13,300 of the training packets score this high or higher.');
  expect(words(40_000, 300, 303)).toBe('About 1 in 133 of the training packets score this high or higher.');
  expect(words(1000, 10, 20)).toBe('Between 1 in 100 and 1 in 50 of the training packets score this high or higher.');
  expect(words(1000, 640)).toBe('64 % of the training packets score this high or higher.');
  expect(words(40_000, 0)).toBe('None of the 40,000 training packets score this high or higher.');
  expect(findRarity(null, 0.9)).toBeNull();
  expect(shareOfTraining({ rows: 3000, atLeast: 0, atMost: 0 })).toBe('none of the 3,000 training packets');
  expect(shareOfTraining({ rows: 3000, atLeast: 3000, atMost: 3000 })).toBe('all 3,000 training packets');
});

test('what is usual is a range, or the most frequent names', () => {
  const quantiles = Float32Array.of(1, 6, 6, 6, 6, 6, 17, 17, 47, 47, 89);
  const counts = Uint32Array.of(1, 81, 17, 1);
  const proto = findTypical({ quantiles, listed: { values: Float32Array.of(1, 6, 17, 47), counts } });
  expect(proto.common!.slice(0, 2)).toEqual([{ value: 6, share: 0.81 }, { value: 17, share: 0.17 }]); // prettier-ignore
  expect([proto.low, proto.high]).toEqual([6, 47]);
  expect(findTypical({ quantiles, listed: null })).toEqual({ low: 6, high: 47, common: null });
});
