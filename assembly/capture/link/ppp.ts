// PPP (RFC 1661) in its framings: in HDLC (RFC 1662), in Ethernet (RFC 2516); and Cisco's HDLC, whose frames may stand
// among those of PPP.
import { load16, markShort, markUndecoded, noteData } from '../bounds';
import { CISCO_HDLC, PPP, PPPOE, TRAILER, isTracing, layer } from '../layers';
import { NEXT_ETHERTYPE, continueWith } from '../next';
import { ipv4 } from '../network/ipv4';
import { ipv6 } from '../network/ipv6';
import { mpls } from '../network/mpls';
import { ETHERTYPE, MALFORMED, PACKET, mark } from '../packet';

/** A frame from its address and control field, which may be left out, or from its protocol. */
export function ppp(at: usize, end: usize, missing: u32): void {
  const start = at;
  if (at + 2 <= end && load16(at) == 0xff03) at += 2;
  // The protocol's first byte, which is even, may be left out as well (RFC 1661 section 6.5).
  const short = at < end && (load<u8>(at) & 1) != 0;
  const behind = at + (short ? 1 : 2);
  if (behind > end) {
    markShort(PPP, start, <u32>(behind - start), end, missing);
    return;
  }
  if (isTracing()) layer(PPP, start, behind);
  const protocol = short ? <u32>load<u8>(at) : load16(at);
  if (protocol == 0x21) ipv4(behind, end, missing);
  else if (protocol == 0x57) ipv6(behind, end, missing);
  else if (protocol == 0x281 || protocol == 0x283) mpls(behind, end, missing);
  // From 0x8000 on they negotiate and control the link itself (RFC 1661 section 2).
  else if (protocol >= 0x8000) noteData(behind, end);
  else markUndecoded(behind, end);
}

/** LINKTYPE_PPP_HDLC: PPP, or Cisco's HDLC where the address is 0x0f or 0x8f (RFC 1547 section 4.3.1). */
export function pppHdlc(at: usize, end: usize, missing: u32): void {
  if (at < end && (load<u8>(at) == 0x0f || load<u8>(at) == 0x8f)) ciscoHdlc(at, end, missing);
  else ppp(at, end, missing);
}

/** Address, control and an ethertype. */
export function ciscoHdlc(at: usize, end: usize, missing: u32): void {
  if (at + 4 > end) {
    markShort(CISCO_HDLC, at, 4, end, missing);
    return;
  }
  const type = load16(at + 2);
  store<u16>(PACKET, <u16>type, ETHERTYPE);
  if (isTracing()) layer(CISCO_HDLC, at, at + 4);
  continueWith(NEXT_ETHERTYPE | type, at + 4, end, missing);
}

/** Behind ethertype 0x8864; 0x8863 is discovery, which carries tags only. */
export function pppoe(isSession: bool, at: usize, end: usize, missing: u32): void {
  if (at + 6 > end) {
    markShort(PPPOE, at, 6, end, missing);
    return;
  }
  const wire = <u32>(end - at - 6) + missing;
  let length = load16(at + 4);
  if (length > wire) {
    mark(MALFORMED);
    length = wire;
  }
  const payload = at + 6;
  const inside = payload + length;
  if (inside < end) {
    if (isTracing()) layer(TRAILER, inside, end);
    end = inside;
    missing = 0;
  } else missing = <u32>(inside - end);
  if (isTracing()) layer(PPPOE, at, payload);
  if (isSession) ppp(payload, end, missing);
  else noteData(payload, end);
}
