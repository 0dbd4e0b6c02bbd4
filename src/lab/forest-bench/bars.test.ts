// Which goals the lab "forest" names as missed, from made-up figures.
import { expect, test } from 'vitest';
import { type BenchFigures, findShort } from './bars.ts';
import type { KernelFigures, RoundFigures, WorkloadFigures } from './figures.ts';
import { HOSTILE } from './workloads.ts';

const kernel = (rowsPerSecond: number): KernelFigures => ({
  rowsPerSecond,
  coldRowsPerSecond: 1,
  coldOpenMs: 1,
  kernel: { kernel: 'planes', why: '', trees: 100, nodes: 6000, columns: [], lookUp: null },
});
const workload = (rowsPerSecond: number, naiveRatio = 25, speedup = 1.9): WorkloadFigures => ({
  ...kernel(rowsPerSecond),
  rows: 1,
  naiveRowsPerSecond: 1,
  naiveRatio,
  naiveDifference: 1e-7,
  wholeRowsPerSecond: 1,
  twoWorkers: { rowsPerSecond: 1, speedup, wholeSpeedup: 1.5, difference: 0 },
});
const rounds = (perSecond: number, milliseconds: number): RoundFigures => ({
  perSecond,
  milliseconds,
  coldMilliseconds: 1,
});

/** Every figure just on its bar. */
const onTheBar = (): BenchFigures => ({
  W1: workload(4.2e6),
  lookup: workload(300e6),
  W2: workload(4.5e6),
  W3: workload(3.2e6),
  training: { 256: rounds(1, 3), 65536: rounds(1, 1300), 1000000: rounds(1, 10_000) },
  deep: rounds(0.5e6, 1),
  explaining: rounds(2000, 1),
  hostile: Object.fromEntries(HOSTILE.map((name) => [name, { app: kernel(1.125e6), general: kernel(1.125e6) }])),
});

test('figures on the bar miss nothing', () => {
  expect(findShort(onTheBar())).toEqual([]);
});

test.each<[string, Partial<BenchFigures>]>([
  ['W1 general ≥ 4.2 M rows/s on one core: 4.199 M rows/s', { W1: workload(4.199e6) }],
  ['W1 look-up ≥ 300 M rows/s on one core: 299.9 M rows/s', { lookup: workload(299.9e6) }],
  ['W2 ≥ 4.5 M rows/s on one core: 4.499 M rows/s', { W2: workload(4.499e6) }],
  ['W2 ≥ 25 x the naive walk: 24.99 x', { W2: workload(4.5e6, 24.99) }],
  ['W2 with two workers ≥ 1.9 x one: 1.890 x', { W2: workload(4.5e6, 25, 1.89) }],
  ['W3 ≥ 3.2 M rows/s on one core: 3.199 M rows/s', { W3: workload(3.199e6) }],
  ['W3 with two workers ≥ 1.9 x one: 1.000 x', { W3: workload(3.2e6, 25, 1) }],
  [
    '100 trees of 256 from 1,000,000 x 10 ≤ 3 ms: 3.100 ms',
    { training: { ...onTheBar().training, 256: rounds(1, 3.1) } },
  ],
  ['100 trees of 65,536 ≤ 1.3 s: 1301 ms', { training: { ...onTheBar().training, 65536: rounds(1, 1301) } }],
  ['100 trees of 1,000,000 ≤ 10 s: 10001 ms', { training: { ...onTheBar().training, 1000000: rounds(1, 10_001) } }],
  ['a forest of 4,096 samples a tree ≥ 0.5 M rows/s: 0.4990 M rows/s', { deep: rounds(0.499e6, 1) }],
  ['explanations ≥ 2,000 rows/s: 1999 rows/s', { explaining: rounds(1999, 1) }],
  [
    'sorted: no slower than a quarter of W2: 1.000 M rows/s',
    { hostile: { ...onTheBar().hostile, sorted: { app: kernel(1e6), general: kernel(2e6) } } },
  ],
  [
    'heavy tail, without look-up: no slower than a quarter of W2: 1.000 M rows/s',
    { hostile: { ...onTheBar().hostile, 'heavy tail': { app: kernel(2e6), general: kernel(1e6) } } },
  ],
  ['W3: scores as the naive walk’s, to 1e-6: 1.10e-6 apart', { W3: { ...workload(3.2e6), naiveDifference: 1.1e-6 } }],
  [
    'W2: the same scores with two workers: 1.00e-8 apart',
    { W2: { ...workload(4.5e6), twoWorkers: { rowsPerSecond: 1, speedup: 2, wholeSpeedup: 1.5, difference: 1e-8 } } },
  ],
])('%s', (sentence, figures) => {
  expect(findShort({ ...onTheBar(), ...figures })).toEqual([sentence]);
});

test('a quarter is of the same run’s W2', () => {
  expect(findShort({ ...onTheBar(), W2: workload(9e6) })).toHaveLength(2 * HOSTILE.length);
});

test('what was not measured is missed', () => {
  const short = findShort({ training: {}, hostile: {} });
  expect(short).toHaveLength(12 + 2 * HOSTILE.length);
  expect(short.every((sentence) => sentence.endsWith(': not measured'))).toBe(true);
  const { W2, ...others } = onTheBar();
  expect(findShort(others)).toContain('all equal: no slower than a quarter of W2: not measured');
  expect(findShort({ ...onTheBar(), W2: { ...W2!, twoWorkers: undefined } })).toEqual([
    'W2 with two workers ≥ 1.9 x one: not measured',
  ]);
});

test('a figure that is no number misses its bar', () => {
  expect(findShort({ ...onTheBar(), deep: rounds(Number.NaN, 1) })).toHaveLength(1);
});
