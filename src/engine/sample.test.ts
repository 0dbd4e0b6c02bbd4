// Sampling in the core: sets of rows, each as likely as probability theory says.
import { beforeAll, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { Blocks } from './core-blocks.ts';

let core: CoreInstance;
let blocks: Blocks;
let state: number;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
  blocks = new Blocks(core);
  state = blocks.reserve(32);
});

interface Draw {
  count: number;
  draws: number;
  /** Where the drawing is cut into pieces. */
  cuts?: number[];
  /** List the rows that were not drawn. */
  others?: boolean;
  again?: boolean;
}

/** Draws many times; the marks are cleared by listing alone. */
function sampler({ count, draws, cuts = [], others = false, again = false }: Draw): (stream: number) => number[] {
  const marks = blocks.reserve(core.marksBytes(count));
  blocks.bytes(marks, core.marksBytes(count)).fill(0);
  const most = others ? count - draws : draws;
  const rows = blocks.reserve(4 * most);
  return (stream) => {
    core.seedStream(state, 5, stream);
    const ends = [0, ...cuts, draws];
    for (let i = 1; i < ends.length; i++) {
      if (again) core.drawAgain(state, count, ends[i] - ends[i - 1], marks);
      else core.drawRows(state, count, draws, ends[i - 1], ends[i], marks);
    }
    return [...blocks.integers(rows, core.listRows(count, marks, others, rows, most))];
  };
}

/** Sum of (observed - expected)^2 / expected. */
function chiSquare(observed: Map<string, number>, expected: Map<string, number>): number {
  expect([...observed.keys()].filter((key) => !expected.has(key))).toEqual([]);
  return [...expected].reduce((sum, [key, mean]) => sum + ((observed.get(key) ?? 0) - mean) ** 2 / mean, 0);
}

function countSets(draw: (stream: number) => number[], times: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let stream = 0; stream < times; stream++) {
    const key = draw(stream).join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Subsets of 0 to 5 with three members. */
const triples = [0, 1, 2, 3, 4, 5].flatMap((a) =>
  [0, 1, 2, 3, 4, 5].flatMap((b) => [0, 1, 2, 3, 4, 5].flatMap((c) => (a < b && b < c ? [`${a} ${b} ${c}`] : []))),
);

test('every set of rows is equally likely, drawn or left out: chi-square over the 20 sets of 3 of 6', () => {
  expect(triples.length).toBe(20);
  const expected = new Map(triples.map((key) => [key, 1000]));
  for (const others of [false, true]) {
    const sets = countSets(sampler({ count: 6, draws: 3, others }), 20_000);
    expect(chiSquare(sets, expected)).toBeLessThan(43.82); // 19 degrees of freedom, 0.1 %
  }
});

test('every row is as likely as another: chi-square over 10,000 rows', () => {
  const draw = sampler({ count: 10_000, draws: 500 });
  const counts = new Float64Array(10_000);
  for (let stream = 0; stream < 400; stream++) {
    const rows = draw(stream);
    expect(rows.length).toBe(500);
    rows.forEach((row, k) => {
      if (k > 0 && rows[k - 1] >= row) throw new Error(`row ${row} does not follow ${rows[k - 1]}`);
      counts[row]++;
    });
  }
  // Each is drawn 400 * 0.05 = 20 times with variance 19; as the sum is fixed, the degrees of freedom are 9,999, which
  // have a mean of 9,999 and a deviation of 141.4.
  const sum = counts.reduce((total, count) => total + (count - 20) ** 2 / 19, 0) * (9999 / 10_000);
  expect(Math.abs(sum - 9999)).toBeLessThan(4 * 141.4);
});

test('pieces make no difference, and sets of all sizes are listed in full', () => {
  for (const count of [1, 63, 64, 65, 4095, 4096, 4097, 9000]) {
    for (const draws of [0, 1, count >> 1, count - 1, count]) {
      const drawn = sampler({ count, draws })(7);
      expect(new Set(drawn).size).toBe(draws);
      expect(drawn.every((row) => row >= 0 && row < count)).toBe(true);
      const cuts = [draws >> 2, draws >> 1];
      expect(sampler({ count, draws, cuts })(7)).toEqual(drawn);
      const others = sampler({ count, draws, others: true })(7);
      expect([...drawn, ...others].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row));
    }
  }
});

test('with replacement the number of distinct rows is that of five throws of a die with five faces', () => {
  const draw = sampler({ count: 5, draws: 5, again: true, cuts: [2] });
  const sizes = countSets((stream) => [draw(stream).length], 31_250);
  // Of 5^5 = 3125 sequences: S(5, k) * 5! / (5 - k)! with Stirling's numbers of the second kind 1, 15, 25, 10, 1.
  const expected = new Map([5, 300, 1500, 1200, 120].map((sequences, k) => [String(k + 1), 10 * sequences]));
  expect(chiSquare(sizes, expected)).toBeLessThan(18.47); // 4 degrees of freedom, 0.1 %
});
