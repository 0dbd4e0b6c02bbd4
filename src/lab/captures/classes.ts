// Why a column differs from tshark's: each class is one line of words, and a predicate that recognises it.
import { type Column, type Row, type Values, stackOf } from './columns.ts';
import type { ReferenceFrame } from './folder.ts';

export interface Difference {
  column: Column;
  ours: Values;
  theirs: Values;
  row: Row;
  reference: ReferenceFrame;
}

export interface Class {
  /** In one line. */
  name: string;
  columns: readonly Column[];
  /**
   * `agreement`: tshark's fields cannot express what the column means, and do not contradict it; such a difference
   * counts as agreement. `difference`: the two readings differ, and it is known why.
   */
  counts: 'agreement' | 'difference';
  recognise(difference: Difference): boolean;
}

const PORTS: readonly Column[] = ['source port', 'destination port'];
const EXTENSION_HEADERS = new Set(['0', '43', '44', '51', '60', '135', '139', '140']);
/** What carries another packet or frame. */
const TUNNELS = new Set(['ip', 'ipv6', 'gre', 'etherip', 'eth', 'vxlan', 'gtp', 'l2tp', 'mpls', 'ppp', 'geneve', 'capwap.data', 'teredo', 'ayiya', 'mint', 'erspan', 'lwapp', 'pwethheuristic']); // prettier-ignore

/** Protocols of the stack behind the first IP header. */
function behindFirstIp(reference: ReferenceFrame): string[] {
  const stack = stackOf(reference);
  const at = stack.findIndex((name) => name === 'ip' || name === 'ipv6');
  return at < 0 ? [] : stack.slice(at + 1);
}

/** Where the field of the first such protocol stands: behind a second IP header, or in a quote of ICMP. */
function isInner(reference: ReferenceFrame, names: readonly string[]): boolean {
  const behind = behindFirstIp(reference);
  const at = behind.findIndex((name) => names.includes(name));
  const before = at < 0 ? behind : behind.slice(0, at);
  return before.some((name) => TUNNELS.has(name) || name === 'icmp' || name === 'icmpv6' || name === 'ipv6.icmp');
}

export const CLASSES: readonly Class[] = [
  {
    name: 'protocol behind IPv6 extension headers, of which tshark prints the first',
    columns: ['proto'],
    counts: 'agreement',
    recognise: ({ ours, theirs, reference }) =>
      reference['ipv6.nxt'] === theirs.proto && EXTENSION_HEADERS.has(theirs.proto) && ours.proto !== '',
  },
  {
    name: 'ports of the packet that an ICMP error quotes',
    columns: PORTS,
    counts: 'agreement',
    recognise: ({ column, ours, reference }) =>
      ours[column] === '' &&
      behindFirstIp(reference)
        .slice(0, 3)
        .some((name) => name === 'icmp' || name === 'icmpv6'),
  },
  {
    name: 'ports of a packet inside of a tunnel',
    columns: PORTS,
    counts: 'agreement',
    recognise: ({ column, ours, reference }) => ours[column] === '' && isInner(reference, ['tcp', 'udp']),
  },
  {
    name: 'ICMP type of a packet inside of a tunnel',
    columns: ['ICMP type'],
    counts: 'agreement',
    recognise: ({ ours, reference }) => ours['ICMP type'] === '' && isInner(reference, ['icmp', 'icmpv6']),
  },
  {
    name: 'ports of SCTP, DCCP and UDP-Lite, for which tshark has other fields',
    columns: PORTS,
    counts: 'agreement',
    recognise: ({ ours, theirs, column }) => theirs[column] === '' && ['132', '33', '136'].includes(ours.proto),
  },
  {
    name: 'ethertype of a link layer other than Ethernet, for which tshark has other fields',
    columns: ['ethertype'],
    counts: 'agreement',
    recognise: ({ theirs, row }) => theirs.ethertype === '' && row.from.linkType !== 1,
  },
  {
    name: 'ethertype of an Ethernet frame inside of a tunnel',
    columns: ['ethertype'],
    counts: 'agreement',
    recognise: ({ ours, row }) => ours.ethertype === '' && row.from.linkType !== 1,
  },
  {
    name: 'parts of a second that make one or more, of which tshark prints the nanoseconds modulo 2^32 behind the seconds',
    columns: ['time'],
    counts: 'agreement',
    recognise: ({ row: { stamp, from }, reference }) => {
      if (stamp === null || stamp.fraction < from.ticks) return false;
      const nanoseconds = BigInt.asIntN(32, BigInt(stamp.fraction) * BigInt(1e9 / from.ticks));
      // Its sign stands in front of the whole.
      const [seconds, printed] = reference['frame.time_epoch'].replace('-', '').split('.');
      return Number(seconds) === stamp.seconds && BigInt(printed) === (nanoseconds < 0n ? -nanoseconds : nanoseconds);
    },
  },
  {
    name: 'a length on the wire of 2^31 and more, of which tshark prints 2^31-1',
    columns: ['size'],
    counts: 'agreement',
    recognise: ({ ours, theirs }) => theirs.size === '2147483647' && Number(ours.size) >= 2 ** 31,
  },
  {
    name: 'the pseudo-header of SunATM, 4 bytes that tshark does not count',
    columns: ['captured', 'size'],
    counts: 'difference',
    recognise: ({ column, ours, theirs, row }) =>
      row.from.linkType === SUNATM && Number(ours[column]) === Number(theirs[column]) + 4,
  },
];

/** LINKTYPE_SUNATM */
const SUNATM = 123;
