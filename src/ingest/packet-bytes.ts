// One packet's record or block, read again from its file: bytes, exact time stamp, options and comments.
// pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng section 4.
import { InputError } from '../base/errors.ts';
import type { CaptureInterface } from '../packets/capture.ts';
import {
  ENHANCED_PACKET,
  END_OF_OPTIONS,
  OBSOLETE_PACKET,
  OPTION_COMMENT,
  SIMPLE_PACKET,
  type BlockOption,
} from '../packets/pcapng.ts';
import type { ByteWindow } from './byte-window.ts';

/** Where a packet stands in its file, and its lengths as they were read first. */
export interface RecordPlace {
  /** Byte of its record or block. */
  offset: number;
  capturedLength: number;
  originalLength: number;
}

/** A packet as its file has it. */
export interface PacketRecord {
  bytes: Uint8Array;
  /** Ticks of the interface's clock since 1970, without its `timeOffset`; null where there is no time stamp. */
  ticks: bigint | null;
  /** Options of a pcapng block, comments among them; none for pcap. */
  options: BlockOption[];
  comments: string[];
}

/** Bytes of options that are read. */
const MOST_OPTION_BYTES = 1 << 20;

/**
 * Reads the packet whose record (pcap) or block (pcapng) stands at a place of the (decompressed) file. Many packets are
 * read quickly where their offsets ascend. Rejects with InputError where no such packet stands there (any more), or the
 * file cannot be read.
 */
export async function readPacketRecord(
  window: ByteWindow,
  at: CaptureInterface,
  place: RecordPlace,
): Promise<PacketRecord> {
  const record = await (at.container === 'pcap' ? readRecord : readBlock)(window, at, place);
  if (record !== null) return record;
  throw new InputError(
    `${window.source.name}: at byte ${place.offset.toLocaleString('en-US')} there is not the packet that was read before. The file has changed since it was opened: open it again.`,
  );
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function readRecord(
  window: ByteWindow,
  { bigEndian, ticks, recordHeader }: CaptureInterface,
  { offset, capturedLength, originalLength }: RecordPlace,
): Promise<PacketRecord | null> {
  const header = await window.take(offset, recordHeader);
  if (header.length < recordHeader) return null;
  const word = (place: number) => viewOf(header).getUint32(place, !bigEndian);
  // Old files have the lengths the other way round.
  const [first, second] = [word(8), word(12)];
  const [least, most] = [Math.min(first, second), Math.max(first, second)];
  if (least !== Math.min(capturedLength, originalLength) || most !== Math.max(capturedLength, originalLength))
    return null;
  const bytes = await window.take(offset + recordHeader, capturedLength);
  if (bytes.length < capturedLength) return null;
  return { bytes, ticks: BigInt(word(0)) * BigInt(ticks) + BigInt(word(4)), options: [], comments: [] };
}

async function readBlock(
  window: ByteWindow,
  { bigEndian, id }: CaptureInterface,
  { offset, capturedLength, originalLength }: RecordPlace,
): Promise<PacketRecord | null> {
  const head = await window.take(offset, 28);
  if (head.length < 16) return null;
  const view = viewOf(head);
  const word = (place: number) => view.getUint32(place, !bigEndian);
  const [type, length] = [word(0), word(4)];
  const simple = type === SIMPLE_PACKET;
  const headerEnd = simple ? 12 : 28;
  if ((!simple && type !== ENHANCED_PACKET && type !== OBSOLETE_PACKET) || head.length < headerEnd) return null;
  const owner = simple ? 0 : type === ENHANCED_PACKET ? word(8) : view.getUint16(8, !bigEndian);
  // The end is at a multiple of 4; some writers tell the length without the padding.
  const room = Math.ceil(length / 4) * 4 - headerEnd - 4;
  if (owner !== id || capturedLength > room || word(simple ? 8 : 24) !== originalLength) return null;
  const bytes = await window.take(offset + headerEnd, capturedLength);
  if (bytes.length < capturedLength) return null;
  const padded = Math.ceil(capturedLength / 4) * 4;
  const optionBytes = simple ? 0 : Math.max(0, Math.min(room - padded, MOST_OPTION_BYTES));
  const options = readOptions(await window.take(offset + headerEnd + padded, optionBytes), bigEndian);
  const decoder = new TextDecoder();
  return {
    bytes,
    ticks: simple ? null : (BigInt(word(12)) << 32n) | BigInt(word(16)),
    options,
    comments: options.filter(({ code }) => code === OPTION_COMMENT).map(({ value }) => decoder.decode(value)),
  };
}

/** Options up to opt_endofopt, or to the first that does not fit. */
function readOptions(bytes: Uint8Array, bigEndian: boolean): BlockOption[] {
  const view = viewOf(bytes);
  const options: BlockOption[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const code = view.getUint16(at, !bigEndian);
    const length = view.getUint16(at + 2, !bigEndian);
    if (code === END_OF_OPTIONS || at + 4 + length > bytes.length) break;
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
