// What each feature of packets in their context tells, in words: for the Guide and for explanations. Late scripts only.
import { formatCount, formatShare } from '../base/format.ts';
import { FEATURE_LABELS } from './labels.ts';

export interface FeatureWords {
  label: string;
  /** One sentence: what it tells of a packet, and what that finds. */
  tells: string;
  /** `L`, `damp`, `nov` and the rest are said in FORMULA_WORDS. */
  formula: string;
  /** What it is made of: fields of the payload, and what only a capture tells. */
  needs: string;
  /** What usual traffic has. Levels up to there never make a packet odd. */
  range: string;
  source: string;
  /** The value of the feature as a person counts: connections, bytes, a share of 1, an index. */
  amount(value: number): number;
  /** The amount with its unit: `212 connections`, `1.6 % of the time`. */
  short(value: number): string;
  /** What a packet of this value did, as the end of a sentence about it; null where it did nothing of the kind. */
  says(value: number): string | null;
  /** What is usual up to a level of the value: `usually at most 7`. */
  usually(level: number): string;
}

/** The value 0 means that nothing of the kind was seen. */
const NOTHING = 0.05;

/** `212`, `2.4`, `0`: of what is halved with time, and so is no whole number. */
function amountWords(amount: number): string {
  return amount >= 10 ? formatCount(Math.round(amount)) : String(Math.round(10 * amount) / 10);
}

const counted = (amount: number, one: string, many: string): string =>
  `${amountWords(amount)} ${amountWords(amount) === '1' ? one : many}`;

type Told = Pick<FeatureWords, 'amount' | 'short' | 'says' | 'usually'>;

/** Values are log2(1 + x / step) of the x that is counted. */
function count([one, many]: readonly [string, string], step: number, say: (amount: string) => string): Told {
  const amount = (value: number): number => step * (2 ** value - 1);
  const short = (value: number): string => counted(amount(value), one, many);
  return {
    amount,
    short,
    says: (value) => (amount(value) < NOTHING ? null : say(short(value))),
    usually: (level) => `usually at most ${amountWords(amount(level))}`,
  };
}

/** Values are log2 of one by a share: the higher the value, the smaller the share. */
function share(of: string, say: (share: string) => string): Told {
  const amount = (value: number): number => 2 ** -value;
  return {
    amount,
    short: (value) => `${formatShare(amount(value))} ${of}`,
    says: (value) => (value < NOTHING ? null : say(formatShare(amount(value)))),
    usually: (level) => `usually at least ${formatShare(amount(level))}`,
  };
}

/** Values are products that no unit counts. */
function index(say: (points: string) => string): Told {
  const short = (value: number): string => counted(value, 'point', 'points');
  return {
    amount: (value) => value,
    short,
    says: (value) => (value < NOTHING ? null : say(short(value))),
    usually: (level) => `usually at most ${amountWords(level)}`,
  };
}

const CONNECTIONS = ['connection', 'connections'] as const;
const PACKETS = ['packet', 'packets'] as const;
const BYTES = ['byte', 'bytes'] as const;
const JUNG =
  'Jung, Paxson, Berger, Balakrishnan: Fast Portscan Detection Using Sequential Hypothesis Testing, 2004 (failed connections as evidence)';
const PAXSON = 'Paxson and others: Practical Comprehensive Bounds on Surreptitious Communication Over DNS, 2013';
const SURPRISE = 'Shannon: A Mathematical Theory of Communication, 1948, section 6 (rarity as the logarithm of 1/p)';

/** In the order of the columns. */
export const FEATURE_WORDS = {
  half_open10: {
    label: FEATURE_LABELS.half_open10,
    ...count(CONNECTIONS, 1, (amount) => `one of its hosts had ${amount} of the last 10 s that nobody answered`),
    tells: 'Many connections at once that nobody answers are a scan, a sweep, or a flood, often with forged senders.',
    formula:
      'L(max(out10[src], in10[src], out10[dst], in10[dst])) of connections that were opened and not yet answered',
    needs: 'ts, src, dst',
    range: 'up to 7 connections',
    source: `${JUNG}; RFC 9293, section 3.5`,
  },
  failed100: {
    label: FEATURE_LABELS.failed100,
    ...count(CONNECTIONS, 1, (amount) => `one of its hosts opened ${amount} in the last 100 s that came to nothing`),
    tells: 'A host whose connections keep failing looks for something that it does not know: a slow scan, a lost bot.',
    formula: 'L(max(open100[src], open100[dst])) of connections of the host that were not answered, or were reset',
    needs: 'ts, src, dst',
    range: 'up to 31 connections',
    source: `${JUNG}; RFC 9293, section 3.5.2`,
  },
  new_pairs10: {
    label: FEATURE_LABELS.new_pairs10,
    ...count(
      ['pair', 'pairs'],
      1,
      (amount) => `came while ${amount} of hosts were new within 10 s, in all the traffic`,
    ),
    tells: 'Many pairs of hosts that never spoke before, all at once, are a sweep, or a flood from forged addresses.',
    formula: 'L(damp(10 s) of source → destination pairs not seen for 600 s, in the whole traffic)',
    needs: 'ts, src, dst',
    range: 'up to 255 pairs',
    source:
      'Leckie, Kotagiri: A Probabilistic Approach to Detecting Network Scans, 2002 (how many destinations are new)',
  },
  one_way10: {
    label: FEATURE_LABELS.one_way10,
    ...count(PACKETS, 1, (amount) => `its source sent ${amount} within 10 s to a destination that sends none back`),
    tells: 'A stream that only goes one way is a flood, or data that is pushed out.',
    formula: 'L(damp(10 s) of packets source → destination) while there are none of the other way; else 0',
    needs: 'ts, src, dst',
    range: 'up to 31 packets',
    source: 'Glatz, Dimitropoulos: Classifying Internet One-way Traffic, 2012',
  },
  repeat_new: {
    label: FEATURE_LABELS.repeat_new,
    ...index((points) => `its client connects again and again to a service that is new to it and rare here: ${points}`),
    tells: 'One client that suddenly connects to one service again and again guesses passwords, or calls home.',
    formula: 'nov(channel) · L(damp(100 s) of the channel’s new connections) · rare / 32, between IP hosts; else 0',
    needs: 'ts, src, dst',
    range: 'up to 1.5 points',
    source: `MITRE ATT&CK T1110, T1071; ${SURPRISE}`,
  },
  rare_volume: {
    label: FEATURE_LABELS.rare_volume,
    ...index((points) => `is of a stream between hosts to whom its service is new, by a service rare here: ${points}`),
    tells: 'Many packets over a service that is new to the two hosts and rare on the network carry data out, or flood.',
    formula: 'nov(channel) · rare · L(damp(10 s) of packets source → destination) / 64, between IP hosts; else 0',
    needs: 'ts, src, dst',
    range: 'up to 3 points',
    source: `MITRE ATT&CK T1048; ${SURPRISE}`,
  },
  new_local: {
    label: FEATURE_LABELS.new_local,
    ...share('of the time', (part) => `its two local hosts have known one another for ${part} of the time only`),
    tells: 'Two machines of one network that suddenly speak may be an intruder who goes from one to the next.',
    formula: 'nov(unordered pair), if both ends are local and neither is a group; else 0',
    needs: 'ts, src, dst',
    range: '6.25 % of the time or more',
    source: 'MITRE ATT&CK TA0008, T1021; local: RFC 1918, 2544, 3927, 4193, and 4291, section 2.5.6',
  },
  mac_changed: {
    label: FEATURE_LABELS.mac_changed,
    ...share('of its packets', (part) => `its IP address came with this MAC address in ${part} of its packets only`),
    tells: 'An IP address that moves to another MAC address may have been taken over, as by ARP spoofing.',
    formula: 'max over both ends of log2((packets of the IP address + 1) / (those with this MAC address + 1))',
    needs: 'src, dst, MAC addresses (captures)',
    range: '25 % of the packets or more',
    source: 'RFC 826; RFC 5227, section 2.4; MITRE ATT&CK T1557.002',
  },
  odd_gateway: {
    label: FEATURE_LABELS.odd_gateway,
    ...share('of such packets', (part) => `only ${part} of the packets of the Internet go through this MAC address`),
    tells: 'Packets of the Internet that do not go through the usual router go through somebody in between.',
    formula: 'log2((packets with a public IPv4 address + 1) / (those with this MAC address on its side + 1)); else 0',
    needs: 'src, dst, MAC addresses (captures)',
    range: '17.7 % of the packets or more',
    source: 'RFC 1122, section 3.3.1; MITRE ATT&CK T1557',
  },
  arp10: {
    label: FEATURE_LABELS.arp10,
    ...count(PACKETS, 1, (amount) => `its sender sent ${amount} of ARP within 10 s`),
    tells: 'A host that sends many ARP packets sweeps the network, or tells everybody false addresses.',
    formula: 'L(damp(10 s) of ARP packets of the sender address); 0 if it is no ARP',
    needs: 'ts, ARP (captures)',
    range: 'up to 7 packets',
    source: 'RFC 826; RFC 1122, section 2.3.2.1 (one request a second for an address)',
  },
  icmp60: {
    label: FEATURE_LABELS.icmp60,
    ...count(BYTES, 64, (amount) => `its hosts exchanged ${amount} of ICMP within 60 s`),
    tells: 'Much ICMP between two hosts is a flood of pings, or a tunnel that hides data in them.',
    formula: 'L(damp(60 s) of bytes on the wire between the two hosts / 64), if it is ICMP or ICMPv6; else 0',
    needs: 'ts, src, dst, size, proto',
    range: 'up to 960 bytes',
    source: 'RFC 792; RFC 4443; MITRE ATT&CK T1095',
  },
  bad_flags: {
    label: FEATURE_LABELS.bad_flags,
    amount: (value) => value,
    short: (value) => (value === 0 ? 'none' : 'yes'),
    says: (value) => (value === 0 ? null : 'has TCP flags that no connection has together'),
    usually: () => 'usually none',
    tells: 'TCP packets without any flag, or with flags that exclude one another, are made by scanners, not by hosts.',
    formula: '1 if a TCP packet has no flags, SYN and FIN, SYN and RST, or FIN, PSH and URG; else 0',
    needs: 'tcp_flags',
    range: 'none',
    source:
      'RFC 9293, sections 3.1 and 3.10.7; Lyon: Nmap Network Scanning, 2009, chapter 5 (NULL, FIN and Xmas scans)',
  },
  dns_names60: {
    label: FEATURE_LABELS.dns_names60,
    ...count(
      ['character', 'characters'],
      16,
      (amount) => `new names under its domain held ${amount} more than short names do, within 60 s`,
    ),
    tells: 'Many long new names under one domain carry data out in the names themselves.',
    formula:
      'L(damp(60 s) of characters beyond 12 of names not seen for 600 s, under their last two labels / 16); else 0',
    needs: 'ts, DNS names (captures)',
    range: 'up to 48 characters',
    source: `${PAXSON}; RFC 1035, section 2.3.4`,
  },
  dns_long60: {
    label: FEATURE_LABELS.dns_long60,
    ...count(
      BYTES,
      32,
      (amount) => `its client’s DNS questions were ${amount} longer than short ones are, within 60 s`,
    ),
    tells: 'Long questions to a name server, one after the other, are data in a tunnel.',
    formula: 'L(damp(60 s) of payload bytes beyond 64 of the client’s questions to port 53 / 32), if port 53; else 0',
    needs: 'ts, src, dst, ports, length of the payload (captures)',
    range: 'up to 59 bytes',
    source: `${PAXSON}; RFC 1035, section 4.2.1; MITRE ATT&CK T1071.004`,
  },
} as const satisfies Readonly<Record<string, FeatureWords>>;

/** What the formulas are made of: names and their meanings. */
export const FORMULA_WORDS: readonly (readonly [string, string])[] = [
  ['L(x)', 'log2(1 + x): twice as many make it one higher.'],
  [
    'damp(H)',
    'A sum that halves every H seconds (Mirsky and others: Kitsune, 2018): what was, counts less and less. “Within H seconds” is said of these.',
  ],
  [
    'nov(k)',
    'log2((t + 30) / (age + 30)), t seconds since the beginning, age since k was first seen: 0 for what was always there.',
  ],
  ['rare', 'log2((n + 1) / k): k of the n packets so far have this protocol and service.'],
  ['service', 'The smaller of the two ports; without ports, the ICMP type or the protocol.'],
  ['channel', 'Client, server, protocol and service. The client is the end whose port is not the service.'],
  ['connection', 'Two ends with their ports, and a protocol; new after 120 s of silence.'],
];
