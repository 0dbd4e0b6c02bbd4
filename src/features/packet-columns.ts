// The columns of features that are a packet's own values: they stand in the packet table as they are.
import type { PacketChunk } from '../packets/table.ts';
import { findFeatures } from './sets.ts';

/** A column as it stands in the packet table, or as it was extracted. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

const COLUMNS: Readonly<Record<string, (chunk: PacketChunk) => NumberColumn>> = {
  size: (chunk) => chunk.size,
  proto: (chunk) => chunk.proto,
};

/**
 * One column of `chunk.length` values for each id, in their order, not copied; what takes them sees them as float32.
 * Throws InputError naming an id that is not of the basic features.
 */
export function packetColumns(chunk: PacketChunk, ids: readonly string[]): NumberColumn[] {
  return findFeatures(ids, 'basic').map(({ id }) => COLUMNS[id](chunk));
}
