// Trees against their definition: on all kinds of columns, however the rows lie and the work is cut.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { Pacer } from '../base/pacer.ts';
import { depthLimit, findForestFault, type Forest } from '../model/forest.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import { Blocks } from './core-blocks.ts';
import { findTreeFlaw } from './testing/tree-oracle.ts';
import { growForest } from './train.ts';
import type { Progress } from './types.ts';

let core: CoreInstance;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
});

type Rows = readonly (readonly number[])[];

/** A small generator, so that every run sees the same rows. */
function makeDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const KINDS: Record<string, (draw: () => number) => number> = {
  even: (draw) => draw(),
  'few values': (draw) => Math.floor(draw() * 4),
  constant: () => 7,
  'one outlier': (draw) => (draw() < 0.001 ? 1e30 : 1e-30),
  'heavy tail': (draw) => 2 ** (60 * (draw() - 0.5)) * (draw() < 0.5 ? -1 : 1),
  zeros: (draw) => (draw() < 0.5 ? -0 : 0),
  denormal: (draw) => Math.floor(draw() * 9 - 4) * 2 ** -149,
  greatest: (draw) => (draw() - 0.5) * 2 * 3.4028234663852886e38,
};

/** Rows whose columns are of the given kinds, as float32. */
function makeRows(count: number, kinds: readonly string[], seed: number): number[][] {
  const draw = makeDraw(seed);
  return Array.from({ length: count }, () => kinds.map((kind) => Math.fround(KINDS[kind](draw))));
}

function toChunks(rows: Rows): Float32Array[][] {
  const chunks: Float32Array[][] = [];
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const part = rows.slice(from, from + CHUNK_ROWS);
    chunks.push(rows[0].map((_, column) => Float32Array.from(part, (row) => row[column])));
  }
  return chunks;
}

const namesOf = (rows: Rows): string[] => rows[0].map((_, column) => `f${column}`);

const grow = (rows: Rows, parameters: Partial<TrainParameters>, pacer = new Pacer<Progress>()): Promise<Forest> =>
  growForest(core, toChunks(rows), namesOf(rows), { ...DEFAULT_PARAMETERS, ...parameters }, pacer);

/** Trees of all rows keep to the definition. */
async function expectSound(rows: Rows, seed: number): Promise<void> {
  const forest = await grow(rows, { n_estimators: 2, max_samples: 2 ** 23, random_state: seed });
  const features = rows[0].map((_, column) => column);
  for (const tree of [0, 1]) expect(findTreeFlaw(forest, tree, rows, features, depthLimit(rows.length))).toBeNull();
}

describe('a tree of all rows keeps to the definition', () => {
  const kinds = fc.array(fc.constantFrom(...Object.keys(KINDS)), { minLength: 1, maxLength: 20 });

  test('small tables of every kind of column', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 300 }), kinds, fc.nat(), (count, columns, seed) =>
        expectSound(makeRows(count, columns, seed), seed),
      ),
      { numRuns: 200 },
    );
  });

  test('large tables, whose rows themselves are moved', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5000, max: 20_000 }), kinds, fc.nat(), (count, columns, seed) =>
        expectSound(makeRows(count, columns, seed), seed),
      ),
      { numRuns: 12 },
    );
  });

  test('several chunks, sorted rows, rows that repeat, and 255 features', async () => {
    const several = makeRows(CHUNK_ROWS + 5000, ['even', 'few values', 'heavy tail'], 1);
    await expectSound(several, 1);
    await expectSound(several.slice(0, 30_000).sort((a, b) => a[0] - b[0]), 2); // prettier-ignore
    await expectSound([...several.slice(0, 9), ...Array.from({ length: 9000 }, () => several[9])], 3);
    const wide = Array.from({ length: 255 }, (_, column) => Object.keys(KINDS)[column % 8]);
    await expectSound(makeRows(700, wide, 4), 4);
  });
});

describe('a forest follows from the seed, the set of rows and the parameters alone', () => {
  const columns = ['even', 'few values', 'heavy tail', 'zeros', 'one outlier'];

  test('the order of the rows plays no part when all are used, to the bit', async () => {
    const rows = makeRows(12_000, columns, 5);
    const draw = makeDraw(6);
    const shuffled = rows.map((row) => [draw(), row] as const).sort(([a], [b]) => a - b).map(([, row]) => row); // prettier-ignore
    const all = { n_estimators: 5, max_samples: 12_000 };
    expect(await grow(shuffled, all)).toEqual(await grow(rows, all));
    expect(await grow(rows.toReversed(), all)).toEqual(await grow(rows, all));
  });

  test('a pacer that is always due changes nothing', async () => {
    class Hasty extends Pacer<Progress> {
      override due(): boolean {
        return true;
      }
    }
    const rows = makeRows(70_000, columns, 7);
    for (const parameters of [
      {},
      { max_samples: 40_000, max_features: 3 },
      { max_samples: 70_000 },
      { max_samples: 50_000, bootstrap: true },
    ]) {
      // prettier-ignore
      const some = { n_estimators: 3, ...parameters };
      expect(await grow(rows, some, new Hasty())).toEqual(await grow(rows, some));
    }
  });

  test('slices of any size give the same tree', () => {
    const rows = makeRows(6000, ['even', 'heavy tail'], 8);
    const blocks = new Blocks(core);
    const [grower, random, records, order, features] = [core.GROWER_BYTES.value, 32, 8 * 6000, 4 * 6000, 2].map((bytes) => blocks.reserve(bytes)); // prettier-ignore
    const nodes = [0, 0, 0].map(() => blocks.reserve(4 * 11_999));
    const growBy = (budget: number): number[][] => {
      core.seedStream(random, 1, 2);
      blocks.bytes(features, 2).set([0, 1]);
      blocks.floats(records, 12_000).set(rows.flat());
      core.beginTree(grower, random, records, 6000, order, features, 2, 13, nodes[0], nodes[1], nodes[2]);
      let count = 0;
      let slices = 0;
      for (; count === 0; slices++) count = core.growTree(grower, budget);
      expect(slices > 100).toBe(budget === 1);
      return nodes.map((pointer) => [...blocks.integers(pointer, count)]);
    };
    const whole = growBy(2 ** 30);
    expect(growBy(1)).toEqual(whole);
    expect(growBy(5000)).toEqual(whole);
    blocks.release();
  });

  test('what was trained before plays no part', async () => {
    const rows = makeRows(9000, columns, 9);
    const one = await grow(rows, { max_samples: 9000, n_estimators: 4, random_state: 3 });
    await grow(makeRows(500, ['even'], 10), { bootstrap: true });
    expect(await grow(rows, { max_samples: 9000, n_estimators: 4, random_state: 3 })).toEqual(one);
  });
});

test('scaling columns by powers of two changes nothing but the thresholds', async () => {
  const rows = makeRows(20_000, ['even', 'few values', 'heavy tail'], 11);
  const scales = [2 ** -60, 2 ** 90, 2 ** 40];
  for (const max_samples of [256, 20_000]) {
    const one = await grow(rows, { max_samples, n_estimators: 4 });
    const scaled = await grow(rows.map((row) => row.map((x, k) => x * scales[k])), { max_samples, n_estimators: 4 }); // prettier-ignore
    expect(scaled.splits).toEqual(one.splits);
    expect(scaled.samples).toEqual(one.samples);
    expect(scaled.thresholds).toEqual(one.thresholds.map((x, node) => x * (scales[one.splits[node] >>> 24] ?? 1)));
  }
});

describe('bootstrap', () => {
  const rootsOf = ({ samples, starts }: Forest): number[] => [...starts.subarray(0, -1)].map((node) => samples[node]);

  test('a root counts its distinct rows, as many as theory says', async () => {
    const rows = makeRows(1500, ['even', 'even'], 12);
    const roots = rootsOf(await grow(rows, { bootstrap: true, n_estimators: 1000 }));
    // scikit-learn 1.9.1 on 1,500 rows: 222 to 246 in ../shared/data/sklearn/bootstrap. Mean: n (1 - (1 - 1/n)^256).
    const mean = 1500 * (1 - (1 - 1 / 1500) ** 256);
    // Variance of the number of occupied cells: n (1 - 1/n)^m + n (n - 1) (1 - 2/n)^m - n^2 (1 - 1/n)^(2 m).
    const variance =
      1500 * (1 - 1 / 1500) ** 256 + 1500 * 1499 * (1 - 2 / 1500) ** 256 - 1500 ** 2 * (1 - 1 / 1500) ** 512;
    const found = roots.reduce((sum, root) => sum + root, 0) / 1000;
    expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / 1000));
    expect(Math.max(...roots)).toBeLessThanOrEqual(256);
  });

  test('from one distinct row up: a tree of one row is a leaf', async () => {
    const forest = await grow([[1], [2]], { bootstrap: true, n_estimators: 400 });
    expect(forest.samplesPerTree).toBe(2);
    const roots = rootsOf(forest);
    // Both draws take the same row with probability 1/2: 200 of 400, deviation 10.
    expect(Math.abs(roots.filter((root) => root === 1).length - 200)).toBeLessThan(40);
    expect(new Set(roots)).toEqual(new Set([1, 2]));
    roots.forEach((root, tree) => expect(forest.starts[tree + 1] - forest.starts[tree]).toBe(root === 1 ? 1 : 3));
  });

  test('the depth limit follows max_samples, not the distinct rows, and all rows may be asked for', async () => {
    const rows = Array.from({ length: 1100 }, (_, row) => [Math.fround(1.01 ** row)]);
    const { samples, splits, starts } = await grow(rows, { bootstrap: true, max_samples: 1100, n_estimators: 30 });
    for (let tree = 0; tree < 30; tree++) {
      const first = starts[tree];
      // About 695 distinct rows (63.2 %), for which level 10 would be enough.
      expect(samples[first]).toBeLessThan(800);
      const levels = new Uint8Array(starts[tree + 1] - first);
      levels.forEach((level, node) => {
        const [split, rowsHere] = [splits[first + node], samples[first + node]];
        if (split >>> 24 === 255) expect(rowsHere === 1 || level === 11).toBe(true);
        else levels[split & 0xffffff] = levels[(split & 0xffffff) + 1] = level + 1;
      });
    }
  });
});

test('the smallest forests: two rows, max_samples 2, and max_samples above the rows', async () => {
  const two = await grow([[0, 1], [5, 1]], { n_estimators: 10 }); // prettier-ignore
  expect(two.samplesPerTree).toBe(2);
  expect([...two.samples]).toEqual(Array.from({ length: 10 }, () => [2, 1, 1]).flat());
  const rows = makeRows(500, ['even', 'heavy tail'], 13);
  const tiny = await grow(rows, { max_samples: 2, n_estimators: 50 });
  expect([...tiny.samples]).toEqual(Array.from({ length: 50 }, () => [2, 1, 1]).flat());
  expect(await grow(rows, { max_samples: 501 })).toEqual(await grow(rows, { max_samples: 500 }));
});

describe('anchors', () => {
  const anchors = [Float32Array.of(0.5, 0.75, 0), Float32Array.of(0, 0, 1)];
  const grown = (rows: Rows, parameters: Partial<TrainParameters>): Promise<Forest> =>
    growForest(core, toChunks(rows), ['a', 'b'], { ...DEFAULT_PARAMETERS, ...parameters }, new Pacer(), anchors);

  test.each([64, 200, 5000])('are rows of every tree beside the %i that it may draw', async (max_samples) => {
    // All others are 0, so that every cut is one of anchors.
    const forest = await grown(Array.from({ length: 200 }, () => [0, 0]), { max_samples, n_estimators: 40 }); // prettier-ignore
    const drawn = Math.min(max_samples, 200);
    expect(forest.samplesPerTree).toBe(drawn + 3);
    expect(findForestFault(forest)).toBeNull();
    for (let tree = 0; tree < 40; tree++) {
      const leaves = [...forest.samples.subarray(forest.starts[tree], forest.starts[tree + 1])].filter(
        (_, node) => forest.splits[forest.starts[tree] + node] >>> 24 === 255,
      );
      expect(leaves.toSorted((a, b) => a - b)).toEqual([1, 1, 1, drawn]);
    }
    expect(new Set([...forest.splits].map((split) => split >>> 24))).toEqual(new Set([0, 1, 255]));
  });

  test('are there in trees that look at one of two features, and beside rows that were drawn twice', async () => {
    const rows = makeRows(300, ['few values', 'few values'], 5);
    for (const parameters of [{ max_features: 0.5 }, { bootstrap: true }]) {
      const forest = await grown(rows, parameters);
      expect(findForestFault(forest, parameters.bootstrap)).toBeNull();
      expect(forest.samplesPerTree).toBe(259);
    }
  });
});
