// What is counted while a source is read is what is there at the end, in whatever order and pieces it comes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MARK_IPV4 } from '../packets/capture.ts';
import { HAS_TS } from '../packets/table.ts';
import { Glance } from './glance.ts';
import { ReadingCounts, type ReadColumns } from './reading-counts.ts';
import { TableBuilder, type RowBlock } from './table-builder.ts';

interface Row {
  time: number | null;
  size: number;
  proto: number;
}

const columnsOf = (rows: readonly Row[]): ReadColumns => ({
  ts: Float64Array.from(rows, ({ time }) => time ?? 0),
  size: Uint32Array.from(rows, ({ size }) => size),
  proto: Uint8Array.from(rows, ({ proto }) => proto),
  present: Uint8Array.from(rows, ({ time }) => (time === null ? 0 : HAS_TS)),
  marks: null,
});

const times = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 1725530000, max: 1725530900, noNaN: true }) },
  {
    weight: 1,
    // Halves of what is next to 0 are 0: the one place where doubling is not exact.
    arbitrary: fc.double({ min: -1e200, max: 1e200, noNaN: true }).map((time) => (Math.abs(time) < 1e-90 ? 0 : time)),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const rowsOf = fc.array(
  fc.record({ time: times, size: fc.integer({ min: 0, max: 70_000 }), proto: fc.integer({ min: 0, max: 255 }) }),
  { maxLength: 60 },
);

test('counts are those at the end, for any times in any order and any cut', () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: 20 }), (rows, piece) => {
      const counts = new ReadingCounts();
      const columns = columnsOf(rows);
      for (let at = 0; at < rows.length; at += piece) {
        counts.count(columns, at, Math.min(rows.length, at + piece));
        counts.preview();
      }
      const preview = counts.preview();
      const timed = rows.filter((row): row is Row & { time: number } => row.time !== null);
      expect(preview.packets).toBe(rows.length);
      expect(preview.untimed).toBe(rows.length - timed.length);
      expect(preview.bytes).toBe(rows.reduce((sum, { size }) => sum + size, 0));
      expect(preview.protocols.reduce((sum, { packets }) => sum + packets, 0)).toBe(rows.length);
      expect(preview.over === null).toBe(timed.length === 0);
      if (preview.over === null) return;
      const all = timed.map(({ time }) => time);
      expect(preview.span).toEqual({ first: Math.min(...all), last: Math.max(...all) });
      const { axis, packets, bytes } = preview.over;
      expect(axis.count).toBeLessThanOrEqual(256);
      expect(packets).toHaveLength(axis.count);
      for (let bucket = 0; bucket < axis.count; bucket++) {
        // Widths are powers of two: the division is exact, and so is the bucket.
        const inside = timed.filter(({ time }) => Math.floor(time / axis.width) - axis.start / axis.width === bucket);
        expect(packets[bucket]).toBe(inside.length);
        expect(bytes[bucket]).toBe(inside.reduce((sum, { size }) => sum + size, 0));
      }
    }),
    { numRuns: 300 },
  );
});

test('the axis begins at the first time, and grows by doubling its buckets', () => {
  const counts = new ReadingCounts();
  counts.count(columnsOf([{ time: 1000, size: 1, proto: 6 }]), 0, 1);
  expect(counts.preview().over!.axis).toEqual({ start: 1000, width: 2 ** -20, count: 1 });
  counts.count(columnsOf([{ time: 1256, size: 1, proto: 6 }]), 0, 1);
  const { axis } = counts.preview().over!;
  expect(axis).toEqual({ start: 1000, width: 2, count: 129 });
});

test('frames without IP are in no protocol', () => {
  const counts = new ReadingCounts();
  const columns = columnsOf([
    { time: 1, size: 60, proto: 6 },
    { time: 2, size: 60, proto: 255 },
  ]);
  counts.count({ ...columns, marks: Uint16Array.of(MARK_IPV4, 1 << 15) }, 0, 2);
  expect(counts.preview()).toMatchObject({ protocols: [{ proto: 6, packets: 1 }], withoutIp: 1 });
});

function blockOf(length: number, time: number): RowBlock {
  const fill = <T extends { fill(value: number): T }>(column: T, value: number) => column.fill(value);
  return {
    length,
    size: fill(new Uint32Array(length), 100),
    proto: fill(new Uint8Array(length), 17),
    present: fill(new Uint8Array(length), HAS_TS),
    anyPresent: HAS_TS,
    ts: fill(new Float64Array(length), time),
    src: new Uint32Array(length),
    dst: new Uint32Array(length),
    srcPort: new Uint16Array(length),
    dstPort: new Uint16Array(length),
    tcpFlags: new Uint8Array(length),
  } as unknown as RowBlock;
}

test('each row is looked at once, over the edges of chunks, and rows that were taken back are gone', () => {
  const builder = new TableBuilder();
  const glance = new Glance(builder);
  builder.append(blockOf(50_000, 10));
  expect(glance.look().packets).toBe(50_000);
  builder.append(blockOf(50_000, 20));
  expect(glance.look()).toMatchObject({ packets: 100_000, bytes: 1e7, span: { first: 10, last: 20 } });
  builder.truncate(10);
  builder.append(blockOf(100_000, 11));
  const after = glance.look();
  expect(after).toMatchObject({ packets: 100_010, bytes: 10_001_000, span: { first: 10, last: 11 } });
  expect(after.over!.packets.reduce((sum, count) => sum + count, 0)).toBe(100_010);
});
