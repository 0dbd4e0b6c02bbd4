// Made-up traffic of a small office: web, name look-ups, video, pings, a printer; and nothing odd.
import type { Packet } from '../packets/table.ts';
import type { Seeded } from './seeded.ts';

// IANA protocol numbers.
const ICMP = 1;
const TCP = 6;
const UDP = 17;
// TCP flag bits, RFC 9293 section 3.1.
const ACK = 0x10;
const PUSH_ACK = 0x18;
const FIN_ACK = 0x11;

/** One conversation: both ends, and what its packets are like. */
interface Flow {
  client: string;
  server: string;
  clientPort?: number;
  serverPort?: number;
  proto: number;
  /** Packets in all, on average. */
  length: number;
  /** Size in bytes and TCP flags of the next packet; `up` from client to server. */
  draw(up: boolean): { size: number; flags?: number };
}

// The office's own hosts are of RFC 1918; all others are of the documentation ranges of RFC 5737 and RFC 3849.
const staff = Array.from({ length: 12 }, (_, index) => `10.20.0.${21 + index}`);
const staffV6 = Array.from({ length: 4 }, (_, index) => `2001:db8:20::${(21 + index).toString(16)}`);
const webServers = ['192.0.2.10', '192.0.2.44', '198.51.100.7', '198.51.100.23', '203.0.113.5', '203.0.113.80'];
const webServersV6 = ['2001:db8:100::443', '2001:db8:200::80'];
const resolver = '10.20.0.2';
const gateway = '10.20.0.1';
const printer = '10.20.0.9';
const fileServer = '10.20.0.5';

function tcpFlow(random: Seeded, client: string, server: string, port: number, fullShare: number): Flow {
  const draw = (up: boolean) => {
    const full = random.next() < (up ? 0.04 : fullShare);
    if (full) return { size: 1500, flags: ACK };
    if (random.next() < 0.7) return { size: random.pick([40, 52, 52, 60]), flags: ACK };
    if (random.next() < 0.03) return { size: 52, flags: FIN_ACK };
    return { size: random.integer(90, up ? 700 : 1400), flags: PUSH_ACK };
  };
  return { client, server, clientPort: random.integer(49152, 65535), serverPort: port, proto: TCP, length: 40, draw };
}

function openFlow(random: Seeded): Flow {
  const client = random.pick(staff);
  return random.weighted<() => Flow>([
    [40, () => tcpFlow(random, client, random.pick(webServers), 443, 0.6)],
    [14, () => tcpFlow(random, random.pick(staffV6), random.pick(webServersV6), 443, 0.6)],
    [14, () => tcpFlow(random, client, fileServer, 445, 0.7)],
    [4, () => tcpFlow(random, client, printer, 9100, 0.1)],
    [
      26,
      () => ({
        client,
        server: resolver,
        clientPort: random.integer(49152, 65535),
        serverPort: 53,
        proto: UDP,
        length: 8,
        draw: (up) => ({ size: up ? random.integer(60, 90) : random.integer(90, 300) }),
      }),
    ],
    [
      12,
      () => ({
        client,
        server: random.pick(webServers),
        clientPort: random.integer(49152, 65535),
        serverPort: 443,
        proto: UDP,
        length: 40,
        draw: (up) => ({ size: random.next() < (up ? 0.1 : 0.55) ? 1278 : random.integer(60, 300) }),
      }),
    ],
    [4, () => ({ client, server: gateway, proto: ICMP, length: 20, draw: () => ({ size: 84 }) })],
  ])();
}

/**
 * `count` packets in the order of time, from `start` (epoch seconds) on, `meanGap` milliseconds apart on average.
 * Time stamps are whole milliseconds, so that they print short.
 */
export function officeTraffic(random: Seeded, count: number, start: number, meanGap: number): Packet[] {
  const flows = Array.from({ length: 24 }, () => openFlow(random));
  const packets: Packet[] = [];
  let milliseconds = 0;
  for (let index = 0; index < count; index++) {
    const place = random.integer(0, flows.length - 1);
    const flow = flows[place];
    const up = random.next() < 0.45;
    const { size, flags } = flow.draw(up);
    const packet: Packet = {
      src: up ? flow.client : flow.server,
      dst: up ? flow.server : flow.client,
      size,
      proto: flow.proto,
      ts: start + milliseconds / 1000,
    };
    const [from, to] = up ? [flow.clientPort, flow.serverPort] : [flow.serverPort, flow.clientPort];
    if (from !== undefined && to !== undefined) Object.assign(packet, { src_port: from, dst_port: to });
    if (flags !== undefined) packet.tcp_flags = flags;
    packets.push(packet);
    if (random.next() < 1 / flow.length) flows[place] = openFlow(random);
    milliseconds += random.integer(1, 2 * meanGap - 1);
  }
  return packets;
}
