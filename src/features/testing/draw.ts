// For tests: tables of packets that are written out, with what only a capture tells of them.
import { AddressDictionary } from '../../packets/addresses.ts';
import { MARK_ARP, MARK_DNS, MARK_ICMP, NOT_CAPTURED } from '../../packets/capture.ts';
import {
  CHUNK_ROWS,
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  PacketTable,
  type PacketChunk,
} from '../../packets/table.ts';

/** What is left out is absent; the marks of layers follow from what is there. `proto` 255 is a frame without IP. */
export interface Drawn {
  ts?: number;
  size?: number;
  proto?: number;
  src?: string;
  dst?: string;
  srcPort?: number;
  dstPort?: number;
  srcMac?: string;
  dstMac?: string;
  ethertype?: number;
  arpSender?: string;
  arpTarget?: string;
  icmpType?: number;
  dnsName?: number;
  dnsDomain?: number;
  dnsLength?: number;
  payloadLength?: number;
  tcpFlags?: number;
}

export function drawTable(packets: readonly Drawn[]): PacketTable {
  const ids = new Map<string, number>();
  const idOf = (text: string | undefined): number => {
    if (text === undefined) return 0;
    if (!ids.has(text)) ids.set(text, ids.size + 1);
    return ids.get(text)!;
  };
  const bit = (value: unknown, bits: number): number => (value === undefined ? 0 : bits);
  const chunks: PacketChunk[] = [];
  for (let from = 0; from < packets.length; from += CHUNK_ROWS) {
    const rows = packets.slice(from, from + CHUNK_ROWS);
    const words = (value: (packet: Drawn) => number | undefined) => Uint32Array.from(rows, (row) => value(row) ?? 0);
    chunks.push({
      ...NOT_CAPTURED,
      length: rows.length,
      size: words(({ size }) => size ?? 60),
      proto: Uint8Array.from(rows, ({ proto }) => proto ?? 6),
      present: Uint8Array.from(
        rows,
        ({ ts, src, dst, srcPort, dstPort, tcpFlags }) =>
          bit(ts, HAS_TS) |
          bit(src, HAS_SRC) |
          bit(dst, HAS_DST) |
          bit(srcPort, HAS_SRC_PORT) |
          bit(dstPort, HAS_DST_PORT) |
          bit(tcpFlags, HAS_TCP_FLAGS),
      ),
      ts: Float64Array.from(rows, ({ ts }) => ts ?? 0),
      src: words(({ src }) => idOf(src)),
      dst: words(({ dst }) => idOf(dst)),
      srcPort: Uint16Array.from(rows, ({ srcPort }) => srcPort ?? 0),
      dstPort: Uint16Array.from(rows, ({ dstPort }) => dstPort ?? 0),
      tcpFlags: Uint8Array.from(rows, ({ tcpFlags }) => tcpFlags ?? 0),
      marks: Uint16Array.from(
        rows,
        ({ arpSender, icmpType, dnsName }) =>
          bit(arpSender, MARK_ARP) | bit(icmpType, MARK_ICMP) | bit(dnsName, MARK_DNS),
      ),
      ethertype: Uint16Array.from(rows, ({ ethertype }) => ethertype ?? 0),
      srcMac: words(({ srcMac }) => idOf(srcMac)),
      dstMac: words(({ dstMac }) => idOf(dstMac)),
      arpSender: words(({ arpSender }) => idOf(arpSender)),
      arpTarget: words(({ arpTarget }) => idOf(arpTarget)),
      icmpType: Uint8Array.from(rows, ({ icmpType }) => icmpType ?? 0),
      dnsName: words(({ dnsName }) => dnsName),
      dnsDomain: words(({ dnsDomain }) => dnsDomain),
      dnsLength: Uint8Array.from(rows, ({ dnsLength }) => dnsLength ?? 0),
      payloadLength: words(({ payloadLength }) => payloadLength),
    });
  }
  const texts = [...ids.keys()].map((text) => new TextEncoder().encode(text));
  const ends = new Uint32Array(texts.length + 1);
  texts.forEach((text, index) => (ends[index + 1] = ends[index] + text.length));
  const bytes = new Uint8Array(ends[texts.length]);
  texts.forEach((text, index) => bytes.set(text, ends[index]));
  return new PacketTable(chunks, new AddressDictionary(bytes, ends));
}
