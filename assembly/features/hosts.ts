// What a host did lately: counters that halve every ten seconds.
import { remainder } from './arithmetic';
import { entryOf, hasKey } from './packet';
import { silence } from './table';

/** Places in an entry: key of its first MAC u64, packets with that u32. */
export const MAC: usize = 16;
export const OWN: usize = 28;
/** f64 each. */
export const CONNECTIONS: usize = 32; // new connections that touch it
export const CHANNELS: usize = 40; // new (host, service) that it sent to
export const OPENED: usize = 48; // connections that it opened and nobody answered
export const ASKED: usize = 56; // connections to it that it did not answer
/** Half-lives a second. */
const RATE: f64 = 0.1;

/** An entry that stands for an end that a packet does not tell: all 0. */
const nobody: usize = memory.data(64, 8);

/** The entry of an end of the packet, as it is at the packet's time. */
export function hostOf(packet: usize, end: u32): usize {
  if (!hasKey(packet, end)) return nobody;
  const entry = entryOf(packet, end);
  if (silence > 0) {
    const left = remainder(silence, RATE);
    for (let place = entry; place < entry + 32; place += 8) store<f64>(place, load<f64>(place, 32) * left, 32);
  }
  return entry;
}

/** Counts one more; answers what was counted before. */
export function countAt(place: usize): u32 {
  const counted = load<u32>(place);
  if (counted != u32.MAX_VALUE) store<u32>(place, counted + 1);
  return counted;
}

/** Adds to a counter, which never falls below 0. */
export function add(host: usize, counter: usize, change: f64): void {
  if (host != nobody) store<f64>(host + counter, max<f64>(0, load<f64>(host + counter) + change));
}

/** The greater of both ends' counters. */
export function greater(src: usize, dst: usize, counter: usize): f64 {
  return max<f64>(load<f64>(src + counter), load<f64>(dst + counter));
}
