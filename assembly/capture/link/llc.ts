// IEEE 802.2 LLC and SNAP (RFC 1042).
import { load16, markShort, markUndecoded } from '../bounds';
import { LLC, SNAP, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, continueWith } from '../next';
import { ipv4 } from '../network/ipv4';
import { ETHERTYPE, PACKET } from '../packet';
import { decodeEthertype } from './ethertype';

export function llc(at: usize, end: usize, missing: u32): void {
  if (at + 3 > end) {
    markShort(LLC, at, 3, end, missing);
    return;
  }
  const points = load<u16>(at);
  // Control fields of unnumbered frames have one byte, the others two.
  const header: usize = (load<u8>(at, 2) & 3) == 3 ? 3 : 4;
  if (at + header > end) {
    markShort(LLC, at, 4, end, missing);
    return;
  }
  if (isTracing()) layer(LLC, at, at + header);
  if (points == 0xaaaa && header == 3) snap(at + 3, end, missing);
  else if (points == 0x0606 && header == 3) ipv4(at + 3, end, missing);
  else markUndecoded(at + header, end);
}

/** An organisation and its protocol identifier: of 00-00-00, and of Cisco's 00-00-f8, an ethertype. */
export function snap(at: usize, end: usize, missing: u32): void {
  if (at + 5 > end) {
    markShort(SNAP, at, 5, end, missing);
    return;
  }
  if (isTracing()) layer(SNAP, at, at + 5);
  const organisation = load<u32>(at) & 0xffffff;
  const type = load16(at + 3);
  if (organisation == 0 || organisation == 0xf80000) {
    if (load<u16>(PACKET, ETHERTYPE) == 0) store<u16>(PACKET, <u16>type, ETHERTYPE);
    decodeEthertype(type, at + 5, end, missing);
  } else if (organisation == 0xc28000 && (type == 1 || type == 7)) {
    // Bridged Ethernet (RFC 2684 section 5.2), with or without its check sequence; two bytes of padding.
    continueWith(NEXT_ETHERNET, min<usize>(at + 5, end), end, missing);
  } else markUndecoded(at + 5, end);
}
