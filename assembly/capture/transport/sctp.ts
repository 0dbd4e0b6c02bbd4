// SCTP (RFC 9260), DCCP (RFC 4340) and UDP-Lite (RFC 3828): ports, and what is behind the header.
import { markShort, notePayload } from '../bounds';
import { DCCP, SCTP, UDP_LITE, isTracing, layer } from '../layers';
import { MALFORMED, PACKET, PAYLOAD_LENGTH, TRANSPORT, TRUNCATED, mark } from '../packet';
import { ports } from './ports';

/** A header with ports that has `header` bytes, the first `least` of which say so. */
function portsAndPayload(id: u32, at: usize, header: u32, end: usize, missing: u32): void {
  mark(TRANSPORT);
  const bytes = <u32>(end - at) + missing;
  if (header > bytes) {
    mark(MALFORMED);
    if (isTracing()) layer(id, at, end);
    return;
  }
  store<u32>(PACKET, bytes - header, PAYLOAD_LENGTH);
  const payload = at + header;
  if (payload > end) mark(TRUNCATED);
  if (!isTracing()) return;
  layer(id, at, min<usize>(payload, end));
  if (payload < end) notePayload(payload, end);
}

export function sctp(at: usize, end: usize, missing: u32): void {
  ports(at, <u32>(end - at));
  // The payload is all chunks, those of control too.
  if (at + 12 > end) markShort(SCTP, at, 12, end, missing);
  else portsAndPayload(SCTP, at, 12, end, missing);
}

export function udpLite(at: usize, end: usize, missing: u32): void {
  ports(at, <u32>(end - at));
  if (at + 8 > end) markShort(UDP_LITE, at, 8, end, missing);
  else portsAndPayload(UDP_LITE, at, 8, end, missing);
}

export function dccp(at: usize, end: usize, missing: u32): void {
  ports(at, <u32>(end - at));
  if (at + 12 > end) {
    markShort(DCCP, at, 12, end, missing);
    return;
  }
  // Data offset in words; the header is at least 12 bytes, with long sequence numbers 16.
  const header = (<u32>load<u8>(at, 4)) << 2;
  if (header < ((load<u8>(at, 8) & 1) != 0 ? 16 : 12)) mark(MALFORMED);
  portsAndPayload(DCCP, at, max<u32>(header, 12), end, missing);
}
