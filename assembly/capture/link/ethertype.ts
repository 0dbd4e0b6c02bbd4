// What an ethertype announces (IANA, "IEEE 802 Numbers"), tags of IEEE 802.1Q and 802.1ad included.
import { load16, markMalformed, markShort, markUndecoded, noteData } from '../bounds';
import { DATA, VLAN_TAG, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, NEXT_ETHERTYPE, NEXT_LLC, continueWith } from '../next';
import { arp } from '../network/arp';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import { mpls } from '../network/mpls';
import { PACKET, TAGGED, VLAN, isMarked, mark } from '../packet';
import { pppoe } from './ppp';

/** Below it stands a length (IEEE 802.3 clause 3.2.6). */
export const LEAST_ETHERTYPE: u32 = 0x600;

/** `at`: the first byte behind the ethertype. */
export function decodeEthertype(type: u32, at: usize, end: usize, missing: u32): void {
  switch (type) {
    case 0x0800:
      ipv4(at, end, missing);
      break;
    case 0x86dd:
      ipv6(at, end, missing);
      break;
    case 0x0806:
    case 0x8035: // RARP
      arp(at, end, missing);
      break;
    case 0x8100:
    case 0x88a8:
    case 0x9100: // before 802.1ad
      tags(at, end, missing);
      break;
    case 0x8847:
    case 0x8848:
      mpls(at, end, missing);
      break;
    case 0x8863:
      pppoe(false, at, end, missing);
      break;
    case 0x8864:
      pppoe(true, at, end, missing);
      break;
    case 0x8903: // Cisco FabricPath: tree and time to live
      frameBehind(2, at, end, missing);
      break;
    case 0x88e7: // IEEE 802.1ah: the I-tag
      frameBehind(4, at, end, missing);
      break;
    case 0x6558: // bridged in GRE and its kin
      frameBehind(0, at, end, missing);
      break;
    case 0x894f: // NSH
      serviceHeader(at, end, missing);
      break;
    case 0x8926: // VN-Tag: four bytes, and the ethertype of what follows
      vnTag(at, end, missing);
      break;
    default:
      markUndecoded(at, end);
  }
}

/** An Ethernet frame behind `bytes` that are not read. */
function frameBehind(bytes: u32, at: usize, end: usize, missing: u32): void {
  if (at + bytes > end) {
    markShort(DATA, at, bytes, end, missing);
    return;
  }
  noteData(at, at + bytes);
  continueWith(NEXT_ETHERNET, at + bytes, end, missing);
}

function vnTag(at: usize, end: usize, missing: u32): void {
  if (at + 6 > end) {
    markShort(DATA, at, 6, end, missing);
    return;
  }
  noteData(at, at + 6);
  continueWith(NEXT_ETHERTYPE | load16(at + 4), at + 6, end, missing);
}

/** Network service header (RFC 8300 section 2): its length in words, and the kind of what follows. */
function serviceHeader(at: usize, end: usize, missing: u32): void {
  const header = at + 2 > end ? 8 : ((<u32>load<u8>(at, 1)) & 0x3f) << 2;
  if (header < 8) markMalformed(at, end);
  else if (at + header > end) markShort(DATA, at, header, end, missing);
  else {
    noteData(at, at + header);
    const next = load<u8>(at, 3);
    const inside = at + header;
    if (next == 1) ipv4(inside, end, missing);
    else if (next == 2) ipv6(inside, end, missing);
    else if (next == 3) continueWith(NEXT_ETHERNET, inside, end, missing);
    else if (next == 5) mpls(inside, end, missing);
    else markUndecoded(inside, end);
  }
}

function isTag(type: u32): bool {
  return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/** One tag or several; each turn takes four bytes of the packet. */
function tags(at: usize, end: usize, missing: u32): void {
  let type: u32 = 0x8100;
  do {
    if (at + 2 <= end && !isMarked(TAGGED)) {
      store<u16>(PACKET, <u16>(load16(at) & 0xfff), VLAN);
      mark(TAGGED);
    }
    if (at + 4 > end) {
      markShort(VLAN_TAG, at, 4, end, missing);
      return;
    }
    if (isTracing()) layer(VLAN_TAG, at, at + 4);
    type = load16(at + 2);
    at += 4;
  } while (isTag(type));
  if (type < LEAST_ETHERTYPE) continueWith(NEXT_LLC, at, end, missing);
  else decodeEthertype(type, at, end, missing);
}
