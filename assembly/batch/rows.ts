// The row buffer: finished packets as parallel columns, taken by the host whenever it is full and after each feed.

/** Rows in the buffer at most. Small enough for the second-level cache. */
export const ROW_CAPACITY: u32 = 8192;

/** Where the columns begin in the buffer. */
const ALL: usize = <usize>ROW_CAPACITY;
export const COLUMN_TS: usize = 0;
export const COLUMN_SIZE: usize = COLUMN_TS + ALL * 8;
export const COLUMN_SRC: usize = COLUMN_SIZE + ALL * 4;
export const COLUMN_DST: usize = COLUMN_SRC + ALL * 4;
export const COLUMN_SRC_PORT: usize = COLUMN_DST + ALL * 4;
export const COLUMN_DST_PORT: usize = COLUMN_SRC_PORT + ALL * 2;
export const COLUMN_PROTO: usize = COLUMN_DST_PORT + ALL * 2;
export const COLUMN_PRESENT: usize = COLUMN_PROTO + ALL;
export const COLUMN_TCP_FLAGS: usize = COLUMN_PRESENT + ALL;
const END: usize = COLUMN_TCP_FLAGS + ALL;

let base: usize = 0;
let rows: u32 = 0;
/** `present` bits of all rows in the buffer, or-ed: which optional columns are worth taking. */
let anyPresent: u32 = 0;
/** Rows taken before those in the buffer. */
let taken: f64 = 0;

export function startRows(): void {
  if (base == 0) base = heap.alloc(END);
  rows = 0;
  anyPresent = 0;
  taken = 0;
}

/** Rows added so far, taken or not. */
export function rowsAdded(): f64 {
  return taken + <f64>rows;
}

/** The buffer is empty and the host has cut the rows back to `count`. */
export function cutRows(count: f64): void {
  taken = count;
}

/** Rows that wait to be taken. */
export function rowCount(): u32 {
  return rows;
}

export function rowsPresent(): u32 {
  return anyPresent;
}

/** Column pointers, in the order ts f64, size u32, src u32, dst u32, src_port u16, dst_port u16, proto u8, present u8, tcp_flags u8. */
export function rowColumn(index: u32): usize {
  switch (index) {
    case 0:
      return base + COLUMN_TS;
    case 1:
      return base + COLUMN_SIZE;
    case 2:
      return base + COLUMN_SRC;
    case 3:
      return base + COLUMN_DST;
    case 4:
      return base + COLUMN_SRC_PORT;
    case 5:
      return base + COLUMN_DST_PORT;
    case 6:
      return base + COLUMN_PROTO;
    case 7:
      return base + COLUMN_PRESENT;
    default:
      return base + COLUMN_TCP_FLAGS;
  }
}

/** The buffer. The row behind the last may be written to; `keepRow` then makes it one. */
export function rowBuffer(): usize {
  return base;
}

/** The row behind the last is complete: every column of it has been written, absent fields as 0. */
export function keepRow(present: u32): void {
  anyPresent |= present;
  rows++;
}

/** Empties the buffer. */
export function takeRows(): void {
  taken += <f64>rows;
  rows = 0;
  anyPresent = 0;
}

/** Appends a packet; absent fields are 0. The caller has made sure that there is room. */
export function addRow(
  present: u32,
  size: u32,
  proto: u32,
  ts: f64,
  src: u32,
  dst: u32,
  srcPort: u32,
  dstPort: u32,
  tcpFlags: u32,
): void {
  const row = <usize>rows;
  const bytes = base + row;
  const words = bytes + row * 3;
  const halves = bytes + row;
  store<f64>(words + (row << 2), ts, COLUMN_TS);
  store<u32>(words, size, COLUMN_SIZE);
  store<u32>(words, src, COLUMN_SRC);
  store<u32>(words, dst, COLUMN_DST);
  store<u16>(halves, <u16>srcPort, COLUMN_SRC_PORT);
  store<u16>(halves, <u16>dstPort, COLUMN_DST_PORT);
  store<u8>(bytes, <u8>proto, COLUMN_PROTO);
  store<u8>(bytes, <u8>present, COLUMN_PRESENT);
  store<u8>(bytes, <u8>tcpFlags, COLUMN_TCP_FLAGS);
  keepRow(present);
}
