// The figures of trees drawn by hand, and the tests that hold two lots of trees against each other.
import { expect, test } from 'vitest';
import { drawForest, drawSmallForest } from '../../model/testing/forests.ts';
import { Seeded } from '../../samples/seeded.ts';
import { categoryDistance, compareTrees, distributionDistance } from './tree-comparison.ts';
import { addTreeFigures, noFigures, rangesOf, type TreeFigures } from './tree-figures.ts';

test('two small trees have the figures that one counts by hand', () => {
  const [figures, leavesAtDepth] = [noFigures(), [] as number[]];
  const ranges = rangesOf([
    [Float32Array.of(5, 20), Float32Array.of(1, 12)],
    [Float32Array.of(0), Float32Array.of(0)],
  ]);
  expect(ranges).toEqual([
    { low: 0, high: 20 },
    { low: 0, high: 12 },
  ]);
  addTreeFigures(drawSmallForest(), ranges, figures, leavesAtDepth);
  expect(figures).toEqual({
    nodes: [3, 5],
    // Leaves at depths 1, 1; and at 2, 2, 1 with 1, 2, 1 of four rows.
    leafDepth: [1, 5 / 3],
    rowDepth: [1, 7 / 4],
    depthSpread: [0, expect.closeTo(Math.sqrt(2 / 9), 14)],
    // ceil(log2(4)) = 2.
    deepestShare: [0, 2 / 3],
    rootFeature: [0, 1],
    rootPosition: [0.5, 0.5],
    rootShare: [0.75, 0.75],
  });
  expect(leavesAtDepth).toEqual([undefined, 3, 2]);
});

test('a tree of one leaf has no root threshold', () => {
  const figures = noFigures();
  addTreeFigures(drawForest(['a'], 8, [8]), [{ low: 1, high: 1 }], figures, []);
  expect(figures).toMatchObject({ nodes: [1], leafDepth: [0], rowDepth: [0], rootFeature: [-1], rootPosition: [] });
});

test('the distance of distributions is that of Kolmogorov and Smirnov', () => {
  // scipy.stats.ks_2samp(a, b).statistic = 0.3 in scipy 1.10.1.
  const a = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const b = [5, 6, 7, 8, 9, 10, 11, 12, 3, 3, 3];
  expect(distributionDistance(a, b)).toBeCloseTo(0.3 * Math.sqrt(110 / 21), 14);
  expect(distributionDistance(a, a)).toBe(0);
  // Not one value in common: distance 1.
  expect(distributionDistance([1, 2], [3, 4])).toBe(1);
});

test('the distance of categories is chi-square as a normal deviate', () => {
  // scipy.stats.chi2_contingency([[30, 50, 20], [25, 40, 35]]): 5.6566, p = 0.05911; norm.isf(p) = 1.5623.
  const lot = (...counts: number[]) => counts.flatMap((count, category) => new Array<number>(count).fill(category));
  expect(categoryDistance(lot(30, 50, 20), lot(25, 40, 35))).toBeCloseTo(1.5623, 1);
  expect(categoryDistance(lot(10), lot(10))).toBe(0);
  expect(categoryDistance(lot(90, 10), lot(10, 90))).toBeGreaterThan(3);
});

test('trees of one kind pass, and a kind that differs in any figure is told', () => {
  const random = new Seeded(1);
  const list = (make: () => number): number[] => Array.from({ length: 1000 }, make);
  const grow = (shift: Partial<Record<keyof TreeFigures, number>> = {}): TreeFigures => ({
    nodes: list(() => random.integer(300, 400) + (shift.nodes ?? 0)),
    leafDepth: list(() => 7 + random.next() + (shift.leafDepth ?? 0)),
    rowDepth: list(() => 8 + random.next() + (shift.rowDepth ?? 0)),
    depthSpread: list(() => 1 + random.next() + (shift.depthSpread ?? 0)),
    deepestShare: list(() => random.next() / 2 + (shift.deepestShare ?? 0)),
    rootFeature: list(() => random.integer(0, 5 - (shift.rootFeature ?? 0))),
    rootPosition: list(() => random.next() ** (1 + (shift.rootPosition ?? 0))),
    rootShare: list(() => random.next() ** (1 + (shift.rootShare ?? 0))),
  });
  const theirs = grow();
  expect(compareTrees(grow(), theirs).filter(({ within }) => !within)).toEqual([]);
  const shifts = { nodes: 6, leafDepth: 0.06, rowDepth: -0.06, depthSpread: 0.06, deepestShare: 0.03, rootFeature: 1 };
  for (const [figure, shift] of Object.entries({ ...shifts, rootPosition: 0.3, rootShare: 0.3 })) {
    const outside = compareTrees(grow({ [figure]: shift }), theirs).filter(({ within }) => !within);
    expect(outside.map((each) => each.figure)).toEqual([figure]);
  }
});
