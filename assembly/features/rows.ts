// Where the host writes the columns of a piece of rows, and where it finds their features.

/** Rows of a piece at most. */
export const ROWS: u32 = 8192;
const ALL: usize = <usize>ROWS;

/** Where the columns begin, as in src/features/extract.ts (COLUMNS). */
export const TS: usize = 0; // f64
export const SIZE: usize = TS + ALL * 8; // u32
export const SRC: usize = SIZE + ALL * 4;
export const DST: usize = SRC + ALL * 4;
export const SRC_MAC: usize = DST + ALL * 4;
export const DST_MAC: usize = SRC_MAC + ALL * 4;
export const ARP_SENDER: usize = DST_MAC + ALL * 4;
export const ARP_TARGET: usize = ARP_SENDER + ALL * 4;
export const DNS_NAME: usize = ARP_TARGET + ALL * 4;
export const DNS_DOMAIN: usize = DNS_NAME + ALL * 4;
export const SRC_PORT: usize = DNS_DOMAIN + ALL * 4; // u16
export const DST_PORT: usize = SRC_PORT + ALL * 2;
export const MARKS: usize = DST_PORT + ALL * 2;
export const PROTO: usize = MARKS + ALL * 2; // u8
export const PRESENT: usize = PROTO + ALL;
export const ICMP_TYPE: usize = PRESENT + ALL;
const IN_BYTES: usize = ICMP_TYPE + ALL;

/** Features, f32 a row, one column after another in the order of src/features/extract.ts. */
const FEATURES: usize = 10;

let block: usize = 0;

export function openRows(): void {
  if (block == 0) block = heap.alloc(IN_BYTES + FEATURES * ALL * 4);
}

export function closeRows(): void {
  if (block != 0) heap.free(block);
  block = 0;
}

/** Where the columns begin. */
export function featuresInput(): usize {
  return block;
}

/** Where the features begin. */
export function featuresOutput(): usize {
  return block + IN_BYTES;
}

/** Sets a feature of a row. */
export function setFeature(feature: usize, row: u32, value: f64): void {
  store<f32>(featuresOutput() + ((feature * ALL + row) << 2), <f32>value);
}
