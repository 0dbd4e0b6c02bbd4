// ICMP (RFC 792), ICMPv6 (RFC 4443) and IGMP (RFC 2236, RFC 3376).
import { markShort, noteData, notePayload } from '../bounds';
import { ICMPV6, ICMP_LAYER, IGMP, isTracing, layer } from '../layers';
import { NEXT_IP, carry } from '../next';
import { ICMP, ICMP_CODE, ICMP_TYPE, PACKET, mark } from '../packet';

/** ICMP errors quote the packet that they are about: types 3, 4, 5, 11, 12. */
const QUOTING: u32 = (1 << 3) | (1 << 4) | (1 << 5) | (1 << 11) | (1 << 12);

function typeAndCode(at: usize, end: usize): void {
  if (at == end) return;
  mark(ICMP);
  store<u8>(PACKET, load<u8>(at), ICMP_TYPE);
  if (at + 2 <= end) store<u8>(PACKET, load<u8>(at, 1), ICMP_CODE);
}

export function icmp(at: usize, end: usize, missing: u32): void {
  typeAndCode(at, end);
  if (at + 8 > end) {
    markShort(ICMP_LAYER, at, 8, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(ICMP_LAYER, at, at + 8);
  const type = <u32>load<u8>(at);
  if (type < 32 && (QUOTING >> type) & 1) carry(NEXT_IP, at + 8, end, missing);
  else notePayload(at + 8, end);
}

export function icmpv6(at: usize, end: usize, missing: u32): void {
  typeAndCode(at, end);
  if (at + 4 > end) {
    markShort(ICMPV6, at, 4, end, missing);
    return;
  }
  if (!isTracing()) return;
  const type = load<u8>(at);
  // Errors, types 1 to 4, quote the packet behind four more bytes. The messages of the rest are all header.
  if (type >= 1 && type <= 4 && at + 8 < end) {
    layer(ICMPV6, at, at + 8);
    carry(NEXT_IP, at + 8, end, missing);
  } else if ((type == 128 || type == 129) && at + 8 < end) {
    layer(ICMPV6, at, at + 8);
    notePayload(at + 8, end);
  } else layer(ICMPV6, at, end);
}

export function igmp(at: usize, end: usize, missing: u32): void {
  if (at + 8 > end) {
    markShort(IGMP, at, 8, end, missing);
    return;
  }
  if (!isTracing()) return;
  // Version 3 goes on with sources and groups (RFC 3376 section 4).
  const type = load<u8>(at);
  const header = type == 0x22 || type == 0x11 ? end : at + 8;
  layer(IGMP, at, header);
  noteData(header, end);
}
