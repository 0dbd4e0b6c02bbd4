// Drift of features and scores against counts made straight from the values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrate } from '../detect/calibrate.ts';
import { profileColumns } from '../detect/profile.ts';
import { driftBetween, driftBetweenNames } from './bins.ts';
import { driftOfFeature, driftOfScores } from './drift.ts';
import { hasMoved } from './stability.ts';
import type { DriftBin, FeatureDrift } from './types.ts';

const sorted = (values: readonly number[]) => Float32Array.from(values).sort();
const profileOf = async (values: readonly number[]) => (await profileColumns([[Float32Array.from(values)]]))[0];
const many = (length: number, valueOf: (index: number) => number) => Array.from({ length }, (_, i) => valueOf(i));

async function drift(training: number[], now: number[], isNames = false): Promise<FeatureDrift> {
  const known = { rows: training.length, kept: sorted(training), now: sorted(now), isNames };
  return driftOfFeature('size', await profileOf(training), known);
}

/** Values of a bin, counted one by one. */
const countIn = (values: readonly number[], { from, to }: DriftBin, isFirst: boolean) =>
  values.filter((value) => (value > from || (isFirst && value === from)) && value <= to).length;

/** The index with half a count more in every bin, as plainly as can be. */
function plainIndex(before: readonly number[], after: readonly number[]): number {
  const shares = (counts: readonly number[]) =>
    counts.map((count) => (count + 0.5) / counts.reduce((sum, each) => sum + each + 0.5, 0));
  const [was, is] = [shares(before), shares(after)];
  return was.reduce((sum, share, bin) => sum + (is[bin] - share) * Math.log(is[bin] / share), 0);
}

describe.each([
  ['few values', many(3000, (i) => 60 + (i % 30)), many(900, (i) => 60 + (i % 40))],
  ['many values', many(3000, (i) => (i * 7919) % 1400), many(1000, (i) => (i * 7919) % 1700)],
  ['many values, half of them the same', many(3000, (i) => (i % 2 ? 66 : i % 1400)), many(1000, (i) => i % 1400)],
  ['values below all of training', many(3000, (i) => 100 + (i % 900)), many(1000, (i) => 20 + (i % 300))],
])('a feature of %s', (_, training, now) => {
  test('has bins that hold every value once, with the shares and the index of plain counting', async () => {
    const { bins, psi } = await drift(training, now);
    expect(bins.length).toBeLessThanOrEqual(12);
    bins.slice(1).forEach(({ from }, index) => expect(from).toBe(bins[index].to));
    const before = bins.map((bin, index) => countIn(training, bin, index === 0));
    const after = bins.map((bin, index) => countIn(now, bin, index === 0));
    expect(before.reduce((sum, count) => sum + count)).toBe(training.length);
    expect(after.reduce((sum, count) => sum + count)).toBe(now.length);
    bins.forEach((bin, index) => {
      expect(bin.before).toBeCloseTo(before[index] / training.length, 6);
      expect(bin.after).toBeCloseTo(after[index] / now.length, 12);
    });
    expect(psi).toBeCloseTo(plainIndex(before, after), 5);
    expect(hasMoved(await drift(training, training))).toBe(false);
    expect((await drift(training, training)).psi).toBeCloseTo(0, 9);
  });
});

test('listed values are grouped into at most ten of about a tenth of the training each', async () => {
  const { bins } = await drift(
    many(1000, (i) => i % 50),
    many(1000, (i) => i % 50),
  );
  expect(bins).toHaveLength(10);
  for (const { before } of bins) expect(before).toBeCloseTo(0.1, 9);
});

test('without kept rows nothing is called different that ties of the training may explain', async () => {
  // 49 % of the training packets have the value 66: its quantiles alone do not tell.
  const training = many(10_000, (i) => (i % 100 < 49 ? 66 : 40 + ((i * 7919) % 1400)));
  const profile = await profileOf(training);
  expect(profile.listed).toBeNull();
  const blind = { rows: 10_000, kept: null, isNames: false };
  expect(driftOfFeature('size', profile, { ...blind, now: sorted(training) }).psi).toBeLessThan(0.001);
  const moved = driftOfFeature('size', profile, { ...blind, now: sorted(training.map((value) => value + 400)) });
  expect(moved.psi).toBeGreaterThan(0.25);
});

test('names have a bin each, and those that training never had share one', async () => {
  const training = [...many(700, () => 6), ...many(300, () => 17)];
  const { bins, psi } = await drift(
    training,
    [...many(50, () => 6), ...many(30, () => 1), ...many(20, () => 47)],
    true,
  );
  expect(bins).toEqual([
    { from: 6, to: 6, before: 0.7, after: 0.5 },
    { from: 17, to: 17, before: 0.3, after: 0 },
    { from: 1, to: 47, before: 0, after: 0.5, unseen: true },
  ]);
  expect(psi).toBeCloseTo(plainIndex([700, 300, 0], [50, 0, 50]), 9);
});

test('fifty packets of the training’s own kind are not called drifted', async () => {
  const training = many(5000, (i) => (i * 7919) % 1400);
  const now = many(50, (i) => (i * 104_729) % 1400);
  const { psi, chance } = await drift(training, now);
  expect(chance).toBeGreaterThan(0.3);
  expect(hasMoved({ psi, chance })).toBe(false);
});

test('two traffics differ as much from either side', () => {
  const values = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      for (const between of [driftBetween, driftBetweenNames]) {
        const [there, back] = [between('size', sorted(a), sorted(b)), between('size', sorted(b), sorted(a))];
        expect(there.psi).toBeGreaterThanOrEqual(0);
        expect(back.psi).toBeCloseTo(there.psi, 9);
        expect(between('size', sorted(a), sorted(a)).psi).toBeCloseTo(0, 9);
        const sum = (side: 'before' | 'after') => there.bins.reduce((all, bin) => all + bin[side], 0);
        expect(sum('before')).toBeCloseTo(1, 9);
        expect(sum('after')).toBeCloseTo(1, 9);
      }
    }),
  );
});

test('scores are compared in bins that the calibration counted', async () => {
  const training = many(20_000, (i) => 0.3 + ((i * 7919) % 20_000) / 50_000);
  const calibration = await calibrate([Float32Array.from(training)]);
  const same = driftOfScores(calibration, sorted(training));
  expect(same.psi).toBeLessThan(1e-6);
  const now = many(1000, (i) => (i < 100 ? 0.9 : 0.3 + ((i * 7919) % 20_000) / 50_000));
  const { bins } = driftOfScores(calibration, sorted(now));
  bins.forEach((bin, index) => {
    const exact = { ...bin, from: Math.fround(bin.from), to: Math.fround(bin.to) };
    const was = countIn([...Float32Array.from(training)], exact, index === 0);
    expect(bin.before).toBeCloseTo(was / training.length, 6);
  });
  // Above all training packets.
  expect(bins.at(-1)).toMatchObject({ before: 0, after: 0.1 });
});
