// Which rows an export writes: all, those that stand out, those of the view, or a list.
import { InputError } from '../../base/errors.ts';
import { doPaced } from '../../base/pacer.ts';
import { CHUNK_ROWS } from '../../packets/table.ts';
import type { Clock } from '../clock.ts';
import { visitMarked } from '../../survey/marker.ts';
import { rowAt } from '../view.ts';
import type { ExportRequest } from './export.ts';

/** Rows of a table, to be walked in the table's own order. */
export interface Selection {
  count: number;
  has(row: number): boolean;
}

/** Rows that are listed between two looks at the clock: about a millisecond. */
const PIECE = 1 << 16;

/** Takes a bit a row unless all are written. Throws InputError for 'odd' before an analysis. */
export async function selectExported(
  { table, scores, view, rows, line }: ExportRequest,
  clock: Clock,
): Promise<Selection> {
  if (rows === 'all' || (rows === 'view' && view.length === table.length)) {
    return { count: table.length, has: () => true };
  }
  const bits = new Uint8Array(Math.ceil(table.length / 8));
  const add = (row: number): void => void (bits[row >> 3] |= 1 << (row & 7));
  const has = (row: number): boolean => (bits[row >> 3] & (1 << (row & 7))) !== 0;
  if (rows === 'odd') {
    if (scores === null) throw new InputError('This traffic has not been analysed yet: no packet is marked.');
    let count = 0;
    const visit = (chunk: number, found: Uint32Array, above: number): void => {
      for (let at = 0; at < above; at++) add(chunk * CHUNK_ROWS + found[at]);
      count += above;
    };
    await doPaced(visitMarked({ table, scores }, line, visit), () => clock.tick(0));
    return { count, has };
  }
  const count = rows === 'view' ? view.length : rows.length;
  for (let place = 0; place < count; place++) {
    add(rows === 'view' ? rowAt(view, place) : rows[place]);
    if (place % PIECE === 0) await clock.tick(0);
  }
  return { count, has };
}
