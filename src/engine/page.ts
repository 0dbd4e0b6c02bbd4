// A page of rows of the current view.
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import type { Page } from './types.ts';
import { rowAt, type View, type ViewSource, wholeView } from './view.ts';

const MOST_PAGE_ROWS = 1000;

/**
 * Throws RangeError for more than 1,000 rows; rows outside of the view are left out.
 * @param whole of the traffic in its own order instead
 */
export function takePage(
  { table, scores, view: shown }: Pick<ViewSource, 'table' | 'scores'> & { view: View },
  start: number,
  count: number,
  whole = false,
): Page {
  const view = whole ? wholeView(table) : shown;
  if (!(count >= 0 && count <= MOST_PAGE_ROWS))
    throw new RangeError(`a page of ${count} rows; at most ${MOST_PAGE_ROWS}`);
  const first = Math.min(Math.max(0, Math.floor(start)), view.length);
  const length = Math.min(Math.floor(count), view.length - first);
  const rows = Array.from({ length }, (_, index) => {
    const row = rowAt(view, first + index);
    const score = scores === null ? null : scores[row >> CHUNK_SHIFT][row & CHUNK_MASK];
    return { ...table.packet(row), row, score, frame: table.frame(row) };
  });
  return { start: first, rows };
}
