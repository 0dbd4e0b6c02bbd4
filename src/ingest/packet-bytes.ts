// One packet's record or block, read again from its file: bytes, exact time stamp, options and comments.
// pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng section 4.
import { InputError } from '../base/errors.ts';
import type { CaptureInterface } from '../packets/capture.ts';
import type { ByteWindow } from './byte-window.ts';

/** An option of a pcapng block. */
export interface PacketOption {
  code: number;
  value: Uint8Array;
}

/** A packet as its file has it. */
export interface PacketRecord {
  /** The captured bytes, at most `most` of them. */
  bytes: Uint8Array;
  /** Bytes that were captured, and those on the wire. */
  capturedLength: number;
  originalLength: number;
  /** Ticks of the interface's clock since 1970, without its `timeOffset`; null where there is no time stamp. */
  ticks: bigint | null;
  /** Options of a pcapng block, comments among them; none for pcap. */
  options: PacketOption[];
  comments: string[];
}

const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const COMMENT = 1;
/** Bytes of options that are read. */
const MOST_OPTION_BYTES = 1 << 20;

/**
 * Reads the packet whose record (pcap) or block (pcapng) begins at `offset` of the (decompressed) file. Many packets are
 * read quickly where their offsets ascend.
 * @param most bytes of the packet to read, whatever the record claims
 * Rejects with InputError where no such packet stands there (any more), or the file cannot be read.
 */
export async function readPacketRecord(
  window: ByteWindow,
  at: CaptureInterface,
  offset: number,
  most = Infinity,
): Promise<PacketRecord> {
  const record = await (at.container === 'pcap' ? readRecord : readBlock)(window, at, offset, most);
  if (record !== null) return record;
  throw new InputError(
    `${window.source.name}: at byte ${offset.toLocaleString('en-US')} there is not the packet that was read before. The file has changed since it was opened: open it again.`,
  );
}

/** Whether all of it came: a file that has become shorter gives less. */
const isWhole = (bytes: Uint8Array, length: number) => bytes.length === length;
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function readRecord(
  window: ByteWindow,
  { bigEndian, ticks, recordHeader }: CaptureInterface,
  offset: number,
  most: number,
): Promise<PacketRecord | null> {
  const header = await window.take(offset, recordHeader);
  if (!isWhole(header, recordHeader)) return null;
  const word = (place: number) => viewOf(header).getUint32(place, !bigEndian);
  const capturedLength = word(8);
  // The last record may claim more than the file has: what there is was counted as captured.
  const bytes = await window.take(offset + recordHeader, Math.min(capturedLength, most));
  return {
    bytes,
    capturedLength: bytes.length < Math.min(capturedLength, most) ? bytes.length : capturedLength,
    originalLength: word(12),
    ticks: BigInt(word(0)) * BigInt(ticks) + BigInt(word(4)),
    options: [],
    comments: [],
  };
}

async function readBlock(
  window: ByteWindow,
  { bigEndian, id, snapLength }: CaptureInterface,
  offset: number,
  most: number,
): Promise<PacketRecord | null> {
  const head = await window.take(offset, 28);
  if (head.length < 16) return null;
  const view = viewOf(head);
  const word = (place: number) => view.getUint32(place, !bigEndian);
  const [type, length] = [word(0), word(4)];
  const simple = type === SIMPLE_PACKET;
  const headerEnd = simple ? 12 : 28;
  if ((!simple && type !== ENHANCED_PACKET && type !== OBSOLETE_PACKET) || head.length < headerEnd) return null;
  if (length < headerEnd + 4 || length % 4 !== 0) return null;
  const owner = simple ? 0 : type === ENHANCED_PACKET ? word(8) : view.getUint16(8, !bigEndian);
  if (owner !== id) return null;
  const room = length - headerEnd - 4;
  const originalLength = simple ? word(8) : word(24);
  const claimed = simple ? Math.min(originalLength, snapLength || Infinity) : word(20);
  const capturedLength = Math.min(claimed, room);
  const bytes = await window.take(offset + headerEnd, Math.min(capturedLength, most));
  if (!isWhole(bytes, Math.min(capturedLength, most))) return null;
  const padded = Math.min(room, Math.ceil(capturedLength / 4) * 4);
  const optionBytes = simple ? 0 : Math.min(room - padded, MOST_OPTION_BYTES);
  const options = readOptions(await window.take(offset + headerEnd + padded, optionBytes), bigEndian);
  const decoder = new TextDecoder();
  return {
    bytes,
    capturedLength,
    originalLength,
    ticks: simple ? null : (BigInt(word(12)) << 32n) | BigInt(word(16)),
    options,
    comments: options.filter(({ code }) => code === COMMENT).map(({ value }) => decoder.decode(value)),
  };
}

/** Options up to opt_endofopt, or to the first that does not fit. */
function readOptions(bytes: Uint8Array, bigEndian: boolean): PacketOption[] {
  const view = viewOf(bytes);
  const options: PacketOption[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const code = view.getUint16(at, !bigEndian);
    const length = view.getUint16(at + 2, !bigEndian);
    if (code === 0 || at + 4 + length > bytes.length) break;
    options.push({ code, value: bytes.subarray(at + 4, at + 4 + length) });
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return options;
}

/** Digits behind the point: nanoseconds, and finer where the clock is finer. */
const LEAST_DIGITS = 9;
const MOST_DIGITS = 18;

/**
 * Seconds since 1970 with all digits of the clock, at least nine (as Wireshark's frame.time_epoch) and at most 18, cut off
 * there. `1725530000.123456000`
 */
export function epochText(ticks: bigint, at: CaptureInterface): string {
  const rate = BigInt(at.ticks);
  const digits = Math.min(MOST_DIGITS, Math.max(LEAST_DIGITS, Math.ceil(Math.log10(at.ticks))));
  const scale = 10n ** BigInt(digits);
  const scaled = (ticks * scale) / rate + BigInt(Math.trunc(at.timeOffset)) * scale;
  const whole = scaled < 0n ? -scaled : scaled;
  const fraction = (whole % scale).toString().padStart(digits, '0');
  return `${scaled < 0n ? '-' : ''}${whole / scale}.${fraction}`;
}
