// Figures of made-up times: medians, and each rate over its own rows.
import { expect, test } from 'vitest';
import type { KernelReport } from '../../engine/scorer.ts';
import { kernelFigures, roundDeep, roundFigures, workloadFigures } from './figures.ts';
import type { ScoringTimes } from './tasks.ts';

const kernel: KernelReport = { kernel: 'walk', why: '', trees: 100, nodes: 6000, columns: [], lookUp: null };

const visit: ScoringTimes = {
  rows: 1000,
  kernel,
  coldOpen: 5,
  cold: 40,
  warm: [10, 1000, 8, 12, 9],
  whole: [20, 21, 500],
  longRows: 4000,
  alone: [18, 21, 400],
  wholePair: [14, 10, 20],
  pair: [10, 10.5, 11],
  naiveRows: 100,
  naive: [20, 25, 50],
  naiveDifference: 1e-8,
  pairDifference: 0,
};
const colder: ScoringTimes = {
  ...visit,
  cold: 50,
  coldOpen: 7,
  warm: [],
  whole: [],
  alone: [],
  wholePair: [],
  pair: [],
  naive: [],
};
const coldest: ScoringTimes = { ...colder, cold: 100, coldOpen: 9 };

test('a workload’s rates are medians: warm of the rounds, cold of the fresh workers', () => {
  expect(workloadFigures([visit, colder, coldest])).toEqual({
    rows: 1000,
    kernel,
    rowsPerSecond: 100_000,
    coldRowsPerSecond: 20_000,
    coldOpenMs: 7,
    // 100 rows in 25 ms.
    naiveRowsPerSecond: 4000,
    naiveRatio: 25,
    naiveDifference: 1e-8,
    wholeRowsPerSecond: 1000 / 0.021,
    twoWorkers: { rowsPerSecond: 4000 / 0.0105, speedup: 2, wholeSpeedup: 1.5, difference: 0 },
  });
});

test('without a pool there is nothing of two workers, and nothing of the whole where it was not measured', () => {
  expect(workloadFigures([{ ...visit, pair: [] }])).not.toHaveProperty('twoWorkers');
  expect(workloadFigures([{ ...visit, pair: [], whole: [] }])).not.toHaveProperty('wholeRowsPerSecond');
});

test('one visit is enough for a kernel alone', () => {
  expect(kernelFigures([visit])).toEqual({
    rowsPerSecond: 100_000,
    coldRowsPerSecond: 25_000,
    coldOpenMs: 5,
    kernel,
  });
});

test('rounds count what they did', () => {
  expect(roundFigures({ count: 100, cold: 9, warm: [4, 2, 3] })).toEqual({
    perSecond: 100 / 0.003,
    milliseconds: 3,
    coldMilliseconds: 9,
  });
});

test('printed figures have four digits, whole ones all of theirs', () => {
  expect(roundDeep({ a: [1.234567, { b: 0.000012345678 }], rows: 262_144, text: 'x' })).toEqual({
    a: [1.235, { b: 0.00001235 }],
    rows: 262_144,
    text: 'x',
  });
});
