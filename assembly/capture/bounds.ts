// What all layers share of lengths. A layer gets `at`, its first byte, `end`, where the captured bytes of what carries it
// end, and `missing`, how many more bytes of that stood on the wire behind `end`.
import { DATA, PAYLOAD, isTracing, layer } from './layers';
import { MALFORMED, TRUNCATED, UNDECODED, mark } from './packet';

/**
 * Marks a packet whose header at `at` should have `bytes` bytes and does not end before `end`: cut by the capture, or too
 * long for what stood on the wire. `id` is the layer that the part of it is noted as.
 */
export function markShort(id: u32, at: usize, bytes: u32, end: usize, missing: u32): void {
  mark(bytes - <u32>(end - at) <= missing ? TRUNCATED : MALFORMED);
  if (isTracing() && at < end) layer(id, at, end);
}

/** Bytes to `end` that contradict what they should be. */
export function markMalformed(at: usize, end: usize): void {
  mark(MALFORMED);
  noteData(at, end);
}

/** Bytes to `end` of a kind that nobody here decodes. */
export function markUndecoded(at: usize, end: usize): void {
  mark(UNDECODED);
  noteData(at, end);
}

/** Bytes that belong to no header, and of which nothing is said. */
export function noteData(at: usize, end: usize): void {
  if (isTracing() && at < end) layer(DATA, at, end);
}

/** What a transport header carries. */
export function notePayload(at: usize, end: usize): void {
  if (isTracing() && at < end) layer(PAYLOAD, at, end);
}

/** Big-endian numbers. */
export function load16(at: usize): u32 {
  return <u32>bswap<u16>(load<u16>(at));
}

export function load32(at: usize): u32 {
  return bswap<u32>(load<u32>(at));
}
