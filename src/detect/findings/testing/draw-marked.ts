// Marked packets drawn by hand: a list of packets with what makes each odd becomes the columns that the engine copies.
import { NO_PROTOCOL } from '../../../packets/capture.ts';
import type { MarkedPackets } from '../types.ts';

export interface DrawnPacket {
  /** Seconds; none: the packet has no time. */
  ts?: number;
  src?: string;
  dst?: string;
  srcPort?: number;
  dstPort?: number;
  /** Default TCP where there are ports, else no IP. */
  proto?: number;
  size?: number;
  tcpFlags?: number;
  icmpType?: number;
  arpOperation?: number;
  ethertype?: number;
  /** Default 0.6. */
  score?: number;
  /** By feature id, 0 to 255. */
  excess?: Readonly<Record<string, number | undefined>>;
  /** Likewise; default 10 where there is an excess. */
  values?: Readonly<Record<string, number>>;
}

const CONTEXT = [
  'half_open10', 'failed100', 'new_pairs10', 'one_way10', 'repeat_new', 'rare_volume', 'new_local', 'mac_changed',
  'odd_gateway', 'arp10', 'icmp60', 'bad_flags', 'dns_names60', 'dns_long60',
]; // prettier-ignore
const OWN = ['size', 'proto'];

type Given = Partial<Pick<MarkedPackets, 'traffic' | 'model' | 'ceiling' | 'first' | 'last' | 'packets'>> & {
  threshold?: number;
  /** Packets' own values, as the basic features are. */
  own?: boolean;
};

/** Packets at or below the threshold (default 0) are left out, as the engine does; `rows` are places in the list. */
export function drawMarked(packets: readonly DrawnPacket[], given: Given = {}): MarkedPackets {
  const { threshold = 0, own = false, ...rest } = given;
  // In float32, as scores are.
  const scoreOf = (packet: DrawnPacket): number => Math.fround(packet.score ?? 0.6);
  const taken = packets.map((packet, row) => ({ ...packet, row })).filter((packet) => scoreOf(packet) > threshold);
  const hosts = [''];
  const places = new Map([['', 0]]);
  const placeOf = (host = ''): number => {
    let place = places.get(host);
    if (place === undefined) {
      place = hosts.push(host) - 1;
      places.set(host, place);
    }
    return place;
  };
  const features = own ? OWN : CONTEXT;
  const values = new Float32Array(taken.length * features.length);
  const excess = own ? null : new Uint8Array(values.length);
  let [first, last] = [Infinity, -Infinity];
  for (const { ts } of packets) {
    if (ts === undefined || !Number.isFinite(ts)) continue;
    first = Math.min(first, ts);
    last = Math.max(last, ts);
  }
  taken.forEach((packet, i) => {
    features.forEach((feature, f) => {
      const at = i * features.length + f;
      const over = packet.excess?.[feature] ?? 0;
      if (excess !== null) excess[at] = over;
      values[at] = packet.values?.[feature] ?? (own ? [packet.size ?? 60, protoOf(packet)][f] : over > 0 ? 10 : 0);
    });
  });
  const column = <T>(type: { from(list: typeof taken, map: (packet: (typeof taken)[0]) => number): T }, of: (packet: DrawnPacket) => number): T => type.from(taken, of); // prettier-ignore
  return {
    line: { threshold, hosts: [] },
    above: taken.length,
    taken: taken.length,
    traffic: '00112233445566778899aabbccddeeff',
    model: 'ffeeddccbbaa99887766554433221100',
    packets: packets.length,
    first: first <= last ? first : null,
    last: first <= last ? last : null,
    ceiling: null,
    rows: Uint32Array.from(taken, ({ row }) => row),
    scores: column(Float32Array, scoreOf),
    ts: column(Float64Array, ({ ts }) => ts ?? Number.NaN),
    size: column(Uint32Array, ({ size }) => size ?? 60),
    proto: column(Uint8Array, protoOf),
    src: column(Uint32Array, ({ src }) => placeOf(src)),
    dst: column(Uint32Array, ({ dst }) => placeOf(dst)),
    srcPort: column(Int32Array, ({ srcPort }) => srcPort ?? -1),
    dstPort: column(Int32Array, ({ dstPort }) => dstPort ?? -1),
    tcpFlags: column(Int16Array, ({ tcpFlags }) => tcpFlags ?? -1),
    icmpType: column(Int16Array, ({ icmpType }) => icmpType ?? -1),
    arpOperation: column(Int16Array, ({ arpOperation }) => arpOperation ?? -1),
    ethertype: column(Int32Array, ({ ethertype }) => ethertype ?? -1),
    hosts,
    features,
    usual: own ? null : new Float32Array(features.length),
    values,
    excess,
    ...rest,
  };
}

const protoOf = ({ proto, dstPort, icmpType }: DrawnPacket): number =>
  proto ?? (dstPort !== undefined ? 6 : icmpType !== undefined ? 1 : NO_PROTOCOL);
