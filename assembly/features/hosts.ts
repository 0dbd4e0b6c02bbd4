// What a host did lately: counters that decay.
import { remainder } from './arithmetic';
import { LONG, SHORT } from './damped';
import { entryOf, keyOf } from './packet';
import { silence } from './table';

/** Places in an entry: key of its first MAC u64, packets that had a MAC, packets that had this one u32. */
export const MAC: usize = 16;
export const BOUND: usize = 24;
export const OWN: usize = 28;
/** f64 each, the first three halved every 10 s, the last every 100 s. */
export const OPENED: usize = 32; // connections that it opened and nobody answered
export const ASKED: usize = 40; // connections to it that it did not answer
export const ARPED: usize = 48; // ARP packets that it sent
export const FAILED: usize = 56; // as OPENED

/** An entry that stands for an end that a packet does not tell: all 0. */
const nobody: usize = memory.data(64, 8);

/** The entry of an end of the packet, as it is at the packet's time. */
export function hostOf(packet: usize, end: u32): usize {
  if (keyOf(packet, end) == 0) return nobody;
  const entry = entryOf(packet, end);
  if (silence > 0) {
    const left = remainder(silence, SHORT);
    store<f64>(entry, load<f64>(entry, OPENED) * left, OPENED);
    store<f64>(entry, load<f64>(entry, ASKED) * left, ASKED);
    store<f64>(entry, load<f64>(entry, ARPED) * left, ARPED);
    store<f64>(entry, load<f64>(entry, FAILED) * remainder(silence, LONG), FAILED);
  }
  return entry;
}

/** Adds to a counter, which never falls below 0; answers it. */
export function add(host: usize, counter: usize, change: f64): f64 {
  const value = max<f64>(0, load<f64>(host + counter) + change);
  if (host != nobody) store<f64>(host + counter, value);
  return value;
}

/** The greater of both ends' counters. */
export function greater(src: usize, dst: usize, counter: usize): f64 {
  return max<f64>(load<f64>(src + counter), load<f64>(dst + counter));
}
