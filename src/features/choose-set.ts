// Which features a traffic allows: what its packets lack, and which set and features are left.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import { MARK_CAPTURED } from '../packets/capture.ts';
import {
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  type PacketTable,
} from '../packets/table.ts';
import { FEATURE_IDS, type FeatureSetId } from './ids.ts';
import { FEATURE_SETS, type FeatureSet, findFeatures, type Need, setWords } from './sets.ts';

/** A column that fewer packets have says too little of a traffic. */
const USEFUL = 0.5;
const TCP = 6;
/** Protocols whose packets have ports: TCP, UDP, DCCP, SCTP, UDP-Lite (RFC 9293, 768, 4340, 9260, 3828). */
const WITH_PORTS = new Set([6, 17, 33, 132, 136]);

const NAMES: Readonly<Record<Need, string>> = {
  size: 'size',
  proto: 'proto',
  ts: 'ts',
  src: 'src',
  dst: 'dst',
  ports: 'src_port and dst_port',
  flags: 'tcp_flags',
  mac: 'MAC addresses (captures only)',
  arp: 'ARP (captures only)',
  dns: 'DNS names (captures only)',
  payload: 'length of the payload (captures only)',
};

/** `ts, src, MAC addresses (captures only)` */
export const needWords = (needs: Iterable<Need>): string => [...new Set(needs)].map((need) => NAMES[need]).join(', ');

/** What less than half of the packets have, of those that could have it. */
export function* findLacking({ chunks, length }: PacketTable): Pieces<ReadonlySet<Need>> {
  let [times, sources, targets, captured, macs, carriers, ports, tcp, flags] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const { length: rows, present, proto, marks, srcMac, dstMac } of chunks) {
    for (let row = 0; row < rows; row++) {
      const has = present[row];
      if (has & HAS_TS) times++;
      const [from, to] = [srcMac?.[row] ?? 0, dstMac?.[row] ?? 0];
      if (from !== 0 && to !== 0) macs++;
      // Frames without IP are known by their MAC addresses.
      if (has & HAS_SRC || from !== 0) sources++;
      if (has & HAS_DST || to !== 0) targets++;
      if (marks !== null && marks[row] & MARK_CAPTURED) captured++;
      if (proto[row] === TCP) {
        tcp++;
        if (has & HAS_TCP_FLAGS) flags++;
      }
      if (!WITH_PORTS.has(proto[row])) continue;
      carriers++;
      if (has & HAS_SRC_PORT && has & HAS_DST_PORT) ports++;
    }
    yield;
  }
  const lacking = new Set<Need>();
  const need = (name: Need, count: number, of = length): void => {
    if (count < USEFUL * of) lacking.add(name);
  };
  need('ts', times);
  need('src', sources);
  need('dst', targets);
  need('ports', ports, carriers);
  need('mac', macs);
  need('flags', flags, tcp);
  for (const name of ['arp', 'dns', 'payload'] as const) need(name, captured);
  return lacking;
}

/** A feature that a traffic does not allow, and what its packets lack for it. */
export interface OmittedFeature {
  feature: string;
  label: string;
  /** In words: `ts, src_port and dst_port`. */
  lacks: string;
}

/** Which features are used, and why not others. Plain data. */
export interface FeatureChoice {
  set: { id: FeatureSetId; version: number };
  /** In column order. */
  features: string[];
  /** Of the set. */
  omitted: OmittedFeature[];
  /** Why it is not the traffic's features that are used; '' where they are, or where others were asked for. */
  reason: string;
}

/** The features that a traffic cannot do without: connections are known by time and addresses. */
const ESSENTIAL: readonly Need[] = ['ts', 'src', 'dst'];

/**
 * The set that was asked for, or else the traffic's features where time and addresses are known, without those that the
 * traffic lacks columns for. Throws InputError where the traffic's features were asked for and it lacks time or addresses.
 */
export function chooseSet(lacking: ReadonlySet<Need>, asked?: FeatureSetId): FeatureChoice {
  if (asked !== undefined && !Object.hasOwn(FEATURE_SETS, asked)) {
    throw new InputError(`Unknown feature set "${asked}": there are ${Object.keys(FEATURE_SETS).join(', ')}.`);
  }
  const missing = ESSENTIAL.filter((need) => lacking.has(need));
  if (asked === 'traffic' && missing.length > 0) {
    throw new InputError(
      `The traffic features need ${needWords(ESSENTIAL)}, and most packets here have no ${needWords(missing)}. Use the ` +
        'basic features, or traffic with these fields.',
    );
  }
  const set = FEATURE_SETS[asked ?? (missing.length > 0 ? 'basic' : 'traffic')];
  const entries = findFeatures(FEATURE_IDS[set.id]);
  const lacksOf = ({ needs }: (typeof entries)[number]): Need[] => needs.filter((need) => lacking.has(need));
  return {
    set: { ...set },
    features: entries.filter((entry) => lacksOf(entry).length === 0).map(({ id }) => id),
    omitted: entries
      .filter((entry) => lacksOf(entry).length > 0)
      .map((entry) => ({ feature: entry.id, label: entry.label, lacks: needWords(lacksOf(entry)) })),
    reason: asked === undefined && missing.length > 0 ? `most packets have no ${needWords(missing)}` : '',
  };
}

/** Throws InputError where a traffic lacks what a model's features are made of, naming both. */
export function checkModelFits(lacking: ReadonlySet<Need>, set: FeatureSet, features: readonly string[]): void {
  const unfit = findFeatures(features, set.id).filter(({ needs }) => needs.some((need) => lacking.has(need)));
  if (unfit.length === 0) return;
  const needs = unfit.flatMap((entry) => entry.needs.filter((need) => lacking.has(need)));
  throw new InputError(
    `This model (${setWords(set)}) looks at ${unfit.map(({ id }) => id).join(', ')}, and most packets here have no ` +
      `${needWords(needs)}. Choose a model that was trained on such traffic, or train one on this traffic.`,
  );
}
