// Who speaks to whom on the wire: pairs of MACs, and which MAC an address has.
import { combine } from './hash';
import { MAC, OWN, countAt } from './hosts';
import * as packets from './packet';
import { entryOf, hasKey, timeOf } from './packet';
import { silence, tableAt, touch } from './table';
import { BINDINGS, COUNTED, FIRST } from './tables';

/** Seconds that are added to times, so that the first ones do not count for everything. */
const SETTLING: f64 = 30;

/** Sets when an entry was first seen, if that is now; answers (t + 30) / (t - first + 30). */
function novelty(entry: usize, time: f64): f64 {
  if (silence == Infinity) store<f64>(entry, time, FIRST);
  return (time + SETTLING) / (time - load<f64>(entry, FIRST) + SETTLING);
}

/** How new the pair of MACs is; 1 without. */
export function linkNovelty(packet: usize): f64 {
  return hasKey(packet, packets.LINK) ? novelty(entryOf(packet, packets.LINK), timeOf(packet)) : 1;
}

/** Counts a packet of `host` with this MAC; answers how many it had before. */
function countBinding(host: usize, mac: u64, time: f64): u32 {
  // The first MAC of a host, most often its only one, is counted beside it.
  if (load<u64>(host, MAC) == 0) store<u64>(host, mac, MAC);
  if (load<u64>(host, MAC) == mac) return countAt(host + OWN);
  const entry = touch(tableAt(BINDINGS), combine(load<u64>(host), mac, 0), 0, time);
  if (silence == Infinity) store<f64>(entry, time, FIRST);
  return countAt(entry + COUNTED);
}

/**
 * (n + 1) / (m + 1) of `host`, an end of the packet, which had a MAC n times before, and m times this one. `mac`: where
 * its key stands in the packet. 1 where it has none.
 */
export function bindingSurprise(packet: usize, mac: usize, host: usize): f64 {
  const key = load<u64>(packet + mac);
  if (key == 0) return 1;
  const all = countAt(host + COUNTED);
  const bound = countBinding(host, key, timeOf(packet));
  return (<f64>all + 1) / (<f64>bound + 1);
}
