// The tables: what each is about, how large an entry is, and when it expires.
import { openTable, tableAt } from './table';

/** Their numbers, in the order of src/features/tables.ts. The first ones are kept in a state. */
export const HOSTS: u32 = 0;
export const GATEWAYS: u32 = 1;
export const BINDINGS: u32 = 2;
export const SERVICES: u32 = 3;
export const PAIRS: u32 = 4;
export const CHANNELS: u32 = 5;
export const CONNECTIONS: u32 = 6;
export const NAMES: u32 = 7;
export const DOMAINS: u32 = 8;
export const QUERIES: u32 = 9;
export const ECHOES: u32 = 10;
const EXTRACTION: u32 = 11;
/** Of scores in context. */
export const SOURCES: u32 = 11;
export const CONTEXTS: u32 = 12;
const COUNT: u32 = 13;

/** Places in an entry of a table that a state keeps; see table.ts for those before. */
export const COUNTED: usize = 16; // u32, packets; gateways, bindings, services
export const FIRST: usize = 16; // f64, when it was first seen; pairs, channels

/** Bytes of an entry, those that a state keeps, seconds until it expires, and its share of the memory in 1/1024. */
// prettier-ignore
const kinds: StaticArray<f64> = [
  64, 32, Infinity, 230,
  24, 24, Infinity, 7,
  24, 24, Infinity, 14,
  24, 24, Infinity, 7,
  64, 40, Infinity, 283,
  32, 24, Infinity, 146,
  24, 0, 120, 239,
  16, 0, 600, 40,
  24, 0, 600, 15,
  24, 0, 600, 15,
  24, 0, 600, 28,
  32, 0, 100, 341,
  32, 0, 1200, 683,
];

/** Bytes of an entry that are kept. */
export function keptBytes(index: u32): u32 {
  return <u32>kinds[index * 4 + 1];
}

/** Bytes that are needed beside those that the shares give: each table has a bucket, and begins at a cache line. */
export const SPARE_BYTES: usize = 8192;

/** Opens the tables of an extraction or of scores in context, empty, in `bytes` bytes at `at`, and some to spare. */
export function openTables(at: usize, bytes: u32, ofScores: bool): void {
  const end = ofScores ? COUNT : EXTRACTION;
  for (let index = ofScores ? EXTRACTION : HOSTS; index < end; index++) {
    const kind = index * 4;
    const share = <u32>((<f64>bytes * kinds[kind + 3]) / 1024);
    at = openTable(tableAt(index), (at + 63) & ~63, share, <u32>kinds[kind], kinds[kind + 2]);
  }
}
