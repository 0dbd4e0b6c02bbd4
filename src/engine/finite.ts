// Refuses values that are no finite float32: a forest can neither be grown on them nor score them.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';

/** The least number that float32 rounds to infinity: half a step above its greatest (IEEE 754, section 4.3.1). */
const TOO_LARGE = 2 ** 128 - 2 ** 103;

/** Columns are not changed once they are read: each is looked through once. */
const proven = new WeakSet<NumberColumn>();

/**
 * Looks through all rows of the columns, one for each name, in pieces of one chunk and column.
 * Throws InputError naming the first row (counted from 0) and the feature of a NaN or of what is infinite as float32.
 */
export function* checkFinite(chunks: ColumnChunks, features: readonly string[]): Pieces<void> {
  for (const [chunk, columns] of chunks.entries()) {
    for (const [index, column] of columns.entries()) {
      // Integers have no others.
      if (!(column instanceof Float32Array || column instanceof Float64Array) || proven.has(column)) continue;
      const row = findUnfit(column);
      if (row < column.length) {
        throw new InputError(
          `Row ${(chunk * CHUNK_ROWS + row).toLocaleString('en-US')} (counted from 0) has ${column[row]} as its ` +
            `"${features[index]}": a forest needs finite numbers, below 3.4e38 in size. Correct the value or leave the row out.`,
        );
      }
      proven.add(column);
      yield;
    }
  }
}

/** The first place whose value is no finite float32, or the length. */
function findUnfit(column: Float32Array | Float64Array): number {
  let row = 0;
  // The comparison is false for NaN too.
  while (row < column.length && Math.abs(column[row]) < TOO_LARGE) row++;
  return row;
}
