// What a finding is about: the strand of its oddest packet, and how many hosts and ports are like it.
import { isOdder, serviceOf, servicePort } from './contents.ts';
import { NO_FAMILY } from './families.ts';
import type { Prepared } from './prepare.ts';
import type { Strands } from './strands.ts';

export interface Subject {
  /** Places of the hosts of the oddest packet's strand: who began, and the other one. */
  from: number;
  to: number;
  /** Of families.ts. */
  family: number;
  /** The feature that makes that strand odd most, or null where nothing of its own does. */
  lead: string | null;
  /** Of that strand: all its packets, those of who began, and the bytes of all. */
  packets: number;
  asked: number;
  bytes: number;
  sizeLow: number;
  sizeHigh: number;
  /** Seconds, or null without times. */
  seconds: number | null;
  /** Different ports on the side that was called, and on the calling one. */
  portsTo: number;
  portsFrom: number;
  /** Its most frequent service, as contents.ts writes them, and whether it is of nine packets in ten. */
  service: number;
  oneService: boolean;
  /** Of the whole finding: hosts that `from` called, and hosts that called `to`. */
  reached: number;
  reaching: number;
  /** Packets of the finding beside that strand. */
  others: number;
  /** Of the whole finding: packets of those who called to `to`; packets to `from`, and packets of it; and the time of all. */
  arrived: number;
  received: number;
  sent: number;
  allSeconds: number | null;
  /** Of all that `from` called, or that called `to`. */
  allService: number;
  oneServiceOfAll: boolean;
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
  const portsTo = new Set<number>();
  const portsFrom = new Set<number>();
  const [reached, reaching] = [new Set<number>(), new Set<number>()];
  let [asked, bytes, sizeLow, sizeHigh] = [0, 0, Infinity, 0];
  let [arrived, received, sent] = [0, 0, 0];
  for (const i of own) {
    const port = servicePort(marked, strands, i);
    if (port >= 0) portsTo.add(port);
    const isAsking = marked.src[i] === caller;
    if (isAsking) asked++;
    portsFrom.add(isAsking ? marked.srcPort[i] : marked.dstPort[i]);
    bytes += marked.size[i];
    sizeLow = Math.min(sizeLow, marked.size[i]);
    sizeHigh = Math.max(sizeHigh, marked.size[i]);
  }
  for (const i of core) {
    if (from[of[i]] === caller) reached.add(to[of[i]]);
    if (marked.src[i] === caller) sent++;
    else if (marked.dst[i] === caller) received++;
    if (to[of[i]] !== called) continue;
    reaching.add(from[of[i]]);
    if (marked.dst[i] === called) arrived++;
  }
  const [service, oneService] = mostFrequent(own, (i) => serviceOf(marked, strands, i));
  const [allService, oneServiceOfAll] = mostFrequent(core, (i) => serviceOf(marked, strands, i));
  return {
    from: caller,
    to: called,
    family: family[main],
    lead: findLead(prepared, own),
    packets: own.length,
    others: packets.length - own.length,
    asked,
    bytes,
    sizeLow,
    sizeHigh,
    seconds: secondsOf(marked.ts, own),
    portsTo: portsTo.size,
    portsFrom: portsFrom.size,
    service,
    oneService,
    reached: reached.size,
    reaching: reaching.size,
    arrived,
    received,
    sent,
    allSeconds: secondsOf(marked.ts, core),
    allService,
    oneServiceOfAll,
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

function findLead({ marked: { features, excess } }: Prepared, packets: Uint32Array): string | null {
  if (excess === null) return null;
  const sums = features.map(() => 0);
  for (const i of packets) for (let f = 0; f < sums.length; f++) sums[f] += excess[i * sums.length + f];
  const most = Math.max(0, ...sums);
  return most === 0 ? null : features[sums.indexOf(most)];
}
