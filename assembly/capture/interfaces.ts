// The interfaces of all captures of a load: where packets come from, and how their time stamps count.

/**
 * An interface: link type u32 | snapshot length u32 | ticks a second u64, 0 = see the next | seconds a tick f64 | seconds
 * to add f64 | frame check sequence i32, -1 = not said | section u32 | number in its section u32 | flags u32 (1 = big-endian,
 * 2 = pcapng) | offset of its block f64 | offset of its section's block f64 | packets f64 | bytes of its name u32 | bytes
 * before a record's data u32 | the name, at most 64 bytes of it.
 */
export const LINK_TYPE: usize = 0;
export const SNAP_LENGTH: usize = 4;
export const TICKS: usize = 8;
export const TICK: usize = 16;
export const TIME_OFFSET: usize = 24;
export const FCS: usize = 32;
export const SECTION: usize = 36;
export const ID: usize = 40;
export const FLAGS: usize = 44;
export const BLOCK_OFFSET: usize = 48;
export const SECTION_OFFSET: usize = 56;
export const PACKETS: usize = 64;
export const NAME_LENGTH: usize = 72;
export const RECORD_HEADER: usize = 76;
export const NAME: usize = 80;
export const MOST_NAME: u32 = 64;
export const BIG_ENDIAN: u32 = 1;
export const PCAPNG: u32 = 2;
const BYTES: usize = 144;

/** Numbers of 16 bits name them. */
export const MOST: u32 = 65535;

let records: usize = 0;
let capacity: u32 = 0;
let count: u32 = 0;

/** Forgets all interfaces. */
export function startInterfaces(): void {
  count = 0;
  if (capacity > 0) return;
  capacity = 8;
  records = heap.alloc(<usize>capacity * BYTES);
}

/** Adds one with microseconds, no offset and no name; there must be less than MOST. Answers its number. */
export function addInterface(linkType: u32, snapLength: u32): u32 {
  if (count == capacity) {
    records = heap.realloc(records, <usize>(capacity * 2) * BYTES);
    capacity *= 2;
  }
  const at = records + <usize>count * BYTES;
  memory.fill(at, 0, BYTES);
  store<u32>(at, linkType, LINK_TYPE);
  store<u32>(at, snapLength, SNAP_LENGTH);
  store<u64>(at, 1000000, TICKS);
  store<f64>(at, 1e-6, TICK);
  store<i32>(at, -1, FCS);
  return count++;
}

/** The record of an interface; it moves when one is added. */
export function interfaceAt(index: u32): usize {
  return records + <usize>index * BYTES;
}

export function interfaceCount(): u32 {
  return count;
}

/**
 * Sets how its time stamps count (`if_tsresol`: the upper bit chooses powers of 2 instead of 10). What is finer than 64
 * bits can tell counts in doubles.
 */
export function setResolution(at: usize, resolution: u32): void {
  const exponent = resolution & 127;
  const binary = resolution >> 7 != 0;
  let tick: f64 = 1;
  let ticks: u64 = 1;
  for (let step: u32 = 0; step < exponent; step++) {
    tick *= binary ? 2 : 10;
    ticks *= binary ? 2 : 10;
  }
  store<u64>(at, exponent > <u32>(binary ? 63 : 19) ? 0 : ticks, TICKS);
  store<f64>(at, 1 / tick, TICK);
}

/** Every integer below is a double. */
const MOST_EXACT: u64 = 1 << 53;

/** Seconds since 1970 of a time stamp: correctly rounded to a double for microseconds and nanoseconds. */
export function secondsOf(at: usize, stamp: u64): f64 {
  const ticks = load<u64>(at, TICKS);
  const offset = load<f64>(at, TIME_OFFSET);
  if (ticks == 0) return <f64>stamp * load<f64>(at, TICK) + offset;
  // Both are exact as doubles, so that one division rounds once.
  if (offset == 0 && stamp < MOST_EXACT && ticks < MOST_EXACT) return <f64>stamp / <f64>ticks;
  const seconds = stamp / ticks;
  return <f64>seconds + offset + <f64>(stamp - seconds * ticks) / <f64>ticks;
}
