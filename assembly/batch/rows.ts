// The row buffer: finished packets as parallel columns, taken by the host whenever it is full and after each feed.

/** Rows in the buffer at most. Small enough for the second-level cache. */
export const ROW_CAPACITY: u32 = 8192;

const ALL: usize = <usize>ROW_CAPACITY;
const TS: usize = 0;
const SIZE: usize = TS + ALL * 8;
const SRC: usize = SIZE + ALL * 4;
const DST: usize = SRC + ALL * 4;
const SRC_PORT: usize = DST + ALL * 4;
const DST_PORT: usize = SRC_PORT + ALL * 2;
const PROTO: usize = DST_PORT + ALL * 2;
const PRESENT: usize = PROTO + ALL;
const TCP_FLAGS: usize = PRESENT + ALL;
const END: usize = TCP_FLAGS + ALL;

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
      return base + TS;
    case 1:
      return base + SIZE;
    case 2:
      return base + SRC;
    case 3:
      return base + DST;
    case 4:
      return base + SRC_PORT;
    case 5:
      return base + DST_PORT;
    case 6:
      return base + PROTO;
    case 7:
      return base + PRESENT;
    default:
      return base + TCP_FLAGS;
  }
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
  store<f64>(words + (row << 2), ts, TS);
  store<u32>(words, size, SIZE);
  store<u32>(words, src, SRC);
  store<u32>(words, dst, DST);
  store<u16>(halves, <u16>srcPort, SRC_PORT);
  store<u16>(halves, <u16>dstPort, DST_PORT);
  store<u8>(bytes, <u8>proto, PROTO);
  store<u8>(bytes, <u8>present, PRESENT);
  store<u8>(bytes, <u8>tcpFlags, TCP_FLAGS);
  anyPresent |= present;
  rows++;
}
