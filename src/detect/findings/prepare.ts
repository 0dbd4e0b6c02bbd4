// What is worked out once of marked packets, whatever the line is that findings are then drawn at.
import { ARP, CONNECTIONS, FAMILIES, familyOf, ICMP } from './families.ts';
import type { MarkedPackets } from './types.ts';

export interface Prepared {
  marked: MarkedPackets;
  /** Places of packets by time; those of one time as they stand in the traffic. */
  order: Uint32Array<ArrayBuffer>;
  /** Seconds; a packet without a time has that of the one before it in the traffic. */
  times: Float64Array<ArrayBuffer>;
  /** A number for the two hosts of a packet, whichever sends, from 0; of packets' own values, for the protocol too. */
  pairs: Uint32Array<ArrayBuffer>;
  pairCount: number;
  /** The highest excess of each family: of packet i and family f at `i * FAMILIES + f`; null of packets' own values. */
  families: Uint8Array<ArrayBuffer> | null;
  /** A number for the text of each host, 0 until it is asked for: what stands at one time is put in order by texts, not by where it stands. */
  hostKeys: Uint32Array<ArrayBuffer>;
}

export function prepareMarked(marked: MarkedPackets): Prepared {
  const times = fillTimes(marked.ts);
  return {
    marked,
    times,
    order: orderByTime(times),
    ...numberPairs(marked),
    families: findFamilies(marked),
    hostKeys: new Uint32Array(marked.hosts.length),
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

/** By a hash table of our own: a Map of half a million numbers takes five times as long. */
function numberPairs({ src, dst, proto, excess }: MarkedPackets): Pick<Prepared, 'pairs' | 'pairCount'> {
  const pairs = new Uint32Array(src.length);
  const slots = 1 << Math.ceil(Math.log2(2 * src.length + 2));
  /** A packet of each pair, and 1; 0 where there is none. */
  const table = new Uint32Array(slots);
  let pairCount = 0;
  for (let i = 0; i < pairs.length; i++) {
    const [low, high] = [Math.min(src[i], dst[i]), Math.max(src[i], dst[i])];
    const protocol = excess === null ? proto[i] : 0;
    let mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(high + protocol * 0x10001, 0x85ebca77);
    mixed ^= mixed >>> 15;
    let slot = Math.imul(mixed, 0xc2b2ae3d) >>> 0;
    slot = (slot ^ (slot >>> 13)) & (slots - 1);
    for (;;) {
      const other = table[slot] - 1;
      if (other < 0) {
        table[slot] = i + 1;
        pairs[i] = pairCount++;
        break;
      }
      const isSame =
        (excess !== null || proto[other] === protocol) &&
        ((src[other] === src[i] && dst[other] === dst[i]) || (src[other] === dst[i] && dst[other] === src[i]));
      if (isSame) {
        pairs[i] = pairs[other];
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
  }
  return { pairs, pairCount };
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

/** A number for the text of a host, above 0. */
export function hostKey({ hostKeys, marked: { hosts } }: Prepared, host: number): number {
  if (hostKeys[host] === 0) hostKeys[host] = hashText(hosts[host]) || 1;
  return hostKeys[host];
}

/** Which of two hosts comes first where nothing else decides: below 0 for `a`. */
export function compareHosts(prepared: Prepared, a: number, b: number): number {
  if (a === b) return 0;
  const { hosts } = prepared.marked;
  return hostKey(prepared, a) - hostKey(prepared, b) || (hosts[a] < hosts[b] ? -1 : 1);
}
