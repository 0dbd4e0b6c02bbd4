// What a finding holds, counted: times, bytes, scores, hosts, services, and its oddest packets.
import type { Packet } from '../../packets/table.ts';
import { compareHosts, type Prepared } from './prepare.ts';
import { readService, serviceOf } from './services.ts';
import type { Strands } from './strands.ts';
import type { Finding, FindingExample, FindingFeature, HostCount, MarkedPackets } from './types.ts';

/** Hosts and services that are kept of each kind. */
const MOST_COUNTS = 20;
const MOST_EXAMPLES = 5;
const MOST_FEATURES = 3;

type Counted =
  | 'first' | 'last' | 'packets' | 'bytes' | 'mean' | 'features' | 'examples'
  | 'sources' | 'sourceCount' | 'destinations' | 'destinationCount' | 'services' | 'serviceCount'; // prettier-ignore

/**
 * @param packets places of the finding's marked packets, by time; one or more
 */
export function countContents(prepared: Prepared, strands: Strands, packets: Uint32Array): Pick<Finding, Counted> {
  const { marked } = prepared;
  const { ts, size, scores, src, dst } = marked;
  let [first, last, bytes, sum] = [Infinity, -Infinity, 0, 0];
  const sources = new Map<number, number>();
  const destinations = new Map<number, number>();
  const services = new Map<number, number>();
  for (const i of packets) {
    if (Number.isFinite(ts[i])) {
      first = Math.min(first, ts[i]);
      last = Math.max(last, ts[i]);
    }
    bytes += size[i];
    sum += scores[i];
    countOne(sources, src[i]);
    countOne(destinations, dst[i]);
    countOne(services, serviceOf(marked, strands, i));
  }
  sources.delete(0);
  destinations.delete(0);
  const timed = first <= last;
  return {
    first: timed ? first : null,
    last: timed ? last : null,
    packets: packets.length,
    bytes,
    mean: sum / packets.length,
    features: findFeatures(prepared, packets),
    examples: findExamples(prepared, packets),
    sources: mostHosts(prepared, sources),
    sourceCount: sources.size,
    destinations: mostHosts(prepared, destinations),
    destinationCount: destinations.size,
    services: mostOf(services, (a, b) => a - b).map(readService),
    serviceCount: services.size,
  };
}

const countOne = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

/** The most frequent keys, most first. O(n): of many, only those as frequent as the 20th are put in order. */
function mostOf(counts: Map<number, number>, compare: (a: number, b: number) => number): [number, number][] {
  let least = 0;
  if (counts.size > MOST_COUNTS) least = Float64Array.from(counts.values()).sort()[counts.size - MOST_COUNTS];
  const above = [...counts].filter(([, packets]) => packets > least);
  const equal = [...counts].filter(([, packets]) => packets === least);
  // Of very many that are as frequent any order would do, were it not to be the same each time.
  const order = (a: [number, number], b: [number, number]): number => b[1] - a[1] || compare(a[0], b[0]);
  return [...above.sort(order), ...equal.sort(order)].slice(0, MOST_COUNTS);
}

const mostHosts = (prepared: Prepared, counts: Map<number, number>): HostCount[] =>
  mostOf(counts, (a, b) => compareHosts(prepared, a, b)).map(([host, packets]) => ({
    host: prepared.marked.hosts[host],
    packets,
  }));

/** Whether packet `a` is odder than `b`; of equal scores the earlier one, then by the texts of their hosts and by protocol, which ids are made of. */
export function isOdder(prepared: Prepared, a: number, b: number): boolean {
  const { times, marked } = prepared;
  const { scores, src, dst, proto } = marked;
  const order =
    scores[b] - scores[a] ||
    times[a] - times[b] ||
    compareHosts(prepared, src[a], src[b]) ||
    compareHosts(prepared, dst[a], dst[b]) ||
    proto[a] - proto[b] ||
    a - b;
  return order < 0;
}

function findExamples(prepared: Prepared, packets: Uint32Array): FindingExample[] {
  const oddest: number[] = [];
  for (const i of packets) {
    if (oddest.length === MOST_EXAMPLES && !isOdder(prepared, i, oddest[MOST_EXAMPLES - 1])) continue;
    const before = oddest.findIndex((other) => isOdder(prepared, i, other));
    oddest.splice(before < 0 ? oddest.length : before, 0, i);
    oddest.length = Math.min(oddest.length, MOST_EXAMPLES);
  }
  const { rows, scores } = prepared.marked;
  return oddest.map((i) => ({ row: rows[i], score: scores[i], packet: readPacket(prepared.marked, i) }));
}

function readPacket(marked: MarkedPackets, i: number): Packet {
  const { src, dst, size, proto, ts, srcPort, dstPort, tcpFlags, hosts } = marked;
  return {
    ...(src[i] !== 0 && { src: hosts[src[i]] }),
    ...(dst[i] !== 0 && { dst: hosts[dst[i]] }),
    size: size[i],
    proto: proto[i],
    ...(Number.isFinite(ts[i]) && { ts: ts[i] }),
    ...(srcPort[i] >= 0 && { src_port: srcPort[i] }),
    ...(dstPort[i] >= 0 && { dst_port: dstPort[i] }),
    ...(tcpFlags[i] >= 0 && { tcp_flags: tcpFlags[i] }),
  };
}

/** Of the oddest packet that has any above usual: such that only follow others have none. */
function findFeatures(prepared: Prepared, packets: Uint32Array): FindingFeature[] {
  const { features, values, usual, excess } = prepared.marked;
  const wide = features.length;
  const places = features.map((_, feature) => feature);
  const excessAt = (i: number, feature: number): number => excess?.[i * wide + feature] ?? 1;
  let oddest = -1;
  for (const i of packets) {
    if (oddest >= 0 && !isOdder(prepared, i, oddest)) continue;
    if (places.some((feature) => excessAt(i, feature) > 0)) oddest = i;
  }
  if (oddest < 0) return [];
  return places
    .filter((feature) => excessAt(oddest, feature) > 0)
    .sort((a, b) => excessAt(oddest, b) - excessAt(oddest, a) || a - b)
    .slice(0, MOST_FEATURES)
    .map((feature) => ({
      feature: features[feature],
      value: values[oddest * wide + feature],
      usual: usual?.[feature] ?? null,
      excess: excess === null ? null : excessAt(oddest, feature) / 255,
    }));
}
