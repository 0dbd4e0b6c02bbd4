// Draws the training rows that a model keeps, so that it can be taught with more of them later.
import { MOST_KEPT } from '../model/kept.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import { type ColumnChunks, countRows } from './columns.ts';

/** Below `limit`; of a seed and a number each its own, by the finaliser of MurmurHash3 (Appleby). */
function draw(seed: number, number: number, limit: number): number {
  let bits = (seed ^ Math.imul(number + 1, 0x9e3779b9)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return Math.floor((((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32) * limit);
}

/** At most `most` of `count` rows, each as likely as any other; rising (Floyd, Communications of the ACM 30(9), 1987). */
function drawRows(count: number, most: number, seed: number): Uint32Array {
  const rows = new Set<number>();
  for (let row = Math.max(0, count - most); row < count; row++) {
    const drawn = draw(seed, row, row + 1);
    rows.add(rows.has(drawn) ? row : drawn);
  }
  return Uint32Array.from(rows).sort();
}

/** The values of rows, one feature after another. */
export function gatherValues(columns: ColumnChunks, features: number, rows: Uint32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(features * rows.length);
  for (let feature = 0; feature < features; feature++) {
    for (let at = 0; at < rows.length; at++) {
      values[feature * rows.length + at] = columns[rows[at] >> CHUNK_SHIFT][feature][rows[at] & CHUNK_MASK];
    }
  }
  return values;
}

/** At most 4,096 rows, which the seed chooses; see `Model.kept`. */
export const keepRows = (columns: ColumnChunks, features: number, seed: number): Float32Array<ArrayBuffer> =>
  gatherValues(columns, features, drawRows(countRows(columns), MOST_KEPT, seed));
