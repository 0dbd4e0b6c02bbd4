// Which MAC an address has, and which MACs lead to addresses elsewhere.
import { GROUP, LOCAL, UNSPECIFIED, VERSION_6 } from './addresses';
import { count } from './damped';
import { combine } from './hash';
import { BOUND, MAC, OWN } from './hosts';
import { DST, DST_MAC, NOT_IP, ONLY_MACS, SRC, SRC_MAC, TO_GROUP, hasTrait, keyOf, timeOf } from './packet';
import { tableAt, touch } from './table';
import { BINDINGS, COUNTED, GATEWAYS } from './tables';

/** Not elsewhere. Hosts of one network have global IPv6 addresses of their own, so that those tell nothing. */
const HERE: u64 = GROUP | UNSPECIFIED | LOCAL | VERSION_6;

/** Packets that came from or went to addresses elsewhere, those of a state included. */
let elsewhere: f64 = 0;

export function startLinks(known: f64): void {
  elsewhere = known;
}

/** What a state keeps beside the tables. */
export function featuresElsewhere(): f64 {
  return elsewhere;
}

/** (n + 1) / (m + 1) of `host`, which had a MAC n times and m times this one, now included. */
function bind(host: usize, mac: u64, time: f64): f64 {
  const all = count(host + BOUND);
  // The first MAC of a host, most often its only one, is counted beside it.
  if (load<u64>(host, MAC) == 0) store<u64>(host, mac, MAC);
  let place = host + OWN;
  if (load<u64>(host, MAC) != mac) {
    place = touch(tableAt(BINDINGS), combine(load<u64>(host), mac, 0), 0, time) + COUNTED;
  }
  return (all + 1) / (count(place) + 1);
}

/** How much the MACs that the packet's ends have are others than they mostly had: the greater ratio; 1 without. */
export function bindingChange(packet: usize, src: usize, dst: usize): f64 {
  if (hasTrait(packet, ONLY_MACS)) return 1;
  let ratio: f64 = 1;
  const srcMac = load<u64>(packet, SRC_MAC);
  const srcKey = keyOf(packet, SRC);
  if (srcMac != 0 && srcKey != 0 && (srcKey & (GROUP | UNSPECIFIED)) == 0)
    ratio = max<f64>(ratio, bind(src, srcMac, timeOf(packet)));
  const dstMac = load<u64>(packet, DST_MAC);
  if (dstMac != 0 && keyOf(packet, DST) != 0 && (dstMac & GROUP) == 0 && !hasTrait(packet, TO_GROUP)) {
    ratio = max<f64>(ratio, bind(dst, dstMac, timeOf(packet)));
  }
  return ratio;
}

/** (N + 1) / (k + 1) of an end elsewhere, N and k of all MACs and of this one, now included; 1 if it is not elsewhere. */
function pass(address: u64, mac: u64, time: f64): f64 {
  if (address == 0 || mac == 0 || (address & HERE) != 0 || (mac & GROUP) != 0) return 1;
  elsewhere++;
  return (elsewhere + 1) / (count(touch(tableAt(GATEWAYS), mac, 0, time) + COUNTED) + 1);
}

/** How rare the MACs are by which the packet comes from elsewhere or goes there: the greater ratio; 1 without. */
export function gatewayRarity(packet: usize): f64 {
  if (hasTrait(packet, NOT_IP)) return 1;
  const src = pass(keyOf(packet, SRC), load<u64>(packet, SRC_MAC), timeOf(packet));
  return max<f64>(src, pass(keyOf(packet, DST), load<u64>(packet, DST_MAC), timeOf(packet)));
}
