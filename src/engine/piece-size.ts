// How many rows are scored in one go: so many that it takes a few milliseconds, whatever the forest's size.
import { MAX_PIECE } from './scorer.ts';

/** Rows of the first piece. */
export const FIRST_PIECE = 1024;
/** Milliseconds that one piece should take. */
const PIECE_TIME = 5;

/** Rows of the next piece after one of `rows` rows that took `ms`; at most four times as many, and at most `most`. */
export function nextPiece(rows: number, ms: number, most = MAX_PIECE, wanted = PIECE_TIME): number {
  const fitting = ms > 0 ? (rows * wanted) / ms : most;
  // The plane kernel takes 1,024 rows as fast as the first of them.
  const step = fitting < 1024 ? 64 : 1024;
  return Math.max(64, Math.min(most, 4 * rows, Math.floor(fitting / step) * step));
}
