// Trees on some of the rows, on made-up ones beside them, and from later streams of the generator.
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { Pacer } from '../base/pacer.ts';
import { compileCore } from '../base/whole-core.ts';
import { findForestFault } from '../model/forest.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import { drawFrom } from '../base/testing/draw.ts';
import { growForest } from './train.ts';

let core: CoreInstance;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
});

type Rows = readonly (readonly number[])[];

/** Rows of a value with a heavy tail, and one of four others. */
function makeRows(count: number, seed: number): number[][] {
  const draw = drawFrom(seed);
  return Array.from({ length: count }, () => [Math.fround(2 ** (draw(600) / 10 - 30)), draw(4)]);
}

function toChunks(rows: Rows): Float32Array[][] {
  const chunks: Float32Array[][] = [];
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const part = rows.slice(from, from + CHUNK_ROWS);
    chunks.push(rows[0].map((_, column) => Float32Array.from(part, (row) => row[column])));
  }
  return chunks;
}

test.each<[string, Partial<TrainParameters>]>([
  ['few samples', { max_samples: 64 }],
  ['most of them', { max_samples: 700 }],
  ['all of them', { max_samples: 5000 }],
  ['drawn with replacement', { max_samples: 300, bootstrap: true }],
  ['and one of two features', { max_samples: 64, max_features: 0.5 }],
])('trees on kept rows are those that grow where there are no others: %s', async (_, parameters) => {
  const rows = makeRows(70_000, 3);
  const kept = Uint32Array.from({ length: 1000 }, (__, index) => 69 * index + 40 * (index % 2));
  const given = { ...DEFAULT_PARAMETERS, n_estimators: 12, ...parameters };
  const grown = await growForest(core, toChunks(rows), ['a', 'b'], given, new Pacer(), { kept });
  const alone = await growForest(core, toChunks([...kept].map((row) => rows[row])), ['a', 'b'], given, new Pacer());
  expect(grown).toEqual(alone);
});

test('forests that draw from later streams are the later trees of a larger one', async () => {
  const chunks = toChunks(makeRows(3000, 4));
  const part = async (trees: number, stream: number) =>
    growForest(core, chunks, ['a', 'b'], { ...DEFAULT_PARAMETERS, n_estimators: trees }, new Pacer(), { stream });
  const [whole, later] = [await part(10, 0), await part(4, 6)];
  expect(later.thresholds).toEqual(whole.thresholds.slice(whole.starts[6]));
  expect(later.splits).toEqual(whole.splits.slice(whole.starts[6]));
});

describe('sentinels', () => {
  const sentinels = { each: 3, caps: [4, 2] };

  test('are rows of every tree: one feature from half its cap on, the others 0', async () => {
    // All drawn rows are 0, so that every cut is one of sentinels.
    const rows = Array.from({ length: 200 }, () => [0, 0]);
    for (const max_samples of [64, 200, 5000]) {
      const given = { ...DEFAULT_PARAMETERS, n_estimators: 50, max_samples };
      const forest = await growForest(core, toChunks(rows), ['a', 'b'], given, new Pacer(), { sentinels });
      const drawn = Math.min(max_samples, 200);
      expect(forest.samplesPerTree).toBe(drawn + 6);
      expect(findForestFault(forest)).toBeNull();
      for (let tree = 0; tree < 50; tree++) {
        const [first, end] = [forest.starts[tree], forest.starts[tree + 1]];
        expect(forest.samples[first]).toBe(drawn + 6);
        for (let node = first; node < end; node++) {
          const feature = forest.splits[node] >>> 24;
          if (feature === 255) continue;
          expect(forest.thresholds[node]).toBeGreaterThanOrEqual(0);
          expect(forest.thresholds[node]).toBeLessThan(sentinels.caps[feature]);
        }
      }
      const features = new Set([...forest.splits].map((split) => split >>> 24));
      expect(features).toEqual(new Set([0, 1, 255]));
    }
  });

  test('differ from tree to tree, and are the same again with the same seed', async () => {
    const chunks = toChunks(Array.from({ length: 200 }, () => [0, 0]));
    const grown = async () =>
      growForest(core, chunks, ['a', 'b'], { ...DEFAULT_PARAMETERS, n_estimators: 20 }, new Pacer(), { sentinels });
    const forest = await grown();
    expect(forest).toEqual(await grown());
    expect(new Set(forest.thresholds).size).toBeGreaterThan(20);
  });

  test('are there in trees that look at one of two features, and with rows drawn twice', async () => {
    const chunks = toChunks(makeRows(300, 5));
    for (const parameters of [{ max_features: 0.5 }, { bootstrap: true }]) {
      const given = { ...DEFAULT_PARAMETERS, n_estimators: 30, ...parameters };
      const forest = await growForest(core, chunks, ['a', 'b'], given, new Pacer(), { sentinels });
      expect(findForestFault(forest, parameters.bootstrap)).toBeNull();
      expect(forest.samplesPerTree).toBe(262);
    }
  });
});
