// What an IP header carries, by its protocol number (IANA, "Assigned Internet Protocol Numbers").
import { markShort, noteData } from '../bounds';
import { MOBILITY, isTracing, layer } from '../layers';
import { NEXT_ETHERTYPE, NEXT_IP, carry } from '../next';
import { icmp, icmpv6, igmp } from '../transport/icmp';
import { dccp, sctp, udpLite } from '../transport/sctp';
import { tcp } from '../transport/tcp';
import { ah, esp, gre, ospf } from '../transport/tunnel';
import { udp } from '../transport/udp';

export function decodeProtocol(protocol: u32, at: usize, end: usize, missing: u32): void {
  if (protocol == 6) tcp(at, end, missing);
  else if (protocol == 17) udp(at, end, missing);
  else decodeOther(protocol, at, end, missing);
}

function decodeOther(protocol: u32, at: usize, end: usize, missing: u32): void {
  switch (protocol) {
    case 1:
      icmp(at, end, missing);
      break;
    case 2:
      igmp(at, end, missing);
      break;
    case 4: // IPv4 in IP (RFC 2003)
    case 41: // IPv6 in IP (RFC 4213)
      if (isTracing()) carry(NEXT_IP, at, end, missing);
      break;
    case 33:
      dccp(at, end, missing);
      break;
    case 47:
      gre(at, end, missing);
      break;
    case 50:
      esp(at, end, missing);
      break;
    case 51:
      ah(at, end, missing);
      break;
    case 58:
      icmpv6(at, end, missing);
      break;
    case 89:
      ospf(at, end, missing);
      break;
    case 132:
      sctp(at, end, missing);
      break;
    case 135:
      mobility(at, end, missing);
      break;
    case 136:
      udpLite(at, end, missing);
      break;
    case 137: // MPLS in IP (RFC 4023)
      if (isTracing()) carry(NEXT_ETHERTYPE | 0x8847, at, end, missing);
      break;
    default:
      noteData(at, end);
  }
}

/** RFC 6275 section 6.1: its length in words of 8 bytes, the first not counted. Nothing follows it. */
function mobility(at: usize, end: usize, missing: u32): void {
  const header = at + 2 > end ? 8 : (<u32>load<u8>(at, 1) + 1) << 3;
  if (at + header > end) {
    markShort(MOBILITY, at, header, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(MOBILITY, at, at + header);
  noteData(at + header, end);
}
