// Keys of addresses by their id in the dictionary: hashes of their texts, with what kind they are in the lowest bits.
import { hashBytes } from './hash';

/** Bits of an address's key: multicast or broadcast, and 0.0.0.0 or ::. */
export const GROUP: u64 = 1;
export const UNSPECIFIED: u64 = 2;
const THERE: u64 = 4;

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
  return (hashBytes(text, length) << 3) | THERE | kindOf(text, length);
}

function characterAt(text: usize, length: u32, index: u32): u32 {
  return index < length ? <u32>load<u8>(text + index) : 0;
}

/** By the text, since a batch has no other: IPv4 from 224 on, IPv6 from ff00:: on, a MAC whose first byte is odd. */
function kindOf(text: usize, length: u32): u64 {
  if (length == 17 && load<u8>(text, 2) == 58) {
    const digit = <u32>load<u8>(text, 1);
    return (digit > 57 ? digit + 1 : digit) & 1 ? GROUP : 0;
  }
  if (length == 2 && load<u16>(text) == 0x3a3a) return UNSPECIFIED;
  if (length == 7 && load<u32>(text) == 0x2e302e30 && load<u32>(text, 3) == 0x302e302e) return UNSPECIFIED;
  if (characterAt(text, length, 3) == 46) return isFrom224(text) ? GROUP : 0;
  const both = (<u32>load<u16>(text)) | 0x2020;
  return characterAt(text, length, 4) == 58 && both == 0x6666 ? GROUP : 0;
}

function isFrom224(text: usize): bool {
  const value = (<u32>load<u8>(text) - 48) * 100 + (<u32>load<u8>(text, 1) - 48) * 10 + (<u32>load<u8>(text, 2) - 48);
  return value >= 224 && value <= 255;
}
