// ARP (RFC 826), RARP (RFC 903) and their kin: the operation.
import { load16, markShort } from '../bounds';
import { ARP_LAYER, TRAILER, isTracing, layer } from '../layers';
import { ARP, ARP_OPERATION, PACKET, mark } from '../packet';

export function arp(at: usize, end: usize, missing: u32): void {
  if (at < end) mark(ARP);
  if (at + 8 > end) {
    markShort(ARP_LAYER, at, 8, end, missing);
    return;
  }
  store<u16>(PACKET, <u16>load16(at + 6), ARP_OPERATION);
  // Two pairs of addresses, whose lengths it tells.
  const header = 8 + 2 * (<u32>load<u8>(at, 4) + load<u8>(at, 5));
  if (at + header > end) {
    markShort(ARP_LAYER, at, header, end, missing);
    return;
  }
  if (!isTracing()) return;
  layer(ARP_LAYER, at, at + header);
  if (at + header < end) layer(TRAILER, at + header, end);
}
