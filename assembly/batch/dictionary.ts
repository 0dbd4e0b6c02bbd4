// Interns texts: each distinct run of bytes gets an id, 1, 2, 3 … in order of first appearance.
// Open addressing; the first 16 bytes of a text stand in its slot, so that an IPv4 address is found with one cache line.

/** Slot: first 16 bytes, zero padded | length u32, EMPTY where nobody is | id u32. */
const SLOT: usize = 24;
const LENGTH: usize = 16;
const ID: usize = 20;
const EMPTY: u32 = 0xffffffff;
const FIRST_BITS: u64 = 12;
const FIRST_ENDS: u32 = 1024;
const FIRST_ARENA: usize = 1 << 16;
/** The allocator gives no block of 1 GiB or more. */
const BLOCK_LIMIT: usize = 0x3ffffff0;
/** Slots of 24 bytes in one such block, as bits; then they fill up, to three quarters at most. */
const MOST_BITS: u64 = 25;
const MOST_TEXTS: u32 = 3 << 23;

let slots: usize = 0;
/** Number of slots less one, and 64 minus the bits of a slot's number. */
let slotMask: u32 = 0;
let slotShift: u64 = 0;
let ends: usize = 0;
let endCapacity: u32 = 0;
let arena: usize = 0;
let arenaCapacity: usize = 0;
let arenaLength: usize = 0;
let count: u32 = 0;
// Multipliers that nobody can guess, so that nobody can prepare texts that all collide. Ids do not depend on them.
let oddLow: u64 = 1;
let oddHigh: u64 = 1;

/** Makes an empty dictionary. `low`, `high`: 64 random bits. */
export function startDictionary(low: u32, high: u32): void {
  const seed = ((<u64>high) << 32) | low;
  oddLow = (seed * 0x9e3779b97f4a7c15) | 1;
  oddHigh = (rotl<u64>(seed, 23) * 0xbf58476d1ce4e5b9) | 1;
  openSlots(FIRST_BITS);
  endCapacity = FIRST_ENDS;
  ends = heap.alloc((<usize>endCapacity) << 2);
  arenaCapacity = FIRST_ARENA;
  arena = heap.alloc(arenaCapacity);
  arenaLength = 0;
  count = 0;
}

/** Number of distinct texts. */
export function dictionaryCount(): u32 {
  return count;
}

/** All texts, one after another. */
export function dictionaryBytes(): usize {
  return arena;
}

/** Where each text ends in `dictionaryBytes`: u32 each, that of text 1 first. */
export function dictionaryEnds(): usize {
  return ends;
}

function endOf(id: u32): u32 {
  return load<u32>(ends + ((<usize>(id - 1)) << 2));
}

function openSlots(bits: u64): void {
  const bytes = <usize>((<u64>1) << bits) * SLOT;
  // Allocating traps when there is no room: what is known must fit together then, since the host goes on reading it.
  const opened = heap.alloc(bytes);
  memory.fill(opened, 0xff, bytes);
  slots = opened;
  slotMask = <u32>(((<u64>1) << bits) - 1);
  slotShift = 64 - bits;
}

/**
 * Multiply-shift over two words (Dietzfelbinger et al. 1997): the slot is the uppermost bits of a random linear sum,
 * since a product carries upwards only.
 */
function mix(low: u64, high: u64): u32 {
  return <u32>((low * oddLow + high * oddHigh) >> slotShift);
}

function hashLong(low: u64, high: u64, text: usize, length: u32): u32 {
  let hash = low * oddLow + high * oddHigh;
  for (let at: u32 = 16; at < length; at++) hash = (rotl<u64>(hash, 29) ^ load<u8>(text + at)) * oddLow + oddHigh;
  return mix(hash, hash >> 32);
}

/** First (up to) eight bytes of a text, zero padded. */
function headOf(text: usize, length: u32): u64 {
  let value: u64 = 0;
  const bytes = min<u32>(length, 8);
  for (let at: u32 = 0; at < bytes; at++) value |= (<u64>load<u8>(text + at)) << (at * 8);
  return value;
}

/** Id of the `length` bytes at `text`. */
export function intern(text: usize, length: u32): u32 {
  return internHead(headOf(text, length), length > 8 ? headOf(text + 8, length - 8) : 0, text, length);
}

/** Id of a text of up to 16 bytes that stands in its own slot, which is most of the time; else 0. */
export function idInSlot(low: u64, high: u64, length: u32): u32 {
  const at = slots + <usize>mix(low, high) * SLOT;
  const differences = (load<u64>(at) ^ low) | (load<u64>(at, 8) ^ high) | (<u64>(load<u32>(at, LENGTH) ^ length));
  return differences == 0 && length <= 16 ? load<u32>(at, ID) : 0;
}

/** Id of a text whose first 16 bytes, zero padded, are `low` and `high`. */
export function internHead(low: u64, high: u64, text: usize, length: u32): u32 {
  let slot = length <= 16 ? mix(low, high) : hashLong(low, high, text, length);
  while (true) {
    const at = slots + <usize>slot * SLOT;
    const taken = load<u32>(at, LENGTH);
    // One branch for all that must be equal; no text is as long as an empty slot says.
    if (((load<u64>(at) ^ low) | (load<u64>(at, 8) ^ high) | (<u64>(taken ^ length))) == 0) {
      const id = load<u32>(at, ID);
      if (length <= 16 || memory.compare(arena + endOf(id) - length, text, length) == 0) return id;
    } else if (taken == EMPTY) {
      return insert(at, low, high, text, length);
    }
    slot = (slot + 1) & slotMask;
  }
}

function insert(at: usize, low: u64, high: u64, text: usize, length: u32): u32 {
  if (count == MOST_TEXTS) unreachable();
  if (arenaLength + length > arenaCapacity) growArena(arenaLength + length);
  if (count == endCapacity) {
    ends = heap.realloc(ends, (<usize>(endCapacity + (endCapacity >> 1))) << 2);
    endCapacity += endCapacity >> 1;
  }
  memory.copy(arena + arenaLength, text, length);
  arenaLength += length;
  store<u32>(ends + ((<usize>count) << 2), <u32>arenaLength);
  count++;
  store<u64>(at, low);
  store<u64>(at, high, 8);
  store<u32>(at, length, LENGTH);
  store<u32>(at, count, ID);
  const id = count;
  // A quarter full at most: second probes cost mispredicted branches.
  if (count > (slotMask + 1) >> 2 && 64 - slotShift < MOST_BITS) growSlots();
  return id;
}

/** Traps, and changes nothing, when there is no room for `needed` bytes. */
function growArena(needed: usize): void {
  let capacity = arenaCapacity;
  while (capacity < needed && capacity < BLOCK_LIMIT) capacity = min<usize>(capacity + (capacity >> 1), BLOCK_LIMIT);
  if (capacity < needed) unreachable();
  arena = heap.realloc(arena, capacity);
  arenaCapacity = capacity;
}

function growSlots(): void {
  const old = slots;
  const end = slots + (<usize>slotMask + 1) * SLOT;
  openSlots(65 - slotShift);
  for (let from = old; from < end; from += SLOT) {
    const length = load<u32>(from, LENGTH);
    if (length == EMPTY) continue;
    const low = load<u64>(from);
    const high = load<u64>(from, 8);
    const text = arena + endOf(load<u32>(from, ID)) - length;
    let slot = length <= 16 ? mix(low, high) : hashLong(low, high, text, length);
    while (load<u32>(slots + <usize>slot * SLOT, LENGTH) != EMPTY) slot = (slot + 1) & slotMask;
    memory.copy(slots + <usize>slot * SLOT, from, SLOT);
  }
  heap.free(old);
}
