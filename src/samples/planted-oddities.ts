// The oddities that the samples hide, and how they are put among ordinary packets.
import type { Packet } from '../packets/table.ts';
import type { Seeded } from './seeded.ts';

/** A packet that no ordinary office sends, and the reason in words. It takes its time stamp from its place. */
export interface Oddity {
  packet: Omit<Packet, 'ts'>;
  why: string;
}

/** Where an oddity ended up. */
export interface Planted {
  /** 0-based index in `items`. */
  row: number;
  why: string;
}

const outside = '203.0.113.199';
const inside = '10.20.0.31';

/**
 * The office sample's oddities. All stand out in `size` or `proto` alone, the two features of the first models:
 * protocols that nobody else speaks, and sizes that an Ethernet of 1,500 bytes never carries.
 */
export const officeOddities: readonly Oddity[] = [
  { packet: { src: inside, dst: outside, size: 65500, proto: 47 }, why: 'GRE tunnel packet of 65,500 bytes' },
  { packet: { src: outside, dst: inside, size: 61000, proto: 47 }, why: 'GRE tunnel packet of 61,000 bytes' },
  { packet: { src: inside, dst: outside, size: 58000, proto: 50 }, why: 'ESP packet of 58,000 bytes' },
  { packet: { src: outside, dst: inside, size: 64000, proto: 89 }, why: 'OSPF packet of 64,000 bytes' },
  { packet: { src: inside, dst: outside, size: 1200, proto: 253 }, why: 'protocol 253, kept for experiments' },
  { packet: { src: inside, dst: outside, size: 16, proto: 253 }, why: 'fragment of 16 bytes of protocol 253' },
  { packet: { src: inside, dst: outside, size: 0, proto: 255 }, why: 'empty packet of the reserved protocol 255' },
  { packet: { src: outside, dst: inside, size: 20, proto: 200 }, why: 'bare header of the unassigned protocol 200' },
  { packet: { src: inside, dst: outside, size: 9000, proto: 136 }, why: 'UDP-Lite jumbo frame of 9,000 bytes' },
  { packet: { src: outside, dst: inside, size: 576, proto: 132 }, why: 'SCTP, spoken by no host of this office' },
  {
    packet: { src: outside, dst: inside, size: 48000, proto: 17, src_port: 123, dst_port: 123 },
    why: 'NTP answer of 48,000 bytes',
  },
];

/** The small sample's oddities. */
export const lanOddities: readonly Oddity[] = [
  {
    packet: { src: '192.168.1.77', dst: '203.0.113.9', size: 65535, proto: 6, tcp_flags: 24 },
    why: 'TCP packet of 65,535 bytes',
  },
  {
    packet: { src: '192.168.1.77', dst: '203.0.113.9', size: 1400, proto: 253 },
    why: 'protocol 253, kept for experiments',
  },
];

/** Puts each oddity in the place of an ordinary packet, spread over the whole, and says where. `packets` is changed. */
export function plant(random: Seeded, packets: Packet[], oddities: readonly Oddity[]): Planted[] {
  const stride = Math.floor(packets.length / oddities.length);
  return oddities.map(({ packet, why }, index) => {
    const row = index * stride + random.integer(Math.floor(stride / 4), stride - 1);
    const { src, dst, size, proto, ...extras } = packet;
    packets[row] = { src, dst, size, proto, ts: packets[row].ts, ...extras };
    return { row, why };
  });
}
