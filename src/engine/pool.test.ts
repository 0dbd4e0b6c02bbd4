// The scoring pool: the same scores to the bit with any number of helpers, and with helpers that fail in every way.
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CoreInstance, instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { CancelledError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import type { Forest } from '../model/forest.ts';
import { walkForest } from '../model/testing/forests.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';
import { Pool } from './pool.ts';
import { type ForestMessage, serveShards, type ShardAnswer, type ShardMessage } from './pool-helper.ts';
import { scoreChunks, scoreShared } from './score.ts';
import { growForest } from './train.ts';
import type { Progress } from './types.ts';

let module: WebAssembly.Module;
let core: CoreInstance;
beforeAll(async () => {
  module = await compileCore();
  core = await instantiateCore(module);
});

const pools: Pool[] = [];
const ports: MessagePort[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
  for (const port of ports.splice(0)) port.close();
});

/** What listens at a helper's end of the port. */
type Serve = (port: MessagePort) => void;
const sound: Serve = (port) => serveShards(port, module);

function connect(serve: Serve): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serve(port1);
  ports.push(port1);
  return port2;
}

function createPool(...helpers: Serve[]): Pool {
  const pool = new Pool();
  pools.push(pool);
  for (const serve of helpers) pool.join(connect(serve));
  return pool;
}

/** Answers like a sound helper, but only so many shards; then each is answered by `then`, if at all. */
function failingAfter(shards: number, then: (port: MessagePort, shard: ShardMessage) => void): Serve {
  return (port) => {
    const inner = new MessageChannel();
    ports.push(inner.port2);
    serveShards(inner.port1, module);
    inner.port2.onmessage = ({ data }: MessageEvent<ShardAnswer>) => port.postMessage(data, []);
    let left = shards;
    port.onmessage = ({ data }: MessageEvent<ForestMessage | ShardMessage>) => {
      if ('number' in data && left-- <= 0) then(port, data);
      else inner.port2.postMessage(data, []);
    };
  };
}
const answerNever = () => undefined;
const answerError = (port: MessagePort, { number }: ShardMessage) =>
  port.postMessage({ number, fault: 'no memory' } satisfies ShardAnswer, []);
const die = (port: MessagePort) => port.close();

/** Columns of each type that a packet table has, with values that the trees tell apart. */
function makeChunks(rows: number, width = 3): ColumnChunks {
  const types = [Uint32Array, Uint8Array, Float32Array, Float64Array, Uint16Array] as const;
  const chunks: NumberColumn[][] = [];
  for (let first = 0; first < rows || chunks.length === 0; first += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, rows - first);
    chunks.push(
      Array.from({ length: width }, (_, k) => {
        const column = new types[k % types.length](length);
        for (let i = 0; i < length; i++) column[i] = ((first + i) * 2654435761 * (k + 1)) % 251;
        return column;
      }),
    );
  }
  return chunks;
}

const grow = (chunks: ColumnChunks, parameters: Partial<TrainParameters> = {}): Promise<Forest> =>
  growForest(
    core,
    chunks,
    chunks[0].map((_, k) => `f${k}`),
    { ...DEFAULT_PARAMETERS, n_estimators: 20, ...parameters },
    new Pacer(),
  );
const flat = (scores: Float32Array[]): Float32Array => {
  const all = new Float32Array(scores.reduce((rows, part) => rows + part.length, 0));
  scores.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};

/** To the bit. Vitest's own comparison takes seconds for so many numbers. */
function expectSame(scores: Float32Array[], wanted: Float32Array): void {
  const all = flat(scores);
  expect(all.length).toBe(wanted.length);
  expect(all.findIndex((score, row) => score !== wanted[row])).toBe(-1);
}

/** Lets others work after each piece, however fast the machine is: in these tests all share one thread. */
class EagerPacer extends Pacer<Progress> {
  override due(): boolean {
    return true;
  }
  override async breathe(progress: Progress): Promise<void> {
    await super.breathe(progress);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const ROWS = 200_000;
let chunks: ColumnChunks;
let forest: Forest;
let expected: Float32Array;
beforeAll(async () => {
  chunks = makeChunks(ROWS);
  forest = await grow(chunks);
  expected = flat(await scoreChunks(core, forest, chunks, new Pacer()));
});

describe('scores are the same to the bit, and those of a plain walk', () => {
  test('inline', () => {
    for (const row of [0, 1, 65_535, 65_536, ROWS - 1]) {
      const values = chunks[row >> 16].map((column) => column[row & 65_535]);
      expect(Math.abs(expected[row] - walkForest(forest, values))).toBeLessThan(1e-6);
    }
  });

  test.each([0, 1, 2, 6])('with %i helpers, one job after another', async (helpers) => {
    const pool = createPool(...Array<Serve>(helpers).fill(sound));
    expect(pool.size).toBe(helpers + 1);
    for (let turn = 0; turn < 3; turn++) {
      const { scores, report } = await scoreShared(core, forest, chunks, new Pacer(), pool);
      expectSame(scores, expected);
      expect(report.rows).toBe(ROWS);
      expect(report.threads).toHaveLength(helpers + 1);
      expect(report.threads.reduce((rows, thread) => rows + thread.rows, 0)).toBe(ROWS);
      expect(report.threads.every(({ fault }) => fault === null)).toBe(true);
    }
  });

  test('for any rows, columns, trees and number of helpers', async () => {
    const arbitrary = fc.record({
      rows: fc.oneof(fc.integer({ min: 2, max: 140_000 }), fc.constantFrom(32_768, 65_535, 65_536, 65_537, 131_072)),
      width: fc.integer({ min: 1, max: 7 }),
      trees: fc.integer({ min: 1, max: 12 }),
      helpers: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ rows, width, trees, helpers }) => {
        const some = makeChunks(rows, width);
        const small = await grow(some, { n_estimators: trees, max_samples: 64 });
        const pool = createPool(...Array<Serve>(helpers).fill(sound));
        const { scores } = await scoreShared(core, small, some, new Pacer(), pool);
        expect(scores.map(({ length }) => length)).toEqual(some.map(([column]) => column.length));
        expectSame(scores, flat(await scoreChunks(core, small, some, new Pacer())));
        pool.close();
      }),
      { numRuns: 25 },
    );
  });
});

test('nothing and little is scored by the engine alone', async () => {
  const pool = createPool(sound);
  for (const some of [[], makeChunks(0), makeChunks(1000)]) {
    const { scores, report } = await scoreShared(core, forest, some, new Pacer(), pool);
    expectSame(scores, expected.slice(0, flat(scores).length));
    expect(report.threads).toHaveLength(1);
  }
});

test('helpers take their part, also one that joins meanwhile, beside a place that nobody took', async () => {
  const many = Array<ColumnChunks>(4).fill(chunks.slice(0, 3)).flat();
  const pool = createPool(sound);
  let joined = false;
  const onProgress = () => {
    if (!joined) pool.join(connect(sound), 2);
    joined = true;
  };
  const { scores, report } = await scoreShared(core, forest, many, new EagerPacer(undefined, onProgress), pool);
  expectSame(scores, flat(await scoreChunks(core, forest, many, new Pacer())));
  expect(report.threads).toHaveLength(3);
  for (const { rows } of report.threads.slice(1)) expect(rows).toBeGreaterThan(0);
});

describe('a helper that fails loses no score, and is noted', () => {
  test.each([
    ['never answers', answerNever],
    ['dies', die],
    ['answers with an error', answerError],
  ] as const)('when it %s, at once or later, alone or beside sound ones', async (_, then) => {
    for (const shards of [0, 1, 5]) {
      for (const others of [[], [sound, sound]]) {
        const pool = createPool(failingAfter(shards, then), ...others);
        for (let turn = 0; turn < 2; turn++) {
          const { scores, report } = await scoreShared(core, forest, chunks, new Pacer(), pool);
          expectSame(scores, expected);
          const { pending, fault } = report.threads[1];
          // Sound ones may leave it no shard to fail at.
          expect(shards > 0 || pending > 0 || fault === 'no memory').toBe(true);
        }
      }
    }
  });

  test('when there is no memory to send it the forest, or a shard', async () => {
    for (const sent of [0, 1, 4]) {
      const pool = createPool(sound);
      const port = connect(sound);
      const post = port.postMessage.bind(port) as (...message: unknown[]) => void;
      let left = sent;
      port.postMessage = (...message: unknown[]) => {
        if (left-- === 0) throw new DOMException('no memory', 'DataCloneError');
        post(...message);
      };
      pool.join(port);
      for (const fault of ['no memory', null]) {
        const { scores, report } = await scoreShared(core, forest, chunks, new EagerPacer(), pool);
        expectSame(scores, expected);
        expect(report.threads[2].fault).toBe(fault);
      }
    }
  });

  test('and one in its place works', async () => {
    const pool = createPool(failingAfter(2, answerNever));
    await scoreShared(core, forest, chunks, new Pacer(), pool);
    pool.join(connect(sound), 0);
    expect(pool.size).toBe(2);
    const { scores, report } = await scoreShared(core, forest, chunks, new EagerPacer(), pool);
    expectSame(scores, expected);
    expect(report.threads[1]).toMatchObject({ fault: null });
    expect(report.threads[1].rows).toBeGreaterThan(0);
  });

  test('and is replaced in the middle of its work', async () => {
    const pool = createPool(failingAfter(1, answerNever));
    let told = 0;
    const onProgress = () => {
      if (told++ === 0) pool.join(connect(sound), 0);
    };
    const { scores, report } = await scoreShared(core, forest, chunks, new EagerPacer(undefined, onProgress), pool);
    expectSame(scores, expected);
    expect(told).toBeGreaterThan(0);
    expect(report.threads[1].fault).toBeNull();
  });
});

test('a cancelled job ends, and leaves the pool usable', async () => {
  const pool = createPool(sound, sound);
  const controller = new AbortController();
  const told: Progress[] = [];
  const pacer = new EagerPacer(controller.signal, (progress) => {
    told.push(progress);
    controller.abort();
  });
  await expect(scoreShared(core, forest, chunks, pacer, pool)).rejects.toBeInstanceOf(CancelledError);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ phase: 'scoring', total: ROWS, unit: 'packets' });
  const { scores } = await scoreShared(core, forest, chunks, new Pacer(), pool);
  expectSame(scores, expected);
});

test('progress counts the rows of all, and never goes back', async () => {
  const pool = createPool(sound, sound);
  const done: number[] = [];
  const pacer = new EagerPacer(undefined, (progress) => done.push(progress.done));
  const { report } = await scoreShared(core, forest, chunks, pacer, pool);
  expect(done.length).toBeGreaterThan(0);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBeLessThanOrEqual(ROWS);
  expect(report.threads[0].rows).toBeLessThan(ROWS);
});

test('a second traffic meanwhile is scored without the helpers', async () => {
  const pool = createPool(sound);
  const both = await Promise.all([0, 1].map(() => scoreShared(core, forest, chunks, new Pacer(), pool)));
  for (const { scores } of both) expectSame(scores, expected);
  expect(both.map(({ report }) => report.threads.length)).toEqual([2, 1]);
});

test('a forest whose copies would fill the memory is not sent', async () => {
  const pool = createPool(sound);
  const nodes = 2 ** 24 + 1;
  const huge = { ...forest, splits: new Uint32Array(nodes), thresholds: new Float32Array(nodes) };
  (['splits', 'thresholds'] as const).forEach((array) => huge[array].set(forest[array]));
  const { scores, report } = await scoreShared(core, huge, chunks, new Pacer(), pool);
  expectSame(scores, flat(await scoreChunks(core, huge, chunks, new Pacer()))); // By another kernel: it is large.
  expect(report.threads).toHaveLength(1);
});
