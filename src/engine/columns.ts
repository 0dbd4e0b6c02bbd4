// Rows as columns of any origin, in chunks: what forests are grown on and score.
import { type NumberColumn, packetColumns } from '../features/packet-columns.ts';
import type { PacketTable } from '../packets/table.ts';

/** All chunks but the last have CHUNK_ROWS rows, and each has every column, finite. */
export type ColumnChunks = readonly (readonly NumberColumn[])[];

/** Of basic features. Throws InputError naming any other. */
export const columnsOf = (table: PacketTable, features: readonly string[]): ColumnChunks =>
  table.chunks.map((chunk) => packetColumns(chunk, features));

export const countRows = (chunks: ColumnChunks): number =>
  chunks.reduce((rows, [column]) => rows + (column?.length ?? 0), 0);
