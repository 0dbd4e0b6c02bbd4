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
export const PAYLOAD_LENGTH: usize = DNS_DOMAIN + ALL * 4 + GAP;
export const Z: usize = PAYLOAD_LENGTH + ALL * 4 + GAP; // f32, for scores in context only
export const SRC_PORT: usize = Z + ALL * 4 + GAP; // u16
export const DST_PORT: usize = SRC_PORT + ALL * 2 + GAP;
export const MARKS: usize = DST_PORT + ALL * 2 + GAP;
export const PROTO: usize = MARKS + ALL * 2 + GAP; // u8
export const PRESENT: usize = PROTO + ALL + GAP;
export const ICMP_TYPE: usize = PRESENT + ALL + GAP;
export const TCP_FLAGS: usize = ICMP_TYPE + ALL + GAP;
export const DNS_LENGTH: usize = TCP_FLAGS + ALL + GAP;
const IN_BYTES: usize = DNS_LENGTH + ALL + GAP;

/** Features, f32 a row, one column after another, a gap behind each, in the order of src/features/extract.ts. */
const FEATURES: usize = 14;

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

/**
 * Columns of f64 for those packets: what the logarithm is taken of. One a feature, then two that are factors of REPEAT_NEW and
 * RARE_VOLUME.
 */
export const REPEAT_NEW: usize = 4;
export const RARE_VOLUME: usize = 5;
export const NOVELTY: usize = 14;
export const RARITY: usize = 15;
const measures: usize = memory.data(16 * 16 * 8, 16);
const COLUMN_BYTES: usize = 16 * 8;

/** Sets a column for packet `index` of those that are worked on. */
export function measure(column: usize, index: u32, value: f64): void {
  store<f64>(measures + column * COLUMN_BYTES + ((<usize>index) << 3), value);
}

/** Where a feature of a row goes. */
export function featureAt(feature: usize, row: u32): usize {
  return featuresOutput() + feature * OUT_BYTES + ((<usize>row) << 2);
}

/** Takes the logarithms, and writes the features of the rows from `row` on. */
export function writeFeatures(row: u32): void {
  for (let at = measures; at < measures + 16 * COLUMN_BYTES; at += 16) takeLogarithms(at);
  for (let index: u32 = 0; index < TOGETHER; index++) {
    const from = measures + ((<usize>index) << 3);
    const rarity = load<f64>(from, NOVELTY * COLUMN_BYTES) * load<f64>(from, RARITY * COLUMN_BYTES);
    store<f64>(from, (load<f64>(from, REPEAT_NEW * COLUMN_BYTES) * rarity) / 32, REPEAT_NEW * COLUMN_BYTES);
    store<f64>(from, (load<f64>(from, RARE_VOLUME * COLUMN_BYTES) * rarity) / 64, RARE_VOLUME * COLUMN_BYTES);
    for (let column: usize = 0; column < FEATURES; column++) {
      store<f32>(featureAt(column, row + index), <f32>load<f64>(from + column * COLUMN_BYTES));
    }
  }
}
