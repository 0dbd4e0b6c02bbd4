// What is worked out once of marked packets, whatever the line is that findings are then drawn at.
import { ARP, CONNECTIONS, FAMILIES, familyOf, ICMP } from './families.ts';
import type { MarkedPackets } from './types.ts';

export interface Prepared {
  marked: MarkedPackets;
  /** Places of packets by time; those of one time as they stand in the traffic. */
  order: Uint32Array<ArrayBuffer>;
  /** Seconds; a packet without a time has that of the one before it in the traffic. */
  times: Float64Array<ArrayBuffer>;
  /** A number for the two hosts of a packet, whichever sends; of packets' own values, for the protocol too. */
  pairs: Float64Array<ArrayBuffer>;
  /** The highest excess of each family: of packet i and family f at `i * FAMILIES + f`; null of packets' own values. */
  families: Uint8Array<ArrayBuffer> | null;
  /** A number for the text of each host: what stands at one time is put in order by texts, not by where it stands. */
  hostKeys: Uint32Array<ArrayBuffer>;
}

export function prepareMarked(marked: MarkedPackets): Prepared {
  const times = fillTimes(marked.ts);
  return {
    marked,
    times,
    order: orderByTime(times),
    pairs: numberPairs(marked),
    families: findFamilies(marked),
    hostKeys: Uint32Array.from(marked.hosts, hashText),
  };
}

/** As the clock of the features does: a packet without a time has that of the one before it; at the start, of the first that has one. */
function fillTimes(ts: Float64Array): Float64Array<ArrayBuffer> {
  const times = new Float64Array(ts.length);
  let time = ts.find(Number.isFinite) ?? 0;
  for (let i = 0; i < ts.length; i++) {
    if (Number.isFinite(ts[i])) time = ts[i];
    times[i] = time;
  }
  return times;
}

function orderByTime(times: Float64Array): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(times.length);
  let rising = true;
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
    if (i > 0 && times[i] < times[i - 1]) rising = false;
  }
  // Nearly always they rise already.
  return rising ? order : order.sort((a, b) => times[a] - times[b] || a - b);
}

function numberPairs({ src, dst, proto, hosts, excess }: MarkedPackets): Float64Array<ArrayBuffer> {
  const pairs = new Float64Array(src.length);
  for (let i = 0; i < pairs.length; i++) {
    const pair = Math.min(src[i], dst[i]) * hosts.length + Math.max(src[i], dst[i]);
    // Exact: a million hosts, squared, times 256 is below 2^53.
    pairs[i] = excess === null ? pair * 256 + proto[i] : pair;
  }
  return pairs;
}

function findFamilies({
  excess,
  features,
  rows,
  arpOperation,
  icmpType,
}: MarkedPackets): Uint8Array<ArrayBuffer> | null {
  if (excess === null) return null;
  const families = new Uint8Array(rows.length * FAMILIES);
  const wide = features.length;
  const familyAt = features.map(familyOf);
  for (let i = 0; i < rows.length; i++) {
    for (let feature = 0; feature < wide; feature++) {
      const value = excess[i * wide + feature];
      const at = i * FAMILIES + familyAt[feature];
      if (value > families[at]) families[at] = value;
    }
    // Sweeps by ARP or ICMP are unanswered connections too, some of their packets more than others.
    const own = arpOperation[i] >= 0 ? ARP : icmpType[i] >= 0 ? ICMP : CONNECTIONS;
    if (own === CONNECTIONS) continue;
    families[i * FAMILIES + own] = Math.max(families[i * FAMILIES + own], families[i * FAMILIES + CONNECTIONS]);
    families[i * FAMILIES + CONNECTIONS] = 0;
  }
  return families;
}

/** FNV-1a (draft-eastlake-fnv), over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Which of two hosts comes first where nothing else decides: below 0 for `a`. */
export function compareHosts({ hostKeys, marked: { hosts } }: Prepared, a: number, b: number): number {
  if (a === b) return 0;
  return hostKeys[a] - hostKeys[b] || (hosts[a] < hosts[b] ? -1 : 1);
}
