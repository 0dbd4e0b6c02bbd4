// How many rows are scored in one go: so many that it takes a few milliseconds, whatever the forest's size.
import { MAX_PIECE } from './scorer.ts';

/** Rows of the first piece. */
export const FIRST_PIECE = 512;
/** Milliseconds that one piece should take. */
const PIECE_TIME = 5;

/** Rows of the next piece after one of `rows` rows that took `milliseconds`; at most four times as many. */
export function nextPiece(rows: number, milliseconds: number): number {
  const fitting = milliseconds > 0 ? (rows * PIECE_TIME) / milliseconds : MAX_PIECE;
  return Math.max(64, Math.min(MAX_PIECE, 4 * rows, Math.floor(fitting / 8) * 8));
}
