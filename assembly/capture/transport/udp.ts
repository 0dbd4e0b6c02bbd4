// UDP (RFC 768).
import { load16, markShort, noteData, notePayload } from '../bounds';
import { dnsOverUdp, isDnsPort } from '../dns';
import { TRAILER, UDP, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, carry } from '../next';
import {
  DST_PORT,
  HAS_DST_PORT,
  HAS_SRC_PORT,
  MALFORMED,
  PACKET,
  PAYLOAD_LENGTH,
  SRC_PORT,
  TRANSPORT,
  isMarked,
  MORE_FRAGMENTS,
  mark,
  present,
} from '../packet';
import { ports } from './ports';

const VXLAN_PORT: u32 = 4789;

export function udp(at: usize, end: usize, missing: u32): void {
  if (at + 8 > end) {
    ports(at, <u32>(end - at));
    markShort(UDP, at, 8, end, missing);
    return;
  }
  const both = load<u32>(at);
  store<u32>(PACKET, ((both & 0x00ff00ff) << 8) | ((both >> 8) & 0x00ff00ff), SRC_PORT);
  present(HAS_SRC_PORT | HAS_DST_PORT);
  mark(TRANSPORT);
  const payload = at + 8;
  let bytes = <u32>(end - at) + missing;
  const said = load16(at + 4);
  if (said < bytes && said >= 8) {
    // Bytes behind a UDP length that the IP length counts, too, belong to nobody (RFC 9868 puts options there).
    bytes = said;
    const inside = at + said;
    if (inside <= end) {
      if (isTracing() && inside < end) layer(TRAILER, inside, end);
      end = inside;
      missing = 0;
    } else missing = <u32>(inside - end);
  } else if (said != bytes && said != 0 && !(said > bytes && isMarked(MORE_FRAGMENTS))) {
    // 0 stands for a jumbogram (RFC 2675 section 4); a first fragment holds less than the whole.
    mark(MALFORMED);
  }
  store<u32>(PACKET, bytes - 8, PAYLOAD_LENGTH);
  if (isTracing()) layer(UDP, at, payload);
  if (isDnsPort(load<u16>(PACKET, SRC_PORT)) || isDnsPort(load<u16>(PACKET, DST_PORT))) {
    dnsOverUdp(payload, end, missing);
  } else if (isTracing()) noteCarried(payload, end, missing);
}

/** VXLAN (RFC 7348): 8 bytes, the first of which tells that there is a network's number, and a frame. */
function noteCarried(at: usize, end: usize, missing: u32): void {
  if (load<u16>(PACKET, DST_PORT) == VXLAN_PORT && at + 8 < end && (load<u8>(at) & 8) != 0) {
    noteData(at, at + 8);
    carry(NEXT_ETHERNET, at + 8, end, missing);
  } else notePayload(at, end);
}
