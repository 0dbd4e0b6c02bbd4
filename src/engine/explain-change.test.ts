// Counterfactuals, against scoring every value that could stand in the place of the one at hand.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { doAtOnce, Pacer } from '../base/pacer.ts';
import { FEATURE_SHIFT, type Forest } from '../model/forest.ts';
import { drawForest } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { type Change, createChangeFinder } from './explain-change.ts';
import { scoreChunks } from './score.ts';
import { openScorer } from './scorer.ts';
import { growForest } from './train.ts';

let core: CoreInstance;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
});

const scoresOf = async (forest: Forest, rows: readonly ArrayLike<number>[]): Promise<Float32Array> =>
  (await scoreChunks(core, forest, [forest.features.map((_, k) => Float32Array.from(rows, (row) => row[k]))], new Pacer()))[0]; // prettier-ignore

async function findChanges(forest: Forest, integer: boolean, row: Float32Array, threshold: number): Promise<Change[]> {
  const scorer = await openScorer(core, forest, async () => undefined);
  const out = new Float32Array(1);
  const scoreRow = (given: Float32Array): number => {
    scorer.score(Array.from(given, (value) => Float32Array.of(value)), 0, 1, out); // prettier-ignore
    return out[0];
  };
  const flags = forest.features.map(() => integer);
  const changes = doAtOnce(createChangeFinder(core, forest, flags, threshold, scoreRow).find(row, scoreRow(row)));
  scorer.close();
  return changes;
}

/** The next float32 upwards, by trying ever smaller additions. */
function nextUp(x: number): number {
  let [low, high] = [x, x + Math.max(1e-3, Math.abs(x))];
  for (;;) {
    const middle = Math.fround((low + high) / 2);
    if (middle === low || middle === high) return middle === low ? Math.fround(high) : middle;
    high = middle;
  }
}

/** Every value of a feature that scores differently from its neighbours, and the value itself, ascending. */
function valuesToTry(forest: Forest, feature: number, integer: boolean, x: number): number[] {
  const cuts = [...forest.thresholds].filter((_, node) => forest.splits[node] >>> FEATURE_SHIFT === feature);
  const values = integer
    ? cuts.flatMap((cut) => [Math.floor(cut), Math.floor(cut) + 1])
    : cuts.flatMap((cut) => [cut, nextUp(cut)]);
  return [...new Set([...values, x])].toSorted((a, b) => a - b);
}

/** By definition: the nearest run of values, tried one by one, that score at most the threshold. */
async function nearestRun(forest: Forest, integer: boolean, row: Float32Array, feature: number, threshold: number) {
  const values = valuesToTry(forest, feature, integer, row[feature]);
  const scores = await scoresOf(forest, values.map((value) => row.with(feature, value))); // prettier-ignore
  const calm = values.map((_, i) => scores[i] <= threshold);
  const distance = (i: number): number => Math.abs(values[i] - row[feature]);
  const near = [...values.keys()].filter((i) => calm[i]).toSorted((a, b) => distance(a) - distance(b) || a - b)[0];
  if (near === undefined) return null;
  let [first, last] = [near, near];
  while (first > 0 && calm[first - 1]) first--;
  while (last < values.length - 1 && calm[last + 1]) last++;
  return {
    low: first === 0 ? null : values[first],
    high: last === values.length - 1 ? null : values[last],
  };
}

/** Rows like traffic, in integers; the last is alone of its kind. */
const rowsOf = (seed: number, width: number, scale: number): Float32Array<ArrayBuffer>[] => {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const usual = Array.from({ length: 400 }, () =>
    Float32Array.from({ length: width }, () => Math.floor(scale * next() * next())),
  );
  return [...usual, ...usual.slice(0, 8).map((row) => row.with(seed % width, 2.5 * scale))];
};

test.each([
  ['integers', true, 100],
  ['integers that are few, so that many scores are equal', true, 5],
  ['real numbers', false, 100],
])('%s: the nearest run of values is exactly that which scoring them all gives', async (_, integer, scale) => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1e6),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(400),
      fc.nat(400),
      async (seed, width, at, line) => {
        const rows = rowsOf(seed, width, scale);
        const columns = Array.from({ length: width }, (_, k) => Float32Array.from(rows, (row) => row[k])); // prettier-ignore
        const names = columns.map((_, k) => `f${k}`);
        const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 20, max_samples: 64, random_state: seed };
        const forest = await growForest(core, [columns], names, parameters, new Pacer());
        const scores = await scoresOf(forest, rows);
        // The line at the very score of some packet, as quantiles are.
        const ordered = [...scores.keys()].toSorted((a, b) => scores[b] - scores[a]);
        const row = rows[ordered[Math.min(at, line)]];
        const threshold = scores[ordered[Math.max(at, line)]];
        const changes = await findChanges(forest, integer, row, threshold);
        if (!(scores[ordered[Math.min(at, line)]] > threshold)) return;
        for (let feature = 0; feature < width; feature++) {
          const found = changes.find((change) => change.feature === feature);
          const expected = await nearestRun(forest, integer, row, feature, threshold);
          expect(found && { low: found.low, high: found.high }).toEqual(expected ?? undefined);
        }
      },
    ),
    { numRuns: 60 },
  );
});

describe('a forest drawn by hand', () => {
  // One tree over a row of 50: cuts at 10.5, 20.5 and 30.5. Its pieces up to 10.5, 20.5, 30.5 and beyond hold 1, 9, 1 and 1
  // rows, so that 10.5 to 20.5 is by far the most usual.
  const forest = drawForest(['f'], 12, [
    { feature: 0, threshold: 20.5, left: { feature: 0, threshold: 10.5, left: 1, right: 9 }, right: { feature: 0, threshold: 30.5, left: 1, right: 1 } }, // prettier-ignore
  ]);
  test('gives the nearest values and how many steps lead there', async () => {
    const [calm, odd] = await scoresOf(forest, [[15], [50]]);
    expect(odd).toBeGreaterThan(calm);
    // Beyond 20.5 both pieces have two cuts and one row: the same length, and no step at 30.5.
    const change = { feature: 0, crossed: 1 };
    expect(await findChanges(forest, true, Float32Array.of(50), calm)).toEqual([{ ...change, low: 11, high: 20 }]);
    expect(await findChanges(forest, false, Float32Array.of(50), calm)).toEqual([
      { ...change, low: nextUp(10.5), high: 20.5 },
    ]);
    expect(await findChanges(forest, true, Float32Array.of(-3), calm)).toEqual([{ ...change, low: 11, high: 20 }]);
  });

  test('gives nothing where no value would do, and ends where only the end is without bound', async () => {
    const [calm, odd] = await scoresOf(forest, [[15], [50]]);
    expect(await findChanges(forest, true, Float32Array.of(50), calm - 0.01)).toEqual([]);
    expect(await findChanges(forest, true, Float32Array.of(15), odd)).toEqual([
      { feature: 0, crossed: 1, low: null, high: 10 },
    ]);
  });

  test('among integers that float32 does not tell apart, the ends are such as it does', async () => {
    const wide = drawForest(['f'], 12, [{ feature: 0, threshold: 2 ** 31, left: 1, right: 11 }]);
    const [calm] = await scoresOf(wide, [[2 ** 32]]);
    expect(await findChanges(wide, true, Float32Array.of(7), calm)).toEqual([
      { feature: 0, crossed: 1, low: 2 ** 31 + 256, high: null },
    ]);
  });

  test('infinity is no value: nothing lies beyond the greatest float32', async () => {
    const last = drawForest(['f'], 12, [{ feature: 0, threshold: 2 ** 128 - 2 ** 104, left: 1, right: 11 }]);
    const [odd] = await scoresOf(last, [[7]]);
    for (const integer of [true, false]) {
      expect(await findChanges(last, integer, Float32Array.of(7), odd - 0.1)).toEqual([]);
    }
  });

  test('features come by the steps that must be crossed', async () => {
    const left = { feature: 1, threshold: 5, left: 40, right: { feature: 1, threshold: 6, left: 2, right: 1 } };
    const two = drawForest(['a', 'b'], 84, [
      { feature: 0, threshold: 5, left: { feature: 1, threshold: 5, left: 40, right: 1 }, right: left },
    ]);
    const [calm] = await scoresOf(two, [[9, 3]]);
    const changes = await findChanges(two, true, Float32Array.of(9, 9), calm + 0.001);
    expect(changes.map(({ feature, high, crossed }) => [feature, high, crossed])).toEqual([[1, 5, 2]]);
  });
});
