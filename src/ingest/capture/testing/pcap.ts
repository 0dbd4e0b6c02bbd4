// For tests: pcap files of any byte order, resolution and variant, also such as nobody should write.
// https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/
import { type Bytes, join, numbers } from './bytes.ts';

export interface PcapRecord {
  /** Seconds, and micro- or nanoseconds, as they stand in the record. */
  seconds: number;
  fraction: number;
  data: Uint8Array;
  /** What the record says instead of the truth. */
  captured?: number;
  original?: number;
}

export interface PcapFile {
  bigEndian?: boolean;
  nanoseconds?: boolean;
  /** Records of 24 bytes, as some patched libpcap of the nineties wrote them. */
  modified?: boolean;
  snapLength?: number;
  /** The whole field: link type, and what stands above it. */
  linkType?: number;
  minor?: number;
  records?: readonly PcapRecord[];
}

export const PCAP_HEADER = 24;
export const RECORD_HEADER = 16;

function writePcapRecord(record: PcapRecord, file: PcapFile = {}): Bytes {
  const { u16, u32 } = numbers(file.bigEndian ?? false);
  const { seconds, fraction, data } = record;
  // Modified: index of the device, protocol, packet type, padding.
  const more = file.modified ? [u32(2), u16(0x0800), new Uint8Array(2)] : [];
  const captured = u32(record.captured ?? data.length);
  const original = u32(record.original ?? data.length);
  return join(u32(seconds), u32(fraction), captured, original, ...more, data);
}

export function writePcap(file: PcapFile): Bytes {
  const { u16, u32 } = numbers(file.bigEndian ?? false);
  const magic = file.modified ? 0xa1b2cd34 : file.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const head = [u32(magic), u16(2), u16(file.minor ?? 4), u32(0), u32(0)];
  const records = (file.records ?? []).map((record) => writePcapRecord(record, file));
  return join(...head, u32(file.snapLength ?? 262_144), u32(file.linkType ?? 1), ...records);
}
