// Ethernet: version 2 and IEEE 802.3.
import { macId, macPair } from '../addresses';
import { load16, markShort, markUndecoded } from '../bounds';
import { ETHERNET, TRAILER, isTracing, layer } from '../layers';
import { ipv4 } from '../network/ipv4';
import { DST_MAC, ETHERTYPE, MALFORMED, PACKET, SRC_MAC, mark } from '../packet';
import { LEAST_ETHERTYPE, decodeEthertype } from './ethertype';
import { llc } from './llc';

export function ethernet(at: usize, end: usize, missing: u32): void {
  if (at + 14 > end) {
    if (at + 6 <= end) store<u32>(PACKET, macId(at), DST_MAC);
    if (at + 12 <= end) store<u32>(PACKET, macId(at + 6), SRC_MAC);
    markShort(ETHERNET, at, 14, end, missing);
    return;
  }
  store<u64>(PACKET, macPair(at), SRC_MAC);
  if (isTracing()) layer(ETHERNET, at, at + 14);
  const type = load16(at + 12);
  if (type == 0x0800) {
    store<u16>(PACKET, 0x0800, ETHERTYPE);
    ipv4(at + 14, end, missing);
  } else if (type >= LEAST_ETHERTYPE) {
    store<u16>(PACKET, <u16>type, ETHERTYPE);
    decodeEthertype(type, at + 14, end, missing);
  } else frame(type, at + 14, end, missing);
}

/** IEEE 802.3: `length` bytes of LLC, and padding. */
function frame(length: u32, at: usize, end: usize, missing: u32): void {
  const wire = <u32>(end - at) + missing;
  if (length > wire) {
    mark(MALFORMED);
    length = wire;
  }
  const inside = at + length;
  if (inside < end) {
    if (isTracing()) layer(TRAILER, inside, end);
    end = inside;
    missing = 0;
  } else missing = <u32>(inside - end);
  // Novell's frames begin with a check sum that is never made, without LLC.
  if (at + 2 <= end && load16(at) == 0xffff) markUndecoded(at, end);
  else if (length > 0) llc(at, end, missing);
}
