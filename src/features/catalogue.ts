// What a model may look at: one entry a feature.
import { InputError } from '../base/errors.ts';
import type { PacketChunk } from '../packets/table.ts';
import type { FeatureId } from './ids.ts';

/** A column as it stands in the packet table. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export interface Feature {
  id: FeatureId;
  label: string;
  /** Unit of its values, or '' for a mere number. */
  unit: string;
  /** Whether only integers can stand there. */
  integer: boolean;
  /** One sentence: why it tells odd packets from usual ones. */
  why: string;
  /** Columns of the packet table that it is made of. */
  needs: readonly (keyof PacketChunk)[];
  /** Its values, one a row, not copied; what takes them sees them as float32. */
  column(chunk: PacketChunk): NumberColumn;
}

export const FEATURES: readonly Feature[] = [
  {
    id: 'size',
    label: 'Packet size',
    unit: 'bytes',
    integer: true,
    why: 'Scans, floods and tunnels send packets of sizes that the usual traffic of a network seldom has.',
    needs: ['size'],
    column: (chunk) => chunk.size,
  },
  {
    id: 'proto',
    label: 'Protocol',
    unit: '',
    integer: true,
    why: 'A protocol that is rare on a network, such as a tunnelling one, stands out by its number alone.',
    needs: ['proto'],
    column: (chunk) => chunk.proto,
  },
];

/** Entries of the given ids, in their order. Throws InputError naming an unknown id. */
export function findFeatures(ids: readonly string[]): Feature[] {
  return ids.map((id) => {
    const feature = FEATURES.find((entry) => entry.id === id);
    if (feature !== undefined) return feature;
    const known = FEATURES.map((entry) => entry.id).join(', ');
    throw new InputError(`Unknown feature "${id}": this version knows ${known}. Use a model made with these features.`);
  });
}

/** One float32 column of `chunk.length` values for each id, in their order. Throws InputError naming an unknown id. */
export function featureColumns(chunk: PacketChunk, ids: readonly string[]): Float32Array<ArrayBuffer>[] {
  return findFeatures(ids).map((feature) => new Float32Array(feature.column(chunk)));
}
