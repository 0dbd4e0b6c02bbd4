// IPv4 (RFC 791 section 3.1).
import { ipv4Id, ipv4Pair } from '../addresses';
import { load16, markMalformed, markShort, noteData } from '../bounds';
import { IPV4_LAYER, TRAILER, isTracing, layer } from '../layers';
import {
  DONT_FRAGMENT,
  HAS_DST,
  HAS_SRC,
  IPV4,
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

/** Fields of a header that ends too early. */
function ipv4Part(at: usize, end: usize, missing: u32): void {
  const bytes = <u32>(end - at);
  if (bytes >= 1) mark(IPV4);
  if (bytes >= 8) fragmentMarks(load16(at + 6));
  if (bytes >= 9) store<u8>(PACKET, load<u8>(at, 8), TTL);
  if (bytes >= 10) store<u8>(PACKET, load<u8>(at, 9), PROTO);
  if (bytes >= 16) {
    store<u32>(PACKET, ipv4Id(at + 12), SRC);
    present(HAS_SRC);
  }
  markShort(IPV4_LAYER, at, 20, end, missing);
}

function fragmentMarks(fragment: u32): void {
  let marks: u32 = 0;
  if (fragment & 0x4000) marks |= DONT_FRAGMENT;
  if (fragment & 0x2000) marks |= MORE_FRAGMENTS;
  if (fragment & 0x1fff) marks |= LATER_FRAGMENT;
  mark(marks);
}

export function ipv4(at: usize, end: usize, missing: u32): void {
  if (at + 20 > end) {
    ipv4Part(at, end, missing);
    return;
  }
  const first = <u32>load<u8>(at);
  if (first >> 4 != 4) {
    markMalformed(at, end);
    return;
  }
  const header = (first & 15) << 2;
  const fragment = load16(at + 6);
  const protocol = <u32>load<u8>(at, 9);
  store<u64>(PACKET, ipv4Pair(at + 12), SRC);
  store<u8>(PACKET, load<u8>(at, 8), TTL);
  store<u8>(PACKET, <u8>protocol, PROTO);
  present(HAS_SRC | HAS_DST);
  mark(
    IPV4 | ((fragment & 0x4000) >> 3) | ((fragment & 0x2000) >> 1) | ((fragment & 0x1fff) != 0 ? LATER_FRAGMENT : 0),
  );
  const wire = <u32>(end - at) + missing;
  let length = load16(at + 2);
  // Segmentation offload leaves the length to the card: captured before it, it is 0.
  if (length == 0) length = wire;
  if (header < 20 || length < header) {
    mark(MALFORMED);
    if (isTracing()) {
      layer(IPV4_LAYER, at, at + 20);
      noteData(at + 20, end);
    }
    return;
  }
  if (length > wire) {
    mark(MALFORMED);
    length = wire;
  }
  const there = <u32>(end - at);
  if (length < there) {
    if (isTracing()) layer(TRAILER, at + length, end);
    end = at + length;
    missing = 0;
  } else missing = length - there;
  const payload = at + header;
  if (payload > end) {
    markShort(IPV4_LAYER, at, header, end, missing);
    return;
  }
  if (isTracing()) layer(IPV4_LAYER, at, payload);
  if ((fragment & 0x1fff) != 0) noteData(payload, end);
  else decodeProtocol(protocol, payload, end, missing);
}
