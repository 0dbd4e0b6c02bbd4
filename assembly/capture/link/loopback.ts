// BSD's loopback: an address family in front of the packet, in the order of the machine that captured (LINKTYPE_NULL) or
// big-endian (LINKTYPE_LOOP). Also OpenBSD's pflog and enc, which tell a family, too.
import { load32, markShort, markUndecoded, noteData } from '../bounds';
import { LOOPBACK, isTracing, layer } from '../layers';
import { NEXT_ETHERTYPE, continueWith } from '../next';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import { LEAST_ETHERTYPE } from './ethertype';
import { ppp } from './ppp';

/** A packet of an address family; AF_INET6 has another number on each of the BSDs, macOS, Linux and Windows. */
export function decodeFamily(family: u32, at: usize, end: usize, missing: u32): void {
  if (family == 2) ipv4(at, end, missing);
  else if (family == 24 || family == 28 || family == 30 || family == 10 || family == 23) ipv6(at, end, missing);
  else markUndecoded(at, end);
}

export function loopback(at: usize, end: usize, missing: u32): void {
  if (at + 4 > end) {
    markShort(LOOPBACK, at, 4, end, missing);
    return;
  }
  // Some write PPP under this number.
  if (load<u16>(at) == 0x03ff) {
    ppp(at, end, missing);
    return;
  }
  if (isTracing()) layer(LOOPBACK, at, at + 4);
  let family = load32(at);
  // Families are small: the other order it is.
  if (family > 0xffff) family = load<u32>(at);
  // Ethertypes instead of families come from some systems.
  if (family >= LEAST_ETHERTYPE && family <= 0xffff) continueWith(NEXT_ETHERTYPE | family, at + 4, end, missing);
  else decodeFamily(family, at + 4, end, missing);
}

/** LINKTYPE_PFLOG: a header that tells its length, without padding to four bytes, and the family. */
export function pflog(at: usize, end: usize, missing: u32): void {
  const header = at < end ? (<u32>load<u8>(at) + 3) & ~3 : 4;
  if (at + header > end || header < 4) {
    markShort(LOOPBACK, at, max<u32>(header, 4), end, missing);
    return;
  }
  noteData(at, at + header);
  decodeFamily(<u32>load<u8>(at, 1), at + header, end, missing);
}

/** LINKTYPE_ENC: family, index and flags, of four bytes each. */
export function enc(at: usize, end: usize, missing: u32): void {
  if (at + 12 > end) {
    markShort(LOOPBACK, at, 12, end, missing);
    return;
  }
  noteData(at, at + 12);
  const family = load32(at);
  decodeFamily(family > 0xffff ? load<u32>(at) : family, at + 12, end, missing);
}
