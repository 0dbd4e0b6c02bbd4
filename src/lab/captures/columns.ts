// The columns that are compared: as the reference has them, and as the table has them, both as text.
import type { CaptureInterface, Frame } from '../../packets/capture.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import type { Packet, PacketTable } from '../../packets/table.ts';
import type { ReferenceFrame } from './folder.ts';

export const COLUMNS = [
  'time',
  'captured',
  'size',
  'ethertype',
  'source',
  'destination',
  'proto',
  'source port',
  'destination port',
  'ICMP type',
  'ARP operation',
] as const;

export type Column = (typeof COLUMNS)[number];
export type Values = Record<Column, string>;

/** The columns of which 99.9 % must agree. */
export const BASIC: readonly Column[] = ['time', 'captured', 'size', 'source', 'destination'];

export interface Row {
  packet: Packet;
  frame: Frame;
  from: CaptureInterface;
  /** Seconds and parts of a second as they stand in a pcap record; null in pcapng. */
  stamp: { seconds: number; fraction: number } | null;
  /** The packet's bytes, where its file is pcap; else none. */
  data: Uint8Array;
}

/** The protocols of a frame, as Wireshark walked it: `eth`, `ethertype`, `ip`, `tcp`, … */
export const stackOf = (reference: ReferenceFrame): string[] => reference['frame.protocols'].split(':');

/** IPv6 addresses may be written in several ways: one of them (URL Standard, section 3.5). */
function addressText(text: string): string {
  return text.includes(':') && !/^([\da-f]{2}:){5}[\da-f]{2}$/.test(text) ? new URL(`http://[${text}]`).hostname : text;
}

/** As tshark has it: IPv4 or IPv6, TCP or UDP by which of them comes first; '' where there is none. */
export function referenceValues(reference: ReferenceFrame): Values {
  const stack = stackOf(reference);
  const isFirst = (one: string, other: string) => {
    const [at, otherAt] = [stack.indexOf(one), stack.indexOf(other)];
    return at >= 0 && (otherAt < 0 || at < otherAt);
  };
  const six = reference['ip.src'] === '' || isFirst('ipv6', 'ip');
  const udp = reference['tcp.srcport'] === '' || isFirst('udp', 'tcp');
  const icmpv6 = reference['icmp.type'] === '' || isFirst('icmpv6', 'icmp');
  const transport = udp ? 'udp' : 'tcp';
  return {
    time: reference['frame.time_epoch'] === '' ? '' : String(Number(reference['frame.time_epoch'])),
    captured: reference['frame.cap_len'],
    size: reference['frame.len'],
    ethertype: reference['eth.type'] === '' ? '' : String(Number(reference['eth.type'])),
    source: addressText(reference[six ? 'ipv6.src' : 'ip.src']),
    destination: addressText(reference[six ? 'ipv6.dst' : 'ip.dst']),
    proto: reference[six ? 'ipv6.nxt' : 'ip.proto'],
    'source port': reference[`${transport}.srcport`],
    'destination port': reference[`${transport}.dstport`],
    'ICMP type': reference[icmpv6 ? 'icmpv6.type' : 'icmp.type'],
    'ARP operation': reference['arp.opcode'],
  };
}

/** `bytes`: the file's, decompressed. */
export function rowOf(table: PacketTable, index: number, bytes: Uint8Array): Row {
  const frame = table.frame(index)!;
  const from = table.interfaces[frame.interface];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (at: number) => view.getUint32(frame.offset + at, !from.bigEndian);
  const stamp = from.container === 'pcap' ? { seconds: word(0), fraction: word(4) } : null;
  const begin = frame.offset + from.recordHeader;
  const data = stamp === null ? new Uint8Array(0) : bytes.subarray(begin, begin + frame.capturedLength);
  return { packet: table.packet(index), frame, from, stamp, data };
}

const textOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** As the table has it. */
export function tableValues({ packet, frame }: Row): Values {
  return {
    time: textOf(packet.ts),
    captured: textOf(frame.capturedLength),
    size: textOf(packet.size),
    ethertype: frame.ethertype === 0 ? '' : String(frame.ethertype),
    source: addressText(packet.src ?? ''),
    destination: addressText(packet.dst ?? ''),
    proto: packet.proto === NO_PROTOCOL ? '' : String(packet.proto),
    'source port': textOf(packet.src_port),
    'destination port': textOf(packet.dst_port),
    'ICMP type': textOf(frame.icmpType),
    'ARP operation': textOf(frame.arpOperation),
  };
}
