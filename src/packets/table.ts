// The hub type: every reader returns a PacketTable, every later stage takes one.
import type { AddressDictionary } from './addresses.ts';
import {
  MARK_ARP,
  MARK_CAPTURED,
  MARK_DNS,
  MARK_ICMP,
  MARK_IPV4,
  MARK_IPV6,
  MARK_TRANSPORT,
  MARK_VLAN,
  type CaptureColumns,
  type CaptureInterface,
  type Frame,
} from './capture.ts';

/** Rows of a full chunk. Every chunk but the last is full, so that row i stands in chunk `i >> CHUNK_SHIFT`. */
export const CHUNK_SHIFT = 16;
export const CHUNK_ROWS = 1 << CHUNK_SHIFT;
export const CHUNK_MASK = CHUNK_ROWS - 1;

/** Bits of `PacketChunk.present`: which optional fields a row has. */
export const HAS_SRC = 1;
export const HAS_DST = 2;
export const HAS_TS = 4;
export const HAS_SRC_PORT = 8;
export const HAS_DST_PORT = 16;
export const HAS_TCP_FLAGS = 32;

/**
 * Up to 65,536 packets as parallel columns, each of `length` elements.
 * An optional column that no row of the chunk has is `null`; where it stands, `present` says which rows have it.
 */
export interface PacketChunk extends CaptureColumns {
  readonly length: number;
  /** Bytes, 0 to 2^32-1. */
  readonly size: Uint32Array;
  /** IANA protocol number, 0 to 255. */
  readonly proto: Uint8Array;
  /** `HAS_…` bits. */
  readonly present: Uint8Array;
  /** Seconds since 1970-01-01T00:00Z; 0 where absent. */
  readonly ts: Float64Array | null;
  /** Ids in the table's address dictionary; 0 where absent. */
  readonly src: Uint32Array | null;
  readonly dst: Uint32Array | null;
  /** 0 to 65535; 0 where absent. */
  readonly srcPort: Uint16Array | null;
  readonly dstPort: Uint16Array | null;
  /** TCP flag bits, 0 to 255 (RFC 9293 section 3.1); 0 where absent. */
  readonly tcpFlags: Uint8Array | null;
}

/** The fields that a packet may lack, in the payload's order: their column, its type, and their `present` bit. */
export const OPTIONAL_FIELDS = [
  { field: 'src', column: 'src', type: Uint32Array, bit: HAS_SRC },
  { field: 'dst', column: 'dst', type: Uint32Array, bit: HAS_DST },
  { field: 'ts', column: 'ts', type: Float64Array, bit: HAS_TS },
  { field: 'src_port', column: 'srcPort', type: Uint16Array, bit: HAS_SRC_PORT },
  { field: 'dst_port', column: 'dstPort', type: Uint16Array, bit: HAS_DST_PORT },
  { field: 'tcp_flags', column: 'tcpFlags', type: Uint8Array, bit: HAS_TCP_FLAGS },
] as const;

export type OptionalField = (typeof OPTIONAL_FIELDS)[number]['field'];

/** One packet in the payload's own field names; an absent optional field is left out. */
export interface Packet {
  src?: string;
  dst?: string;
  size: number;
  proto: number;
  ts?: number;
  src_port?: number;
  dst_port?: number;
  tcp_flags?: number;
}

/** Packets as chunked columns with one address dictionary. Immutable once read. */
export class PacketTable {
  readonly length: number;

  constructor(
    readonly chunks: readonly PacketChunk[],
    readonly addresses: AddressDictionary,
    /** Of all captures among the sources. */
    readonly interfaces: readonly CaptureInterface[] = [],
  ) {
    this.length = chunks.reduce((rows, chunk) => rows + chunk.length, 0);
    chunks.forEach((chunk, index) => {
      if (chunk.length !== CHUNK_ROWS && index !== chunks.length - 1) {
        throw new RangeError(
          `chunk ${index} has ${chunk.length} rows: every chunk but the last must have ${CHUNK_ROWS}`,
        );
      }
    });
  }

  /** What only a capture tells of row `index` (0-based), or null for a packet of a batch. Throws RangeError outside the table. */
  frame(index: number): Frame | null {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`row ${index} of ${this.length}`);
    const chunk = this.chunks[index >> CHUNK_SHIFT];
    const row = index & CHUNK_MASK;
    const marks = chunk.marks?.[row] ?? 0;
    if (!(marks & MARK_CAPTURED)) return null;
    const address = (column: Uint32Array | null): string | null => {
      const id = column?.[row] ?? 0;
      return id === 0 ? null : this.addresses.text(id);
    };
    return {
      marks,
      capturedLength: (chunk.size[row] - (chunk.missing?.[row] ?? 0)) >>> 0,
      offset: chunk.offset?.[row] ?? 0,
      interface: chunk.interface?.[row] ?? 0,
      ethertype: chunk.ethertype?.[row] ?? 0,
      vlan: marks & MARK_VLAN ? (chunk.vlan?.[row] ?? 0) : null,
      srcMac: address(chunk.srcMac),
      dstMac: address(chunk.dstMac),
      ttl: marks & (MARK_IPV4 | MARK_IPV6) ? (chunk.ttl?.[row] ?? 0) : null,
      tcpWindow: chunk.present[row] & HAS_TCP_FLAGS ? (chunk.tcpWindow?.[row] ?? 0) : null,
      payloadLength: marks & MARK_TRANSPORT ? (chunk.payloadLength?.[row] ?? 0) : null,
      icmpType: marks & MARK_ICMP ? (chunk.icmpType?.[row] ?? 0) : null,
      icmpCode: marks & MARK_ICMP ? (chunk.icmpCode?.[row] ?? 0) : null,
      arpOperation: marks & MARK_ARP ? (chunk.arpOperation?.[row] ?? 0) : null,
      arpSender: address(chunk.arpSender),
      arpTarget: address(chunk.arpTarget),
      dnsLength: marks & MARK_DNS ? (chunk.dnsLength?.[row] ?? 0) : null,
      dnsEntropy: marks & MARK_DNS ? (chunk.dnsEntropy?.[row] ?? 0) / 32 : null,
    };
  }

  /** Row `index` (0-based) as a payload item. Throws RangeError outside the table. */
  packet(index: number): Packet {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`row ${index} of ${this.length}`);
    const chunk = this.chunks[index >> CHUNK_SHIFT];
    const row = index & CHUNK_MASK;
    const present = chunk.present[row];
    const packet: Partial<Packet> = {};
    if (present & HAS_SRC) packet.src = this.addresses.text(chunk.src![row]);
    if (present & HAS_DST) packet.dst = this.addresses.text(chunk.dst![row]);
    packet.size = chunk.size[row];
    packet.proto = chunk.proto[row];
    if (present & HAS_TS) packet.ts = chunk.ts![row];
    if (present & HAS_SRC_PORT) packet.src_port = chunk.srcPort![row];
    if (present & HAS_DST_PORT) packet.dst_port = chunk.dstPort![row];
    if (present & HAS_TCP_FLAGS) packet.tcp_flags = chunk.tcpFlags![row];
    return packet as Packet;
  }
}
