// The engine as a plain object, without a worker.
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { BatchError, CancelledError, EngineError, InputError } from '../base/errors.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Progress, ViewQuery } from './types.ts';

const above = (threshold: number) => ({ threshold, hosts: [] });
const plain: ViewQuery = { sort: 'row', descending: false, filter: '', above: null };
const source = (items: unknown, name = 'a.json') => ({ name, data: new Blob([JSON.stringify({ items })]) });

/** Usual packets with one odd one at row 7. */
const items = Array.from({ length: 300 }, (_, index) =>
  index === 7
    ? { src: '10.6.6.6', dst: '10.0.0.1', size: 65000, proto: 47, ts: 7 }
    : { src: '10.0.0.2', dst: '10.0.0.1', size: 500 + (index % 40), proto: 6, ts: index },
);

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

async function startWithTraffic(): Promise<{ engine: Engine; traffic: number }> {
  const engine = createEngine(module);
  return { engine, traffic: (await engine.load(1, [source(items)])).traffic };
}

const train = (engine: Engine, traffic: number, name = 'Model', call = 2) =>
  engine.train(call, { traffic, name, featureSet: 'basic', parameters: { ...DEFAULT_PARAMETERS } });

test('a batch is loaded, trained on, sorted by score, and the odd packet comes first', async () => {
  const { engine, traffic } = await startWithTraffic();
  const { info, analysis, file } = await train(engine, traffic);
  expect(info).toMatchObject({
    name: 'Model',
    rows: 300,
    trainedOn: ['a.json'],
    features: ['size', 'proto'],
    samplesPerTree: 256,
  });
  expect(analysis).toMatchObject({ packets: 300, threshold: info.threshold });
  expect(analysis.histogram.reduce((sum, count) => sum + count, 0)).toBe(300);
  expect(analysis.max).toBeGreaterThan(analysis.mean);
  expect(await engine.setView(3, traffic, { ...plain, sort: 'score', descending: true })).toBe(300);
  const { rows } = engine.page(traffic, 0, 2);
  expect(rows[0]).toEqual({ ...items[7], row: 7, score: analysis.max, frame: null });
  // How all 300 scored, and what was usual: sizes 500 to 539 but for one, and protocol 6 but for one.
  expect(analysis.calibration).toMatchObject({ whole: true });
  expect(analysis.calibration!.scores[0]).toBe(analysis.max);
  expect(analysis.calibration!.upTo.at(-1)).toBe(300);
  const [size, proto] = analysis.profiles!;
  expect([size.quantiles[0], size.quantiles[2], size.quantiles[10]]).toEqual([500, 500, 65000]);
  expect(proto.listed).toEqual({ values: Float32Array.of(6, 47), counts: Uint32Array.of(299, 1) });
  expect(await engine.importModel(file)).toEqual({ info, file });
});

test('pages come from the view, cut at its ends', async () => {
  const { engine, traffic } = await startWithTraffic();
  expect(engine.page(traffic, 298, 1000)).toEqual({
    start: 298,
    rows: [298, 299].map((row) => ({ ...items[row], row, score: null, frame: null })),
  });
  expect(await engine.setView(2, traffic, { ...plain, filter: '10.6.6.6' })).toBe(1);
  expect(engine.page(traffic, 0, 5).rows.map(({ row }) => row)).toEqual([7]);
  expect(engine.page(traffic, 5, 5).rows).toEqual([]);
  expect(() => engine.page(traffic, 0, 1001)).toThrow(RangeError);
});

describe('an analysis', () => {
  test('with the model just trained is the one of the training', async () => {
    const { engine, traffic } = await startWithTraffic();
    const { analysis, file } = await train(engine, traffic);
    expect(await engine.analyze(3, traffic, file.slice())).toBe(analysis);
    // Read from the file, calibration and profiles are those of the training.
    const again = (await engine.load(4, [source(items)])).traffic;
    expect({ ...(await engine.analyze(5, again, file)), seconds: 0 }).toEqual({ ...analysis, seconds: 0 });
  });

  test('of other traffic gives each packet the score that the model gives it anywhere', async () => {
    const { engine, traffic } = await startWithTraffic();
    const { file, info } = await train(engine, traffic);
    const other = (await engine.load(3, [source([items[7], items[8]])])).traffic;
    const analysis = await engine.analyze(4, other, file);
    expect(analysis).toMatchObject({ packets: 2, threshold: info.threshold, anomalies: 1 });
    const scores = engine.page(other, 0, 2).rows.map(({ score }) => score);
    expect(scores).toEqual(engine.page(traffic, 7, 2).rows.map(({ score }) => score));
    expect(await engine.countMarked(other, above(0))).toBe(2);
    expect(await engine.countMarked(other, above(analysis.max))).toBe(0);
  });

  test('with a file that is no model is refused, and the scores before stand', async () => {
    const { engine, traffic } = await startWithTraffic();
    const { analysis } = await train(engine, traffic);
    await expect(engine.analyze(3, traffic, new Uint8Array(100))).rejects.toThrow(InputError);
    expect(await engine.countMarked(traffic, above(analysis.threshold))).toBe(analysis.anomalies);
  });
});

test('a renamed model is the same but for its name', async () => {
  const { engine, traffic } = await startWithTraffic();
  const { file, info } = await train(engine, traffic);
  const renamed = await engine.renameModel(file, 'Other');
  expect((await engine.importModel(renamed)).info).toEqual({ ...info, name: 'Other' });
});

test('the export has score and mark, and reads back as a batch', async () => {
  const { engine, traffic } = await startWithTraffic();
  const { analysis } = await train(engine, traffic);
  const { file: blob } = await engine.export(3, traffic, 'json', above(analysis.threshold));
  const marked = JSON.parse(await blob.text()).items.filter((item: { anomaly: boolean }) => item.anomaly);
  expect(marked).toHaveLength(analysis.anomalies);
  const report = await engine.load(4, [{ name: 'export.json', data: blob }]);
  expect(report).toMatchObject({ packets: 300, rejected: 0, problemCount: 0 });
  expect(report.unknownFields.map(({ name }) => name).toSorted()).toEqual(['anomaly', 'score']);
  expect(engine.page(report.traffic, 7, 1).rows[0]).toEqual({ ...items[7], row: 7, score: null, frame: null });
});

describe('what cannot be done is said by its kind of error', () => {
  test('no usable packet', async () => {
    const engine = createEngine(module);
    const failed = engine.load(1, [source([{ size: 'abc', proto: 6 }])]);
    await expect(failed).rejects.toThrow(BatchError);
    await expect(failed).rejects.toMatchObject({ problems: [{ item: 0, field: 'size' }] });
  });

  test('one packet, parameters out of range, a blank name', async () => {
    const { engine, traffic } = await startWithTraffic();
    const one = (await engine.load(2, [source([items[0]])])).traffic;
    await expect(train(engine, one)).rejects.toThrow(InputError);
    const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 0 };
    await expect(engine.train(3, { traffic, name: 'x', parameters })).rejects.toThrow(InputError);
    await expect(train(engine, traffic, ' ')).rejects.toThrow(InputError);
  });

  test('scores before an analysis, a filter that cannot be read, traffic that was released', async () => {
    const { engine, traffic } = await startWithTraffic();
    await expect(engine.countMarked(traffic, above(0.5))).rejects.toThrow(InputError);
    await expect(engine.setView(2, traffic, { ...plain, filter: 'size:x' })).rejects.toThrow(InputError);
    expect(engine.page(traffic, 0, 1).rows).toHaveLength(1);
    engine.release(traffic);
    expect(() => engine.page(traffic, 0, 1)).toThrow(EngineError);
    await expect(train(engine, traffic)).rejects.toThrow(EngineError);
  });
});

test('a cancelled call rejects, and what was loaded and scored before stands', async () => {
  const told: Progress[] = [];
  const engine: Engine = createEngine(module, {
    onProgress: (call, progress) => {
      if (call !== 2) return;
      told.push(progress);
      engine.cancel(call);
    },
  });
  const many = Array.from({ length: 150_000 }, (_, index) => ({ size: (index * 7919) % 65521, proto: 6 }));
  const { traffic } = await engine.load(1, [source(many)]);
  const parameters = { ...DEFAULT_PARAMETERS, n_estimators: 1000, max_samples: 100_000 };
  await expect(engine.train(2, { traffic, name: 'x', parameters })).rejects.toThrow(CancelledError);
  expect(told).toHaveLength(1);
  expect(engine.page(traffic, 0, 1).rows[0].score).toBeNull();
});

test('traffic ids begin where they are told to', async () => {
  const engine = createEngine(module, { firstTraffic: 41 });
  expect((await engine.load(1, [source(items)])).traffic).toBe(41);
  expect((await engine.load(2, [source(items)])).traffic).toBe(42);
});
