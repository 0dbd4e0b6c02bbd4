// The population stability index against plain arithmetic, and chance against tables and against drawing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chanceOf, hasMoved, stabilityIndex, stabilityTerms } from './stability.ts';

const counts = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 });
const two = counts.chain((before) =>
  fc.tuple(fc.constant(before), fc.array(fc.nat(10_000), { minLength: before.length, maxLength: before.length })),
);

test('the index is the textbook’s sum of differences of shares by logarithms of their ratios', () => {
  // Shares 50 %, 30 %, 20 % and 40 %, 30 %, 30 % of so many packets that half a packet more in each says nothing.
  const [before, after] = [[5e9, 3e9, 2e9], [4e9, 3e9, 3e9]]; // prettier-ignore
  const byHand = (0.4 - 0.5) * Math.log(0.4 / 0.5) + 0 + (0.3 - 0.2) * Math.log(0.3 / 0.2);
  expect(byHand).toBeCloseTo(0.062_861, 6);
  expect(stabilityIndex(before, after)).toBeCloseTo(byHand, 8);
});

test('a bin that is empty on one side counts as half a packet', () => {
  // 10 packets in two bins: 10 and 0, then 5 and 5; with half a packet more, 10.5 : 0.5 and 5.5 : 5.5 of 11.
  const byHand = (5.5 - 10.5) / 11 * Math.log(5.5 / 10.5) + (5.5 - 0.5) / 11 * Math.log(5.5 / 0.5); // prettier-ignore
  expect(stabilityIndex([10, 0], [5, 5])).toBeCloseTo(byHand, 12);
});

test('it is finite, never below 0, 0 for the same counts, and the same from either side', () => {
  fc.assert(
    fc.property(two, ([before, after]) => {
      const index = stabilityIndex(before, after);
      expect(Number.isFinite(index)).toBe(true);
      expect(Math.min(...stabilityTerms(before, after))).toBeGreaterThanOrEqual(0);
      expect(stabilityIndex(after, before)).toBeCloseTo(index, 10);
      expect(stabilityIndex(before, before)).toBe(0);
    }),
  );
});

test('chance is the table’s 95 % point of chi-square by the sum of the reciprocals', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4.
  const table = { 1: 3.841, 2: 5.991, 3: 7.815, 4: 9.488, 5: 11.07, 9: 16.919, 10: 18.307, 30: 43.773, 100: 124.342 };
  for (const [free, point] of Object.entries(table)) {
    const found = chanceOf(Number(free) + 1, 100, 400) / (1 / 100 + 1 / 400);
    expect(Math.abs(found / point - 1)).toBeLessThan(0.03);
  }
  expect(chanceOf(1, 5, 5)).toBe(0);
});

test('of samples of one distribution about one in 20 exceeds chance, and hardly any is said to have moved', () => {
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const draw = (packets: number): number[] => {
    const drawn = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < packets; i++) drawn[next(10)]++;
    return drawn;
  };
  const runs = Array.from({ length: 2000 }, () => ({
    psi: stabilityIndex(draw(2000), draw(50)),
    chance: chanceOf(10, 2000, 50),
  }));
  const exceeding = runs.filter(({ psi, chance }) => psi > chance).length / runs.length;
  expect(exceeding).toBeGreaterThan(0.02);
  expect(exceeding).toBeLessThan(0.08);
  expect(runs.filter(hasMoved).length / runs.length).toBeLessThan(0.002);
  // The rule of thumb alone would call most of them drifted.
  expect(runs.filter(({ psi }) => psi > 0.1).length / runs.length).toBeGreaterThan(0.5);
});
