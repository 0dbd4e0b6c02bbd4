// Odd packets into findings. The way there:
//
// 1. Strands (strands.ts): the odd packets between two hosts, in both directions, without a pause of five minutes. A strand has
//    one family of features, that of most of its excess (families.ts), so that a leading feature may change on its way.
// 2. Findings (hubs.ts): strands of one family, around the hosts that explain most of them.
// 3. Facts (contents.ts, subject.ts), from which kind and title follow (kind.ts, title.ts).
//
// Findings are ordered by the score of their oddest packet. As scores are smoothed over the packets of a host and of a pair,
// what goes on for longer, or is done by many packets, comes first by that alone. On the labelled captures of the lab "findings"
// each attack that is found stands among the first three that way; other orders were not measured. Everything is the same
// for any order of packets of one time.
import type { Calibration } from '../../model/calibration.ts';
import { findRarity } from '../rarity.ts';
import { fitTail, type Tail, tailShare } from '../tail.ts';
import { countContents, isOdder } from './contents.ts';
import { findKind } from './kind.ts';
import { gatherStrands, type Gathered } from './hubs.ts';
import { makeId } from './identity.ts';
import { type Prepared, prepareMarked } from './prepare.ts';
import { makeStrands, type Strands } from './strands.ts';
import { findSubject } from './subject.ts';
import { writeTitle } from './title.ts';
import type { Finding, FindingTail, MarkedPackets } from './types.ts';

/** Findings that are told of; more are only counted. */
export const MOST_FINDINGS = 1000;

export interface Grouping {
  /** The weightiest first. */
  findings: Finding[];
  /** All there are. */
  total: number;
  /** Of each marked packet, the place of its finding among all of them: those from `findings.length` on are only counted. */
  members: Uint32Array<ArrayBuffer>;
}

/** O(n log n) of the marked packets at most; O(n) where they stand in the order of time, as they nearly always do. */
export function groupFindings(marked: MarkedPackets, calibration: Calibration | null, most = MOST_FINDINGS): Grouping {
  const prepared = prepareMarked(marked);
  // All that is marked counts: no score is below 0.
  const strands = makeStrands(prepared, -1);
  const gathered = gatherStrands(strands, marked.hosts.length);
  const { members, parts, peaks } = sortParts(prepared, strands, gathered);
  const tailOf = tailBeyond(calibration);
  const findings = peaks.slice(0, most).map((peak, place): Finding => {
    const packets = parts(place);
    const subject = findSubject(prepared, strands, packets);
    const kind = findKind(subject, marked.excess !== null);
    const score = marked.scores[peak];
    return {
      id: makeId(marked, peak),
      kind,
      title: writeTitle(kind, subject, marked.hosts),
      ...countContents(prepared, strands, packets),
      peak: score,
      rarity: findRarity(calibration, score),
      tail: tailOf(score),
      weight: score,
      hub: findHub(marked, packets, gathered.hubs[gathered.of[strands.of[peak]]] || subject.from),
    };
  });
  return { findings, total: peaks.length, members };
}

/** Of peaks that no training packet reaches; fitted once, when there is one. */
function tailBeyond(calibration: Calibration | null): (score: number) => FindingTail | null {
  let fitted: { tail: Tail | null } | null = null;
  return (score) => {
    if (calibration === null || score <= calibration.scores[0]) return null;
    fitted ??= { tail: fitTail(calibration) };
    if (fitted.tail === null) return null;
    const { share, low, high } = tailShare(fitted.tail, score);
    return { share, low, high };
  };
}

/** The packets of each finding, findings in their order. */
function sortParts(prepared: Prepared, strands: Strands, { length, of }: Gathered) {
  const { order, marked } = prepared;
  const members = new Uint32Array(order.length);
  const counts = new Uint32Array(length);
  const peakOf = new Int32Array(length).fill(-1);
  for (const i of order) {
    const finding = of[strands.of[i]];
    members[i] = finding;
    counts[finding]++;
    if (peakOf[finding] < 0 || isOdder(prepared, i, peakOf[finding])) peakOf[finding] = i;
  }
  // Scores fall, and findings of one score keep their order: the bits of floats above 0 rise as they do.
  const bits = new Uint32Array(Float32Array.from(peakOf, (peak) => marked.scores[peak]).buffer);
  const sorted = Float64Array.from(bits, (each, finding) => each * 2 ** 21 + (2 ** 21 - 1 - finding))
    .sort()
    .reverse()
    .map((key) => 2 ** 21 - 1 - (key % 2 ** 21));
  const places = new Uint32Array(length);
  const starts = new Uint32Array(length + 1);
  sorted.forEach((finding, place) => {
    places[finding] = place;
    starts[place + 1] = starts[place] + counts[finding];
  });
  const packets = new Uint32Array(order.length);
  const next = starts.slice();
  for (const i of order) {
    members[i] = places[members[i]];
    packets[next[members[i]]++] = i;
  }
  return {
    members,
    /** Places of a finding's packets, by time. */
    parts: (place: number): Uint32Array => packets.subarray(starts[place], starts[place + 1]),
    peaks: Array.from(sorted, (finding) => peakOf[finding]),
  };
}

/** The text of a host, if all packets have it. */
function findHub({ src, dst, hosts }: MarkedPackets, packets: Uint32Array, host: number): string | null {
  return host !== 0 && packets.every((i) => src[i] === host || dst[i] === host) ? hosts[host] : null;
}
