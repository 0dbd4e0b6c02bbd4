// The oddities that the samples hide, packets and a scan, and how they are put among ordinary packets.
import type { Packet } from '../packets/table.ts';
import type { Seeded } from './seeded.ts';

/** A packet that no ordinary office sends. It takes its time stamp from its place. src/lab/oddity-reasons.ts says why. */
export type Oddity = Omit<Packet, 'ts'>;

const outside = '203.0.113.199';
const inside = '10.20.0.31';

/**
 * The office sample's oddities. All stand out in `size` or `proto` alone, the two features of the first models:
 * protocols that nobody else speaks, and sizes that an Ethernet of 1,500 bytes never carries.
 */
export const officeOddities: readonly Oddity[] = [
  { src: inside, dst: outside, size: 65500, proto: 47 },
  { src: outside, dst: inside, size: 61000, proto: 47 },
  { src: inside, dst: outside, size: 58000, proto: 50 },
  { src: outside, dst: inside, size: 64000, proto: 89 },
  { src: inside, dst: outside, size: 1200, proto: 253 },
  { src: inside, dst: outside, size: 16, proto: 253 },
  { src: inside, dst: outside, size: 0, proto: 255 },
  { src: outside, dst: inside, size: 20, proto: 200 },
  { src: inside, dst: outside, size: 9000, proto: 136 },
  { src: outside, dst: inside, size: 576, proto: 132 },
  { src: outside, dst: inside, size: 48000, proto: 17, src_port: 123, dst_port: 123 },
];

/** The small sample's oddities. */
export const lanOddities: readonly Oddity[] = [
  { src: '192.168.1.77', dst: '203.0.113.9', size: 65535, proto: 6, tcp_flags: 24 },
  { src: '192.168.1.77', dst: '203.0.113.9', size: 1400, proto: 253 },
];

/**
 * Puts each oddity in the place of an ordinary packet, spread over the whole, and says where: 0-based indexes in `items`,
 * in the order of `oddities`. `packets` is changed.
 */
export function plant(random: Seeded, packets: Packet[], oddities: readonly Oddity[]): number[] {
  const stride = Math.floor(packets.length / oddities.length);
  return oddities.map(({ src, dst, size, proto, ...extras }, index) => {
    const row = index * stride + random.integer(Math.floor(stride / 4), stride - 1);
    packets[row] = { src, dst, size, proto, ts: packets[row].ts, ...extras };
    return row;
  });
}

/** Who looks for open ports in the office batch, and where. */
export const SCANNER = '10.20.0.66';
const SCANNED = '10.20.0.5';
const SCAN_BEGINS = 2021;
const PROBES = 150;

/**
 * Puts a scan in the place of every second ordinary packet from one place on: SYN packets to port after port, as large as any,
 * which nobody answers. Only who looks at more than a packet's own values can see it. `packets` is changed.
 */
export function plantScan(packets: Packet[], planted: readonly number[]): void {
  let row = SCAN_BEGINS;
  for (let probe = 0; probe < PROBES; probe++, row += 2) {
    if (planted.includes(row)) row += 2;
    const { ts } = packets[row];
    const ports = { src_port: 45_123, dst_port: 20 + probe };
    packets[row] = { src: SCANNER, dst: SCANNED, size: 60, proto: 6, ts, ...ports, tcp_flags: 0x02 };
  }
}
