// The kind and the title of a finding, from what it is about.
import { formatBytes, formatCount, formatDuration, plural } from '../../base/format.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolName } from '../../packets/protocols.ts';
import { readService } from './contents.ts';
import { ARP, DNS, ICMP } from './families.ts';
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
  if (family === ARP && reached >= SWEEP_HOSTS) return 'arp_scan';
  if (family === DNS) return 'dns_tunnel';
  const led = (lead !== null && KIND_OF_LEAD[lead]) || 'other';
  if (led === 'address_change' || family === ARP) return led;
  if (family !== ICMP && portsTo >= SCAN_PORTS) return 'port_scan';
  if (reaching >= FLOOD_HOSTS && reaching > reached) return 'flood';
  if (reached >= SWEEP_HOSTS) return 'host_sweep';
  const isFlood = asked === packets && packets >= Math.max(FLOOD_PACKETS, FLOOD_PACKETS_A_SECOND * (seconds ?? Infinity)); // prettier-ignore
  if (isFlood && led !== 'rare_service') return 'flood';
  // One connection is not made again and again.
  if (led === 'repeated_connections' && connectionsOf(subject) < 2) return 'other';
  return led;
}

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
function packetWords(count: number, service: number, same: boolean, adjective = ''): string {
  const name = same ? protocolOf(service) : '';
  return plural(count, `${adjective}${name === '' ? '' : `${name} `}packet`);
}

/** A sentence without a full stop. @param hosts texts by place; the first is '' */
export function writeTitle(kind: FindingKind, subject: Subject, hosts: readonly string[]): string {
  const { from, to, packets, asked, bytes, service, oneService, reached, reaching } = subject;
  const [a, b] = [hosts[from] || 'an unknown host', hosts[to] || 'an unknown host'];
  const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
  const [A, B] = [hosts[from] || capital(a), hosts[to] || capital(b)];
  const time = timeWords(subject.seconds);
  const allTime = timeWords(subject.allSeconds);
  const sent = packetWords(packets, service, oneService);
  const several = reached > 1 ? plural(reached, 'host') : b;
  switch (kind) {
    case 'port_scan':
      return `${A} contacted ${plural(subject.portsTo, 'port')} on ${b}${time}`;
    case 'host_sweep':
      return `${A} contacted ${plural(reached, 'host')}${subject.oneServiceOfAll ? ` by ${serviceWords(subject.allService)}` : ''}${allTime}`;
    case 'arp_scan':
      return `${A} asked for the MAC addresses of ${plural(reached, 'host')}${allTime}`;
    case 'flood':
      return reaching >= FLOOD_HOSTS
        ? `${plural(reaching, 'host')} sent ${packetWords(subject.arrived, subject.allService, subject.oneServiceOfAll)} to ${b}${allTime}`
        : `${A} sent ${sent} to ${b}${time}`;
    case 'repeated_connections': {
      const connections = plural(connectionsOf(subject), 'connection');
      return oneService
        ? `${A} made ${connections} to ${b}, ${serviceWords(service)}${time}`
        : `${A} made ${connections} to ${b}${time}`;
    }
    case 'dns_tunnel':
      return `${A} and ${several} exchanged ${formatCount(packets)} ${subject.lead === 'dns_long60' ? 'long DNS messages' : 'DNS messages with many new names'}${time}`;
    case 'icmp_volume':
      return `${A} and ${b} exchanged ${formatBytes(bytes)} of ICMP${time}`;
    case 'address_change':
      return subject.lead === 'odd_gateway'
        ? `${capital(sent)} between ${a} and ${b} took another way than most${time}`
        : `${capital(sent)} between ${a} and ${b} came with another MAC address${time}`;
    case 'new_neighbours':
      return `${A} and ${b}, new to one another, exchanged ${sent}${time}`;
    case 'impossible_flags':
      return `${A} sent ${b} ${plural(asked, 'TCP packet')} with impossible flags${time}`;
    case 'rare_service':
      return `${A} and ${several} exchanged ${formatBytes(bytes)} over ${serviceWords(service)}${time}`;
    case 'one_way':
      return `${A} sent ${b} ${sent}${time} and got no answer`;
    case 'unusual_values':
      return writeValues(subject, hosts);
    case 'other':
      return packets === asked ? `${A} sent ${b} ${sent}${time}` : `${A} and ${b} exchanged ${sent}${time}`;
  }
  return B;
}

/** Of packets' own values: who and how large. */
function writeValues(subject: Subject, hosts: readonly string[]): string {
  const { from, to, packets, asked, sizeLow, sizeHigh, service } = subject;
  const sizes =
    sizeLow === sizeHigh ? plural(sizeLow, 'byte') : `${formatCount(sizeLow)} to ${plural(sizeHigh, 'byte')}`;
  const what = `${packetWords(packets, service, true)} of ${sizes}`;
  const time = timeWords(subject.seconds);
  if (hosts[from] === '' || hosts[to] === '') return `${what}${time}`;
  return asked === packets
    ? `${hosts[from]} sent ${hosts[to]} ${what}${time}`
    : `${hosts[from]} and ${hosts[to]} exchanged ${what}${time}`;
}
