// A threshold adjusted to its traffic, against counts made by hand and by a plain filter.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustThreshold } from './adjust.ts';

const score = fc.oneof(
  fc.float({ min: Math.fround(0.28), max: Math.fround(0.7), noNaN: true }),
  fc.constantFrom(0.25, 0.5),
);
const traffic = fc.array(score, { minLength: 1, maxLength: 300 });
const share = fc.double({ min: 0.0001, max: 0.5, noNaN: true });
const ceiling = fc.double({ min: 0.2, max: 0.8, noNaN: true });
const chunked = (scores: readonly number[], size = 7): Float32Array[] =>
  Array.from({ length: Math.ceil(scores.length / size) }, (_, i) =>
    Float32Array.from(scores.slice(i * size, (i + 1) * size)),
  );

test('one in ten of ten packets up to the ceiling is marked, and all beyond it', async () => {
  const usual = [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.28125, 0.3125, 0.375];
  expect(await adjustThreshold(chunked(usual), 0.1, 0.4)).toEqual({ threshold: 0.3125, beyond: 0 });
  const attack = Array.from({ length: 500 }, () => 0.5);
  expect(await adjustThreshold(chunked([...attack, ...usual]), 0.1, 0.4)).toEqual({ threshold: 0.3125, beyond: 500 });
});

test('of too few packets for the share, none is marked below the ceiling', async () => {
  const scores = [0.25, 0.3125, 0.375];
  expect(await adjustThreshold(chunked(scores), 0.01, 0.5)).toEqual({ threshold: 0.375, beyond: 0 });
  expect(await adjustThreshold(chunked([0.25]), 0.5, 0.5)).toEqual({ threshold: 0.25, beyond: 0 });
});

test('packets that are all alike are not marked, as no threshold takes a share of them', async () => {
  expect(await adjustThreshold(chunked(Array.from({ length: 1000 }, () => 0.25)), 0.01, 0.5)).toEqual({
    threshold: 0.25,
    beyond: 0,
  });
});

test('where all are beyond the ceiling, and of no packets, the ceiling is the threshold', async () => {
  expect(await adjustThreshold(chunked([0.5, 0.625]), 0.01, 0.4)).toEqual({ threshold: 0.4, beyond: 2 });
  expect(await adjustThreshold([], 0.01, 0.4)).toEqual({ threshold: 0.4, beyond: 0 });
});

test('marked are all beyond the ceiling and never more than the share of the rest; just the share of different scores', async () => {
  await fc.assert(
    fc.asyncProperty(traffic, share, ceiling, async (values, promised, most) => {
      const scores = [...Float32Array.from(values)];
      const { threshold, beyond } = await adjustThreshold(chunked(scores), promised, most);
      const rest = scores.filter((one) => one <= most);
      expect(beyond).toBe(scores.length - rest.length);
      expect(threshold).toBeLessThanOrEqual(most);
      const wanted = Math.round(promised * rest.length);
      const marked = rest.filter((one) => one > threshold).length;
      expect(marked).toBeLessThanOrEqual(wanted);
      if (new Set(rest).size === rest.length && wanted < rest.length) expect(marked).toBe(wanted);
    }),
  );
});

test('no number of packets beyond the ceiling moves the threshold, nor does their order or chunking', async () => {
  await fc.assert(
    fc.asyncProperty(
      traffic,
      share,
      fc.nat(400),
      fc.integer({ min: 1, max: 50 }),
      async (values, promised, many, size) => {
        const scores = [0.25, ...values];
        const attacked = [...Array.from({ length: many }, () => 0.75), ...scores.toReversed()];
        const calm = await adjustThreshold(chunked(scores), promised, 0.71);
        expect(await adjustThreshold(chunked(attacked, size), promised, 0.71)).toEqual({ ...calm, beyond: many });
      },
    ),
  );
});
