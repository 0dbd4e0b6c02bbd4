// Views against plain sorting and filtering of packets.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CancelledError, InputError } from '../base/errors.ts';
import type { Packet } from '../packets/table.ts';
import { cutIntoChunks, freePacer, makeTable } from './testing/tables.ts';
import type { SortColumn, ViewQuery } from './types.ts';
import { createView, rowAt, wholeView, type View } from './view.ts';

const columns: SortColumn[] = [
  'row',
  'score',
  'ts',
  'src',
  'src_port',
  'dst',
  'dst_port',
  'proto',
  'size',
  'tcp_flags',
];
/** In the order that they must have. */
const hosts = [
  '9.1.1.1',
  '10.0.0.2',
  '10.0.0.10',
  '192.168.0.1',
  '::1',
  '2001:db8::2',
  '2001:db8::10',
  'fe80::1',
  '00:1b:44:11:3a:b7',
  'Zoe',
  'host',
  'ä',
];

const rowsOf = (view: View) => Array.from({ length: view.length }, (_, place) => rowAt(view, place));

async function sortBy(packets: Packet[], scores: number[] | null, query: Partial<ViewQuery>): Promise<View> {
  const source = {
    table: makeTable(packets),
    scores: scores === null ? null : cutIntoChunks(scores),
    addressRanks: null,
  };
  return createView(source, { sort: 'row', descending: false, filter: '', above: null, ...query }, freePacer());
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const packets = fc.array(
  fc.record({
    src: optional(fc.constantFrom(...hosts)),
    dst: optional(fc.constantFrom(...hosts)),
    size: fc.oneof(fc.nat(3), fc.constantFrom(2047, 2048, 2 ** 22, 2 ** 32 - 1), fc.nat(2 ** 31 - 1)),
    proto: fc.nat(255),
    ts: optional(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -3, max: 3 }))),
    src_port: optional(fc.nat(65535)),
    dst_port: optional(fc.nat(3)),
    tcp_flags: optional(fc.nat(255)),
  }),
  { maxLength: 60 },
) as fc.Arbitrary<Packet[]>;

/** The value that a column sorts by, or undefined where the row lacks it. */
function valueOf(packet: Packet, score: number, row: number, column: SortColumn): number | undefined {
  if (column === 'row') return row;
  if (column === 'score') return Math.fround(score);
  const value = packet[column];
  return typeof value === 'string' ? hosts.indexOf(value) : value;
}

function sortPlainly(all: Packet[], scores: number[], column: SortColumn, descending: boolean): number[] {
  return all
    .map((_, row) => row)
    .toSorted((a, b) => {
      const [left, right] = [a, b].map((row) => valueOf(all[row], scores[row], row, column));
      if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
      return descending ? right - left : left - right;
    });
}

describe('sorting', () => {
  test.each(columns.flatMap((column) => [false, true].map((descending) => [column, descending] as const)))(
    'by %s, descending %s, agrees with a plain stable sort, rows without the field last',
    async (column, descending) => {
      await fc.assert(
        fc.asyncProperty(
          packets,
          fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
          async (all, stream) => {
            const scores = all.map(() => stream.next().value);
            const view = await sortBy(all, scores, { sort: column, descending });
            expect(rowsOf(view)).toEqual(sortPlainly(all, scores, column, descending));
          },
        ),
      );
    },
  );

  test('works across chunks', async () => {
    let state = 1;
    const random = () => (state = (Math.imul(state, 48271) >>> 0) % 2147483647);
    const all: Packet[] = Array.from({ length: 70_000 }, () => {
      const packet: Packet = { size: random() % 5000, proto: 6, src: hosts[random() % hosts.length] };
      if (random() % 3 > 0) packet.ts = 1.7e9 + random() / 1000;
      return packet;
    });
    const scores = all.map(() => random() / 2147483647);
    const source = { table: makeTable(all), scores: cutIntoChunks(scores), addressRanks: null };
    for (const sort of ['ts', 'size', 'score', 'src'] as const) {
      for (const descending of [false, true]) {
        const view = await createView(source, { sort, descending, filter: '', above: null }, freePacer());
        // Compared as texts: the matcher for lists takes seconds for so many.
        expect(rowsOf(view).join()).toBe(sortPlainly(all, scores, sort, descending).join());
      }
    }
  }, 30_000);

  test("the table's own order takes no memory, in either direction, nor does a column that already stands in order", async () => {
    const all = [5, 6, 6, 9].map((size, index) => ({ size, proto: 6, ts: index }));
    expect(await sortBy(all, null, {})).toEqual({ length: 4, rows: null, reversed: false });
    expect(await sortBy(all, null, { sort: 'size' })).toEqual({ length: 4, rows: null, reversed: false });
    expect(await sortBy(all, null, { sort: 'ts' })).toEqual({ length: 4, rows: null, reversed: false });
    const reversed = await sortBy(all, null, { descending: true });
    expect(reversed.rows).toBeNull();
    expect(rowsOf(reversed)).toEqual([3, 2, 1, 0]);
    expect(rowsOf(wholeView(makeTable(all)))).toEqual([0, 1, 2, 3]);
  });

  test('by score before an analysis keeps the order, and nothing of an empty table is nothing', async () => {
    expect(
      rowsOf(
        await sortBy(
          [
            { size: 2, proto: 1 },
            { size: 1, proto: 1 },
          ],
          null,
          { sort: 'score', descending: true },
        ),
      ),
    ).toEqual([0, 1]);
    for (const sort of columns) expect((await sortBy([], [], { sort, descending: true })).length).toBe(0);
  });
});

describe('filtering and sorting together', () => {
  const all = [40, 1500, 40, 60, 1500].map((size, index) => ({ size, proto: 6, ts: 10 - index }));
  const scores = [0.4, 0.5, 0.6, 0.7, 0.8];

  test('sorts what the filter keeps', async () => {
    expect(rowsOf(await sortBy(all, scores, { sort: 'ts', filter: 'size:40' }))).toEqual([2, 0]);
    expect(rowsOf(await sortBy(all, scores, { sort: 'row', descending: true, filter: '-size:60' }))).toEqual([
      4, 2, 1, 0,
    ]);
    expect(rowsOf(await sortBy(all, scores, { sort: 'size', filter: 'nobody' }))).toEqual([]);
  });

  test('keeps only the rows above a score', async () => {
    expect(rowsOf(await sortBy(all, scores, { above: 0.55, sort: 'size', descending: true }))).toEqual([4, 3, 2]);
    expect(rowsOf(await sortBy(all, scores, { above: Math.fround(0.6) }))).toEqual([3, 4]);
    await expect(sortBy(all, null, { above: 0.5 })).rejects.toThrow(InputError);
  });
});

test('a cancelled view throws, and tells progress before', async () => {
  const all = Array.from({ length: 200_000 }, (_, index) => ({ size: (index * 7919) % 65536, proto: 6 }));
  const source = { table: makeTable(all), scores: null, addressRanks: null };
  const query: ViewQuery = { sort: 'size', descending: false, filter: '', above: null };
  const pacer = freePacer(AbortSignal.abort());
  pacer.due = () => true;
  await expect(createView(source, query, pacer)).rejects.toThrow(CancelledError);
});

test('ranks of the addresses are kept for the next view', async () => {
  const source = {
    table: makeTable([
      { size: 1, proto: 6, src: 'b' },
      { size: 1, proto: 6, src: 'a' },
    ]),
    scores: null,
    addressRanks: null,
  };
  const query: ViewQuery = { sort: 'src', descending: false, filter: '', above: null };
  expect(rowsOf(await createView(source, query, freePacer()))).toEqual([1, 0]);
  expect(source.addressRanks).toEqual(new Uint32Array([0, 2, 1]));
  expect(rowsOf(await createView(source, { ...query, descending: true }, freePacer()))).toEqual([0, 1]);
});
