// For tests: blocks of pcapng in either byte order, also such as nobody should write.
// https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/
import { type Bytes, join, numbers, text } from './bytes.ts';

export const BLOCK = {
  section: 0x0a0d0d0a,
  interface: 1,
  obsolete: 2,
  simple: 3,
  names: 4,
  statistics: 5,
  enhanced: 6,
  secrets: 10,
  custom: 0x0bad,
  customNotCopied: 0x40000bad,
} as const;

export const OPTION = { comment: 1, ifName: 2, ifTsresol: 9, ifFcslen: 13, ifTsoffset: 14 } as const;

export interface BlockLengths {
  /** What the block says of its length instead of the truth, in front and behind. */
  length?: number;
  trailer?: number;
}

export interface PacketFacts extends BlockLengths {
  /** What the block says instead of the truth. */
  captured?: number;
  original?: number;
  options?: Uint8Array;
}

const pad = (data: Uint8Array): Bytes => join(data, new Uint8Array(-data.length & 3));

/** Writers of blocks in one byte order. */
export function blocks(bigEndian = false) {
  const { u16, u32, u64 } = numbers(bigEndian);

  const block = (type: number, body: Uint8Array, lengths: BlockLengths = {}): Bytes => {
    const length = lengths.length ?? 12 + pad(body).length;
    return join(u32(type), u32(length), pad(body), u32(lengths.trailer ?? length));
  };

  /** One option; `length` is what it says of itself. */
  const option = (code: number, value: Uint8Array, length = value.length): Bytes =>
    join(u16(code), u16(length), pad(value));

  /** Options with their end, or nothing where there is none. */
  const options = (...list: readonly Uint8Array[]): Bytes =>
    list.length === 0 ? new Uint8Array(0) : join(...list, u32(0));

  const stamp = (ticks: bigint): Bytes => join(u32(Number((ticks >> 32n) & 0xffffffffn)), u32(Number(ticks & 0xffffffffn))); // prettier-ignore

  const lengthsOf = (data: Uint8Array, facts: PacketFacts): Bytes =>
    join(u32(facts.captured ?? data.length), u32(facts.original ?? data.length));

  return {
    block,
    option,
    options,
    section: (more: Uint8Array = new Uint8Array(0), major = 1, lengths?: BlockLengths) =>
      block(BLOCK.section, join(u32(0x1a2b3c4d), u16(major), u16(0), u64(-1n), more), lengths),
    interface: (linkType = 1, snapLength = 0, more: Uint8Array = new Uint8Array(0)) =>
      block(BLOCK.interface, join(u16(linkType), u16(0), u32(snapLength), more)),
    /** `ticks` in the interface's own unit. */
    enhanced: (id: number, ticks: bigint, data: Uint8Array, facts: PacketFacts = {}) =>
      block(
        BLOCK.enhanced,
        join(u32(id), stamp(ticks), lengthsOf(data, facts), pad(data), facts.options ?? new Uint8Array(0)),
        facts,
      ),
    simple: (data: Uint8Array, facts: PacketFacts = {}) =>
      block(BLOCK.simple, join(u32(facts.original ?? data.length), data), facts),
    obsolete: (id: number, ticks: bigint, data: Uint8Array, facts: PacketFacts = {}) =>
      block(
        BLOCK.obsolete,
        join(u16(id), u16(0xffff), stamp(ticks), lengthsOf(data, facts), pad(data), facts.options ?? new Uint8Array(0)),
        facts,
      ),
    statistics: (id: number) => block(BLOCK.statistics, join(u32(id), stamp(0n))),
    /** One IPv4 record and the end of records. */
    names: (name = 'host.example') => {
      const record = join(Uint8Array.of(192, 0, 2, 1), text(`${name}\0`));
      return block(BLOCK.names, join(u16(1), u16(record.length), pad(record), u32(0)));
    },
    secrets: (log = 'CLIENT_RANDOM 00 11\n') => block(BLOCK.secrets, join(u32(0x544c534b), u32(log.length), text(log))),
    custom: (data: Uint8Array, type: number = BLOCK.custom) => block(type, join(u32(32_473), data)),
  };
}
