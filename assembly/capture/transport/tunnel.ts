// What carries whole packets: GRE (RFC 2784, RFC 2890, RFC 2637); and ESP and AH (RFC 4303, RFC 4302).
import { load16, markMalformed, markShort, noteData } from '../bounds';
import { AH, ESP, GRE, OSPF, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, NEXT_ETHERTYPE, NEXT_PPP, NEXT_PROTOCOL, carry } from '../next';

const CHECKSUM: u32 = 0x8000;
const ROUTING_PRESENT: u32 = 0x4000;
const KEY: u32 = 0x2000;
const SEQUENCE: u32 = 0x1000;
const ACKNOWLEDGMENT: u32 = 0x0080;

export function gre(at: usize, end: usize, missing: u32): void {
  if (at + 4 > end) {
    markShort(GRE, at, 4, end, missing);
    return;
  }
  const flags = load16(at);
  const type = load16(at + 2);
  let header: u32 = 4;
  if (flags & (CHECKSUM | ROUTING_PRESENT)) header += 4;
  if (flags & KEY) header += 4;
  if (flags & SEQUENCE) header += 4;
  if ((flags & 7) == 1 && flags & ACKNOWLEDGMENT) header += 4;
  if ((flags & 7) > 1) {
    markMalformed(at, end);
    return;
  }
  const payload = at + header;
  if (payload > end) {
    markShort(GRE, at, header, end, missing);
    return;
  }
  if (!isTracing()) return;
  // The source routes of RFC 1701: an empty entry of four bytes ends the list.
  if (flags & ROUTING_PRESENT) {
    noteData(at, end);
    return;
  }
  layer(GRE, at, payload);
  if (type == 0x6558) carry(NEXT_ETHERNET, payload, end, missing);
  else if (type == 0x880b) carry(NEXT_PPP, payload, end, missing);
  else if (type == 0x88be && flags & SEQUENCE && payload + 8 <= end) {
    // ERSPAN type II has a header of its own; type I, without a sequence number, has none.
    noteData(payload, payload + 8);
    carry(NEXT_ETHERNET, payload + 8, end, missing);
  } else if (type == 0x88be) carry(NEXT_ETHERNET, payload, end, missing);
  else carry(NEXT_ETHERTYPE | type, payload, end, missing);
}

/** Behind index and sequence number all is encrypted, or may be. */
export function esp(at: usize, end: usize, missing: u32): void {
  if (at + 8 > end) {
    markShort(ESP, at, 8, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(ESP, at, at + 8);
  noteData(at + 8, end);
}

/** Of an IPv4 packet; in IPv6 it is one of the extension headers. */
export function ah(at: usize, end: usize, missing: u32): void {
  const header = at + 2 > end ? 12 : (<u32>load<u8>(at, 1) + 2) << 2;
  if (header < 12) markMalformed(at, end);
  else if (at + header > end) markShort(AH, at, header, end, missing);
  else if (isTracing()) {
    layer(AH, at, at + header);
    carry(NEXT_PROTOCOL | load<u8>(at), at + header, end, missing);
  }
}

/** OSPF version 2 (RFC 2328 section A.3.1) has 24 bytes of header, version 3 (RFC 5340 section A.3.1) 16. */
export function ospf(at: usize, end: usize, missing: u32): void {
  const header: u32 = at < end && load<u8>(at) == 3 ? 16 : 24;
  if (at + header > end) {
    markShort(OSPF, at, header, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(OSPF, at, at + header);
  noteData(at + header, end);
}
