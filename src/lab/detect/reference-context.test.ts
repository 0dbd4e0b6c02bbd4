// Scores in context, on numbers that a person can compute from the formula.
import { expect, test } from 'vitest';
import { scoresInContext } from './reference-context.ts';

const weights = { own: 0.2, source: 0.4, pair: 0.4 };
const contexts = (times: number[], sources: number[], pairs: number[]) => ({
  times: Float64Array.from(times),
  sources: Uint32Array.from(sources),
  pairs: Uint32Array.from(pairs),
});

test('a score is drawn towards those of its source in 5 s and of its pair in 60 s', () => {
  // z = 0.2, 0, 0 at 0, 5 and 60 s. After 5 s the source has .1 of weight 1.5, the pair .2 * 2^(-1/12) of 1 + 2^(-1/12).
  const scores = scoresInContext(
    Float32Array.of(0.7, 0.5, 0.5),
    0.5,
    contexts([0, 5, 5], [1, 1, 2], [1, 1, 1]),
    weights,
  );
  const left = 2 ** (-1 / 12);
  const pair = (0.2 * left) / (2 + left);
  expect(scores[0]).toBeCloseTo(0.5 + 0.2 * 0.2 + 0.4 * 0.1 + 0.4 * 0.1, 6);
  expect(scores[1]).toBeCloseTo(0.5 + 0.4 * (0.1 / 2.5) + 0.4 * pair, 6);
  expect(scores[2]).toBeCloseTo(0.5 + 0.4 * ((0.2 * left) / (3 + left)), 6);
});

test('an earlier time fades nothing, and scores stay above 0 and at most 1', () => {
  const back = scoresInContext(Float32Array.of(1, 1, 1e-3), 0.5, contexts([10, 0, 0], [1, 1, 3], [1, 1, 3]), weights);
  expect(back[1]).toBeCloseTo(0.5 + 0.2 * 0.5 + 0.8 * (1 / 3), 6);
  const own = { own: 9, source: 0, pair: 0 };
  const far = scoresInContext(Float32Array.of(1, 1e-3), 0.5, contexts([0, 0], [0, 1], [0, 1]), own);
  expect(far[0]).toBe(1);
  expect(far[1]).toBeGreaterThan(0);
});
