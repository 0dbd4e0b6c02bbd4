// Several workers that score together, through the client in a real browser: their scores, and every way to lose one.
import { afterEach, expect, test, vi } from 'vitest';
import { CancelledError } from '../base/errors.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { createEngineClient, type ClientOptions, type LiveEngineClient } from './client.ts';
import type { ScoringReport } from './scoring-report.ts';
import EngineWorker from './worker.ts?worker&inline';

const fewRows = () => ({
  name: 'few.ndjson',
  data: new Blob(['{"size":60,"proto":6}\n{"size":90,"proto":17}\n'.repeat(500)]),
});
const silentScript = () => URL.createObjectURL(new Blob([' '], { type: 'text/javascript' }));

const clients: LiveEngineClient[] = [];
function createClient(options: ClientOptions = {}): LiveEngineClient {
  const client = createEngineClient(options);
  clients.push(client);
  return client;
}
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const view = { sort: 'row', descending: false, filter: '', above: null } as const;
const trees = { ...DEFAULT_PARAMETERS, max_samples: 4096 };
/** Many different rows, so that scoring takes its time. */
const variedRows = () => {
  const lines = Array.from({ length: 150_000 }, (_, i) => `{"size":${(i * 2_654_435_761) % 1e9},"proto":${i % 256}}`);
  return { name: 'varied.ndjson', data: new Blob([lines.join('\n')]) };
};
const scoresOf = async (client: LiveEngineClient, traffic: number) => {
  await client.setView(traffic, view);
  return (await client.page(traffic, 100_000, 1000)).rows.map(({ score }) => score);
};

test('workers of the same script score together, only where it pays, with the same scores', async () => {
  let workers = 0;
  const createWorker = () => (workers++, new EngineWorker());
  const client = createClient({ createWorker, cores: 3 });
  const alone = createClient();
  const small = await client.load([fewRows()]);
  await client.train({ traffic: small.traffic, name: 'x', parameters: { ...DEFAULT_PARAMETERS } });
  expect(workers).toBe(1);
  expect((await client.describeScoring(small.traffic))?.threads).toHaveLength(1);
  const { traffic } = await client.load([variedRows()]);
  expect(await client.describeScoring(traffic)).toBeNull();
  let report: ScoringReport;
  let file: Uint8Array;
  let random_state = 0;
  do {
    // Until all workers have started and taken their part.
    ({ file } = await client.train({ traffic, name: 'x', parameters: { ...trees, random_state: random_state++ } }));
    report = (await client.describeScoring(traffic))!;
  } while (report.threads.length < 3 || report.threads.some(({ rows }) => rows === 0));
  expect(workers).toBe(3);
  expect(report.threads.reduce((rows, thread) => rows + thread.rows, 0)).toBe(150_000);
  expect(report.threads.map(({ fault }) => fault)).toEqual([null, null, null]);
  const same = await alone.load([variedRows()]);
  await alone.analyze(same.traffic, file);
  expect((await alone.describeScoring(same.traffic))!.threads).toHaveLength(1);
  expect(await scoresOf(client, traffic)).toEqual(await scoresOf(alone, same.traffic));
});

test('a scoring worker that is silent or dies is replaced, and no answer is lost', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const created: Worker[] = [];
  const createWorker = () => {
    // The engine, a helper that never answers, and what comes after them.
    const worker = created.length === 1 ? new Worker(silentScript()) : new EngineWorker();
    created.push(worker);
    return worker;
  };
  const client = createClient({ createWorker, cores: 2, pingInterval: 150 });
  const { traffic } = await client.load([variedRows()]);
  expect((await client.train({ traffic, name: 'x', parameters: trees })).analysis.packets).toBe(150_000);
  const { threads } = (await client.describeScoring(traffic))!;
  expect(threads.map(({ rows }) => rows)).toEqual([150_000, 0]);
  expect(threads[1].pending).toBeGreaterThan(0);
  // Noticed also when no call is pending any more.
  await vi.waitUntil(() => created.length === 3, { timeout: 30_000 });
  await client.train({ traffic, name: 'x', parameters: { ...trees, random_state: 99 } });
  const before = await scoresOf(client, traffic);
  // Death without a word.
  created[2].terminate();
  const { file } = await client.train({ traffic, name: 'x', parameters: { ...trees, random_state: 99 } });
  expect(await scoresOf(client, traffic)).toEqual(before);
  expect(warned).toHaveBeenCalled();
  warned.mockRestore();
  expect(client.status).toBe('ready');
  expect((await client.importModel(file, 'x')).info.rows).toBe(150_000);
});

test('a scoring worker that the browser refuses leaves the others at work', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  let asked = 0;
  const createWorker = () => {
    if (asked++ === 1) throw new DOMException('No more workers.', 'SecurityError');
    return new EngineWorker();
  };
  const client = createClient({ createWorker, cores: 3 });
  const { traffic } = await client.load([variedRows()]);
  expect((await client.train({ traffic, name: 'x', parameters: trees })).analysis.packets).toBe(150_000);
  expect(asked).toBe(3);
  expect(warned).toHaveBeenCalled();
  warned.mockRestore();
  expect((await client.describeScoring(traffic))!.threads).toHaveLength(2);
});

test('an abort ends the work of all, and the next analysis has them again', async () => {
  const client = createClient({ cores: 2 });
  const { traffic } = await client.load([variedRows()]);
  const { file } = await client.train({ traffic, name: 'x', parameters: trees });
  const controller = new AbortController();
  const other = await client.load([variedRows()]);
  const onProgress = () => controller.abort();
  const failed = client.analyze(other.traffic, file, { signal: controller.signal, onProgress });
  await expect(failed).rejects.toBeInstanceOf(CancelledError);
  expect((await client.analyze(other.traffic, file)).packets).toBe(150_000);
  expect((await client.describeScoring(other.traffic))!.threads).toHaveLength(2);
});

test('an engine that hangs is noticed while scoring workers are well', async () => {
  const created: Worker[] = [];
  const createWorker = () => {
    created.push(new EngineWorker());
    return created.at(-1)!;
  };
  const client = createClient({ createWorker, cores: 2, pingInterval: 50 });
  const { traffic } = await client.load([variedRows()]);
  const training = client.train({
    traffic,
    name: 'x',
    parameters: { ...trees, n_estimators: 1000, max_samples: 100_000 },
  });
  await vi.waitUntil(() => created.length === 2);
  created[0].terminate();
  await expect(training).rejects.toThrow('stopped answering');
  expect((await client.load([variedRows()])).packets).toBe(150_000);
});
