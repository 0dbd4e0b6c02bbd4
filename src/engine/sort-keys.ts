// What a table is sorted by: the columns as numbers that stand in the order of their values.
import {
  CHUNK_MASK,
  CHUNK_SHIFT,
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketTable,
} from '../packets/table.ts';
import type { ValueOf } from './order.ts';
import type { SortColumn } from './types.ts';

/** What one column gives to sort by. */
export interface SortKey {
  /** `HAS_…` bit of the rows that have the field, or 0 where every row has it. */
  present: number;
  /** Column whose value other than 0 stands in for the field, as in the packet table: the MAC address of a frame without IP. */
  instead?: 'srcMac' | 'dstMac';
  /** Asked only for rows that have the field. */
  valueOf: ValueOf;
}

/**
 * The sort key of a column other than 'row'.
 * @param scores one array a chunk; only for 'score'
 * @param ranks  of the addresses by id, see rankAddresses; only for 'src' and 'dst'
 */
export function sortKey(
  { chunks }: PacketTable,
  column: Exclude<SortColumn, 'row'>,
  scores: readonly Float32Array[],
  ranks: Uint32Array,
): SortKey {
  const chunkOf = (row: number) => chunks[row >> CHUNK_SHIFT];
  // Each column has a function of its own: one that reads every kind of array would be several times slower.
  switch (column) {
    case 'score':
      return { present: 0, valueOf: (row) => scores[row >> CHUNK_SHIFT][row & CHUNK_MASK] };
    case 'ts':
      return { present: HAS_TS, valueOf: (row) => chunkOf(row).ts![row & CHUNK_MASK] };
    case 'src':
      return {
        present: HAS_SRC,
        instead: 'srcMac',
        valueOf: (row) => {
          const { src, srcMac } = chunkOf(row);
          return ranks[src?.[row & CHUNK_MASK] || srcMac![row & CHUNK_MASK]];
        },
      };
    case 'src_port':
      return { present: HAS_SRC_PORT, valueOf: (row) => chunkOf(row).srcPort![row & CHUNK_MASK] };
    case 'dst':
      return {
        present: HAS_DST,
        instead: 'dstMac',
        valueOf: (row) => {
          const { dst, dstMac } = chunkOf(row);
          return ranks[dst?.[row & CHUNK_MASK] || dstMac![row & CHUNK_MASK]];
        },
      };
    case 'dst_port':
      return { present: HAS_DST_PORT, valueOf: (row) => chunkOf(row).dstPort![row & CHUNK_MASK] };
    case 'proto':
      return { present: 0, valueOf: (row) => chunkOf(row).proto[row & CHUNK_MASK] };
    case 'size':
      return { present: 0, valueOf: (row) => chunkOf(row).size[row & CHUNK_MASK] };
    case 'tcp_flags':
      return { present: HAS_TCP_FLAGS, valueOf: (row) => chunkOf(row).tcpFlags![row & CHUNK_MASK] };
  }
}
