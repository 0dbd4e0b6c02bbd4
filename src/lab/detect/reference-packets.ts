// Packets as the reference's formulas take them: texts and numbers of one row at a time, told apart by Node's own address reader.
import { isIPv4, isIPv6 } from 'node:net';
import { MARK_ARP, MARK_DNS, MARK_ICMP, MARK_TRANSPORT, NO_PROTOCOL } from '../../packets/capture.ts';
import {
  HAS_DST_PORT,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketChunk,
  type PacketTable,
} from '../../packets/table.ts';

/** `proto` of ARP, which has none of its own. */
export const ARP = 254;

/** What is said of an address by its text. */
export interface End {
  /** '' where nobody is named. */
  text: string;
  mac: string;
  isIpv4: boolean;
  isGroup: boolean;
  isZero: boolean;
  isLocal: boolean;
}

export interface ReferencePacket {
  /** Seconds since 1970, or null. */
  ts: number | null;
  size: number;
  proto: number;
  src: End;
  dst: End;
  srcPort: number | null;
  dstPort: number | null;
  tcpFlags: number | null;
  /** The smaller port, or what else tells the service, below 0. */
  service: number;
  isFromClient: boolean;
  isIcmp: boolean;
  payloadLength: number;
  dns: { name: string; domain: string; length: number } | null;
}

/** Whether the first byte of a MAC has its lowest bit set (IEEE 802: individual or group). */
export const isGroupMac = (mac: string): boolean => (parseInt(mac.slice(0, 2), 16) & 1) === 1;

const octetsOf = (text: string): number[] => text.split('.').map(Number);

function isLocalIpv4([a, b]: number[]): boolean {
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 198 && (b === 18 || b === 19))
  );
}

/** The first 16 bits of an IPv6 address. */
const headOf = (text: string): number => (text.startsWith(':') ? 0 : parseInt(text, 16));

function readEnd(text: string, mac: string, proto: number): End {
  const [four, six] = [isIPv4(text), isIPv6(text)];
  const octets = four ? octetsOf(text) : [];
  const head = six ? headOf(text) : 0;
  const isGroupIp = four ? octets[0] >= 224 || octets[3] === 255 : head >> 8 === 0xff;
  return {
    text,
    mac,
    isIpv4: four,
    // ARP asks for one host, whatever its address looks like.
    isGroup: proto === NO_PROTOCOL ? isGroupMac(text) : proto !== ARP && isGroupIp,
    isZero: text === '0.0.0.0' || text === '::' || text === '',
    isLocal:
      proto >= ARP || (four ? isLocalIpv4(octets) : !six || (head & 0xffc0) === 0xfe80 || (head & 0xfe00) === 0xfc00),
  };
}

function readRow(chunk: PacketChunk, row: number, textOf: (id: number) => string): ReferencePacket {
  const present = chunk.present[row];
  const marks = chunk.marks?.[row] ?? 0;
  const isArp = (marks & MARK_ARP) !== 0;
  const proto = isArp && chunk.proto[row] === NO_PROTOCOL ? ARP : chunk.proto[row];
  const [srcMac, dstMac] = [textOf(chunk.srcMac?.[row] ?? 0), textOf(chunk.dstMac?.[row] ?? 0)];
  const src = textOf(chunk.src?.[row] ?? 0) || textOf(chunk.arpSender?.[row] ?? 0) || srcMac;
  const dst = textOf(chunk.dst?.[row] ?? 0) || textOf(chunk.arpTarget?.[row] ?? 0) || dstMac;
  const srcPort = present & HAS_SRC_PORT ? chunk.srcPort![row] : null;
  const dstPort = present & HAS_DST_PORT ? chunk.dstPort![row] : null;
  const hasPorts = srcPort !== null || dstPort !== null;
  const port = Math.min(srcPort ?? Infinity, dstPort ?? Infinity);
  const name = marks & MARK_DNS && (srcPort === 53 || dstPort === 53) ? (chunk.dnsName?.[row] ?? 0) : 0;
  return {
    ts: present & HAS_TS ? chunk.ts![row] : null,
    size: chunk.size[row],
    proto,
    src: readEnd(src, srcMac, proto),
    dst: readEnd(dst, dstMac, proto),
    srcPort,
    dstPort,
    tcpFlags: present & HAS_TCP_FLAGS ? chunk.tcpFlags![row] : null,
    service: hasPorts ? port : marks & MARK_ICMP ? -1 - (chunk.icmpType?.[row] ?? 0) : -1 - proto,
    isFromClient: !hasPorts || dstPort === port,
    isIcmp: proto === 1 || proto === 58,
    payloadLength: marks & MARK_TRANSPORT ? (chunk.payloadLength?.[row] ?? 0) : 0,
    dns:
      name === 0
        ? null
        : { name: String(name), domain: String(chunk.dnsDomain?.[row] ?? 0), length: chunk.dnsLength?.[row] ?? 0 },
  };
}

/** The table's packets, in its order. */
export function* readPackets(table: PacketTable): Generator<ReferencePacket> {
  const texts = new Map<number, string>([[0, '']]);
  const textOf = (id: number): string => {
    let text = texts.get(id);
    if (text === undefined) texts.set(id, (text = table.addresses.text(id)));
    return text;
  };
  for (const chunk of table.chunks) {
    for (let row = 0; row < chunk.length; row++) yield readRow(chunk, row, textOf);
  }
}
