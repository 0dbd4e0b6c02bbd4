// The window on the file: the bytes that are at hand, and where in the file they stand.

/** Bytes that the host gives at once, at most. */
export const PIECE: u32 = 1 << 20;
/** What is not yet used up of the pieces before stands in front of a piece: a record, a block, or what tells whether one is. */
export const CARRY: u32 = 1 << 20;
/** Decoders may read so far beyond the last byte. */
const PADDING: usize = 64;

let buffer: usize = 0;
/** First unused byte, and the end of the bytes, in memory. */
let from: usize = 0;
let end: usize = 0;
/** Place of `end` in the file. */
let endPosition: f64 = 0;
/** Bytes that are not looked at, beyond those in the window. */
let skipping: f64 = 0;

/** Empties the window for a new file. */
export function startWindow(): void {
  if (buffer == 0) buffer = heap.alloc(<usize>CARRY + <usize>PIECE + PADDING);
  from = buffer + CARRY;
  end = from;
  endPosition = 0;
  skipping = 0;
}

/** Where the next piece goes. What was left of the pieces before is moved in front of it. */
export function nextPiece(): usize {
  const place = buffer + CARRY;
  const left = end - from;
  memory.copy(place - left, from, left);
  from = place - left;
  end = place;
  return place;
}

/** A piece of `length` bytes has been written. */
export function addPiece(length: u32): void {
  end += <usize>length;
  endPosition += <f64>length;
  if (skipping > 0) skipBytes(0);
}

export function windowFrom(): usize {
  return from;
}

export function windowEnd(): usize {
  return end;
}

/** Place in the file of a byte of the window. */
export function positionOf(at: usize): f64 {
  return endPosition - <f64>(end - at);
}

/** Everything before `at` is used up. */
export function moveWindow(at: usize): void {
  from = at;
}

/** Uses up `bytes` bytes more, of which some may still have to come. */
export function skipBytes(bytes: f64): void {
  skipping += bytes;
  const here = min<f64>(skipping, <f64>(end - from));
  from += <usize>here;
  skipping -= here;
}

/** Bytes still to be skipped: none of those at hand is to be looked at before that is 0. */
export function bytesToSkip(): f64 {
  return skipping;
}
