// Rows of the current view, a page at a time, and rows by their numbers.
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import type { Page, PacketRow } from './types.ts';
import { rowAt, type View, type ViewSource } from './view.ts';

const MOST_PAGE_ROWS = 1000;

/** Throws RangeError for more than 1,000 rows; rows outside of the view are left out. */
export function takePage(
  { table, scores, view }: Pick<ViewSource, 'table' | 'scores'> & { view: View },
  start: number,
  count: number,
): Page {
  if (!(count >= 0 && count <= MOST_PAGE_ROWS))
    throw new RangeError(`a page of ${count} rows; at most ${MOST_PAGE_ROWS}`);
  const first = Math.min(Math.max(0, Math.floor(start)), view.length);
  const length = Math.min(Math.floor(count), view.length - first);
  const rows = Array.from({ length }, (_, index) => rowAt(view, first + index));
  return { start: first, rows: takeRows({ table, scores }, rows) };
}

/** Throws RangeError for rows outside of the table, and for more than 1,000. */
export function takeRows(
  { table, scores }: Pick<ViewSource, 'table' | 'scores'>,
  rows: readonly number[],
): PacketRow[] {
  if (rows.length > MOST_PAGE_ROWS) throw new RangeError(`${rows.length} rows; at most ${MOST_PAGE_ROWS}`);
  return rows.map((row) => {
    const score = scores === null ? null : scores[row >> CHUNK_SHIFT][row & CHUNK_MASK];
    return { ...table.packet(row), row, score, frame: table.frame(row) };
  });
}
