// What a finding is about: the strand of its oddest packet, and how many hosts and ports are like it.
import { isOdder } from './contents.ts';
import { ARP, CONNECTIONS, familyOf, ICMP, NO_FAMILY, SCANS } from './families.ts';
import type { Prepared } from './prepare.ts';
import { isFromClient, isServed, protocolOnly, serviceOf, servingEnd } from './services.ts';
import type { Strands } from './strands.ts';

export interface Subject {
  /** Places of the hosts of the oddest packet's strand: who began, and the other one. */
  from: number;
  to: number;
  /** Of families.ts. */
  family: number;
  /** The feature of that family that makes the strand odd most, or null where nothing of its own does. */
  lead: string | null;
  /** Of that strand: all its packets, those of who began, and the bytes of all. */
  packets: number;
  asked: number;
  bytes: number;
  sizeLow: number;
  sizeHigh: number;
  /** Of `packets` and `asked`, those that the leading feature is above usual of. */
  led: number;
  ledAsked: number;
  /** Seconds, or null without times. */
  seconds: number | null;
  /** Different service ports on the side that was called. */
  portsTo: number;
  /** Its most frequent service, as contents.ts writes them, and whether it is of nine packets in ten. */
  service: number;
  oneService: boolean;
  /** The same without a port. */
  protocol: number;
  oneProtocol: boolean;
  /** Who is served, `from` or `to`, and its different ports: connections, or flows. */
  client: number;
  connections: number;
  /** Whether it is known which port is the service's. */
  sure: boolean;
  /** Of the whole finding: hosts that `from` called, and hosts that called `to`. */
  reached: number;
  reaching: number;
  /** Packets of the finding beside that strand. */
  others: number;
  /** Of the whole finding: packets of those who called to `to`; packets to `from`, and packets of it; and the time of all. */
  arrived: number;
  received: number;
  sent: number;
  /** ARP requests of `from`. */
  requests: number;
  allSeconds: number | null;
  /** Of all that `from` called, or that called `to`. */
  allService: number;
  oneServiceOfAll: boolean;
  allProtocol: number;
  oneProtocolOfAll: boolean;
}

/** @param packets places of the finding's marked packets, by time */
export function findSubject(prepared: Prepared, strands: Strands, packets: Uint32Array): Subject {
  const { marked } = prepared;
  const { of, from, to, family } = strands;
  let oddest = -1;
  for (const i of packets) {
    const counts = oddest < 0 ? 1 : Number(family[of[i]] !== NO_FAMILY) - Number(family[of[oddest]] !== NO_FAMILY);
    if (counts > 0 || (counts === 0 && isOdder(prepared, i, oddest))) oddest = i;
  }
  const main = of[oddest];
  const [caller, called] = [from[main], to[main]];
  const own = packets.filter((i) => of[i] === main);
  // Without those that only follow, unless all do.
  const core = family[main] === NO_FAMILY ? packets : packets.filter((i) => family[of[i]] !== NO_FAMILY);
  const lead = findLead(prepared, own, family[main]);
  const leads = leadTest(prepared, lead);
  const [service, oneService] = mostFrequent(own, (i) => serviceOf(marked, strands, i));
  const [protocol, oneProtocol] = mostFrequent(own, (i) => protocolOnly(serviceOf(marked, strands, i)));
  const portsTo = new Set<number>();
  const [reached, reaching] = [new Set<number>(), new Set<number>()];
  let [asked, bytes, sizeLow, sizeHigh, led, ledAsked] = [0, 0, Infinity, 0, 0, 0];
  let [arrived, received, sent, requests] = [0, 0, 0, 0];
  for (const i of own) {
    const isAsking = marked.src[i] === caller;
    const port = isAsking ? marked.dstPort[i] : marked.srcPort[i];
    if (port >= 0 && isFromClient(marked, strands, i) === isAsking) portsTo.add(port);
    if (isAsking) asked++;
    if (leads(i)) {
      led++;
      if (isAsking) ledAsked++;
    }
    bytes += marked.size[i];
    sizeLow = Math.min(sizeLow, marked.size[i]);
    sizeHigh = Math.max(sizeHigh, marked.size[i]);
  }
  for (const i of core) {
    if (from[of[i]] === caller) reached.add(to[of[i]]);
    if (marked.src[i] === caller) {
      sent++;
      if (marked.arpOperation[i] === 1) requests++;
    } else if (marked.dst[i] === caller) received++;
    if (to[of[i]] !== called) continue;
    reaching.add(from[of[i]]);
    if (marked.dst[i] === called) arrived++;
  }
  const [allService, oneServiceOfAll] = mostFrequent(core, (i) => serviceOf(marked, strands, i));
  const [allProtocol, oneProtocolOfAll] = mostFrequent(core, (i) => protocolOnly(serviceOf(marked, strands, i)));
  return {
    from: caller,
    to: called,
    family: family[main],
    lead,
    packets: own.length,
    others: packets.length - own.length,
    asked,
    bytes,
    sizeLow,
    sizeHigh,
    led,
    ledAsked,
    seconds: secondsOf(marked.ts, own),
    portsTo: portsTo.size,
    service,
    oneService,
    protocol,
    oneProtocol,
    ...findClient(prepared, strands, own, service),
    reached: reached.size,
    reaching: reaching.size,
    arrived,
    received,
    sent,
    requests,
    allSeconds: secondsOf(marked.ts, core),
    allService,
    oneServiceOfAll,
    allProtocol,
    oneProtocolOfAll,
  };
}

function secondsOf(ts: Float64Array, packets: Uint32Array): number | null {
  let [first, last] = [Infinity, -Infinity];
  for (const i of packets) {
    if (!Number.isFinite(ts[i])) continue;
    first = Math.min(first, ts[i]);
    last = Math.max(last, ts[i]);
  }
  return first <= last ? last - first : null;
}

/** The key that most have, and whether nine in ten do; of as many the smaller one. */
function mostFrequent(packets: Uint32Array, keyOf: (packet: number) => number): [number, boolean] {
  const counts = new Map<number, number>();
  for (const packet of packets) {
    const key = keyOf(packet);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let [best, most] = [0, 0];
  for (const [key, count] of counts) if (count > most || (count === most && key < best)) [best, most] = [key, count];
  return [best, most >= 0.9 * packets.length];
}

/** Of the packets of a service that two hosts have with each other: who has more of them as a client, and from how many ports. */
function findClient(
  { marked }: Prepared,
  strands: Strands,
  packets: Uint32Array,
  service: number,
): Pick<Subject, 'client' | 'connections' | 'sure'> {
  const { src, dst, srcPort, dstPort } = marked;
  const ports = new Map<number, Set<number>>();
  const counts = new Map<number, number>();
  let sure = false;
  for (const i of packets) {
    if (serviceOf(marked, strands, i) !== service) continue;
    const isClient = isFromClient(marked, strands, i);
    const [client, port] = isClient ? [src[i], srcPort[i]] : [dst[i], dstPort[i]];
    if (servingEnd(marked, i) !== 0) sure = true;
    counts.set(client, (counts.get(client) ?? 0) + 1);
    if (!ports.has(client)) ports.set(client, new Set());
    if (port >= 0) ports.get(client)!.add(port);
  }
  const { from, of } = strands;
  let client = from[of[packets[0]]];
  for (const [each, count] of counts) if (count > (counts.get(client) ?? 0)) client = each;
  const connections = ports.get(client)?.size ?? 0;
  // Many ports at one end, and one at the other, tell as well; and so do two services' ports, whichever is which.
  return { client, connections, sure: sure || connections > 1 || isServed(service) };
}

/** Connections by ARP or ICMP, and scans, are of their own families (prepare.ts, strands.ts). */
const leadsIn = (family: number, own: number): boolean =>
  family === own || own === NO_FAMILY || (family === CONNECTIONS && (own === SCANS || own === ARP || own === ICMP));

/** Only features of the strand's own family: what it is gathered by is what it is told by. */
function findLead({ marked: { features, excess } }: Prepared, packets: Uint32Array, family: number): string | null {
  if (excess === null) return null;
  const sums = features.map(() => 0);
  for (const i of packets) for (let f = 0; f < sums.length; f++) sums[f] += excess[i * sums.length + f];
  const own = sums.map((sum, f) => (leadsIn(familyOf(features[f]), family) ? sum : 0));
  const most = Math.max(0, ...own);
  return most === 0 ? null : features[own.indexOf(most)];
}

function leadTest({ marked: { features, excess } }: Prepared, lead: string | null): (packet: number) => boolean {
  if (excess === null || lead === null) return () => false;
  const at = features.indexOf(lead);
  return (packet) => excess[packet * features.length + at] > 0;
}
