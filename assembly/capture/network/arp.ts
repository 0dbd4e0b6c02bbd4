// ARP (RFC 826), RARP (RFC 903) and their kin: the operation, and whose IP addresses it is about.
import { ipv4Id, ipv6Id } from '../addresses';
import { load16, markShort } from '../bounds';
import { ARP_LAYER, TRAILER, isTracing, layer } from '../layers';
import { ARP, ARP_OPERATION, ARP_SENDER, ARP_TARGET, PACKET, mark } from '../packet';

/** Id of the address at `at`, of a protocol that is named by its ethertype; 0 where it is not all there or of another kind. */
function protocolId(type: u32, length: usize, at: usize, end: usize): u32 {
  if (at + length > end) return 0;
  if (type == 0x0800 && length == 4) return ipv4Id(at);
  return type == 0x86dd && length == 16 ? ipv6Id(at) : 0;
}

export function arp(at: usize, end: usize, missing: u32): void {
  if (at < end) mark(ARP);
  if (at + 8 > end) {
    markShort(ARP_LAYER, at, 8, end, missing);
    return;
  }
  store<u16>(PACKET, <u16>load16(at + 6), ARP_OPERATION);
  // Two pairs of addresses, hardware and protocol, whose lengths it tells.
  const type = load16(at + 2);
  const length = <usize>load<u8>(at, 5);
  const pair = <usize>load<u8>(at, 4) + length;
  store<u32>(PACKET, protocolId(type, length, at + 8 + pair - length, end), ARP_SENDER);
  store<u32>(PACKET, protocolId(type, length, at + 8 + 2 * pair - length, end), ARP_TARGET);
  const header = 8 + 2 * <u32>pair;
  if (at + header > end) {
    markShort(ARP_LAYER, at, header, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(ARP_LAYER, at, at + header);
  if (at + header < end) layer(TRAILER, at + header, end);
}
