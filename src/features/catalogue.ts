// What each feature tells, in words, for the Guide and for explanations. The engine does without these texts.
import { formatAmount } from '../base/format.ts';
import type { FeatureId } from './ids.ts';
import { type FeatureEntry, findFeatures } from './sets.ts';

/** Words of a feature. */
export interface FeatureWords {
  /** One sentence: what it tells of a packet, and what that finds. */
  tells: string;
  /** damp(H): a sum that halves every H seconds. L(x) = log2(1 + x). nov(k) = log2((t + 30) / (t - first(k) + 30)). */
  formula: string;
  /** What usual traffic has, in the feature's own unit. */
  range: string;
  source: string;
  /** What a packet with so much of it did: "opened 212 new connections within 10 s". */
  says(amount: number): string;
}

export interface CatalogueEntry extends FeatureEntry, FeatureWords {}

const count =
  (before: string, one: string, more: string, after: string) =>
  (amount: number): string =>
    `${before} ${formatAmount(amount)} ${formatAmount(amount) === '1' ? one : more} ${after}`;

const times = (amount: number): string => `${formatAmount(2 ** amount)} times`;

const WORDS: Readonly<Record<FeatureId, FeatureWords>> = {
  size: {
    tells: 'Scans, floods and tunnels send packets of sizes that the usual traffic of a network seldom has.',
    formula: 'length on the wire',
    range: '60 to 1,514 bytes on Ethernet',
    source: 'IEEE 802.3, clause 3',
    says: (amount) => `has ${formatAmount(amount)} bytes`,
  },
  proto: {
    tells: 'A protocol that is rare on a network, such as a tunnelling one, stands out by its number alone.',
    formula: 'IANA protocol number, 255 for a frame without IP',
    range: 'TCP 6, UDP 17, ICMP 1',
    source: 'IANA Assigned Internet Protocol Numbers',
    says: (amount) => `is of protocol ${formatAmount(amount)}`,
  },
  conn_rate10: {
    tells: 'A host that opens or receives many new connections at once scans, floods or guesses passwords.',
    formula: 'L(max over source and destination of damp(10 s) of new connections that touch the host)',
    range: 'up to 10 connections',
    source: 'Jung, Paxson, Berger and Balakrishnan 2004, "Fast Portscan Detection Using Sequential Hypothesis Testing"',
    says: count('one of its hosts had', 'new connection', 'new connections', 'within 10 s'),
  },
  un2: {
    tells: 'Connections that nobody answers are the mark of scans, sweeps and floods with forged senders.',
    formula: 'L(max over both ends of damp(10 s) of unanswered connections: + 1 at opening, - 1 at the first answer)',
    range: 'up to 2 connections',
    source: 'Jung, Paxson, Berger and Balakrishnan 2004; RFC 9293, section 3.5',
    says: count('one of its hosts had', 'unanswered connection', 'unanswered connections', 'within 10 s'),
  },
  newchan_all10: {
    tells: 'Many pairs of hosts that never spoke before, all at once, tell of a sweep or of forged addresses.',
    formula: 'L(damp(10 s) of new pairs of source and destination in the whole traffic)',
    range: 'up to 10 pairs',
    source: 'Lakhina, Crovella and Diot 2005, "Mining Anomalies Using Traffic Feature Distributions"',
    says: count('came while', 'new pair of hosts', 'new pairs of hosts', 'spoke within 10 s'),
  },
  portmax10: {
    tells: 'A host that asks one other for many services looks for open ports.',
    formula: 'L(max over source and destination of damp(10 s) of new (destination, service) that the host asked for)',
    range: 'up to 5 services',
    source: 'Lyon 2009, "Nmap Network Scanning", chapter 4',
    says: count('one of its hosts asked for', 'new service', 'new services', 'within 10 s'),
  },
  brute100: {
    tells: 'One client that connects to one service again and again guesses passwords, or calls home.',
    formula: 'L(damp(100 s) of new connections of (client, server, protocol, service))',
    range: 'up to 10 connections',
    source: 'MITRE ATT&CK T1110, T1071',
    says: count('its client opened', 'connection', 'connections', 'to this service within 100 s'),
  },
  svcsurp: {
    tells: 'A service that was seldom or never asked for before is a back door, a scan, or new software.',
    formula: 'log2((N + 1) / n) of n packets of this protocol and service among N',
    range: 'up to 8',
    source: 'RFC 6335; Shannon 1948, section 6',
    says: (amount) => `its service is rarer than 1 in ${formatAmount(2 ** amount)} packets`,
  },
  macbind: {
    tells: 'An address that changes its MAC address, or a machine that is new, may be an intruder in between.',
    formula:
      'max(nov(MAC pair), max over (source, its MAC) and (destination, its MAC) of log2((n of address + 1) / (n of both + 1)))',
    range: 'up to 1',
    source: 'RFC 826; RFC 5227, section 1.2',
    says: (amount) => `its MAC addresses are ${times(amount)} as new as usual`,
  },
  vol_mac: {
    tells: 'Many packets between machines that hardly know one another are copies being carried away, or a flood.',
    formula: 'L(damp(10 s) of packets from source to destination) · nov(MAC pair) / 4',
    range: 'up to 2',
    source: 'MITRE ATT&CK T1048',
    says: (amount) => `is one of many between machines new to one another (${formatAmount(amount)})`,
  },
  dns_new10: {
    tells: 'Many new names under one domain carry data out in the names themselves, or are made up by malware.',
    formula: 'L(damp(10 s) of new names under the last two labels), 0 if it is no DNS query',
    range: 'up to 5 names',
    source: 'RFC 1035, section 2.3.4; MITRE ATT&CK T1071.004',
    says: count('asked for one of', 'new name', 'new names', 'under its domain within 10 s'),
  },
  icmplog: {
    tells: 'Large ICMP packets carry more than an echo needs: tunnels do.',
    formula: 'L(length on the wire) if it is ICMP, else 0',
    range: '0, or 64 to 98 bytes',
    source: 'RFC 792; MITRE ATT&CK T1095',
    says: (amount) => (amount === 0 ? 'is not ICMP' : `is ICMP of ${formatAmount(amount)} bytes`),
  },
};

/** Entries of the given ids, in their order. Throws InputError naming an unknown id. */
export function describeFeatures(ids: readonly string[]): CatalogueEntry[] {
  return findFeatures(ids).map((entry) => ({ ...entry, ...WORDS[entry.id] }));
}

/** What the unit of a feature counts, of a value as the model sees it. */
export function amountOf({ scale }: Pick<FeatureEntry, 'scale'>, value: number): number {
  return scale === 'log' ? 2 ** value - 1 : value;
}

/**
 * `one of its hosts had 212 new connections within 10 s; usually at most 3`
 * @param high what 99 of 100 training packets do not exceed; null where that is not known
 */
export function featureSentence(entry: CatalogueEntry, value: number, high: number | null): string {
  const did = entry.says(amountOf(entry, value));
  return high === null ? did : `${did}; usually at most ${formatAmount(amountOf(entry, high))}`;
}
