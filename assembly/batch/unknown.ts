// Counts the fields that are not of the payload, by name for the first 50 names.

const NAMES: u32 = 50;
/** A name is kept up to this many bytes; longer ones are told apart by their beginning and length. */
export const NAME_CAPACITY: u32 = 64;
/** Record: count f64 | length u32 | hash u32 | name [64]. */
const RECORD: usize = 80;

let records: usize = 0;
let names: u32 = 0;
let total: f64 = 0;

export function startUnknown(): void {
  if (records == 0) records = heap.alloc(RECORD * <usize>NAMES);
  names = 0;
  total = 0;
}

export function unknownRecords(): usize {
  return records;
}

export function unknownNames(): u32 {
  return names;
}

export function unknownTotal(): f64 {
  return total;
}

/** Index of a name among the 50, adding it if there is room; 50 when there is none. `length`: of the whole name. */
export function findUnknown(name: usize, length: u32): u32 {
  const kept = min<u32>(length, NAME_CAPACITY);
  let hash: u32 = 0x811c9dc5;
  for (let at: u32 = 0; at < kept; at++) hash = (hash ^ load<u8>(name + at)) * 0x01000193;
  for (let index: u32 = 0; index < names; index++) {
    const record = records + <usize>index * RECORD;
    if (load<u32>(record, 12) != hash || load<u32>(record, 8) != length) continue;
    if (memory.compare(record + 16, name, kept) == 0) return index;
  }
  if (names == NAMES) return NAMES;
  const record = records + <usize>names * RECORD;
  store<f64>(record, 0);
  store<u32>(record, length, 8);
  store<u32>(record, hash, 12);
  memory.copy(record + 16, name, kept);
  return names++;
}

/** Counts a field found by `findUnknown`. */
export function countUnknown(index: u32): void {
  total += 1;
  if (index == NAMES) return;
  const record = records + <usize>index * RECORD;
  store<f64>(record, load<f64>(record) + 1);
}
