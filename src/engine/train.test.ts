// Growing forests: shapes, seeds, parameters, refusals.
import { beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { CancelledError, InputError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import { findForestFault, type Forest } from '../model/forest.ts';
import { depthsOf, tableOf } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import type { PacketTable } from '../packets/table.ts';
import { scoreTable } from './score.ts';
import { everyday } from './testing/everyday.ts';
import { growForest, trainForest } from './train.ts';
import type { Progress } from './types.ts';

let core: CoreInstance;
beforeAll(async () => {
  core = await instantiateCore(await compileCore());
});

const FEATURES = ['size', 'proto'];
const train = (table: PacketTable, parameters: Partial<TrainParameters> = {}): Promise<Forest> =>
  trainForest(core, table, FEATURES, { ...DEFAULT_PARAMETERS, ...parameters }, new Pacer());
const score = async (forest: Forest, table: PacketTable): Promise<number[]> =>
  (await scoreTable(core, forest, table, new Pacer())).flatMap((chunk) => [...chunk]);

describe('growing', () => {
  test('the forest is sound, its trees are no deeper than ceil(log2(psi)), and their rows add up', async () => {
    const table = tableOf(everyday(5000));
    for (const [max_samples, deepest] of [
      [2, 1],
      [3, 2],
      [200, 8],
      [256, 8],
      [257, 9],
      [5000, 13],
    ]) {
      // prettier-ignore
      const forest = await train(table, { max_samples, n_estimators: 20 });
      expect(findForestFault(forest)).toBeNull();
      expect(forest.samplesPerTree).toBe(max_samples);
      expect(Math.max(...depthsOf(forest))).toBeLessThanOrEqual(deepest);
    }
  });

  test('the same seed gives the same forest, another seed another, and fewer trees the first of them', async () => {
    const table = tableOf(everyday(3000));
    const [one, again, other, few] = [await train(table), await train(table), await train(table, { random_state: 1 }), await train(table, { n_estimators: 7 })]; // prettier-ignore
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(few.splits).toEqual(one.splits.slice(0, few.splits.length));
  });

  test('a table smaller than max_samples is used whole', async () => {
    const forest = await train(tableOf(everyday(100)));
    expect(forest.samplesPerTree).toBe(100);
    expect(forest.samples[0]).toBe(100);
  });

  test('rows that are all equal give trees of one leaf and scores of 0.5', async () => {
    const table = tableOf(Array.from({ length: 300 }, () => [60, 6] as const));
    const forest = await train(table);
    expect(forest.splits.length).toBe(100);
    expect(new Set(await score(forest, table))).toEqual(new Set([0.5]));
  });

  test('a constant feature is never asked for', async () => {
    const forest = await train(tableOf(everyday(2000).map(([size]) => [size, 6] as const)));
    expect([...forest.splits].every((split) => split >>> 24 !== 1)).toBe(true);
  });

  test('max_features gives each tree its own part of the features', async () => {
    const columns = Array.from({ length: 10 }, (_, k) =>
      Float32Array.from({ length: 400 }, (_, i) => (i * 37 * (k + 3)) % 401),
    );
    const names = columns.map((_, k) => `f${k}`);
    const seen = new Set<number>();
    for (const [max_features, wanted] of [
      [0.35, 3],
      [4, 4],
      [0.01, 1],
    ]) {
      // prettier-ignore
      const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 40, max_features };
      const forest = await growForest(core, [columns], names, parameters, new Pacer());
      for (let tree = 0; tree < 40; tree++) {
        const nodes = forest.splits.subarray(forest.starts[tree], forest.starts[tree + 1]);
        const used = new Set([...nodes].map((split) => split >>> 24).filter((feature) => feature !== 255));
        expect(used.size).toBe(wanted);
        used.forEach((feature) => seen.add(feature));
      }
    }
    expect(seen.size).toBe(10);
    await expect(train(tableOf(everyday(9)), { max_features: 3 })).rejects.toThrow('there are only 2 features');
  });

  test('scaling a column by a power of two changes nothing but the thresholds', async () => {
    const rows = everyday(2000);
    const columns = [0, 1].map((k) => Float32Array.from(rows, (row) => row[k]));
    const grow = (scale: number) =>
      growForest(core, [columns.map((c) => c.map((x) => x * scale))], FEATURES, DEFAULT_PARAMETERS, new Pacer());
    const [one, tiny] = [await grow(1), await grow(2 ** -40)];
    expect(tiny.splits).toEqual(one.splits);
    expect(tiny.thresholds).toEqual(one.thresholds.map((x) => x * 2 ** -40));
  });

  test('no packet or one packet is refused in plain words', async () => {
    await expect(train(tableOf([]))).rejects.toThrow(/no packets to train on/);
    await expect(train(tableOf([[60, 6]]))).rejects.toThrow(/one packet only.*at least two/);
    await expect(trainForest(core, tableOf(everyday(9)), ['sice'], DEFAULT_PARAMETERS, new Pacer())).rejects.toThrow(
      new InputError('Unknown feature "sice": this version knows size, proto. Use a model made with these features.'),
    );
  });

  test('memory is given back, also after a cancel, and the progress counts trees', async () => {
    const table = tableOf(everyday(70_000));
    const big = { max_samples: 70_000, n_estimators: 100 };
    const told: Progress[] = [];
    for (let run = 0, before = 0; run < 6; run++) {
      const abort = new AbortController();
      const pacer = new Pacer<Progress>(abort.signal, (progress) => {
        told.push(progress);
        if (progress.done >= 2) abort.abort();
      });
      const work = trainForest(core, table, FEATURES, { ...DEFAULT_PARAMETERS, ...big }, pacer);
      await expect(work).rejects.toThrow(CancelledError);
      if (run === 0) before = core.memory.buffer.byteLength;
      else expect(core.memory.buffer.byteLength).toBe(before);
    }
    expect(told[0]).toMatchObject({ phase: 'training', total: 100, unit: 'trees' });
  });
});
