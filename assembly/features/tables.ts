// The tables: what each is about, how large an entry is, and when it expires.
import { openTable, tableAt } from './table';

/** Their numbers, in the order of src/features/tables.ts. The first ones are kept in a state. */
export const HOSTS: u32 = 0;
export const LINKS: u32 = 1;
export const BINDINGS: u32 = 2;
export const SERVICES: u32 = 3;
export const CONNECTIONS: u32 = 4;
export const CHANNELS: u32 = 5;
export const PAIRS: u32 = 6;
export const NAMES: u32 = 7;
export const DOMAINS: u32 = 8;
const COUNT: u32 = 9;

/** Places in an entry of a table that a state keeps; see table.ts for those before. */
export const FIRST: usize = 16; // f64, when it was first seen; of a host: see hosts.ts
export const COUNTED: usize = 24; // u32, packets
/** Bytes of an entry that are kept. */
export const KEPT_BYTES: u32 = 32;

/** Bytes of an entry, seconds until it expires, and its share of the memory in 1/1024. */
// prettier-ignore
const kinds: StaticArray<f64> = [
  64, Infinity, 220,
  32, Infinity, 18,
  32, Infinity, 20,
  32, Infinity, 10,
  24, 120, 224,
  40, 1000, 240,
  48, 600, 212,
  16, 600, 58,
  24, 100, 22,
];

/** Bytes that are needed beside those that the shares give: each table has a bucket, and begins at a cache line. */
export const SPARE_BYTES: usize = 8192;

/** Opens all tables empty, in `bytes` bytes at `at`, and some to spare. */
export function openTables(at: usize, bytes: u32): void {
  for (let index: u32 = 0; index < COUNT; index++) {
    const share = <u32>((<f64>bytes * kinds[index * 3 + 2]) / 1024);
    at = openTable(tableAt(index), (at + 63) & ~63, share, <u32>kinds[index * 3], kinds[index * 3 + 1]);
  }
}
