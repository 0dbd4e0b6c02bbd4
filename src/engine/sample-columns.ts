// Evenly drawn values of columns and scores, sorted: what distributions are compared by.
import type { Pieces } from '../base/pacer.ts';
import type { Sorted } from '../survey/bins.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';

/** Packets that are looked at, at most. */
export const MOST_SAMPLED = 65_536;

/**
 * Values of a column as float32, sorted.
 * @param chunks all but the last have CHUNK_ROWS values
 * @param rows   how many there are
 */
export function sampleValues(chunks: readonly ArrayLike<number>[], rows: number): Sorted {
  const count = Math.min(rows, MOST_SAMPLED);
  const values = new Float32Array(count);
  const step = rows / count;
  for (let i = 0; i < count; i++) {
    const row = Math.floor(i * step);
    values[i] = chunks[row >> CHUNK_SHIFT][row & CHUNK_MASK];
  }
  return values.sort();
}

/** Calls `visit` with each column's sample. */
export function* sampleColumns(
  columns: ColumnChunks,
  rows: number,
  visit: (sample: Sorted, index: number) => void,
): Pieces<void> {
  for (let index = 0; index < (columns[0]?.length ?? 0); index++) {
    const chunks = columns.map((chunk) => chunk[index]);
    visit(sampleValues(chunks, rows), index);
    yield;
  }
}
