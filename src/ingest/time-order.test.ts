// Several files in time order, against a plain merge that was written down as mergecap's own rule says it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CancelledError } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { Progress } from '../engine/types.ts';
import { AddressDictionary } from '../packets/addresses.ts';
import { HAS_TS, type PacketTable } from '../packets/table.ts';
import { TableBuilder } from './table-builder.ts';
import { orderByTime } from './time-order.ts';

/** Times of a file's packets; null: it has none. */
type Times = (number | null)[];

/** Row i of the whole table has size i and, where it is odd, captured columns. */
function makeTable(files: readonly Times[]): PacketTable {
  const builder = new TableBuilder();
  let row = 0;
  for (const times of files) {
    const length = times.length;
    const sizes = Uint32Array.from({ length }, () => row++);
    builder.append({
      length,
      anyPresent: times.some((time) => time !== null) ? HAS_TS : 0,
      size: sizes,
      proto: Uint8Array.from(sizes, (size) => size % 251),
      present: Uint8Array.from(times, (time) => (time === null ? 0 : HAS_TS)),
      ts: Float64Array.from(times, (time) => time ?? 0),
      src: new Uint32Array(length),
      dst: new Uint32Array(length),
      srcPort: new Uint16Array(length),
      dstPort: new Uint16Array(length),
      tcpFlags: new Uint8Array(length),
      captured: {
        marks: Uint16Array.from(sizes, (size) => size & 1),
        offset: Float64Array.from(sizes, (size) => (size & 1) * (2 ** 40 + size)),
      },
    });
  }
  return builder.finish(new AddressDictionary(new Uint8Array(0), new Uint32Array(1)));
}

/** Takes the file whose next packet is earliest, and with it all that is not later than it and follows it directly. */
function mergePlainly(files: readonly Times[]): number[] {
  let base = 0;
  const queues = files.map((times) => {
    const from = base;
    base += times.length;
    const firstTime = times.find((time) => time !== null) ?? Infinity;
    let latest = firstTime;
    return times.map((time, index) => ({ row: from + index, time: (latest = Math.max(latest, time ?? latest)) }));
  });
  const order: number[] = [];
  for (;;) {
    let best: (typeof queues)[number] | null = null;
    for (const queue of queues) if (queue.length > 0 && (best === null || queue[0].time < best[0].time)) best = queue;
    if (best === null) return order;
    order.push(best.shift()!.row);
  }
}

const pacer = () => new Pacer<Progress>();
const counts = (files: readonly Times[]) => files.map(({ length }) => length);
const sizesOf = (table: PacketTable) => table.chunks.flatMap(({ size }) => [...size]);

test('any files come out as a plain merge has them, each row with all of its columns', async () => {
  const time = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -5, max: 40 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const rising = fc.array(time, { maxLength: 30 }).map((times) => times.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  const files = fc.array(fc.oneof(rising, fc.array(time, { maxLength: 30 })), { minLength: 1, maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(files, async (given) => {
      const { table } = await orderByTime(makeTable(given), counts(given), pacer());
      expect(sizesOf(table)).toEqual(mergePlainly(given));
      const all = given.flat();
      for (let row = 0; row < table.length; row++) {
        const { size, proto, ts } = table.packet(row);
        expect([proto, ts ?? null]).toEqual([size % 251, all[size]]);
        expect(table.frame(row)?.offset ?? null).toBe(size & 1 ? 2 ** 40 + size : null);
      }
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('files of several chunks are merged as well', async () => {
  const files = [0, 1, 2].map((file) => Array.from({ length: 60_000 }, (_, index) => Math.floor(index / 7) * 3 + file));
  const { table, order } = await orderByTime(makeTable(files), counts(files), pacer());
  expect(order).toBe('merged');
  expect(sizesOf(table).slice(0, 20)).toEqual([
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    ...Array.from({ length: 7 }, (_, at) => 60_000 + at),
    ...Array.from({ length: 6 }, (_, at) => 120_000 + at),
  ]);
  let last = -Infinity;
  for (const { ts } of table.chunks) {
    for (const time of ts!) {
      expect(time >= last).toBe(true);
      last = time;
    }
  }
});

test('files that come in order are left as they are, and whole files are put in order', async () => {
  const [early, late] = [
    [1, 2, 5, 3],
    [6, 6, null, 9],
  ];
  const first = makeTable([early, late]);
  const columns = first.chunks[0].size;
  const asOpened = await orderByTime(first, [4, 4], pacer());
  expect(asOpened.order).toBe('opened');
  expect(asOpened.table.chunks[0].size).toBe(columns);
  const turned = await orderByTime(makeTable([late, early]), [4, 4], pacer());
  expect(turned.order).toBe('files');
  expect(sizesOf(turned.table)).toEqual([4, 5, 6, 7, 0, 1, 2, 3]);
  expect((await orderByTime(makeTable([early]), [4], pacer())).order).toBeNull();
});

test('a file without any time comes behind those that have one', async () => {
  const files = [
    [null, null],
    [3, 4],
    [1, 5],
  ];
  const { table, order } = await orderByTime(makeTable(files), counts(files), pacer());
  expect(order).toBe('merged');
  expect(sizesOf(table)).toEqual([4, 2, 3, 5, 0, 1]);
});

test('a cancel is heeded', async () => {
  const controller = new AbortController();
  controller.abort();
  const slow = new Pacer<Progress>(controller.signal);
  slow.due = () => true;
  await expect(orderByTime(makeTable([[2], [1]]), [1, 1], slow)).rejects.toBeInstanceOf(CancelledError);
});
