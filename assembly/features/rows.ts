// Where the host writes the columns of a piece of rows, and where it finds their features.
import { takeLogarithms } from './arithmetic';

/** Rows of a piece at most. */
export const ROWS: u32 = 8192;
const ALL: usize = <usize>ROWS;
/** Bytes between columns, so that a row's fields do not all fall into one set of the cache. */
const GAP: usize = 64;

/** Where the columns begin, as in src/features/extract.ts (COLUMNS). */
export const TS: usize = 0; // f64
export const SIZE: usize = TS + ALL * 8 + GAP; // u32
export const SRC: usize = SIZE + ALL * 4 + GAP;
export const DST: usize = SRC + ALL * 4 + GAP;
export const SRC_MAC: usize = DST + ALL * 4 + GAP;
export const DST_MAC: usize = SRC_MAC + ALL * 4 + GAP;
export const ARP_SENDER: usize = DST_MAC + ALL * 4 + GAP;
export const ARP_TARGET: usize = ARP_SENDER + ALL * 4 + GAP;
export const DNS_NAME: usize = ARP_TARGET + ALL * 4 + GAP;
export const DNS_DOMAIN: usize = DNS_NAME + ALL * 4 + GAP;
export const SRC_PORT: usize = DNS_DOMAIN + ALL * 4 + GAP; // u16
export const DST_PORT: usize = SRC_PORT + ALL * 2 + GAP;
export const MARKS: usize = DST_PORT + ALL * 2 + GAP;
export const PROTO: usize = MARKS + ALL * 2 + GAP; // u8
export const PRESENT: usize = PROTO + ALL + GAP;
export const ICMP_TYPE: usize = PRESENT + ALL + GAP;
const IN_BYTES: usize = ICMP_TYPE + ALL + GAP;

/** Features, f32 a row, one column after another, a gap behind each, in the order of src/features/extract.ts. */
const FEATURES: usize = 10;

const OUT_BYTES: usize = ALL * 4 + GAP;
export const ROWS_BYTES: usize = IN_BYTES + FEATURES * OUT_BYTES;

let block: usize = 0;

/** The rows stand in ROWS_BYTES bytes from `at` on. */
export function openRows(at: usize): void {
  block = at;
}

/** Where the columns begin. */
export function featuresInput(): usize {
  return block;
}

/** Where the features begin. */
export function featuresOutput(): usize {
  return block + IN_BYTES;
}

/** Packets that are worked on together. */
export const TOGETHER: u32 = 16;

/** Columns of f64 for those packets: what the logarithm is taken of. Of the last feature there are two, its factors. */
const MEASURES: usize = FEATURES + 1;
const measures: usize = memory.data(11 * 16 * 8, 16);

/** Sets a column for packet `index` of those that are worked on. */
export function measure(column: usize, index: u32, value: f64): void {
  store<f64>(measures + ((column * TOGETHER + index) << 3), value);
}

/** Takes the logarithms, and writes the features of the rows from `row` on. */
export function writeFeatures(row: u32): void {
  for (let at = measures; at < measures + MEASURES * TOGETHER * 8; at += 16) takeLogarithms(at);
  for (let index: usize = 0; index < TOGETHER; index++) {
    const from = measures + (index << 3);
    const to = featuresOutput() + ((<usize>row + index) << 2);
    for (let column: usize = 0; column < FEATURES - 1; column++) {
      store<f32>(to + column * OUT_BYTES, <f32>load<f64>(from + column * TOGETHER * 8));
    }
    const last = from + (FEATURES - 1) * TOGETHER * 8;
    store<f32>(to + (FEATURES - 1) * OUT_BYTES, <f32>((load<f64>(last) * load<f64>(last + TOGETHER * 8)) / 4));
  }
}
