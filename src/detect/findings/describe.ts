// The kind and the title of a finding, from what it is about.
import { formatBytes, formatCount, formatDuration, plural } from '../../base/format.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolName } from '../../packets/protocols.ts';
import { readService } from './contents.ts';
import { ADDRESSES, ARP, DNS, ICMP } from './families.ts';
import type { Subject } from './subject.ts';
import type { FindingKind } from './types.ts';

/** From how many on they make a scan, a sweep, or a flood of many senders. */
const SCAN_PORTS = 10;
const SWEEP_HOSTS = 5;
const FLOOD_HOSTS = 10;
/** A stream of one sender that is a flood. */
const FLOOD_PACKETS = 200;
const FLOOD_PACKETS_A_SECOND = 50;

/** By the feature that leads, where neither many hosts nor many ports say more. */
const KIND_OF_LEAD: Readonly<Record<string, FindingKind>> = {
  half_open10: 'repeated_connections',
  failed100: 'repeated_connections',
  one_way10: 'one_way',
  repeat_new: 'repeated_connections',
  rare_volume: 'rare_service',
  new_local: 'new_neighbours',
  mac_changed: 'address_change',
  odd_gateway: 'address_change',
  icmp60: 'icmp_volume',
  bad_flags: 'impossible_flags',
  dns_names60: 'dns_tunnel',
  dns_long60: 'dns_tunnel',
};

/** @param isContext whether the features are of packets in their context */
export function findKind(subject: Subject, isContext: boolean): FindingKind {
  if (!isContext) return 'unusual_values';
  const { family, lead, reached, reaching, portsTo, packets, asked, seconds } = subject;
  if (isUnasked(subject)) return 'flood';
  if (family === ARP && reached >= SWEEP_HOSTS) return 'arp_scan';
  if (family === DNS) return 'dns_tunnel';
  const led = (lead !== null && KIND_OF_LEAD[lead]) || 'other';
  if (family === ADDRESSES || family === ARP) return led;
  if (family !== ICMP && portsTo >= SCAN_PORTS) return 'port_scan';
  if (reaching >= FLOOD_HOSTS && reaching > reached) return 'flood';
  if (reached >= SWEEP_HOSTS) return 'host_sweep';
  const isFlood = asked === packets && packets >= Math.max(FLOOD_PACKETS, FLOOD_PACKETS_A_SECOND * (seconds ?? Infinity)); // prettier-ignore
  if (isFlood && led !== 'rare_service') return 'flood';
  // One connection is not made again and again.
  if (led === 'repeated_connections' && connectionsOf(subject) < 2) return 'other';
  return led;
}

/** Whether many send to a host that looks as if it had called them, and is not heard: as reflectors do. */
const isUnasked = ({ reached, sent }: Subject): boolean => sent === 0 && reached >= FLOOD_HOSTS;

/** Connections to one service differ in the ports that they come from. */
const connectionsOf = ({ portsTo, portsFrom }: Subject): number => Math.max(portsTo, portsFrom);

/** `ARP`, `TCP`, `ICMP`, or '' where that has no name. */
function protocolOf(service: number): string {
  const { proto, ethertype } = readService([service, 0]);
  return (proto === NO_PROTOCOL ? ethertypeName(ethertype ?? 0) : protocolName(proto)) ?? '';
}

/** `TCP port 22`, `ICMP`, or `protocol 99`. */
function serviceWords(service: number): string {
  const { proto, port, ethertype } = readService([service, 0]);
  const name = protocolOf(service);
  if (port !== null) return `${name || `protocol ${proto}`} port ${port}`;
  if (name !== '') return name;
  if (proto !== NO_PROTOCOL) return `protocol ${proto}`;
  return ethertype === null ? 'frames without IP' : `ethertype 0x${ethertype.toString(16).padStart(4, '0')}`;
}

/** ` in 1.2 s`, or nothing for one moment. */
const timeWords = (seconds: number | null): string =>
  seconds === null || seconds < 0.0005 ? '' : ` in ${formatDuration(seconds)}`;

/** `12 TCP packets` */
function packetWords(count: number, service: number, same: boolean): string {
  const name = same ? protocolOf(service) : '';
  return plural(count, `${name === '' ? '' : `${name} `}packet`);
}

/** Texts of addresses may hold anything: no line breaks, and nothing that turns the direction of what is read. */
const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** Kinds whose titles count what is in the oddest packet's strand: what else there is must be told, or counts contradict. */
const OF_STRAND: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'icmp_volume',
  'address_change',
  'new_neighbours',
  'impossible_flags',
  'rare_service',
  'one_way',
  'unusual_values',
  'other',
]);

/** A sentence without a full stop. @param hosts texts by place; the first is '' */
export function writeTitle(kind: FindingKind, subject: Subject, hosts: readonly string[]): string {
  const { others } = subject;
  const title = writeMain(kind, subject, hosts);
  return OF_STRAND.has(kind) && others > 0 ? `${title}, and ${plural(others, 'more packet')}` : title;
}

/** Of what leads the finding. */
function writeMain(kind: FindingKind, subject: Subject, hosts: readonly string[]): string {
  const { packets, asked, bytes, service, oneService, reached } = subject;
  const [a, b] = [subject.from, subject.to].map((host) => plainText(hosts[host]) || 'an unknown host');
  // Addresses stay as they are.
  const A = hosts[subject.from] === '' ? 'An unknown host' : a;
  const time = timeWords(subject.seconds);
  const allTime = timeWords(subject.allSeconds);
  const what = packetWords(packets, service, oneService);
  const several = reached > 1 ? plural(reached, 'host') : b;
  switch (kind) {
    case 'port_scan':
      return `${A} contacted ${plural(subject.portsTo, 'port')} on ${b}${time}`;
    case 'host_sweep':
      return `${A} contacted ${plural(reached, 'host')}${subject.oneServiceOfAll ? byService(subject.allService) : ''}${allTime}`;
    case 'arp_scan':
      return `${A} asked for the MAC addresses of ${plural(reached, 'host')}${allTime}`;
    case 'flood':
      return writeFlood(subject, A, a, b);
    case 'repeated_connections':
      return `${A} made ${plural(connectionsOf(subject), 'connection')} to ${b}${oneService ? `, ${serviceWords(service)}` : ''}${time}`;
    case 'dns_tunnel': {
      const messages =
        subject.lead === 'dns_long60' ? plural(packets, 'long DNS message') : plural(packets, 'DNS message');
      return `${A} and ${several} exchanged ${messages}${subject.lead === 'dns_names60' ? ' with many new names' : ''}${time}`;
    }
    case 'icmp_volume':
      return `${A} and ${b} exchanged ${formatBytes(bytes)} of ICMP${time}`;
    case 'address_change': {
      const whose = subject.from === subject.to ? `of ${a}` : `between ${a} and ${b}`;
      const change = subject.lead === 'odd_gateway' ? 'took another way than most' : 'came with another MAC address';
      return `${what} ${whose} ${change}${time}`;
    }
    case 'new_neighbours':
      return `${A} and ${b}, new to one another, exchanged ${what}${time}`;
    case 'impossible_flags':
      return `${A} sent ${b} ${plural(asked, 'TCP packet')} with impossible flags${time}`;
    case 'rare_service':
      return `${A} and ${b} exchanged ${formatBytes(bytes)} over ${serviceWords(service)}${time}`;
    case 'one_way':
      return `${A} sent ${b} ${what}${time} and got no answer`;
    case 'unusual_values':
      return writeValues(subject, hosts);
    case 'other':
      return packets === asked ? `${A} sent ${b} ${what}${time}` : `${A} and ${b} exchanged ${what}${time}`;
  }
}

/** ` by ICMP`, ` on TCP port 22` */
function byService(service: number): string {
  const words = serviceWords(service);
  return words.includes(' port ') ? ` on ${words}` : ` by ${words}`;
}

function writeFlood(subject: Subject, A: string, a: string, b: string): string {
  const { packets, service, oneService, reached, reaching, allService, oneServiceOfAll } = subject;
  const time = timeWords(subject.allSeconds);
  const all = (count: number): string => packetWords(count, allService, oneServiceOfAll);
  if (isUnasked(subject)) return `${plural(reached, 'host')} sent ${all(subject.received)} to ${a}${time}`;
  if (reaching >= FLOOD_HOSTS) return `${plural(reaching, 'host')} sent ${all(subject.arrived)} to ${b}${time}`;
  return `${A} sent ${packetWords(packets, service, oneService)} to ${b}${timeWords(subject.seconds)}`;
}

/** Of packets' own values: who and how large. */
function writeValues(subject: Subject, hosts: readonly string[]): string {
  const { from, to, packets, asked, sizeLow, sizeHigh, service } = subject;
  const sizes =
    sizeLow === sizeHigh ? plural(sizeLow, 'byte') : `${formatCount(sizeLow)} to ${plural(sizeHigh, 'byte')}`;
  const what = `${packetWords(packets, service, true)} of ${sizes}`;
  const time = timeWords(subject.seconds);
  if (hosts[from] === '' || hosts[to] === '') return `${what}${time}`;
  const [a, b] = [plainText(hosts[from]), plainText(hosts[to])];
  return asked === packets ? `${a} sent ${b} ${what}${time}` : `${a} and ${b} exchanged ${what}${time}`;
}
