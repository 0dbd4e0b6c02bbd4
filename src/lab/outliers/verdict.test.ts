// What the lab "outliers" holds against us, from made-up figures.
import { expect, test } from 'vitest';
import { InputError } from '../../base/errors.ts';
import { parsePublished } from './published.ts';
import { compareSet, judgeSets } from './verdict.ts';

const spread = (mean: number, std = 0.03) => ({ mean, std, count: 9 });
const set = (name: string, ours: number, theirs?: number) => ({
  set: name,
  auroc: spread(ours),
  averagePrecision: spread(0.5),
  sklearn: theirs === undefined ? undefined : { auroc: spread(theirs), averagePrecision: spread(0.5) },
});

// 0.03 / sqrt(9) in both runs: one standard error of the difference is 0.01 * sqrt(2) = 0.01414.
test('a set is named from more than three standard errors on, in either direction', () => {
  expect(judgeSets([set('near', 0.842, 0.8)], 1).short).toEqual([]);
  expect(judgeSets([set('high', 0.843, 0.8)], 1).short).toEqual([
    expect.stringMatching(/^high: .* 3\.0 standard errors$/),
  ]);
  const { short } = judgeSets([set('low', 0.757, 0.8), set('other', 0.9, 0.8571)], 1);
  expect(short).toEqual([
    expect.stringMatching(/^low: .*0\.7570 against 0\.8000, -3\.0/),
    expect.stringMatching(/^other: .*3\.0 standard errors$/),
    expect.stringContaining('mean AUROC over sets'),
  ]);
});

test('the mean over sets may not be lower than scikit-learn’s, by however little', () => {
  expect(judgeSets([set('a', 0.8, 0.8), set('b', 0.7, 0.7)], 1).short).toEqual([]);
  expect(judgeSets([set('a', 0.8, 0.8), set('b', 0.6999, 0.7)], 1).short).toEqual([
    expect.stringMatching(/^the mean AUROC over sets .* 0\.74995 against 0\.75000, with a standard error of 0\.01000$/),
  ]);
});

test('a set without published figures is measured and not compared', () => {
  expect(compareSet(set('new', 0.1))).toBeUndefined();
  expect(judgeSets([set('new', 0.1)], 1)).toMatchObject({ short: [], sets: 1, comparedSets: 0, overSets: null });
  expect(judgeSets([set('new', 0.1), set('old', 0.8, 0.8)], 1).overSets).toMatchObject({ auroc: 0.8, difference: 0 });
});

test('more than a minute is too long', () => {
  expect(judgeSets([], 60).short).toEqual([]);
  expect(judgeSets([], 61).short).toEqual(['all sets in ≤ 60 s: 61.0 s']);
});

test('published figures are read by the names of their columns', () => {
  const header = 'name,other,sklearn_seeds,sklearn_auroc_mean,sklearn_auroc_std,sklearn_ap_mean,sklearn_ap_std';
  const figures = parsePublished(`${header}\na,0.8 ± 0.1,10,0.9,0.01,0.5,0.02\nb,x,,,,,\n`, 'p.csv');
  expect([...figures]).toEqual([
    ['a', { auroc: { mean: 0.9, std: 0.01, count: 10 }, averagePrecision: { mean: 0.5, std: 0.02, count: 10 } }],
  ]);
  const refused = () => parsePublished(`${header}\na,,10,0.9,abc,0.5,0.02\n`, 'p.csv');
  expect(refused).toThrow(InputError);
  expect(refused).toThrow('p.csv, line 2: "abc" is no figure for sklearn_auroc_std.');
  expect(() => parsePublished('name\na\n', 'p.csv')).toThrow('p.csv, line 1: there is no column "sklearn_auroc_mean".');
});
