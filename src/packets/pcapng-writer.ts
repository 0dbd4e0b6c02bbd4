// Writes pcapng: one section, little-endian, with interfaces and enhanced packet blocks. Source: draft-ietf-opsawg-pcapng.
import {
  SECTION_HEADER,
  INTERFACE_DESCRIPTION,
  ENHANCED_PACKET,
  END_OF_OPTIONS,
  SECTION_APPLICATION,
  INTERFACE_NAME,
  INTERFACE_RESOLUTION,
  INTERFACE_FCS_LENGTH,
  INTERFACE_TIME_OFFSET,
  type BlockOption,
} from './pcapng.ts';

/** Most bytes of an option: its length has 16 bits. */
const MOST_OPTION = 65_535;
/** Bytes of an enhanced packet block but for packet and options. */
const PACKET_BLOCK = 32;

/** What an interface description block tells of packets; see CaptureInterface. */
export interface InterfaceDescription {
  linkType: number;
  /** Most bytes of a packet; 0 = no limit. */
  snapLength: number;
  /** A power of 10 or 2, up to the 127th. */
  ticks: number;
  /** Whole seconds. */
  timeOffset: number;
  fcsLength: number | null;
  name: string;
}

export interface WrittenPacket {
  /** Index of the interface in the order in which they were written. */
  interface: number;
  /** 64 bits, in the interface's resolution and without its offset. */
  ticks: bigint;
  bytes: Uint8Array;
  /** Bytes on the wire. */
  originalLength: number;
  options: readonly BlockOption[];
}

const encoder = new TextEncoder();

/** A text as an option, UTF-8; what has more than 65,535 bytes is cut off before a character that does not fit. */
export function textOption(code: number, text: string): BlockOption {
  // encodeInto never splits a character.
  const value = new Uint8Array(Math.min(MOST_OPTION, 3 * text.length));
  return { code, value: value.subarray(0, encoder.encodeInto(text, value).written) };
}

/** The byte of if_tsresol: the power of 10, or of 2 with the highest bit set. */
function resolutionOf(ticks: number): number {
  const decimal = Math.log10(ticks);
  // Above 10^22 powers of ten are no longer exact; no power of two up to the 127th comes that near to one.
  return Math.abs(decimal - Math.round(decimal)) < 1e-9 ? Math.round(decimal) : 0x80 | Math.round(Math.log2(ticks));
}

const pad = (length: number) => (length + 3) & ~3;

function signed64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
  return bytes;
}

/** Blocks one after another; `take` hands over what has been written, so that a file of any size needs little memory. */
export class PcapngWriter {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** Bytes that `take` would give. */
  get length(): number {
    return this.#at;
  }

  /** The bytes since the last time; they are the caller's. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    return taken;
  }

  /** The section header; its length is left open, as that of a stream. `application` becomes shb_userappl. */
  section(application: string): void {
    const options = [textOption(SECTION_APPLICATION, application)];
    this.#block(SECTION_HEADER, 16, options, () => {
      this.#put32(0x1a2b3c4d);
      this.#put32(1); // version 1.0
      this.#put32(0xffffffff);
      this.#put32(0xffffffff);
    });
  }

  interface({ linkType, snapLength, ticks, timeOffset, fcsLength, name }: InterfaceDescription): void {
    const options: BlockOption[] = [];
    if (name !== '') options.push(textOption(INTERFACE_NAME, name));
    // Microseconds are the default.
    if (ticks !== 1e6) options.push({ code: INTERFACE_RESOLUTION, value: Uint8Array.of(resolutionOf(ticks)) });
    if (fcsLength !== null) options.push({ code: INTERFACE_FCS_LENGTH, value: Uint8Array.of(fcsLength) });
    if (timeOffset !== 0) options.push({ code: INTERFACE_TIME_OFFSET, value: signed64(timeOffset) });
    this.#block(INTERFACE_DESCRIPTION, 8, options, () => {
      this.#put32(linkType);
      this.#put32(snapLength);
    });
  }

  packet({ interface: place, ticks, bytes, originalLength, options }: WrittenPacket): void {
    const length = PACKET_BLOCK - 12 + pad(bytes.length);
    this.#block(ENHANCED_PACKET, length, options, () => {
      this.#put32(place);
      this.#put32(Number((ticks >> 32n) & 0xffffffffn));
      this.#put32(Number(ticks & 0xffffffffn));
      this.#put32(bytes.length);
      this.#put32(originalLength);
      this.#put(bytes);
    });
  }

  #block(type: number, bodyLength: number, options: readonly BlockOption[], writeBody: () => void): void {
    const optionLength = options.reduce((sum, { value }) => sum + 4 + pad(value.length), 0);
    const length = 12 + bodyLength + (options.length === 0 ? 0 : optionLength + 4);
    this.#reserve(length);
    this.#put32(type);
    this.#put32(length);
    writeBody();
    for (const { code, value } of options) {
      if (value.length > MOST_OPTION) throw new RangeError(`an option of ${value.length} bytes`);
      this.#put32(code | (value.length << 16));
      this.#put(value);
    }
    if (options.length > 0) this.#put32(END_OF_OPTIONS);
    this.#put32(length);
  }

  #put32(value: number): void {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  /** With zeros up to a multiple of four. */
  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    const end = this.#at + pad(bytes.length);
    this.#bytes.fill(0, this.#at + bytes.length, end);
    this.#at = end;
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#at + length, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
