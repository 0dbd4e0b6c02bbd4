// Why a column differs from tshark's: each class is one line of words, and a predicate that recognises it.
import { COLUMNS, type Column, type Row, type Values, stackOf } from './columns.ts';
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
const ADDRESSES: readonly Column[] = ['source', 'destination'];
const EXTENSION_HEADERS = new Set(['0', '43', '44', '51', '60', '135', '139', '140']);
/** Names in stacks of what ethertypes and IP protocols announce. */
const ETHERTYPE_NAMES: Readonly<Record<string, string>> = { 2048: 'ip', 2054: 'arp', 34525: 'ipv6', 34887: 'mpls', 34916: 'pppoes' }; // prettier-ignore
const PROTOCOL_NAMES: Readonly<Record<string, string>> = { 4: 'ip', 6: 'tcp', 17: 'udp', 41: 'ipv6', 47: 'gre', 50: 'esp', 58: 'icmpv6', 89: 'ospf', 103: 'pim', 132: 'sctp' }; // prettier-ignore
/** What columns are not made of. */
const NOT_DECODED = ['nsh', 'vntag', '6lowpan', 'user_dlt'];
/** LINKTYPE_ETHERNET, LINKTYPE_SUNATM */
const ETHERNET = 1;
const SUNATM = 123;
const FABRIC_PATH = '35075';
const AUTHENTICATION_HEADER = '51';
/** Wireshark's own limit does not stand lower: more extension headers than this are given up. */
const MANY_EXTENSION_HEADERS = 30;
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
      reference['ipv6.nxt'] === theirs.proto &&
      EXTENSION_HEADERS.has(theirs.proto) &&
      // Of a fragment the stack does not say what it is of.
      (/ipv6\.\w+(:data)?$/.test(reference['frame.protocols']) || isNamed(reference, PROTOCOL_NAMES[ours.proto])),
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
    recognise: ({ ours, theirs, row, reference }) =>
      theirs.ethertype === '' && row.from.linkType !== ETHERNET && isNamed(reference, ETHERTYPE_NAMES[ours.ethertype]),
  },
  {
    name: 'ethertype of an Ethernet frame inside of a tunnel',
    columns: ['ethertype'],
    counts: 'agreement',
    recognise: ({ ours, row }) => ours.ethertype === '' && row.from.linkType !== ETHERNET,
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
  {
    name: 'ARP inside of a tunnel',
    columns: ['ARP operation'],
    counts: 'agreement',
    recognise: ({ ours, reference }) => ours['ARP operation'] === '' && isInner(reference, ['arp']),
  },
  {
    name: 'ethertype of Cisco FabricPath, behind which tshark prints that of the frame inside',
    columns: ['ethertype'],
    counts: 'agreement',
    recognise: ({ ours, reference }) => ours.ethertype === FABRIC_PATH && stackOf(reference).includes('cfp'),
  },
  {
    name: 'the end of a frame inside of Cisco FabricPath, which tshark takes for a frame check sequence',
    columns: ADDRESSES,
    counts: 'difference',
    recognise: ({ column, theirs, reference }) => theirs[column] === '' && stackOf(reference).includes('cfp'),
  },
  {
    name: 'IPv4 with a source route, of which tshark prints the last hop for the destination',
    columns: ['destination'],
    counts: 'difference',
    recognise: ({ theirs, row }) => row.from.linkType === ETHERNET && isInOptions(row.data, theirs.destination),
  },
  {
    name: 'what stands behind an authentication header of IPv4',
    columns: ['ICMP type', ...PORTS],
    counts: 'difference',
    recognise: ({ column, ours }) => ours[column] === '' && ours.proto === AUTHENTICATION_HEADER,
  },
  {
    name: 'fragments of IPv6: tshark puts them together and prints ports and types with the last, columns are of the first',
    columns: ['ICMP type', ...PORTS],
    counts: 'difference',
    recognise: ({ reference }) => stackOf(reference).filter((name) => name === 'ipv6.fraghdr').length === 1,
  },
  {
    name: 'a chain of extension headers that is given up',
    columns: PORTS,
    counts: 'difference',
    recognise: ({ column, ours, reference }) =>
      ours[column] === '' &&
      stackOf(reference).filter((name) => name.startsWith('ipv6.')).length > MANY_EXTENSION_HEADERS,
  },
  {
    name: 'protocols that are not decoded: NSH, VN-Tag, 6LoWPAN, and link types for private use',
    columns: [...ADDRESSES, ...PORTS, 'proto'],
    counts: 'difference',
    recognise: ({ column, ours, reference }) =>
      ours[column] === '' && NOT_DECODED.some((name) => stackOf(reference).includes(name)),
  },
  {
    name: 'a damaged pcap file that tshark takes for a variant with longer record headers, and sees ethertype 0',
    columns: COLUMNS,
    counts: 'difference',
    recognise: ({ theirs, row }) => theirs.ethertype === '0' && row.from.container === 'pcap',
  },
  {
    name: 'headers that are cut off or whose lengths contradict each other, where tshark prints fewer fields',
    columns: [...ADDRESSES, ...PORTS, 'proto', 'ICMP type'],
    counts: 'difference',
    recognise: ({ column, ours, theirs, reference }) =>
      theirs[column] === '' &&
      ours[column] !== '' &&
      ['ip', 'ipv6', 'tcp', 'udp', 'icmp', 'ipv6.dstopts'].includes(stackOf(reference).at(-1)!),
  },
];

/** Whether a stack has that name; true where the name is not known. */
function isNamed(reference: ReferenceFrame, name: string | undefined): boolean {
  return name === undefined || stackOf(reference).includes(name);
}

/** Whether the options of the IPv4 header behind an Ethernet header hold an address. */
function isInOptions(frame: Uint8Array, address: string): boolean {
  const options = frame.subarray(34, 14 + 4 * (frame[14] & 15));
  return ` ${options.join(' ')} `.includes(` ${address.replaceAll('.', ' ')} `);
}
