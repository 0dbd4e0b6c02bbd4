// Recognises what kind of address a text is, and whether it lies in a block of addresses.

export type AddressKind = 'ipv4' | 'ipv6' | 'mac' | 'text';

/**
 * An address as a number of 128 bits: four words of 32, the highest first. IPv4 fills the last word, a MAC the last
 * 48 bits; for other text all are 0.
 */
export interface Address {
  readonly kind: AddressKind;
  readonly words: readonly [number, number, number, number];
}

/** A block of addresses: those whose first `prefix` bits are those of `address`. */
export interface Cidr {
  readonly address: Address;
  /** Bits, 0 to 32 (IPv4) or 128 (IPv6). */
  readonly prefix: number;
}

const TEXT: Address = { kind: 'text', words: [0, 0, 0, 0] };
/** No leading zeros: RFC 3986 section 3.2.2 `dec-octet`; RFC 6943 section 3.1.1 tells why. */
const octet = /^(?:0|[1-9]\d{0,2})$/;
const hexGroup = /^[0-9a-f]{1,4}$/i;
const macs = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i,
];

/** Value of a dotted quad, or null. */
function readIpv4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    const number = octet.test(part) ? Number(part) : 256;
    if (number > 255) return null;
    value = value * 256 + number;
  }
  return value;
}

/** 16-bit groups of one side of `::`, or null. `last`: whether a dotted quad may end it (RFC 4291 section 2.2.3). */
function readGroups(text: string, last: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (hexGroup.test(part)) {
      groups.push(parseInt(part, 16));
      continue;
    }
    const quad = last && index === parts.length - 1 ? readIpv4(part) : null;
    if (quad === null) return null;
    groups.push(quad >>> 16, quad & 0xffff);
  }
  return groups;
}

/** Words of an IPv6 address in any form of RFC 4291 section 2.2, with or without a zone (RFC 4007), or null. */
function readIpv6(text: string): Address['words'] | null {
  const zone = text.indexOf('%');
  if (zone === text.length - 1) return null;
  const halves = (zone < 0 ? text : text.slice(0, zone)).split('::');
  if (halves.length > 2) return null;
  const compressed = halves.length === 2;
  const head = readGroups(halves[0], !compressed);
  const tail = compressed ? readGroups(halves[1], true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (compressed ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  const word = (index: number) => groups[2 * index] * 0x10000 + groups[2 * index + 1];
  return [word(0), word(1), word(2), word(3)];
}

/**
 * Recognises a text: IPv4 as a dotted quad; IPv6 in every form of RFC 4291 section 2.2 (so also every canonical form
 * of RFC 5952), such as `::ffff:192.0.2.1` or `fe80::1%eth0`; a MAC as `00:1b:…`, `00-1b-…` or `001b.4411.3ab7`.
 * Anything else is 'text'.
 */
export function parseAddress(text: string): Address {
  if (text.length > 1 && text.includes(':')) {
    const words = readIpv6(text);
    if (words !== null) return { kind: 'ipv6', words };
  } else if (text.length >= 7 && text.length <= 15) {
    const value = readIpv4(text);
    if (value !== null) return { kind: 'ipv4', words: [0, 0, 0, value] };
  }
  if ((text.length === 17 || text.length === 14) && macs.some((form) => form.test(text))) {
    const digits = text.replace(/[^0-9a-f]/gi, '');
    return { kind: 'mac', words: [0, 0, parseInt(digits.slice(0, 4), 16), parseInt(digits.slice(4), 16)] };
  }
  return TEXT;
}

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32` (RFC 4632 section 3.1, RFC 4291 section 2.3); bits after the prefix may be
 * set. 'bad prefix' where an address stands before the slash and no length of its bits after it; null where the text
 * is no such block at all.
 */
export function parseCidr(text: string): Cidr | 'bad prefix' | null {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return null;
  const address = parseAddress(text.slice(0, slash));
  if (address.kind !== 'ipv4' && address.kind !== 'ipv6') return null;
  const digits = text.slice(slash + 1);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  return prefix <= (address.kind === 'ipv4' ? 32 : 128) ? { address, prefix } : 'bad prefix';
}

/** IPv4 of an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), else the address itself. */
function unmap(address: Address): Address {
  const { kind, words } = address;
  const mapped = kind === 'ipv6' && words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
  return mapped ? { kind: 'ipv4', words: [0, 0, 0, words[3]] } : address;
}

/** Whether an address lies in a block. `::ffff:10.1.2.3` lies in 10.0.0.0/8, for it names that IPv4 node. */
export function isInCidr(address: Address, { address: block, prefix }: Cidr): boolean {
  const candidate = block.kind === 'ipv4' ? unmap(address) : address;
  if (candidate.kind !== block.kind) return false;
  const skipped = block.kind === 'ipv4' ? 96 : 0;
  return block.words.every((word, index) => {
    const bits = Math.min(32, Math.max(0, prefix + skipped - 32 * index));
    // `<<` takes its count modulo 32, so 0 bits need their own answer.
    return bits === 0 || (word ^ candidate.words[index]) >>> (32 - bits) === 0;
  });
}
