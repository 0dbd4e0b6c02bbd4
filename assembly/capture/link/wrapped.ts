// Headers that capturing systems put in front of packets: Linux's NFLOG, macOS's PKTAP, SLIP's, Juniper's.
import { load32, markMalformed, markShort, markUndecoded, noteData } from '../bounds';
import { NFLOG, PKTAP, SLIP, TRAILER, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, continueWith } from '../next';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import { decodeFamily } from './loopback';

const PAYLOAD_ATTRIBUTE: u32 = 9;

/**
 * https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html: a family, and attributes in the order of the capturing machine, one
 * of which is the packet.
 */
export function nflog(at: usize, end: usize, missing: u32): void {
  if (at + 4 > end) {
    markShort(NFLOG, at, 4, end, missing);
    return;
  }
  const family = <u32>load<u8>(at);
  let attribute = at + 4;
  // Each turn takes four bytes at least.
  while (attribute + 4 <= end) {
    let length = <u32>load<u16>(attribute);
    let type = <u32>load<u16>(attribute, 2);
    // Types are small: those of a big-endian machine are not, read like this.
    if (type > 0xff) {
      length = <u32>bswap<u16>(<u16>length);
      type = <u32>bswap<u16>(<u16>type);
    }
    if (length < 4) {
      if (isTracing()) layer(NFLOG, at, attribute);
      markMalformed(attribute, end);
      return;
    }
    const wire = <u32>(end - attribute) + missing;
    if (length > wire) {
      markShort(NFLOG, at, length + <u32>(attribute - at), end, missing);
      return;
    }
    const inside = attribute + length;
    if (type == PAYLOAD_ATTRIBUTE) {
      if (isTracing()) {
        layer(NFLOG, at, attribute + 4);
        if (inside < end) layer(TRAILER, inside, end);
      }
      decodeFamily(family, attribute + 4, min<usize>(inside, end), inside > end ? <u32>(inside - end) : 0);
      return;
    }
    attribute += (length + 3) & ~3;
  }
  if (isTracing()) layer(NFLOG, at, min<usize>(attribute, end));
  if (attribute < end) markShort(NFLOG, attribute, 4, end, missing);
}

/** https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html: its length, and the link type of what follows. */
export function pktap(at: usize, end: usize, missing: u32): void {
  if (at + 12 > end) {
    markShort(PKTAP, at, 12, end, missing);
    return;
  }
  const header = load<u32>(at);
  if (header < 12 || header > 0xffff) markMalformed(at, end);
  else if (at + header > end) markShort(PKTAP, at, header, end, missing);
  else {
    if (isTracing()) layer(PKTAP, at, at + header);
    continueWith(min<u32>(load<u32>(at, 8), 0xffff), at + header, end, missing);
  }
}

/** https://www.tcpdump.org/linktypes/LINKTYPE_SLIP.html: direction, kind of packet, and 14 bytes of a compressed header. */
export function slip(at: usize, end: usize, missing: u32): void {
  const first = at < end ? load<u8>(at) : 0;
  if (first > 1) {
    // Without that header.
    decodeVersion(at, end, missing);
    return;
  }
  if (at + 16 > end) {
    markShort(SLIP, at, 16, end, missing);
    return;
  }
  if (isTracing()) layer(SLIP, at, at + 16);
  // 0x70 and from 0x80 on stand for headers that are compressed (RFC 1144).
  if (load<u8>(at, 1) >> 4 == 4) decodeVersion(at + 16, end, missing);
  else markUndecoded(at + 16, end);
}

/** A packet without a link layer: the version tells. */
export function decodeVersion(at: usize, end: usize, missing: u32): void {
  if (at < end && load<u8>(at) >> 4 == 6) ipv6(at, end, missing);
  else ipv4(at, end, missing);
}

/** LINKTYPE_JUNIPER_ETHER: "MGC", flags, and with 0x80 extensions behind their length. */
export function juniperEther(at: usize, end: usize, missing: u32): void {
  if (at + 6 > end) {
    markShort(PKTAP, at, 6, end, missing);
    return;
  }
  if (load32(at) >> 8 != 0x4d4743) {
    markMalformed(at, end);
    return;
  }
  const header: u32 = load<u8>(at, 3) & 0x80 ? 6 + <u32>bswap<u16>(load<u16>(at, 4)) : 4;
  if (at + header > end) markShort(PKTAP, at, header, end, missing);
  else {
    noteData(at, at + header);
    continueWith(NEXT_ETHERNET, at + header, end, missing);
  }
}
