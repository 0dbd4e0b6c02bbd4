// Strands: the odd packets between two hosts without a longer pause, in both directions. Findings are made of whole strands.
import { CONNECTIONS, FAMILIES, NO_FAMILY, SCANS } from './families.ts';
import { compareHosts, type Prepared } from './prepare.ts';
import type { MarkedPackets } from './types.ts';

/** Seconds without an odd packet after which a strand, or what a host does, has ended. */
export const PAUSE = 300;

/** Mean excess of a strand's packets (of 255) from which on its own features make it odd. */
const LEAST_EXCESS = 8;

/** Parallel columns; strands stand by their start, those that start together by their hosts' texts. */
export interface Strands {
  length: number;
  /** The strand of each marked packet; of those above the line only. */
  of: Uint32Array<ArrayBuffer>;
  /** Places of hosts: who began, and the other one. */
  from: Uint32Array<ArrayBuffer>;
  to: Uint32Array<ArrayBuffer>;
  first: Float64Array<ArrayBuffer>;
  last: Float64Array<ArrayBuffer>;
  peak: Float32Array<ArrayBuffer>;
  /** Of families.ts. */
  family: Uint8Array<ArrayBuffer>;
}

const SYN = 2;
const RST = 4;
const ACK = 16;

/** Ports of services that only a system opens (RFC 6335, section 6). */
const SYSTEM_PORTS = 1024;
/** Votes of a packet from which on it is an answer, even if nothing else is heard. */
const ANSWER = 4;

/** How much it looks as if the source of a packet had begun (above 0), or its destination (below). */
function voteFor({ tcpFlags, icmpType, srcPort, dstPort, arpOperation }: MarkedPackets, i: number): number {
  const flags = tcpFlags[i];
  // RFC 9293, section 3.5.
  if (flags >= 0 && (flags & (SYN | RST)) === SYN) return flags & ACK ? -4 * ANSWER : 4 * ANSWER;
  if (flags >= 0 && flags & RST) return -1;
  // RFC 792 and RFC 4443: an echo and its reply.
  if (icmpType[i] === 8 || icmpType[i] === 128) return ANSWER;
  if (icmpType[i] === 0 || icmpType[i] === 129) return -ANSWER;
  if (arpOperation[i] > 0) return arpOperation[i] === 1 ? 1 : -1;
  const isSystem = (port: number): boolean => port >= 0 && port < SYSTEM_PORTS;
  const weight = isSystem(srcPort[i]) !== isSystem(dstPort[i]) ? ANSWER : 1;
  return weight * Math.sign(srcPort[i] - dstPort[i]);
}

/** Of 64 bits that services set: some twenty services. */
const SCAN_BITS = 16;

function countBits(word: number): number {
  let bits = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

/** Strands while they are made, in the order of their first packets. */
class Growing {
  length = 0;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly protocols: Uint8Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly peak: Float32Array;
  readonly packets: Uint32Array;
  /** Packets from `low`. */
  readonly sent: Uint32Array;
  readonly votes: Int32Array;
  /** Whether of the first instant's packets some came from `low` (1), some from `high` (2). */
  readonly starters: Uint8Array;
  /** Of the highest excess of each family. */
  readonly sums: Uint32Array;
  /** 64 bits a strand, one set by each service. */
  readonly services: Uint32Array;

  /** @param most strands: packets */
  constructor(most: number) {
    this.low = new Uint32Array(most);
    this.high = new Uint32Array(most);
    this.protocols = new Uint8Array(most);
    this.first = new Float64Array(most);
    this.last = new Float64Array(most);
    this.peak = new Float32Array(most);
    this.packets = new Uint32Array(most);
    this.sent = new Uint32Array(most);
    this.votes = new Int32Array(most);
    this.starters = new Uint8Array(most);
    this.sums = new Uint32Array(most * FAMILIES);
    this.services = new Uint32Array(most * 2);
  }

  /** Whether `low` began: who alone is heard, but for answers that only those get who asked; else by votes, else who was first. */
  lowBegan(strand: number, prepared: Prepared): boolean {
    const [sent, packets, votes] = [this.sent[strand], this.packets[strand], this.votes[strand]];
    if (sent === packets) return votes > -ANSWER * packets;
    if (sent === 0) return votes >= ANSWER * packets;
    if (votes !== 0) return votes > 0;
    if (this.starters[strand] !== 3) return this.starters[strand] === 1;
    return compareHosts(prepared, this.low[strand], this.high[strand]) <= 0;
  }

  familyOf(strand: number): number {
    let family = NO_FAMILY;
    let most = LEAST_EXCESS * this.packets[strand];
    for (let each = 0; each < FAMILIES; each++) {
      const sum = this.sums[strand * FAMILIES + each];
      if (sum > most) [family, most] = [each, sum];
    }
    if (family !== CONNECTIONS) return family;
    const bits = countBits(this.services[2 * strand]) + countBits(this.services[2 * strand + 1]);
    return bits >= SCAN_BITS ? SCANS : family;
  }
}

/** The strands of the packets above a line. O(n), and n log n of those that start at one instant. */
export function makeStrands(prepared: Prepared, line: number): Strands {
  const { marked, order, times, pairs, pairCount, families } = prepared;
  const { scores, src, dst, srcPort, dstPort, proto } = marked;
  const growing = new Growing(order.length);
  const { last, peak, packets, sent, votes, starters, sums, services, first, low, high, protocols } = growing;
  const of = new Uint32Array(order.length);
  /** The last strand of each pair, and 1. */
  const open = new Uint32Array(pairCount);
  for (let n = 0; n < order.length; n++) {
    const i = order[n];
    if (!(scores[i] > line)) continue;
    const time = times[i];
    let strand = open[pairs[i]] - 1;
    if (strand < 0 || time - last[strand] > PAUSE) {
      strand = growing.length++;
      open[pairs[i]] = strand + 1;
      low[strand] = Math.min(src[i], dst[i]);
      high[strand] = Math.max(src[i], dst[i]);
      protocols[strand] = families === null ? proto[i] : 0;
      first[strand] = time;
    }
    of[i] = strand;
    last[strand] = time;
    if (scores[i] > peak[strand]) peak[strand] = scores[i];
    packets[strand]++;
    const fromLow = src[i] === low[strand];
    if (fromLow) sent[strand]++;
    const vote = voteFor(marked, i);
    votes[strand] += fromLow ? vote : -vote;
    if (time === first[strand]) starters[strand] |= fromLow ? 1 : 2;
    if (families === null) continue;
    const service = Math.min(srcPort[i], dstPort[i]);
    if (service >= 0) services[2 * strand + (service & 1)] |= 1 << (Math.imul(service >> 1, 0x9e3779b1) >>> 27);
    for (let f = 0; f < FAMILIES; f++) sums[strand * FAMILIES + f] += families[i * FAMILIES + f];
  }
  return settle(prepared, growing, of, line);
}

function settle(prepared: Prepared, growing: Growing, of: Uint32Array<ArrayBuffer>, line: number): Strands {
  const { length, low, high, first, protocols } = growing;
  const places = new Uint32Array(length);
  let together = false;
  for (let strand = 0; strand < length; strand++) {
    places[strand] = strand;
    if (strand > 0 && first[strand] === first[strand - 1]) together = true;
  }
  if (together) {
    places.sort((a, b) => first[a] - first[b] || compareEnds(prepared, growing, a, b) || protocols[a] - protocols[b]);
    const newPlaces = new Uint32Array(length);
    places.forEach((place, at) => (newPlaces[place] = at));
    const { scores } = prepared.marked;
    for (let i = 0; i < of.length; i++) if (scores[i] > line) of[i] = newPlaces[of[i]];
  }
  const strands: Strands = {
    length,
    of,
    from: new Uint32Array(length),
    to: new Uint32Array(length),
    first: new Float64Array(length),
    last: new Float64Array(length),
    peak: new Float32Array(length),
    family: new Uint8Array(length),
  };
  for (let at = 0; at < length; at++) {
    const place = places[at];
    const lowBegan = growing.lowBegan(place, prepared);
    strands.from[at] = lowBegan ? low[place] : high[place];
    strands.to[at] = lowBegan ? high[place] : low[place];
    strands.first[at] = first[place];
    strands.last[at] = growing.last[place];
    strands.peak[at] = growing.peak[place];
    strands.family[at] = growing.familyOf(place);
  }
  return strands;
}

/** By the texts of both ends, the smaller one first. */
function compareEnds(prepared: Prepared, { low, high }: Growing, a: number, b: number): number {
  const ends = (strand: number): [number, number] =>
    compareHosts(prepared, low[strand], high[strand]) <= 0 ? [low[strand], high[strand]] : [high[strand], low[strand]];
  const [[a1, a2], [b1, b2]] = [ends(a), ends(b)];
  return compareHosts(prepared, a1, b1) || compareHosts(prepared, a2, b2);
}
