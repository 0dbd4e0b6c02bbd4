// Hash tables of fixed size: buckets of eight entries each; a full bucket gives up the entry that was not used for longest.

/** Bytes of an entry's tag: 16 bits of its key, odd; 0 where nobody is. */
const TAG_BYTES: usize = 2;
const WAYS: u32 = 8;

/** Places in an entry. What follows is its owner's, and 0 at first. */
const KEY: usize = 0; // u64
export const LAST: usize = 8; // f64, when it was last used

/** What the host reads of a table, see src/features/tables.ts. */
@unmanaged
class Table {
  /** v128 a bucket. */
  tags: usize = 0;
  entries: usize = 0;
  buckets: u32 = 0;
  entryBytes: u32 = 0;
  used: u32 = 0;
  /** Entries that were given up before they had expired. */
  evicted: u32 = 0;
  /** Seconds without use after which an entry says no more than none. */
  expiry: f64 = 0;
}

const tables: usize = memory.data(40 * 16, 8);

/** Of 16 tables. */
export function tableAt(index: u32): Table {
  return changetype<Table>(tables + <usize>index * offsetof<Table>());
}

/** Seconds since the entry that `touch` answered was last used; Infinity if it is new. */
export let silence: f64 = 0;
/** An entry that stays, as it is in use. */
let pinned: usize = 0;

export function pin(entry: usize): void {
  pinned = entry;
}

/** Opens an empty table of about `bytes` bytes at `at`, which a cache line begins at; answers where the next can begin. */
export function openTable(table: Table, at: usize, bytes: u32, entryBytes: u32, expiry: f64): usize {
  const buckets = max<u32>(1, bytes / (WAYS * (entryBytes + <u32>TAG_BYTES)));
  const tagBytes = (<usize>buckets * WAYS * TAG_BYTES + 63) & ~63;
  memory.fill(at, 0, tagBytes);
  table.tags = at;
  // An entry of 64 bytes stands in one cache line.
  table.entries = at + tagBytes;
  table.buckets = buckets;
  table.entryBytes = entryBytes;
  table.used = 0;
  table.evicted = 0;
  table.expiry = expiry;
  return table.entries + <usize>buckets * WAYS * entryBytes;
}

function bucketOf(table: Table, key: u64): u32 {
  return <u32>(((key >> 32) * <u64>table.buckets) >> 32);
}

function tagOf(key: u64): u16 {
  return <u16>((key >> 8) | 1);
}

function entryAt(table: Table, slot: u32): usize {
  return table.entries + <usize>slot * table.entryBytes;
}

/** Places that are wanted soon: u32 each, up to FETCHES of them. */
const FETCHES: usize = 1024;
const places: usize = memory.data(1024 * 4, 16);
let placed: usize = 0;

function want(place: usize): void {
  store<u32>(places + placed, <u32>place);
  placed = (placed + 4) & (FETCHES * 4 - 1);
}

/**
 * Reads all places that are wanted. Nothing else stands in this loop, so that the memory fetches a dozen of them side by side;
 * one after another, a packet's look-ups take ten times as long.
 */
export function fetchWanted(): void {
  let bits: u32 = 0;
  for (let at = places; at < places + placed; at += 4) bits ^= load<u32>(load<u32>(at));
  // Nobody asks for it, but so the compiler leaves the reading in.
  store<u32>(places, bits);
  placed = 0;
}

/** Wants the tags of a key's bucket. */
export function wantTags(table: Table, key: u64): void {
  want(table.tags + ((<usize>bucketOf(table, key)) << 4));
}

/** Wants the place where a key may be or would go; answers a hint for `touch`, 0 where it is not there. */
export function wantEntry(table: Table, key: u64): usize {
  const bucket = bucketOf(table, key);
  const tags = v128.load(table.tags + ((<usize>bucket) << 4));
  const found = <u32>i16x8.bitmask(i16x8.eq(tags, i16x8.splat(<i16>tagOf(key))));
  const free = <u32>i16x8.bitmask(i16x8.eq(tags, i16x8.splat(0)));
  const entry = entryAt(table, bucket * WAYS + (ctz((found != 0 ? found : free) | 0x80) & 7));
  want(entry);
  // A full bucket: how old each of its entries is will be asked.
  if ((found | free) == 0) {
    for (let way: u32 = 0; way < WAYS - 1; way++) want(entryAt(table, bucket * WAYS + way));
  }
  return select<usize>(entry, 0, found != 0);
}

/** The entry of a key, or 0. */
function find(table: Table, key: u64): usize {
  const bucket = bucketOf(table, key);
  const tags = v128.load(table.tags + ((<usize>bucket) << 4));
  let found = <u32>i16x8.bitmask(i16x8.eq(tags, i16x8.splat(<i16>tagOf(key))));
  while (found != 0) {
    const entry = entryAt(table, bucket * WAYS + ctz(found));
    if (load<u64>(entry, KEY) == key) return entry;
    found &= found - 1;
  }
  return 0;
}

/**
 * The entry of a key, made where there is none, and used at `time`. `hint`: what `wantEntry` answered a while ago: it
 * is made sure of, since the place may have gone to another key.
 */
export function touch(table: Table, key: u64, hint: usize, time: f64): usize {
  let entry = hint;
  if (entry == 0 || load<u64>(entry, KEY) != key) entry = find(table, key);
  if (entry != 0) silence = max<f64>(0, time - load<f64>(entry, LAST));
  else {
    entry = insert(table, key, time);
    silence = Infinity;
  }
  store<f64>(entry, time, LAST);
  return entry;
}

function insert(table: Table, key: u64, time: f64): usize {
  const first = bucketOf(table, key) * WAYS;
  const tags = table.tags + <usize>first * TAG_BYTES;
  const free = <u32>i16x8.bitmask(i16x8.eq(v128.load(tags), i16x8.splat(0)));
  let way: u32 = 0;
  if (free != 0) {
    way = ctz(free);
    table.used++;
  } else {
    way = oldestWay(table, first, <u32>(key >> 3));
    if (time - load<f64>(entryAt(table, first + way), LAST) <= table.expiry) table.evicted++;
  }
  store<u16>(tags + <usize>way * TAG_BYTES, tagOf(key));
  const entry = entryAt(table, first + way);
  for (let at = entry; at < entry + table.entryBytes; at += 8) store<u64>(at, 0);
  store<u64>(entry, key, KEY);
  return entry;
}

/** Of equal age, the first from way `start` on. */
function oldestWay(table: Table, first: u32, start: u32): u32 {
  let oldest = Infinity;
  let found = start % WAYS;
  for (let step: u32 = 0; step < WAYS; step++) {
    const way = (start + step) % WAYS;
    const entry = entryAt(table, first + way);
    const last = load<f64>(entry, LAST);
    if (last < oldest && entry != pinned) {
      oldest = last;
      found = way;
    }
  }
  return found;
}
