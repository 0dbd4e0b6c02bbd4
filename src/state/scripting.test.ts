// The scripting calls against the engine without a worker.
import { beforeEach, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import type { Line } from '../detect/findings/types.ts';
import { createEngine } from '../engine/engine.ts';
import type { PacketRow } from '../engine/types.ts';
import { createModelStore } from '../model/store.ts';
import { createScripting, type Batch, type Scripting } from './scripting.ts';

const items = Array.from({ length: 1500 }, (_, index) =>
  index === 7
    ? { src: '10.6.6.6', size: 65000, proto: 47, ts: 7.5 }
    : { src: '10.0.0.2', dst: '10.0.0.1', size: 500 + (index % 40), proto: 6, src_port: 50000 },
);
const bad = [...items.slice(0, 3), { size: 'abc', proto: 6 }, { size: 5, proto: 6 }];

let scripting: Scripting;
/** Traffic that the engine holds. */
let held: Set<number>;

beforeEach(async () => {
  const engine = createEngine(await compileCore());
  held = new Set();
  let call = 0;
  const client = {
    status: 'ready' as const,
    features: ['size', 'proto'],
    async load(...[sources]: [Parameters<typeof engine.load>[1]]) {
      const report = await engine.load(++call, sources);
      held.add(report.traffic);
      return report;
    },
    train: (request: Parameters<typeof engine.train>[1]) => engine.train(++call, request),
    analyze: (traffic: number, file: Uint8Array) => engine.analyze(++call, traffic, file),
    countMarked: async (traffic: number, line: Line) => engine.countMarked(traffic, line),
    setView: (traffic: number, query: Parameters<typeof engine.setView>[2]) => engine.setView(++call, traffic, query),
    page: async (traffic: number, start: number, count: number): Promise<{ start: number; rows: PacketRow[] }> =>
      engine.page(traffic, start, count),
    explain: (traffic: number, rows: number[], threshold: number) => engine.explain(++call, traffic, rows, threshold),
    async release(traffic: number) {
      held.delete(traffic);
      engine.release(traffic);
    },
  };
  scripting = createScripting({
    engine: client,
    models: createModelStore(async (...given) => engine.renameModel(...given)),
  });
});

test('status names the models, newest first', async () => {
  expect(await scripting.status()).toMatchObject({
    name: 'Net Anomaly',
    engine: 'ready',
    models: [],
    features: ['size', 'proto'],
  });
  const { model } = await scripting.train({ items }, { name: 'Office' });
  expect((await scripting.status()).models).toMatchObject([{ id: model, name: 'Office', rows: 1500 }]);
});

test('train stores a model and says what it is', async () => {
  const answer = await scripting.train({ items }, { name: 'Office', n_estimators: 10, contamination: 0.002 });
  expect(answer).toEqual({
    model: expect.any(String),
    name: 'Office',
    rows: 1500,
    featureSet: 'basic@1',
    features: ['size', 'proto'],
    n_estimators: 10,
    max_samples: 256,
    contamination: 0.002,
    threshold: expect.any(Number),
    seconds: expect.any(Number),
  });
  expect(held.size).toBe(0);
});

test('the traffic features are trained on where they are asked for, and explained', async () => {
  const timed = Array.from({ length: 300 }, (_, index) => ({
    src: `10.0.0.${index % 7}`,
    dst: '10.0.0.9',
    size: 60,
    proto: 17,
    ts: 1000 + index,
    src_port: 4000 + (index % 11),
    dst_port: 53,
  }));
  const basic = await scripting.train({ items: timed });
  expect(basic).toMatchObject({ featureSet: 'basic@1', features: ['size', 'proto'] });
  const { featureSet, features, model } = await scripting.train({ items: timed }, { featureSet: 'traffic' });
  expect(featureSet).toBe('traffic@1');
  expect(features).toContain('half_open10');
  const { items: explained } = await scripting.explain({ items: timed }, { model, rows: [299] });
  expect(explained[0].contributions.map(({ feature }) => feature).toSorted()).toEqual(features.toSorted());
  expect(held.size).toBe(0);
});

describe('analyze', () => {
  test('without a model trains on the batch itself, says so and stores nothing', async () => {
    const answer = await scripting.analyze({ items });
    expect(answer).toMatchObject({ model: null, trained: true, rows: 1500 });
    expect(answer.items).toHaveLength(1500);
    expect(answer.items[7]).toEqual({ ...items[7], score: expect.any(Number), anomaly: true });
    expect(answer.items.filter(({ anomaly }) => anomaly)).toHaveLength(answer.anomalies);
    expect((await scripting.status()).models).toEqual([]);
    expect(held.size).toBe(0);
  });

  test('uses a model by id, by name, or the newest one', async () => {
    const { model, name, threshold } = await scripting.train({ items }, { name: 'Office' });
    for (const options of [{ model }, { model: name }, undefined]) {
      const answer = await scripting.analyze({ items: items.slice(5, 10) }, options);
      expect(answer).toMatchObject({ model, rows: 5, threshold });
      expect(answer).not.toHaveProperty('trained');
      expect(answer.items[2]).toMatchObject({ src: '10.6.6.6', anomaly: true });
    }
  });

  test('trains on the batch itself when it is told to, though there is a model', async () => {
    await scripting.train({ items });
    expect(await scripting.analyze({ items }, { model: null })).toMatchObject({ model: null, trained: true });
    expect(await scripting.analyze({ items }, { n_estimators: 5 })).toMatchObject({ model: null, trained: true });
  });

  test('marks by the threshold that it is given', async () => {
    expect(await scripting.analyze({ items }, { threshold: 0 })).toMatchObject({ threshold: 0, anomalies: 1500 });
    expect(await scripting.analyze({ items }, { threshold: 'auto' })).toMatchObject({ threshold: 0.5 });
  });
});

describe('explain', () => {
  test('says why the anomalies are such, the highest score first', async () => {
    const { model } = await scripting.train({ items });
    const { items: scored, threshold, anomalies } = await scripting.analyze({ items });
    const answer = await scripting.explain({ items });
    expect(answer).toMatchObject({ model, threshold });
    expect(answer.items).toHaveLength(anomalies);
    expect(answer.items[0]).toMatchObject({ row: 7, score: scored[7].score });
    expect(answer.items[0].contributions.map(({ feature, value }) => [feature, value])).toEqual([
      ['size', 65000],
      ['proto', 47],
    ]);
    expect(held.size).toBe(0);
  });

  test('explains the items that it is asked for, in their order, under the threshold that it is given', async () => {
    const answer = await scripting.explain({ items }, { model: null, rows: [8, 7, 8], threshold: 0.6 });
    expect(answer).toMatchObject({ model: null, threshold: 0.6, items: [{ row: 8 }, { row: 7 }, { row: 8 }] });
    expect(answer.items[0].counterfactuals).toEqual([]);
    await expect(scripting.explain({ items }, { rows: [1500] })).rejects.toThrow(/rows must be .* from 0 to 1499/);
    await expect(scripting.explain({ items }, { lines: 1 } as object)).rejects.toThrow(/Unknown option "lines"/);
    await expect(scripting.analyze({ items }, { rows: [1] } as object)).rejects.toThrow(/Unknown option "rows"/);
    expect(held.size).toBe(0);
  });
});

test.each<[string, () => Batch]>([
  ['an object', () => ({ items })],
  ['a list', () => items],
  ['text', () => JSON.stringify({ items })],
  ['NDJSON text', () => items.map((item) => JSON.stringify(item)).join('\n')],
  ['a File', () => new File([JSON.stringify(items)], 'batch.json')],
  ['long text with characters beyond 16 bits', () => JSON.stringify({ x: '😀'.repeat(600_000), items })],
])('%s is a batch', async (_, make) => {
  expect((await scripting.analyze(make())).items.map(({ score: _score, anomaly: _anomaly, ...item }) => item)).toEqual(
    items,
  );
});

describe('a bad batch is refused as a whole, with every problem', () => {
  test.each<[string, unknown, object]>([
    ['an item', { items: bad }, { line: 5, item: 3, field: 'size' }],
    ['a list with an item', bad, { line: 5, item: 3, field: 'size' }],
    ['text', '{"items":[{"size":1,"proto":6},\n{"size":-1,"proto":6}]}', { line: 2, item: 1, field: 'size' }],
    ['broken text', '{"items":[{"size":1,"proto":6},', { line: 1 }],
    [
      'an item that has no JSON',
      [
        { size: 1, proto: 6 },
        { size: 1n, proto: 6 },
      ],
      { item: 1, field: null },
    ],
    ['undefined', [undefined], { item: 0 }],
    ['a number', 17, { item: null, field: null }],
    ['an object without items', { packets: [] }, { item: null }],
  ])('%s', async (_, batch, problem) => {
    const failed = scripting.train(batch as Batch);
    await expect(failed).rejects.toMatchObject({
      name: 'BatchError',
      problems: expect.arrayContaining([expect.objectContaining(problem)]),
    });
    const { problems } = (await failed.catch((error: { problems: object[] }) => error)) as { problems: object[] };
    for (const each of problems) expect(Object.keys(each)).toEqual(['line', 'column', 'item', 'field', 'message']);
    await expect(scripting.analyze(batch as Batch)).rejects.toMatchObject({ name: 'BatchError' });
    expect(held.size).toBe(0);
    expect((await scripting.status()).models).toEqual([]);
  });

  test('an empty one', async () => {
    await expect(scripting.train([])).rejects.toMatchObject({ name: 'BatchError', problems: [] });
  });
});

describe('options that cannot be are refused', () => {
  test.each<[object, string]>([
    [{ trees: 5 }, 'Unknown option "trees"'],
    [{ model: 'nobody' }, 'no stored model'],
    [{ model: 5 }, 'model must be'],
    [{ threshold: 2 }, 'threshold must be'],
    [{ n_estimators: 0 }, 'n_estimators must be'],
    [{ model: 'x', n_estimators: 5 }, 'trained already'],
    [{ model: 'x', featureSet: 'basic' }, 'trained already'],
    [{ featureSet: 'all' }, 'Unknown feature set "all": there are basic, traffic'],
    [{ featureSet: 'traffic' }, 'most packets here have no ts'],
  ])('analyze with %j', async (options, words) => {
    const failed = scripting.analyze({ items }, options);
    await expect(failed).rejects.toMatchObject({ name: 'InputError' });
    await expect(failed).rejects.toThrow(words);
    expect(held.size).toBe(0);
  });

  test('train with a threshold, or with options that are no object', async () => {
    await expect(scripting.train({ items }, { threshold: 0.5 } as object)).rejects.toThrow(
      'Unknown option "threshold"',
    );
    await expect(scripting.train({ items }, 'x' as unknown as object)).rejects.toThrow('must be an object');
  });
});
