// Rows as columns of any origin, in chunks: what forests are grown on and score.
import { findFeatures, type NumberColumn } from '../features/catalogue.ts';
import type { PacketTable } from '../packets/table.ts';

/** All chunks but the last have CHUNK_ROWS rows, and each has every column, finite. */
export type ColumnChunks = readonly (readonly NumberColumn[])[];

export const columnsOf = (table: PacketTable, features: readonly string[]): ColumnChunks => {
  const entries = findFeatures(features);
  return table.chunks.map((chunk) => entries.map((entry) => entry.column(chunk)));
};

export const countRows = (chunks: ColumnChunks): number =>
  chunks.reduce((rows, [column]) => rows + (column?.length ?? 0), 0);
