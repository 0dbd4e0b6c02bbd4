// Linux "cooked" capture, versions 1 and 2 (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and …_SLL2.html).
import { macId } from '../addresses';
import { load16, markShort, markUndecoded } from '../bounds';
import { SLL, SLL2, isTracing, layer } from '../layers';
import { NEXT_LLC, NEXT_RADIOTAP, NEXT_WLAN, continueWith } from '../next';
import { ETHERTYPE, PACKET, SRC_MAC } from '../packet';
import { LEAST_ETHERTYPE, decodeEthertype } from './ethertype';

/** ARPHRD_ numbers under which the protocol is none, see Linux's if_arp.h. */
const IPGRE: u32 = 778;
const IEEE80211: u32 = 801;
const RADIOTAP: u32 = 803;
const NETLINK: u32 = 824;
/** ETH_P_802_2 */
const P_802_2: u32 = 4;

export function sll(at: usize, end: usize, missing: u32): void {
  if (at + 16 > end) {
    markShort(SLL, at, 16, end, missing);
    return;
  }
  if (isTracing()) layer(SLL, at, at + 16);
  if (load16(at + 4) == 6) store<u32>(PACKET, macId(at + 6), SRC_MAC);
  cooked(load16(at + 2), load16(at + 14), at + 16, end, missing);
}

export function sll2(at: usize, end: usize, missing: u32): void {
  if (at + 20 > end) {
    markShort(SLL2, at, 20, end, missing);
    return;
  }
  if (isTracing()) layer(SLL2, at, at + 20);
  if (load<u8>(at, 11) == 6) store<u32>(PACKET, macId(at + 12), SRC_MAC);
  cooked(load16(at + 8), load16(at), at + 20, end, missing);
}

function cooked(hardware: u32, protocol: u32, at: usize, end: usize, missing: u32): void {
  if (hardware == IPGRE) {
    // The protocol is GRE's own; the address field holds its beginning.
    decodeEthertype(protocol, at, end, missing);
  } else if (hardware == RADIOTAP) continueWith(NEXT_RADIOTAP, at, end, missing);
  else if (hardware == IEEE80211) continueWith(NEXT_WLAN, at, end, missing);
  else if (hardware == NETLINK) markUndecoded(at, end);
  else if (protocol >= LEAST_ETHERTYPE) {
    store<u16>(PACKET, <u16>protocol, ETHERTYPE);
    decodeEthertype(protocol, at, end, missing);
  } else if (protocol == P_802_2) continueWith(NEXT_LLC, at, end, missing);
  else markUndecoded(at, end);
}
