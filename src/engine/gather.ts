// Carries drawn rows out of the columns into the records that trees are grown on.
import type { Pieces } from '../base/pacer.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import { CHUNK_MASK, CHUNK_ROWS } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';

/** Bytes of a cache line. */
const LINE = 64;
/** Lines of a column that are read ahead in the time that one row takes from memory, measured. */
const LINES_A_ROW = 8;

/** Values gathered between two looks at the clock. */
const PIECE = 400_000;

/** The core's memory as a sample sees it. */
interface Views {
  /** Ascending rows of each tree, or null: every tree has all rows, in order. */
  rows: Uint32Array | null;
  /** Column of each value of a record, tree after tree, `columnsApart` apart. */
  columns: Uint8Array;
  /** Filled. */
  records: Float32Array;
}

/** Trees whose rows are gathered together. */
export interface Sample {
  trees: number;
  /** Most records of a tree: rows and records of the next tree begin so many further. */
  most: number;
  /** Rows of each tree. */
  sizes: Uint32Array;
  /** Values that a record holds, and f32 places that it takes up. */
  width: number;
  stride: number;
  columnsApart: number;
  /** Asked for anew after each piece: memory may have grown. */
  views(): Views;
  /** Of no meaning: that it is kept keeps the reading ahead from being optimised away. */
  ahead: number;
}

/** Gathers chunk by chunk and column by column for all trees together: a column is in the cache for the second tree. */
export function* gatherSample(chunks: ColumnChunks, sample: Sample): Pieces<void> {
  const { trees, most, sizes, width, stride, columnsApart } = sample;
  // Which of its rows a tree has in the chunk.
  const starts = new Uint32Array(trees);
  const ends = new Uint32Array(trees);
  let { rows, columns, records } = sample.views();
  let gathered = 0;
  for (const [index, chunk] of chunks.entries()) {
    let reads = 0;
    for (let tree = 0; tree < trees; tree++) {
      starts[tree] = ends[tree];
      ends[tree] = findEnd(rows, tree * most, starts[tree], sizes[tree], (index + 1) * CHUNK_ROWS);
      reads += ends[tree] - starts[tree];
    }
    for (let place = 0; place < width; place++) {
      let before: NumberColumn | null = null;
      for (let tree = 0; tree < trees; tree++) {
        const column = chunk[columns[tree * columnsApart + place]];
        if (column !== before && reads * LINES_A_ROW * LINE >= column.byteLength) sample.ahead = readAhead(column);
        before = column;
        const from = tree * most + starts[tree];
        const at = from * stride + place;
        if (rows === null) copyColumn(column, records, at, stride);
        else gatherRows(column, rows, from, tree * most + ends[tree], records, at, stride);
      }
      gathered += reads;
      if (gathered < PIECE) continue;
      gathered = 0;
      yield;
      ({ rows, columns, records } = sample.views());
    }
  }
}

/** Where the rows of a tree from `limit` on begin. */
function findEnd(rows: Uint32Array | null, base: number, start: number, size: number, limit: number): number {
  if (rows === null) return Math.min(size, limit);
  let end = start;
  while (end < size && rows[base + end] < limit) end++;
  return end;
}

/** Reads a column forward, which takes less time than fetching a third of its cache lines here and there. */
function readAhead(column: NumberColumn): number {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  let sum = 0;
  let other = 0;
  for (let at = LINE; at < bytes.length; at += 2 * LINE) {
    sum = (sum + bytes[at - LINE]) | 0;
    other = (other + bytes[at]) | 0;
  }
  return sum ^ other;
}

function gatherRows(
  column: NumberColumn,
  rows: Uint32Array,
  from: number,
  to: number,
  records: Float32Array,
  first: number,
  stride: number,
): void {
  for (let i = from, at = first; i < to; i++, at += stride) records[at] = column[rows[i] & CHUNK_MASK];
}

function copyColumn(column: NumberColumn, records: Float32Array, first: number, stride: number): void {
  for (let row = 0, at = first; row < column.length; row++, at += stride) records[at] = column[row];
}
