// The seeded columns: the same bytes on every run and machine, and of the kind that their names say.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HOSTILE, makeColumns, makePacketColumns, WORKLOADS } from './workloads.ts';

const ROWS = 65_536 + 500;
const FEW = 8000;

function digest(chunks: readonly (readonly Float32Array[])[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) for (const column of chunk) hash.update(new Uint8Array(column.buffer));
  return hash.digest('hex').slice(0, 12);
}

const columnOf = (chunks: readonly (readonly Float32Array[])[], column: number): number[] =>
  chunks.flatMap((chunk) => [...chunk[column]]);

test('each run makes the same bytes', () => {
  // Pinned when they were first made: figures of different days are of the same rows.
  expect(
    Object.fromEntries(
      [...(['W1', 'W2', 'W3'] as const), ...HOSTILE].map((name) => [name, digest(makeColumns(name, ROWS))]),
    ),
  ).toMatchInlineSnapshot(`
    {
      "1e30 beside 1e-30": "12244eeff36d",
      "W1": "a45ef730cb2d",
      "W2": "9bc83b3aae66",
      "W3": "adf097f13c28",
      "all equal": "f777d5e0c5c1",
      "heavy tail": "134f3a26f03e",
      "one huge outlier": "9117ef0e7667",
      "sorted": "c189ccf72714",
      "two values": "b2612506bb8e",
    }
  `);
});

test('workloads have the rows and columns of their tables, in chunks of 65,536 rows', () => {
  expect(WORKLOADS).toEqual({
    W1: { rows: 1_000_000, width: 2 },
    W2: { rows: 1_000_000, width: 10 },
    W3: { rows: 200_000, width: 40 },
  });
  const chunks = makeColumns('W3');
  expect(chunks.map(([column]) => column.length)).toEqual([65_536, 65_536, 65_536, 3392]);
  expect(chunks.every((columns) => columns.length === 40)).toBe(true);
});

test('W1 is packets: whole sizes of 40 to 1,500 bytes, protocols of one byte, most of them TCP', () => {
  const chunks = makeColumns('W1', ROWS);
  const [sizes, protos] = [columnOf(chunks, 0), columnOf(chunks, 1)];
  expect(sizes.every((size) => Number.isInteger(size) && size >= 40 && size <= 1500)).toBe(true);
  expect(protos.every((proto) => Number.isInteger(proto) && proto >= 0 && proto <= 255)).toBe(true);
  expect(protos.filter((proto) => proto === 6).length / ROWS).toBeCloseTo(0.82, 1);
  const packets = makePacketColumns(ROWS);
  expect(packets[0].map((column) => column.constructor)).toEqual([Uint32Array, Uint8Array]);
  expect(packets.map((columns) => columns.map((column) => [...column]))).toEqual(
    chunks.map((columns) => columns.map((column) => [...column])),
  );
});

test('W2 is standard normal, hardly any value twice', () => {
  for (const column of [0, 9]) {
    const values = columnOf(makeColumns('W2', ROWS), column);
    const mean = values.reduce((sum, value) => sum + value, 0) / ROWS;
    const variance = values.reduce((sum, value) => sum + value * value, 0) / ROWS;
    // Five standard errors: 5 / sqrt(66,036), and sqrt(2) times that.
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(new Set(values).size).toBeGreaterThan(0.98 * ROWS);
  }
});

describe('hostile columns are what they are called', () => {
  test.each(HOSTILE)('%s: finite float32', (name) => {
    const chunks = makeColumns(name, FEW);
    expect(chunks[0]).toHaveLength(10);
    expect(chunks.every((columns) => columns.every((column) => column.every(Number.isFinite)))).toBe(true);
  });

  const column = (name: (typeof HOSTILE)[number], index = 3): number[] => columnOf(makeColumns(name, FEW), index);

  test('each in its way', () => {
    expect(new Set(column('all equal')).size).toBe(1);
    expect(new Set(column('two values')).size).toBe(2);
    const tail = column('heavy tail').sort((a, b) => a - b);
    expect(tail[0]).toBeGreaterThan(0);
    expect(tail.at(-1)! / tail[FEW >> 1]).toBeGreaterThan(1e12);
    expect(column('one huge outlier').filter((value) => value > 1)).toEqual([1e9]);
    const up = column('sorted', 0);
    expect(up).toEqual([...up].sort((a, b) => a - b));
    const down = column('sorted', 1);
    expect(down).toEqual([...down].sort((a, b) => b - a));
    const extremes = column('1e30 beside 1e-30');
    const high = extremes.filter((value) => value >= Math.fround(1e30));
    expect(high.length / FEW).toBeCloseTo(0.5, 1);
    expect(extremes.filter((value) => value <= 2.001e-30)).toHaveLength(FEW - high.length);
  });
});
