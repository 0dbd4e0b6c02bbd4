// Interns texts: each distinct run of bytes gets an id, 1, 2, 3 … in order of first appearance.
// Open addressing over 24-byte entries whose first 16 bytes stand inline, so that an IPv4 address is compared in two loads.

const ENTRY: usize = 24;
const FIRST_ENTRIES: u32 = 1024;
const FIRST_ARENA: usize = 1 << 16;

let slots: usize = 0;
let slotMask: u32 = 0;
/** 64 minus the bits of a slot's number. */
let slotShift: u64 = 0;
let entries: usize = 0;
let entryCapacity: u32 = 0;
let arena: usize = 0;
let arenaCapacity: usize = 0;
let arenaLength: usize = 0;
let count: u32 = 0;
// Multipliers that nobody can guess, so that nobody can prepare texts that all collide. Ids do not depend on them.
let oddLow: u64 = 1;
let oddHigh: u64 = 1;

/** Makes an empty dictionary. `low`, `high`: 64 random bits. */
export function startDictionary(low: u32, high: u32): void {
  const seed = (<u64>high << 32) | low;
  oddLow = (seed * 0x9e3779b97f4a7c15) | 1;
  oddHigh = (rotl<u64>(seed, 23) * 0xbf58476d1ce4e5b9) | 1;
  entryCapacity = FIRST_ENTRIES;
  entries = heap.alloc(<usize>entryCapacity * ENTRY);
  slotMask = FIRST_ENTRIES * 2 - 1;
  slotShift = 64 - 11;
  slots = heap.alloc((<usize>slotMask + 1) * 4);
  memory.fill(slots, 0, (<usize>slotMask + 1) * 4);
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

/** Where text `id` (1-based) ends in `dictionaryBytes`. */
export function dictionaryEnd(id: u32): u32 {
  return load<u32>(entries + <usize>(id - 1) * ENTRY, 16);
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
  for (let at: u32 = 0; at < bytes; at++) value |= <u64>load<u8>(text + at) << (at * 8);
  return value;
}

/** Id of the `length` bytes at `text`. */
export function intern(text: usize, length: u32): u32 {
  return internHead(headOf(text, length), length > 8 ? headOf(text + 8, length - 8) : 0, text, length);
}

/** Id of a text whose first 16 bytes, zero padded, are `low` and `high`. */
export function internHead(low: u64, high: u64, text: usize, length: u32): u32 {
  const hash = length <= 16 ? mix(low, high) : hashLong(low, high, text, length);
  let slot = hash;
  while (true) {
    const id = load<u32>(slots + (<usize>slot << 2));
    if (id == 0) break;
    const entry = entries + <usize>(id - 1) * ENTRY;
    if (load<u64>(entry) == low && load<u64>(entry, 8) == high && load<u32>(entry, 20) == length) {
      if (length <= 16) return id;
      if (memory.compare(arena + load<u32>(entry, 16) - length, text, length) == 0) return id;
    }
    slot = (slot + 1) & slotMask;
  }
  return insert(slot, low, high, text, length);
}

function insert(slot: u32, low: u64, high: u64, text: usize, length: u32): u32 {
  if (arenaLength + length > arenaCapacity) {
    while (arenaLength + length > arenaCapacity) arenaCapacity += arenaCapacity >> 1;
    arena = heap.realloc(arena, arenaCapacity);
  }
  if (count == entryCapacity) {
    entryCapacity += entryCapacity >> 1;
    entries = heap.realloc(entries, <usize>entryCapacity * ENTRY);
  }
  memory.copy(arena + arenaLength, text, length);
  arenaLength += length;
  const entry = entries + <usize>count * ENTRY;
  store<u64>(entry, low);
  store<u64>(entry, high, 8);
  store<u32>(entry, <u32>arenaLength, 16);
  store<u32>(entry, length, 20);
  count++;
  store<u32>(slots + (<usize>slot << 2), count);
  if (count > (slotMask + 1) >> 1) growSlots();
  return count;
}

function growSlots(): void {
  heap.free(slots);
  slotMask = (slotMask << 1) | 1;
  slotShift--;
  slots = heap.alloc((<usize>slotMask + 1) * 4);
  memory.fill(slots, 0, (<usize>slotMask + 1) * 4);
  for (let id: u32 = 1; id <= count; id++) {
    const entry = entries + <usize>(id - 1) * ENTRY;
    const low = load<u64>(entry);
    const high = load<u64>(entry, 8);
    const length = load<u32>(entry, 20);
    const text = arena + load<u32>(entry, 16) - length;
    let slot = length <= 16 ? mix(low, high) : hashLong(low, high, text, length);
    while (load<u32>(slots + (<usize>slot << 2)) != 0) slot = (slot + 1) & slotMask;
    store<u32>(slots + (<usize>slot << 2), id);
  }
}
