// Addresses as they stand in packets to ids in the dictionary of texts, which holds each once.
import { intern } from '../batch/dictionary';
import { writeIpv4, writeIpv6, writeMac } from './address-text';

/** Slot: the address, zero padded to 16 bytes | its id u32, 0 where nobody is | its length u32. */
const SLOT: usize = 24;
const ID: usize = 16;
const LENGTH: usize = 20;
const FIRST_BITS: u64 = 10;
/** 2^22 slots are 100 MB; beyond, an address that finds no room is only written out anew each time it is met. */
const MOST_BITS: u64 = 22;

let slots: usize = 0;
let slotMask: u32 = 0;
let slotShift: u64 = 0;
let count: u32 = 0;
// Multipliers that nobody can guess; see batch/dictionary.ts.
let oddLow: u64 = 1;
let oddHigh: u64 = 1;
/** The text of a new address. */
const text: usize = memory.data(64);

/** Forgets all addresses. `low`, `high`: 64 random bits. */
export function startAddresses(low: u32, high: u32): void {
  const seed = ((<u64>high) << 32) | low;
  oddLow = (seed * 0x9e3779b97f4a7c15) | 1;
  oddHigh = (rotl<u64>(seed, 23) * 0xbf58476d1ce4e5b9) | 1;
  count = 0;
  openSlots(FIRST_BITS);
  forgetPairs();
}

function openSlots(bits: u64): void {
  const bytes = <usize>((<u64>1) << bits) * SLOT;
  const opened = heap.alloc(bytes);
  memory.fill(opened, 0, bytes);
  slots = opened;
  slotMask = <u32>(((<u64>1) << bits) - 1);
  slotShift = 64 - bits;
}

function growSlots(): void {
  const old = slots;
  const end = slots + (<usize>slotMask + 1) * SLOT;
  openSlots(65 - slotShift);
  for (let from = old; from < end; from += SLOT) {
    if (load<u32>(from, ID) == 0) continue;
    let slot = <u32>((load<u64>(from) * oddLow + load<u64>(from, 8) * oddHigh) >> slotShift);
    while (load<u32>(slots + <usize>slot * SLOT, ID) != 0) slot = (slot + 1) & slotMask;
    memory.copy(slots + <usize>slot * SLOT, from, SLOT);
  }
  heap.free(old);
}

/** `length` keeps an IPv4 address from being taken for the beginning of another kind's. */
function idOf(low: u64, high: u64, length: u32): u32 {
  let slot = <u32>((low * oddLow + high * oddHigh) >> slotShift);
  while (true) {
    const at = slots + <usize>slot * SLOT;
    const id = load<u32>(at, ID);
    if (id == 0) return addAddress(at, low, high, length);
    if (((load<u64>(at) ^ low) | (load<u64>(at, 8) ^ high) | (load<u32>(at, LENGTH) ^ length)) == 0) return id;
    slot = (slot + 1) & slotMask;
  }
}

function addAddress(at: usize, low: u64, high: u64, length: u32): u32 {
  store<u64>(text, low, 48);
  store<u64>(text, high, 56);
  const bytes = text + 48;
  const written = length == 4 ? writeIpv4(bytes, text) : length == 6 ? writeMac(bytes, text) : writeIpv6(bytes, text);
  const id = intern(text, written);
  // Half full at most, so that every search ends.
  if (count > slotMask >> 1) return id;
  store<u64>(at, low);
  store<u64>(at, high, 8);
  store<u32>(at, id, ID);
  store<u32>(at, length, LENGTH);
  count++;
  if (count > (slotMask + 1) >> 2 && 64 - slotShift < MOST_BITS) growSlots();
  return id;
}

/** Id of the IPv4 address in the 4 bytes at `at`. */
export function ipv4Id(at: usize): u32 {
  return idOf(<u64>load<u32>(at), 0, 4);
}

/** Id of the IPv6 address in the 16 bytes at `at`. */
export function ipv6Id(at: usize): u32 {
  return idOf(load<u64>(at), load<u64>(at, 8), 16);
}

/** Id of the MAC address in the 6 bytes at `at`; 8 may be read. */
export function macId(at: usize): u32 {
  return idOf(load<u64>(at) & 0xffffffffffff, 0, 6);
}

/**
 * Pairs of addresses as they stand side by side in headers, with their ids: packets of a flow have the same two, so that one
 * look-up serves for both. Direct-mapped: a pair displaces the one before it. Slot: the bytes, zero padded to 16 or 32 |
 * id of the first u32 | id of the second u32; 0 where nobody is.
 */
const PAIR_BITS: u32 = 11;
const SMALL_PAIR: usize = 24;
const LARGE_PAIR: usize = 40;
const smallPairs: usize = memory.data(24 << 11, 16);
const macPairs: usize = memory.data(24 << 11, 16);
const largePairs: usize = memory.data(40 << 11, 16);

function forgetPairs(): void {
  memory.fill(smallPairs, 0, SMALL_PAIR << PAIR_BITS);
  memory.fill(macPairs, 0, SMALL_PAIR << PAIR_BITS);
  memory.fill(largePairs, 0, LARGE_PAIR << PAIR_BITS);
}

/** Ids of two IPv4 addresses in the 8 bytes at `at`: of the first below, of the second above. */
export function ipv4Pair(at: usize): u64 {
  const both = load<u64>(at);
  const slot = smallPairs + <usize>((both * oddLow) >> (64 - <u64>PAIR_BITS)) * SMALL_PAIR;
  const ids = load<u64>(slot, 16);
  if (load<u64>(slot) == both && ids != 0) return ids;
  const found = ((<u64>ipv4Id(at + 4)) << 32) | ipv4Id(at);
  store<u64>(slot, both);
  store<u64>(slot, found, 16);
  return found;
}

/** Ids of two MAC addresses in the 12 bytes at `at`, of which 16 may be read: of the second below, of the first above. */
export function macPair(at: usize): u64 {
  const low = load<u64>(at);
  const high = load<u32>(at, 8);
  const slot = macPairs + <usize>((low * oddLow + <u64>high * oddHigh) >> (64 - <u64>PAIR_BITS)) * SMALL_PAIR;
  const ids = load<u64>(slot, 16);
  if (load<u64>(slot) == low && load<u32>(slot, 8) == high && ids != 0) return ids;
  const found = ((<u64>macId(at)) << 32) | macId(at + 6);
  store<u64>(slot, low);
  store<u64>(slot, <u64>high, 8);
  store<u64>(slot, found, 16);
  return found;
}

/** Ids of two IPv6 addresses in the 32 bytes at `at`: of the first below, of the second above. */
export function ipv6Pair(at: usize): u64 {
  const first = v128.load(at);
  const second = v128.load(at, 16);
  const hash =
    load<u64>(at) * oddLow +
    load<u64>(at, 8) * oddHigh +
    rotl<u64>(load<u64>(at, 16), 32) * oddLow +
    load<u64>(at, 24) * (oddHigh + 2);
  const slot = largePairs + <usize>(hash >> (64 - <u64>PAIR_BITS)) * LARGE_PAIR;
  const ids = load<u64>(slot, 32);
  const differences = v128.or(v128.xor(v128.load(slot), first), v128.xor(v128.load(slot, 16), second));
  if (!v128.any_true(differences) && ids != 0) return ids;
  const found = ((<u64>ipv6Id(at + 16)) << 32) | ipv6Id(at);
  v128.store(slot, first);
  v128.store(slot, second, 16);
  store<u64>(slot, found, 32);
  return found;
}
