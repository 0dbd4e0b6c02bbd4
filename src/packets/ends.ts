// The two ends of a packet: its IP addresses; in ARP the protocol addresses; else the MAC addresses.
import type { PacketChunk } from './table.ts';

/** Ids of the address dictionary by row; 0 where a packet has no such end. */
export interface Ends {
  src: Uint32Array;
  dst: Uint32Array;
}

type Ids = Uint32Array | null;

function merge(length: number, ip: Ids, arp: Ids, mac: Ids): Uint32Array {
  if (ip !== null && arp === null && mac === null) return ip;
  const ids = ip === null ? new Uint32Array(length) : ip.slice();
  for (const other of [arp, mac]) {
    if (other === null) continue;
    for (let row = 0; row < length; row++) if (ids[row] === 0) ids[row] = other[row];
  }
  return ids;
}

/** As assembly/features/packet.ts has them: to be read only. */
export const endsOf = ({ length, src, dst, arpSender, arpTarget, srcMac, dstMac }: PacketChunk): Ends => ({
  src: merge(length, src, arpSender, srcMac),
  dst: merge(length, dst, arpTarget, dstMac),
});

/** One end of one packet, where most of a chunk is not asked for: `ip`, `arp` and `mac` are the chunk's columns. */
export function endAt(ip: Ids, arp: Ids, mac: Ids, row: number): number {
  let id = ip === null ? 0 : ip[row];
  if (id === 0 && arp !== null) id = arp[row];
  if (id === 0 && mac !== null) id = mac[row];
  return id;
}
