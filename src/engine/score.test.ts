// Scoring whole traffic, against a plain walk in doubles.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { Pacer } from '../base/pacer.ts';
import type { Forest } from '../model/forest.ts';
import { drawSmallForest, tableOf, walkForest } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import type { PacketTable } from '../packets/table.ts';
import { scoreChunks, scoreTable } from './score.ts';
import { everyday } from './testing/everyday.ts';
import { growForest, trainForest } from './train.ts';

let core: CoreInstance;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
});

const FEATURES = ['size', 'proto'];
const train = (table: PacketTable, parameters: Partial<TrainParameters> = {}): Promise<Forest> =>
  trainForest(core, table, FEATURES, { ...DEFAULT_PARAMETERS, ...parameters }, new Pacer());
const score = async (forest: Forest, table: PacketTable): Promise<number[]> =>
  (await scoreTable(core, forest, table, new Pacer())).flatMap((chunk) => [...chunk]);

describe('a forest drawn by hand', () => {
  // By hand: c(4) = 1.85165…, c(3) = 1.20739…, path lengths (2.20739 + 3) / 2, (1 + 1) / 2, (2.20739 + 2) / 2.
  test('scores as the paper says', async () => {
    const scores = await score(drawSmallForest(), tableOf([[5, 6], [11, 17], [2, 6]])); // prettier-ignore
    [0.3773186403040128, 0.6877436677788326, 0.4549827806005587].forEach((expected, row) =>
      expect(Math.abs(scores[row] - expected)).toBeLessThan(1e-6),
    );
  });

  test('sends a row that equals a threshold to the left', async () => {
    const scores = await score(drawSmallForest(), tableOf([[10, 6], [9, 6], [10, 7]])); // prettier-ignore
    expect(scores[0]).toBe(scores[1]);
    expect(scores[0]).toBeLessThan(scores[2]);
  });
});

describe('scoring', () => {
  test('agrees with a plain walk in doubles within 1e-6, for few and many columns', async () => {
    const random = (i: number): number =>
      Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453);
    for (const width of [1, 2, 5, 17, 40]) {
      const columns = Array.from({ length: width }, (_, k) =>
        Float32Array.from({ length: 1003 }, (_, i) => random(i * 61 + k) ** 3),
      );
      const names = columns.map((_, k) => `f${k}`);
      const forest = await growForest(core, [columns], names, DEFAULT_PARAMETERS, new Pacer());
      const [scores] = await scoreChunks(core, forest, [columns], new Pacer());
      scores.forEach((got, i) => expect(Math.abs(got - walkForest(forest, columns.map((c) => c[i])))).toBeLessThan(1e-6)); // prettier-ignore
    }
  });

  test('lies above 0 and up to 1, is equal for equal rows, and does not hang on the order or number of rows', async () => {
    const forest = await train(tableOf(everyday(3000)));
    const row = fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 255 })),
      fc.tuple(fc.integer({ min: 0, max: 1600 }), fc.constantFrom(1, 6, 17)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 1500 }), async (rows) => {
        const scores = await score(forest, tableOf(rows));
        const alone = new Map<string, number>();
        rows.forEach((each, i) => {
          expect(scores[i] > 0 && scores[i] <= 1).toBe(true);
          expect(alone.get(each.join()) ?? scores[i]).toBe(scores[i]);
          alone.set(each.join(), scores[i]);
        });
        expect(await score(forest, tableOf(rows.toReversed()))).toEqual(scores.toReversed());
        expect(await score(forest, tableOf(rows.slice(0, 1)))).toEqual(scores.slice(0, 1));
      }),
      { numRuns: 60 },
    );
  });

  test('is the same to the bit in any order, over several chunks, and beside columns that no tree asks for', async () => {
    const distinct = (i: number) => [(i * 2654435761) % 2 ** 32, (i * 7) % 256] as const;
    const rows = Array.from({ length: 150_000 }, (_, i) => distinct(i % 3 === 0 ? i % 999 : i));
    const table = tableOf([...rows, ...rows]);
    const forest = await train(table, { n_estimators: 10 });
    const scores = await score(forest, table);
    expect(scores.slice(150_000)).toEqual(scores.slice(0, 150_000));
    const alone = Array.from({ length: 80_000 }, (_, i) => distinct(i));
    expect((await score(forest, tableOf(alone.toReversed()))).toReversed()).toEqual(
      await score(forest, tableOf(alone)),
    );
    // A forest that ignores fifteen more columns.
    const wide = [0, 1].map((k) => Float32Array.from(rows.slice(0, 20_000), (row) => row[k]));
    const columns = [...wide, ...Array.from({ length: 15 }, () => new Float32Array(20_000))];
    const [walked] = await scoreChunks(
      core,
      { ...forest, features: columns.map((_, k) => `f${k}`) },
      [columns],
      new Pacer(),
    );
    expect([...walked]).toEqual(scores.slice(0, 20_000));
  });

  test('does not change when a column is scaled by a power of two, for training and scoring alike', async () => {
    const scale = fc.integer({ min: -30, max: 60 }).map((exponent) => 2 ** exponent);
    await fc.assert(
      fc.asyncProperty(scale, scale, fc.nat(), async (first, second, random_state) => {
        const columns = [0, 1].map((k) => Float32Array.from(everyday(700), (row) => row[k]));
        const scoresOf = async (scales: number[]) => {
          const scaled = columns.map((column, k) => column.map((x) => x * scales[k]));
          const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 20, random_state };
          const forest = await growForest(core, [scaled], FEATURES, parameters, new Pacer());
          return scoreChunks(core, forest, [scaled], new Pacer());
        };
        expect(await scoresOf([first, second])).toEqual(await scoresOf([1, 1]));
      }),
      { numRuns: 30 },
    );
  });

  test('outliers planted far out outrank all others, wherever they stand', async () => {
    const inlier = fc.tuple(fc.integer({ min: 40, max: 1500 }), fc.constantFrom<number[]>(6, 17));
    const batch = fc.array(inlier, { minLength: 300, maxLength: 600 });
    const outlier = fc.tuple(fc.integer({ min: 2_000_000, max: 2 ** 32 - 1 }), fc.integer({ min: 150, max: 255 }));
    await fc.assert(
      fc.asyncProperty(batch, outlier, fc.nat(), fc.nat(), async (inliers, planted, place, random_state) => {
        const at = place % inliers.length;
        const table = tableOf(inliers.toSpliced(at, 0, planted));
        const scores = await score(await train(table, { max_samples: 601, random_state }), table);
        expect(scores.indexOf(Math.max(...scores))).toBe(at);
      }),
      { numRuns: 40 },
    );
  });

  test('an empty table has no scores, and a forest of unknown features is refused', async () => {
    expect(await score(drawSmallForest(), tableOf([]))).toEqual([]);
    await expect(score({ ...drawSmallForest(), features: ['size', 'mood'] }, tableOf([[1, 1]]))).rejects.toThrow(
      /"mood"/,
    );
  });
});
