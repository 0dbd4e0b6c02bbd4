// What is wrong with items: counted all, listed up to a limit, as 96-byte records that the host turns into sentences.

/** Record: code u8, field u8, kind u8, found length u8 | item u32 | line f64 | column f64 | offset f64 | found bytes [64]. */
const RECORD: usize = 96;
const FOUND_AT: usize = 32;
export const FOUND_CAPACITY: u32 = 64;
const CAPACITY: u32 = 128;

let records: usize = 0;
let listed: u32 = 0;
let wanted: u32 = 0;
let total: f64 = 0;
let rejected: f64 = 0;

/** `limit`: how many to list from here on (at most 128). */
export function startProblems(limit: u32): void {
  if (records == 0) records = heap.alloc(RECORD * <usize>CAPACITY);
  wanted = min<u32>(limit, CAPACITY);
  listed = 0;
  total = 0;
  rejected = 0;
}

export function problemRecords(): usize {
  return records;
}

export function problemsListed(): u32 {
  return listed;
}

export function problemsTotal(): f64 {
  return total;
}

export function itemsRejected(): f64 {
  return rejected;
}

/** Goes back to what the counts were, when a later `items` key voids an earlier one. */
export function restoreProblems(toListed: u32, toTotal: f64, toRejected: f64): void {
  listed = toListed;
  total = toTotal;
  rejected = toRejected;
}

export function countRejected(): void {
  rejected += 1;
}

export function addProblem(
  code: i32,
  field: i32,
  kind: i32,
  item: u32,
  line: f64,
  column: f64,
  offset: f64,
  found: usize,
  foundLength: u32,
): void {
  total += 1;
  if (listed >= wanted) return;
  const record = records + <usize>listed * RECORD;
  store<u8>(record, <u8>code);
  store<u8>(record, <u8>field, 1);
  store<u8>(record, <u8>kind, 2);
  store<u8>(record, <u8>min<u32>(foundLength, 255), 3);
  store<u32>(record, item, 4);
  store<f64>(record, line, 8);
  store<f64>(record, column, 16);
  store<f64>(record, offset, 24);
  memory.copy(record + FOUND_AT, found, min<u32>(foundLength, FOUND_CAPACITY));
  listed++;
}
