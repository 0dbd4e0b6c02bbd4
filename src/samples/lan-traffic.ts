// A handful of made-up packets between a few machines at home, with and without the optional fields.
import type { Packet } from '../packets/table.ts';
import type { Seeded } from './seeded.ts';

const laptop = '192.168.1.20';
const phone = '192.168.1.21';
const router = '192.168.1.1';
const site = '198.51.100.7';

/** `count` packets in the order of time, from `start` (epoch seconds) on. */
export function lanTraffic(random: Seeded, count: number, start: number): Packet[] {
  let milliseconds = 120;
  return Array.from({ length: count }, (_, index) => {
    milliseconds += random.integer(5, 400);
    // A third of the packets: without times the batch is judged by size and protocol.
    const time = index % 3 === 0 ? { ts: start + milliseconds / 1000 } : {};
    const host = random.pick([laptop, laptop, phone]);
    return random.weighted<() => Packet>([
      [5, () => ({ src: host, dst: site, size: random.pick([40, 52, 60]), proto: 6, ...time })],
      [5, () => ({ src: site, dst: host, size: 1500, proto: 6, ...time })],
      [
        2,
        () => ({
          src: host,
          dst: site,
          size: random.integer(300, 800),
          proto: 6,
          ...time,
          src_port: 50312,
          dst_port: 443,
          tcp_flags: 24,
        }),
      ],
      [
        2,
        () => ({
          src: host,
          dst: router,
          size: random.integer(60, 90),
          proto: 17,
          ...time,
          src_port: 53211,
          dst_port: 53,
        }),
      ],
      [
        2,
        () => ({
          src: router,
          dst: host,
          size: random.integer(90, 300),
          proto: 17,
          ...time,
          src_port: 53,
          dst_port: 53211,
        }),
      ],
      [1, () => ({ src: host, dst: router, size: 84, proto: 1, ...time })],
    ])();
  });
}
