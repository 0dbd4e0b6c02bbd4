// Seeded tables of a million packets between 100,000 hosts, for benches and tests: ordinary flows, and what hurts most.
import { AddressDictionary } from '../../packets/addresses.ts';
import { MARK_CAPTURED, MARK_DNS, MARK_IPV4, MARK_TRANSPORT, NOT_CAPTURED } from '../../packets/capture.ts';
import {
  CHUNK_ROWS,
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  PacketTable,
  type PacketChunk,
} from '../../packets/table.ts';

/** Ordinary traffic, a busy exchange of strangers, and what is made to hurt. */
export const KINDS = ['flows', 'strangers', 'new sources', 'all to one', 'broken clock', 'one instant'] as const;
export type Kind = (typeof KINDS)[number];

interface Flow {
  client: number;
  server: number;
  port: number;
  service: number;
  name: number;
  left: number;
  sent: number;
}

/** xorshift32. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** `hosts` IPv4 addresses (ids from 1), then as many MACs. */
function makeAddresses(hosts: number, macs: number): AddressDictionary {
  const texts: string[] = [];
  for (let host = 0; host < hosts; host++) texts.push(`10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`);
  const byte = (value: number) => value.toString(16).padStart(2, '0');
  for (let host = 0; host < macs; host++) texts.push(`02:00:00:${byte(host >> 16)}:${byte((host >> 8) & 255)}:${byte(host & 255)}`); // prettier-ignore
  const bytes = new TextEncoder().encode(texts.join(''));
  const ends = new Uint32Array(texts.length + 1);
  texts.forEach((text, index) => (ends[index + 1] = ends[index] + text.length));
  return new AddressDictionary(bytes, ends);
}

const YEARS = 10 * 365 * 86_400;

/** When a packet comes, in seconds. */
function secondsOf(kind: Kind, index: number): number {
  if (kind === 'one instant') return 0;
  if (kind === 'broken clock') return index % 1000 === 999 ? YEARS : -index;
  return index * 1e-4;
}

const SERVICES = [443, 443, 443, 80, 53, 22, 445, 8080];

/**
 * `flows`: connections of some 16 packets both ways, 4,000 at a time, by clients and servers of which some are busier.
 * `strangers`: each packet between any two hosts and ports. `new sources`: each from an address that was never seen. `all to
 * one`: from any host to one service of one. `broken clock`: those flows, each packet earlier than the one before, and ten
 * years later every thousandth time. `one instant`: strangers, all at once.
 */
export function makeTraffic(kind: Kind, packets: number, hosts: number): PacketTable {
  const random = makeRandom(12_345);
  const macs = Math.min(hosts, 1000);
  const addresses = makeAddresses(kind === 'new sources' ? packets : hosts, macs);
  const macBegin = addresses.size - macs;
  const newFlow = (): Flow => {
    const service = SERVICES[random(SERVICES.length)];
    const server = service === 53 ? random(4) : random(2) ? random(hosts / 100) : random(hosts);
    return {
      client: random(hosts),
      server,
      port: 1024 + random(60_000),
      service,
      name: 1 + random(50_000),
      left: 2 + random(28),
      sent: 0,
    };
  };
  const isFlows = kind === 'flows' || kind === 'broken clock';
  const flows = Array.from({ length: 4000 }, newFlow);
  /** A packet of a connection of its own. */
  const draw = (index: number): Flow => ({
    client: kind === 'new sources' ? index : random(hosts),
    server: kind === 'all to one' ? 0 : random(hosts),
    port: random(65_536),
    service: kind === 'all to one' ? 443 : random(65_536),
    name: 0,
    left: 1,
    sent: 1,
  });
  const chunks: PacketChunk[] = [];
  for (let from = 0; from < packets; from += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, packets - from);
    const chunk = {
      ...NOT_CAPTURED,
      length,
      size: new Uint32Array(length),
      proto: new Uint8Array(length),
      present: new Uint8Array(length).fill(HAS_SRC | HAS_DST | HAS_TS | HAS_SRC_PORT | HAS_DST_PORT),
      ts: new Float64Array(length),
      src: new Uint32Array(length),
      dst: new Uint32Array(length),
      srcPort: new Uint16Array(length),
      dstPort: new Uint16Array(length),
      tcpFlags: new Uint8Array(length),
      marks: new Uint16Array(length).fill(MARK_CAPTURED | MARK_IPV4 | MARK_TRANSPORT),
      srcMac: new Uint32Array(length),
      dstMac: new Uint32Array(length),
      dnsName: new Uint32Array(length),
      dnsDomain: new Uint32Array(length),
      dnsLength: new Uint8Array(length),
      payloadLength: new Uint32Array(length),
    };
    for (let row = 0; row < length; row++) {
      let flow: Flow;
      if (isFlows) {
        const at = random(flows.length);
        flow = flows[at];
        flow.sent++;
        if (--flow.left === 0) flows[at] = newFlow();
      } else flow = draw(from + row);
      const isAnswer = isFlows && flow.sent % 2 === 0;
      const ends = [flow.client, flow.server];
      const ports = [flow.port, flow.service];
      const [a, b] = isAnswer ? [1, 0] : [0, 1];
      chunk.ts[row] = 1_700_000_000 + secondsOf(kind, from + row);
      chunk.size[row] = 60 + random(1440);
      chunk.proto[row] = flow.service === 53 ? 17 : 6;
      if (flow.service !== 53) {
        chunk.present[row] |= HAS_TCP_FLAGS;
        // SYN, SYN and ACK, then ACK.
        chunk.tcpFlags[row] = flow.sent > 2 ? 16 : isAnswer ? 18 : 2;
      }
      chunk.payloadLength[row] = chunk.size[row] - 54;
      chunk.src[row] = 1 + ends[a];
      chunk.dst[row] = 1 + ends[b];
      chunk.srcPort[row] = ports[a];
      chunk.dstPort[row] = ports[b];
      // Servers are behind a router.
      const client = macBegin + 2 + (flow.client % (macs - 1));
      chunk.srcMac[row] = isAnswer ? macBegin + 1 : client;
      chunk.dstMac[row] = isAnswer ? client : macBegin + 1;
      if (flow.service === 53 && isFlows) {
        chunk.marks[row] |= MARK_DNS;
        chunk.dnsName[row] = flow.name;
        chunk.dnsLength[row] = 10 + (flow.name % 30);
        chunk.dnsDomain[row] = 1 + (flow.name % 2000);
      }
    }
    chunks.push(chunk);
  }
  return new PacketTable(chunks, addresses);
}
