// TCP (RFC 9293 section 3.1).
import { load16, markShort, notePayload } from '../bounds';
import { dnsOverTcp } from '../dns';
import { TCP, isTracing, layer } from '../layers';
import {
  DST_PORT,
  HAS_DST_PORT,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  MALFORMED,
  PACKET,
  PAYLOAD_LENGTH,
  SRC_PORT,
  TCP_FLAGS,
  TCP_WINDOW,
  TRANSPORT,
  TRUNCATED,
  mark,
  present,
} from '../packet';
import { ports } from './ports';

const DNS_PORTS: u32 = 53;

function tcpPart(at: usize, end: usize, missing: u32): void {
  const bytes = <u32>(end - at);
  ports(at, bytes);
  if (bytes >= 14) {
    store<u8>(PACKET, load<u8>(at, 13), TCP_FLAGS);
    present(HAS_TCP_FLAGS);
  }
  if (bytes >= 16) store<u16>(PACKET, <u16>load16(at + 14), TCP_WINDOW);
  markShort(TCP, at, 20, end, missing);
}

export function tcp(at: usize, end: usize, missing: u32): void {
  if (at + 20 > end) {
    tcpPart(at, end, missing);
    return;
  }
  const both = load<u32>(at);
  store<u32>(PACKET, ((both & 0x00ff00ff) << 8) | ((both >> 8) & 0x00ff00ff), SRC_PORT);
  store<u8>(PACKET, load<u8>(at, 13), TCP_FLAGS);
  store<u16>(PACKET, bswap<u16>(load<u16>(at, 14)), TCP_WINDOW);
  present(HAS_SRC_PORT | HAS_DST_PORT | HAS_TCP_FLAGS);
  const header = (<u32>(load<u8>(at, 12) >> 4)) << 2;
  const bytes = <u32>(end - at) + missing;
  if (header < 20 || header > bytes) {
    mark(TRANSPORT | MALFORMED);
    if (isTracing()) {
      layer(TCP, at, at + 20);
      notePayload(at + 20, end);
    }
    return;
  }
  store<u32>(PACKET, bytes - header, PAYLOAD_LENGTH);
  const payload = at + header;
  if (payload > end) {
    mark(TRANSPORT | TRUNCATED);
    if (isTracing()) layer(TCP, at, end);
    return;
  }
  mark(TRANSPORT);
  if (isTracing()) layer(TCP, at, payload);
  if (load<u16>(PACKET, SRC_PORT) == DNS_PORTS || load<u16>(PACKET, DST_PORT) == DNS_PORTS) {
    dnsOverTcp(payload, end);
  } else if (isTracing()) notePayload(payload, end);
}
