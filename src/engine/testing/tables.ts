// Tables for tests: from packets written out, and seeded large ones.
import { Pacer } from '../../base/pacer.ts';
import { AddressDictionary } from '../../packets/addresses.ts';
import { NOT_CAPTURED } from '../../packets/capture.ts';
import { CHUNK_ROWS, OPTIONAL_FIELDS, PacketTable, type Packet, type PacketChunk } from '../../packets/table.ts';
import { startClock } from '../clock.ts';
import type { Progress } from '../types.ts';

/** A dictionary of texts, the first with id 1. */
export function makeDictionary(texts: readonly string[]): AddressDictionary {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const ends = new Uint32Array(texts.length + 1);
  parts.forEach((part, index) => (ends[index + 1] = ends[index] + part.length));
  const bytes = new Uint8Array(ends[texts.length]);
  parts.forEach((part, index) => bytes.set(part, ends[index]));
  return new AddressDictionary(bytes, ends);
}

function makeChunk(packets: readonly Packet[], idOf: (text: string) => number): PacketChunk {
  const some = (field: keyof Packet) => packets.some((packet) => packet[field] !== undefined);
  const bitsOf = (packet: Packet) =>
    OPTIONAL_FIELDS.reduce((bits, { field, bit }) => (packet[field] === undefined ? bits : bits | bit), 0);
  return {
    ...NOT_CAPTURED,
    length: packets.length,
    size: Uint32Array.from(packets, ({ size }) => size),
    proto: Uint8Array.from(packets, ({ proto }) => proto),
    present: Uint8Array.from(packets, bitsOf),
    ts: some('ts') ? Float64Array.from(packets, ({ ts }) => ts ?? 0) : null,
    src: some('src') ? Uint32Array.from(packets, ({ src }) => (src === undefined ? 0 : idOf(src))) : null,
    dst: some('dst') ? Uint32Array.from(packets, ({ dst }) => (dst === undefined ? 0 : idOf(dst))) : null,
    srcPort: some('src_port') ? Uint16Array.from(packets, ({ src_port }) => src_port ?? 0) : null,
    dstPort: some('dst_port') ? Uint16Array.from(packets, ({ dst_port }) => dst_port ?? 0) : null,
    tcpFlags: some('tcp_flags') ? Uint8Array.from(packets, ({ tcp_flags }) => tcp_flags ?? 0) : null,
  };
}

/** A table of these packets. */
export function makeTable(packets: readonly Packet[]): PacketTable {
  const ids = new Map<string, number>();
  const idOf = (text: string) => {
    if (!ids.has(text)) ids.set(text, ids.size + 1);
    return ids.get(text)!;
  };
  const chunks: PacketChunk[] = [];
  for (let start = 0; start < packets.length; start += CHUNK_ROWS) {
    chunks.push(makeChunk(packets.slice(start, start + CHUNK_ROWS), idOf));
  }
  return new PacketTable(chunks, makeDictionary([...ids.keys()]));
}

/** One number a row, as scores are kept: one array a chunk. */
export function cutIntoChunks(values: readonly number[]): Float32Array[] {
  const parts: Float32Array[] = [];
  for (let start = 0; start < values.length; start += CHUNK_ROWS) {
    parts.push(Float32Array.from(values.slice(start, start + CHUNK_ROWS)));
  }
  return parts;
}

/** A pacer without progress. */
export function freePacer(signal?: AbortSignal): Pacer<Progress> {
  return new Pacer<Progress>(signal);
}

/** A clock that nobody looks at. */
export function freeClock() {
  return startClock(freePacer(), 'sorting', 0);
}
