// Keys of addresses by their id in the dictionary: hashes of their texts, with what kind they are in the lowest bits.
import { hashBytes } from './hash';

/** Bits of an address's key: of a group, 0.0.0.0 or ::, of this network; of IPv6. */
export const GROUP: u64 = 1;
export const UNSPECIFIED: u64 = 2;
export const LOCAL: u64 = 4;
export const VERSION_6: u64 = 16;
const THERE: u64 = 8;

let keys: usize = 0;
let count: u32 = 0;

/** The keys of ids from 1 to `most` stand at `at`, 8 bytes each; id 0 there, nobody, has key 0. */
export function openAddresses(at: usize, most: u32): void {
  keys = at;
  count = most;
  memory.fill(at, 0, (<usize>most + 1) << 3);
}

/**
 * Sets the keys of `number` ids from `first` on. Their texts stand one after another from `texts` on; `ends` leads to where
 * each ends, u32, counted so that the first begins at `start`.
 */
export function featuresAddresses(first: u32, number: u32, texts: usize, ends: usize, start: u32): void {
  let from = start;
  for (let index: u32 = 0; index < number && first + index <= count; index++) {
    const end = load<u32>(ends + ((<usize>index) << 2));
    const text = texts + (from - start);
    store<u64>(keys + ((<usize>(first + index)) << 3), keyOf(text, end - from));
    from = end;
  }
}

export function addressKey(id: u32): u64 {
  return id <= count ? load<u64>(keys + ((<usize>id) << 3)) : 0;
}

function keyOf(text: usize, length: u32): u64 {
  return (hashBytes(text, length) << 5) | THERE | kindOf(text, length);
}

/** By the text, since a batch has no other. What is no IP address is local. */
function kindOf(text: usize, length: u32): u64 {
  let octets: u32 = 0;
  let value: u32 = 0;
  let digits: u32 = 0;
  let dots: u32 = 0;
  let colons: u32 = 0;
  let others: u32 = 0;
  let oddPlaces: u32 = 0;
  for (let index: u32 = 0; index < length; index++) {
    const character = <u32>load<u8>(text + index);
    if (character == 58) {
      colons++;
      if (index % 3 != 2) oddPlaces++;
    } else if (character == 46 && digits > 0) {
      octets = (octets << 8) | value;
      dots++;
      value = 0;
      digits = 0;
    } else if (character - 48 < 10 && digits < 3) {
      value = value * 10 + character - 48;
      digits++;
      if (value > 255) others++;
    } else others++;
  }
  if (dots == 3 && digits > 0 && colons + others == 0) return kindOfIpv4((octets << 8) | value);
  if (colons == 5 && oddPlaces == 0 && length == 17) return LOCAL | (isOddDigit(<u32>load<u8>(text, 1)) ? GROUP : 0);
  return colons >= 2 ? VERSION_6 | kindOfIpv6(text, length) : LOCAL;
}

/** RFC 1918, 169.254/16 (RFC 3927), 198.18/15 (RFC 2544); multicast, and addresses that end as most broadcasts do. */
function kindOfIpv4(address: u32): u64 {
  if (address == 0) return UNSPECIFIED;
  const isLocal =
    address >> 24 == 10 ||
    address >> 20 == 0xac1 ||
    address >> 16 == 0xc0a8 ||
    address >> 16 == 0xa9fe ||
    address >> 17 == 0x6309;
  return (isLocal ? LOCAL : 0) | (address >> 24 >= 224 || (address & 255) == 255 ? GROUP : 0);
}

/** ff00::/8, fe80::/10 and fc00::/7 (RFC 4291, RFC 4193): their first group has four digits. */
function kindOfIpv6(text: usize, length: u32): u64 {
  if (length == 2) return UNSPECIFIED;
  const digits = load<u32>(text) | 0x20202020;
  if (length < 5 || load<u8>(text, 4) != 58 || (digits & 0xff) != 102) return 0;
  const second = (digits >> 8) & 0xff;
  const third = (digits >> 16) & 0xff;
  if (second == 102) return GROUP;
  // c, d; e with 8, 9, a, b.
  const isLocal = second == 99 || second == 100 || (second == 101 && (third == 56 || third == 57 || third == 97 || third == 98)); // prettier-ignore
  return isLocal ? LOCAL : 0;
}

/** Of a hexadecimal digit. */
function isOddDigit(digit: u32): bool {
  return ((digit > 57 ? digit + 1 : digit) & 1) != 0;
}
