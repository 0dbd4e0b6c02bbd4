// The client with real workers in a real browser: calls, cancel, and every way for a worker to die.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { BatchError, CancelledError, EngineError, InputError } from '../base/errors.ts';
import scikitPackets from '../model/testing/scikit-packets.json';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { createEngineClient, type ClientOptions, type LiveEngineClient } from './client.ts';
import type { Progress } from './types.ts';
import EngineWorker from './worker.ts?worker&inline';
import MisbehavingWorker from './testing/misbehaving-worker.ts?worker&inline';

const items = Array.from({ length: 2000 }, (_, index) => ({ src: '10.0.0.2', size: index % 100, proto: 6 }));
const source = (some: unknown[] = items) => ({ name: 'a.json', data: new Blob([JSON.stringify({ items: some })]) });
/** So many rows take several slices in any browser. */
const manyRows = () => {
  const line = '{"size":520,"proto":6}\n{"size":61,"proto":17}\n'.repeat(5000);
  return { name: 'many.ndjson', data: new Blob(Array<string>(100).fill(line)) };
};
const long = { ...DEFAULT_PARAMETERS, n_estimators: 1000, max_samples: 100_000 };

const clients: LiveEngineClient[] = [];
function createClient(options: ClientOptions = {}): LiveEngineClient {
  const client = createEngineClient(options);
  clients.push(client);
  return client;
}
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

/** The first worker behaves as `way` says when it is asked to load; later ones are the real one. */
function createFragileClient(way: 'hang' | 'close' | 'throw' | 'reject'): {
  client: LiveEngineClient;
  restarts: string[];
} {
  let first = true;
  const createWorker = () => {
    const worker = first ? new MisbehavingWorker({ name: way }) : new EngineWorker();
    first = false;
    return worker;
  };
  const client = createClient({ createWorker, pingInterval: 100 });
  const restarts: string[] = [];
  client.onRestart((reason) => restarts.push(reason));
  return { client, restarts };
}

test('a batch goes through the worker and back', async () => {
  const client = createClient();
  const report = await client.load([source()]);
  expect(report.packets).toBe(2000);
  expect(client.status).toBe('ready');
  const { file, info, analysis } = await client.train({
    traffic: report.traffic,
    name: 'Model',
    parameters: { ...DEFAULT_PARAMETERS },
  });
  expect(await client.importModel(file, 'x')).toEqual({ info, file });
  expect((await client.importModel(await client.renameModel(file, 'Other'), 'x')).info.name).toBe('Other');
  expect(await client.analyze(report.traffic, file)).toEqual(analysis);
  expect(await client.setView(report.traffic, { sort: 'size', descending: true, filter: '', above: null })).toBe(2000);
  const page = await client.page(report.traffic, 0, 3);
  expect(page.rows.map(({ size }) => size)).toEqual([99, 99, 99]);
  expect(await client.countMarked(report.traffic, { threshold: 0, hosts: [] })).toBe(2000);
  const { file: blob } = await client.export(report.traffic, 'json', 0.5);
  expect(JSON.parse(await blob.text()).items).toHaveLength(2000);
  await client.release(report.traffic);
  await expect(client.page(report.traffic, 0, 1)).rejects.toThrow(EngineError);
  expect(client.timings.map(({ call }) => call)).toEqual([
    'load',
    'train',
    'importModel',
    'renameModel',
    'importModel',
    'analyze',
    'setView',
    'page',
    'countMarked',
    'export',
    'release',
  ]);
});

test('marked packets come with all their columns, and again as often as they are asked for', async () => {
  const client = createClient();
  const { traffic } = await client.load([{ name: 'a.pcapng', data: new Blob([sampleCaptures.office_scan()]) }]);
  const { analysis } = await client.train({ traffic, name: 'x', parameters: {} });
  const line = { threshold: analysis.threshold, hosts: [] };
  const marked = await client.marked(traffic, line);
  expect(marked.taken).toBe(analysis.anomalies);
  expect(marked).toMatchObject({ line, above: analysis.anomalies, packets: analysis.packets });
  const { rows, scores, ts, size, proto, src, dst, srcPort, dstPort, tcpFlags, icmpType, arpOperation, ethertype } = marked; // prettier-ignore
  const columns = { rows, scores, ts, size, proto, src, dst, srcPort, dstPort, tcpFlags, icmpType, arpOperation, ethertype }; // prettier-ignore
  for (const [name, column] of Object.entries(columns)) expect(column, name).toHaveLength(marked.taken);
  const width = marked.features.length;
  expect([marked.usual!.length, marked.values.length, marked.excess!.length]).toEqual([width, marked.taken * width, marked.taken * width]); // prettier-ignore
  await client.setView(traffic, { sort: 'row', descending: false, filter: '', above: line.threshold });
  const { rows: page } = await client.page(traffic, 0, 1000);
  expect([...rows].slice(0, 1000)).toEqual(page.map(({ row }) => row));
  expect([...scores].slice(0, 1000)).toEqual(page.map(({ score }) => score));
  // Buffers are handed over: none may be the engine's own.
  expect(await client.marked(traffic, line)).toEqual(marked);
  const [explanation] = await client.explain(traffic, [rows[0]], line.threshold);
  expect(explanation.contributions.map(({ usual }) => usual)).toEqual([...marked.usual!]);
});

test('a forest of scikit-learn is imported by the page’s late reader, and scores as scikit-learn does', async () => {
  const client = createClient();
  const { info, file } = await client.importModel(new TextEncoder().encode(JSON.stringify(scikitPackets)), 'Office');
  expect(info).toMatchObject({ name: 'Office', parameters: { n_estimators: scikitPackets.trees.length } });
  const wanted = scikitPackets.rows
    .map(([size, proto], row) => ({ size, proto, score: -scikitPackets.scoreSamples[row] }))
    // A batch has whole numbers only, as packets do.
    .filter(({ size, proto }) => Number.isInteger(size) && size >= 0 && Number.isInteger(proto) && proto >= 0 && proto < 256); // prettier-ignore
  expect(wanted.length).toBeGreaterThan(10);
  const { traffic } = await client.load([source(wanted.map(({ size, proto }) => ({ size, proto })))]);
  await client.analyze(traffic, file);
  const { rows } = await client.page(traffic, 0, wanted.length);
  for (const [row, { score }] of rows.entries()) expect(score).toBeCloseTo(wanted[row].score, 5);
  const broken = new TextEncoder().encode('{"madeWith":"scikit-learn 1.2.1",');
  await expect(client.importModel(broken, 'x')).rejects.toBeInstanceOf(InputError);
});

test('errors keep their kind, words and problems', async () => {
  const client = createClient();
  const failed = client.load([source([{ size: -1, proto: 6 }])]);
  await expect(failed).rejects.toBeInstanceOf(BatchError);
  await expect(failed).rejects.toMatchObject({ problems: [{ source: 'a.json', item: 0, field: 'size' }] });
  await expect(client.importModel(new Uint8Array(10), 'x')).rejects.toBeInstanceOf(InputError);
  const { traffic } = await client.load([source()]);
  await expect(client.page(traffic, 0, 5000)).rejects.toMatchObject({ name: 'RangeError' });
});

test('progress is told, short questions are answered meanwhile, and an abort ends the work', async () => {
  const client = createClient();
  const { traffic } = await client.load([manyRows()]);
  const controller = new AbortController();
  const told: Progress[] = [];
  const training = client.train(
    { traffic, name: 'x', parameters: long },
    { signal: controller.signal, onProgress: (p) => told.push(p) },
  );
  training.catch(() => undefined);
  await vi.waitUntil(() => told.length > 0, { timeout: 10_000 });
  expect((await client.page(traffic, 0, 10)).rows).toHaveLength(10);
  controller.abort();
  await expect(training).rejects.toBeInstanceOf(CancelledError);
  expect((await client.page(traffic, 0, 1)).rows[0].score).toBeNull();
});

test('a call that waits for its turn is cancelled at once, one that is aborted already never begins', async () => {
  const client = createClient();
  const { traffic } = await client.load([manyRows()]);
  const running = new AbortController();
  const waiting = new AbortController();
  const training = client.train({ traffic, name: 'x', parameters: long }, { signal: running.signal });
  const view = { sort: 'size', descending: false, filter: '', above: null } as const;
  const sorting = client.setView(traffic, view, { signal: waiting.signal });
  training.catch(() => undefined);
  waiting.abort();
  await expect(sorting).rejects.toBeInstanceOf(CancelledError);
  const next = client.setView(traffic, view);
  running.abort();
  await expect(training).rejects.toBeInstanceOf(CancelledError);
  expect(await next).toBe(1_000_000);
  await expect(client.load([source()], { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
  expect(client.timings.map(({ call }) => call)).toEqual(['load', 'setView']);
});

describe('a worker that dies', () => {
  test.each([
    ['hang', 'stopped answering'],
    ['close', 'stopped answering'],
    ['throw', 'failed'],
    ['reject', 'failed'],
  ] as const)('by %s is noticed, told and started anew, and the next call works', async (way, words) => {
    const { client, restarts } = createFragileClient(way);
    const failed = Promise.allSettled([client.load([source()]), client.page(1, 0, 1)]);
    for (const outcome of await failed) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'EngineError' } });
      expect((outcome as PromiseRejectedResult).reason.message).toContain(words);
    }
    expect(restarts).toHaveLength(1);
    const report = await client.load([source()]);
    expect(report.packets).toBe(2000);
    // Ids of the dead engine's traffic name nothing in the new one.
    expect(report.traffic).toBeGreaterThan(1_000_000);
    await expect(client.page(1, 0, 1)).rejects.toThrow(EngineError);
    expect(client.status).toBe('ready');
  });

  test('while idle is noticed at the next call', async () => {
    let worker: Worker | undefined;
    const createWorker = () => (worker = new EngineWorker());
    // Five pings in a row: a worker that is only starting up on a busy machine is not to be taken for dead.
    const client = createClient({ createWorker, pingInterval: 200 });
    await client.load([source()]);
    worker!.terminate();
    await expect(client.load([source()])).rejects.toThrow(EngineError);
    expect((await client.load([source()])).packets).toBe(2000);
  });
});

describe('an engine that cannot start says so, and the next call tries again', () => {
  test('when the core is refused', async () => {
    let compiled = 0;
    const compile = () => (compiled++ === 0 ? Promise.reject(new Error('no room')) : compileCore());
    const client = createClient({ compile });
    await expect(client.load([source()])).rejects.toThrow('WebAssembly core was refused (no room)');
    expect(client.status).toBe('failed');
    expect((await client.load([source()])).packets).toBe(2000);
  });

  test('when the worker is blocked', async () => {
    const ways = [
      () => {
        throw new Error('blocked');
      },
      () => new Worker('data:text/javascript,throw new Error("no")'),
      () => new EngineWorker(),
    ];
    let next = 0;
    const client = createClient({ createWorker: () => ways[next++]() });
    await expect(client.load([source()])).rejects.toThrow('The engine cannot start');
    expect(client.status).toBe('failed');
    expect((await client.load([source()])).packets).toBe(2000);
  });
});

test('a listener that throws does not disturb the engine', async () => {
  const client = createClient();
  const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => undefined);
  const onProgress = () => {
    throw new Error('mine');
  };
  expect((await client.load([manyRows()], { onProgress })).packets).toBe(1_000_000);
  await vi.waitUntil(() => reported.mock.calls.length > 0);
  reported.mockRestore();
  expect((await client.load([source()])).packets).toBe(2000);
});
