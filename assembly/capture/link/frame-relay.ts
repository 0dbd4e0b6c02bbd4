// Frame relay: an address of ITU-T Q.922, then what RFC 2427 puts there, or an ethertype as Cisco does.
import { load16, markShort, markUndecoded } from '../bounds';
import { FRAME_RELAY, isTracing, layer } from '../layers';
import { NEXT_ETHERTYPE, NEXT_PPP, continueWith } from '../next';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import { ETHERTYPE, PACKET } from '../packet';
import { LEAST_ETHERTYPE } from './ethertype';
import { snap } from './llc';

/** Bytes of an address at most. */
const LONGEST_ADDRESS: u32 = 4;

export function frameRelay(at: usize, end: usize, missing: u32): void {
  // The lowest bit tells its last byte.
  let address: u32 = 2;
  while (address < LONGEST_ADDRESS && at + address <= end && (load<u8>(at + address - 1) & 1) == 0) address++;
  let behind = at + address + 2;
  if (behind > end) {
    markShort(FRAME_RELAY, at, address + 2, end, missing);
    return;
  }
  const control = load<u8>(at + address);
  if (control != 3) {
    const type = load16(at + address);
    if (isTracing()) layer(FRAME_RELAY, at, behind);
    if (type >= LEAST_ETHERTYPE) {
      store<u16>(PACKET, <u16>type, ETHERTYPE);
      continueWith(NEXT_ETHERTYPE | type, behind, end, missing);
    } else markUndecoded(behind, end);
    return;
  }
  // One byte of padding may stand before the network layer's identifier.
  if (load<u8>(behind - 1) == 0 && behind < end) behind++;
  const identifier = load<u8>(behind - 1);
  if (isTracing()) layer(FRAME_RELAY, at, behind);
  if (identifier == 0xcc) ipv4(behind, end, missing);
  else if (identifier == 0x8e) ipv6(behind, end, missing);
  else if (identifier == 0x80) snap(behind, end, missing);
  else if (identifier == 0xcf) continueWith(NEXT_PPP, behind, end, missing);
  else markUndecoded(behind, end);
}
