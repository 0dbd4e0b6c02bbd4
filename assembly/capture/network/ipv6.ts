// IPv6 (RFC 8200) with its extension headers.
import { ipv6Id, ipv6Pair } from '../addresses';
import { load16, load32, markMalformed, markShort, noteData } from '../bounds';
import { AH, DESTINATION, FRAGMENT, HOP_BY_HOP, IPV6_LAYER, ROUTING, TRAILER, isTracing, layer } from '../layers';
import {
  HAS_DST,
  HAS_SRC,
  IPV6,
  LATER_FRAGMENT,
  MALFORMED,
  MORE_FRAGMENTS,
  PACKET,
  PROTO,
  SRC,
  TTL,
  mark,
  present,
} from '../packet';
import { decodeProtocol } from './protocol';

/** Extension headers in a packet at most; nobody sends ten. */
const MOST_HEADERS: u32 = 64;
const NO_NEXT_HEADER: u32 = 59;

/** Fields of a header that ends too early. */
function ipv6Part(at: usize, end: usize, missing: u32): void {
  const bytes = <u32>(end - at);
  if (bytes >= 1) mark(IPV6);
  if (bytes >= 7) store<u8>(PACKET, load<u8>(at, 6), PROTO);
  if (bytes >= 8) store<u8>(PACKET, load<u8>(at, 7), TTL);
  if (bytes >= 24) {
    store<u32>(PACKET, ipv6Id(at + 8), SRC);
    present(HAS_SRC);
  }
  markShort(IPV6_LAYER, at, 40, end, missing);
}

/** The length of a jumbogram (RFC 2675), which is the first thing in its hop-by-hop options; or 0. */
function jumboLength(at: usize, end: usize): u32 {
  return at + 8 <= end && load16(at + 2) == 0xc204 ? load32(at + 4) : 0;
}

export function ipv6(at: usize, end: usize, missing: u32): void {
  if (at + 40 > end) {
    ipv6Part(at, end, missing);
    return;
  }
  if (load<u8>(at) >> 4 != 6) {
    markMalformed(at, end);
    return;
  }
  const protocol = <u32>load<u8>(at, 6);
  store<u64>(PACKET, ipv6Pair(at + 8), SRC);
  store<u8>(PACKET, <u8>protocol, PROTO);
  store<u8>(PACKET, load<u8>(at, 7), TTL);
  present(HAS_SRC | HAS_DST);
  mark(IPV6);
  const payload = at + 40;
  const wire = <u32>(end - payload) + missing;
  let length = load16(at + 4);
  if (length == 0 && protocol != NO_NEXT_HEADER) {
    // A jumbogram, or as in IPv4 a length that is left to the card.
    if (protocol == 0) length = jumboLength(payload, end);
    if (length == 0) length = wire;
  }
  if (length > wire) {
    mark(MALFORMED);
    length = wire;
  }
  const there = <u32>(end - payload);
  if (length < there) {
    if (isTracing()) layer(TRAILER, payload + length, end);
    end = payload + length;
    missing = 0;
  } else missing = length - there;
  if (isTracing()) layer(IPV6_LAYER, at, payload);
  if (protocol == 6 || protocol == 17) decodeProtocol(protocol, payload, end, missing);
  else decodeExtensions(protocol, payload, end, missing);
}

/** Layer of an extension header, or 0 where the number is none (IANA, "IPv6 Extension Header Types"). */
function extensionLayer(protocol: u32): u32 {
  switch (protocol) {
    case 0:
      return HOP_BY_HOP;
    case 43:
      return ROUTING;
    case 44:
      return FRAGMENT;
    case 51:
      return AH;
    case 60:
      return DESTINATION;
    default:
      return 0;
  }
}

function decodeExtensions(protocol: u32, at: usize, end: usize, missing: u32): void {
  for (let count: u32 = 0; ; count++) {
    const id = extensionLayer(protocol);
    if (id == 0) break;
    if (count == MOST_HEADERS) {
      markMalformed(at, end);
      return;
    }
    let header: u32 = 8;
    // AH counts words of 4 bytes but two (RFC 4302 section 2.2), the others of 8 but one.
    if (id == AH) header = at + 2 > end ? 12 : (<u32>load<u8>(at, 1) + 2) << 2;
    else if (id != FRAGMENT && at + 2 <= end) header = (<u32>load<u8>(at, 1) + 1) << 3;
    if (at + header > end) {
      markShort(id, at, header, end, missing);
      return;
    }
    if (isTracing()) layer(id, at, at + header);
    protocol = <u32>load<u8>(at);
    store<u8>(PACKET, <u8>protocol, PROTO);
    if (id == FRAGMENT) {
      const fragment = load16(at + 2);
      if (fragment & 1) mark(MORE_FRAGMENTS);
      if (fragment & 0xfff8) {
        mark(LATER_FRAGMENT);
        noteData(at + 8, end);
        return;
      }
    }
    at += header;
  }
  if (protocol == NO_NEXT_HEADER) noteData(at, end);
  else decodeProtocol(protocol, at, end, missing);
}
