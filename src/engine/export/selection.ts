// Which rows an export writes: all, those that stand out, or those of the view.
import { InputError } from '../../base/errors.ts';
import { countAbove } from '../../detect/summary.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../../packets/table.ts';
import type { Clock } from '../clock.ts';
import type { ExportRows } from '../types.ts';
import { rowAt, type View, type ViewSource } from '../view.ts';

/** Rows of a table, to be walked in the table's own order. */
export interface Selection {
  count: number;
  has(row: number): boolean;
}

/** Rows that are marked between two looks at the clock: about a millisecond. */
const PIECE = 1 << 16;

/** Takes a bit a row for a view that does not show every row. Throws InputError for 'odd' before an analysis. */
export async function selectExported(
  which: ExportRows,
  { table, scores, view }: Pick<ViewSource, 'table' | 'scores'> & { view: View },
  threshold: number,
  clock: Clock,
): Promise<Selection> {
  const all = { count: table.length, has: () => true };
  if (which === 'odd') {
    if (scores === null) throw new InputError('This traffic has not been analysed yet: no packet is marked.');
    const count = await countAbove(scores, threshold, () => clock.tick(0));
    return { count, has: (row) => scores[row >> CHUNK_SHIFT][row & CHUNK_MASK] > threshold };
  }
  if (which === 'all' || view.length === table.length) return all;
  const bits = new Uint8Array(Math.ceil(table.length / 8));
  for (let place = 0; place < view.length; place++) {
    const row = rowAt(view, place);
    bits[row >> 3] |= 1 << (row & 7);
    if (place % PIECE === 0) await clock.tick(0);
  }
  return { count: view.length, has: (row) => (bits[row >> 3] & (1 << (row & 7))) !== 0 };
}
