// The core's features of a table against the reference's, packet by packet; and whether any cut into pieces gives the same bits.
import { EXTRACTED_FEATURES } from '../../features/extract.ts';
import type { PacketTable } from '../../packets/table.ts';
import { extractColumns } from './extract-columns.ts';
import { REFERENCE_FEATURES, Reference, referenceFeatures } from './reference.ts';

/** How far apart two values may be, of the greater of the reference's value and 1: some float32 roundings (6e-8 each). */
const MOST_APART = 1e-6;

export interface FeatureDifference {
  feature: string;
  /** The greatest distance, of the greater of the reference's value and 1. */
  greatest: number;
  /** Packets in which it is more than MOST_APART, and the first of them (0-based), or null. */
  packets: number;
  first: number | null;
}

export interface FeatureComparison {
  differences: FeatureDifference[];
  /** Of the same traffic once more, by what was known after the first time. */
  resumed: FeatureDifference[];
  /** Features that only one of both has. */
  unmatched: string[];
  /** Entries that found no room in the core's tables: the reference's never lack any. */
  evicted: number;
  /** Rows of the pieces under which some bit was another. */
  otherBits: number[];
}

/** `values` against `expected`, float32 against double. */
export function compareColumn(feature: string, values: ArrayLike<number>, expected: Float64Array): FeatureDifference {
  const difference: FeatureDifference = { feature, greatest: 0, packets: 0, first: null };
  expected.forEach((value, row) => {
    const apart = Math.abs(values[row] - value) / Math.max(1, Math.abs(value));
    if (apart > difference.greatest || Number.isNaN(apart)) difference.greatest = apart;
    if (apart <= MOST_APART) return;
    difference.packets++;
    difference.first ??= row;
  });
  return difference;
}

const bitsOf = (column: Float32Array): Buffer => Buffer.from(column.buffer, column.byteOffset, column.byteLength);

/** `pieces`: rows of the pieces that the table is also cut into. */
export async function compareFeatures(
  module: WebAssembly.Module,
  table: PacketTable,
  pieces: readonly number[],
): Promise<FeatureComparison> {
  const reference = new Reference();
  const expected = referenceFeatures(table, reference);
  reference.resume();
  const expectedAgain = referenceFeatures(table, reference);
  const { columns, state, evicted } = await extractColumns(module, table);
  const again = await extractColumns(module, table, { state });
  const ours: readonly string[] = EXTRACTED_FEATURES;
  const theirs: readonly string[] = REFERENCE_FEATURES;
  const compare = (values: readonly Float32Array[], wanted: readonly Float64Array[]): FeatureDifference[] =>
    theirs
      .filter((id) => ours.includes(id))
      .map((id) => compareColumn(id, values[ours.indexOf(id)], wanted[theirs.indexOf(id)]));
  const otherBits: number[] = [];
  for (const rows of pieces) {
    const cut = await extractColumns(module, table, { pieceRows: rows });
    if (!cut.columns.every((column, place) => bitsOf(column).equals(bitsOf(columns[place])))) otherBits.push(rows);
  }
  return {
    differences: compare(columns, expected),
    resumed: compare(again.columns, expectedAgain),
    unmatched: [...ours.filter((id) => !theirs.includes(id)), ...theirs.filter((id) => !ours.includes(id))],
    evicted: evicted + again.evicted,
    otherBits,
  };
}
