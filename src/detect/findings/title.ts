// The title of a finding: one sentence of its facts.
import { formatBytes, formatCount, formatDuration, plural } from '../../base/format.ts';
import { parseAddress } from '../../packets/address-kinds.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolName } from '../../packets/protocols.ts';
import { serviceAt } from '../../packets/services.ts';
import { sendersOf } from './kind.ts';
import { readService } from './services.ts';
import type { Subject } from './subject.ts';
import type { FindingKind } from './types.ts';

const UDP = 17;
const NOBODY = 'an unknown host';

/** Texts of addresses may hold anything: no line breaks, and nothing that turns the direction of what is read. */
const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

/** `ARP`, `TCP`, `ICMP`, or '' where that has no name. */
function protocolOf(service: number): string {
  const { proto, ethertype } = readService([service, 0]);
  return (proto === NO_PROTOCOL ? ethertypeName(ethertype ?? 0) : protocolName(proto)) ?? '';
}

/** `TCP port 22 (SSH)`, or null without a port. */
function portWords(service: number): string | null {
  const { proto, port } = readService([service, 0]);
  if (port === null || proto === NO_PROTOCOL) return null;
  const name = serviceAt(proto, port);
  return `${protocolOf(service) || `protocol ${proto}`} port ${port}${name === null ? '' : ` (${name})`}`;
}

/** `TCP port 22 (SSH)`, `ICMP`, or `protocol 99`. */
function serviceWords(service: number): string {
  const { proto, ethertype } = readService([service, 0]);
  const words = portWords(service) ?? protocolOf(service);
  if (words !== '') return words;
  if (proto !== NO_PROTOCOL) return `protocol ${proto}`;
  return ethertype === null ? 'frames without IP' : `ethertype 0x${ethertype.toString(16).padStart(4, '0')}`;
}

/** ` in 1.2 s`, or nothing for one moment. */
const timeWords = (seconds: number | null): string =>
  seconds === null || seconds < 0.0005 ? '' : ` in ${formatDuration(seconds)}`;

/** `12 TCP packets` */
function packetWords(count: number, protocol: number, same: boolean): string {
  const name = same ? protocolOf(protocol) : '';
  return plural(count, `${name === '' ? '' : `${name} `}packet`);
}

/** Whether nobody alone is meant: broadcast and multicast (RFC 919, RFC 5771, RFC 4291 section 2.7, IEEE 802). */
function isGroup(host: string): boolean {
  const { kind, words } = parseAddress(host);
  if (kind === 'ipv4') return words[3] >>> 28 === 14 || words[3] >>> 0 === 0xffffffff;
  return kind === 'ipv6' ? words[0] >>> 24 === 0xff : kind === 'mac' && (words[2] & 0x100) !== 0;
}

/** Who sent what to whom; `exchanged` only where both are heard. */
function flowWords(a: string, b: string, what: string, there: boolean, back: boolean): string {
  if (a === b && a !== NOBODY) return `${a} sent ${what} to itself`;
  if (there && back) return `${a} and ${b} exchanged ${what}`;
  return there ? `${a} sent ${what} to ${b}` : `${b} sent ${what} to ${a}`;
}

/** @param hosts texts by place; the first is '' @returns a sentence without a full stop */
export function writeTitle(kind: FindingKind, subject: Subject, hosts: readonly string[]): string {
  const sentence = plainText(writeSentence(kind, subject, hosts));
  const more = subject.packets + subject.others - (countTold(kind, subject) ?? Infinity);
  // Addresses stay as they are.
  const title = sentence.startsWith(NOBODY) ? `A${sentence.slice(1)}` : sentence;
  return more > 0 ? `${title}, and ${plural(more, 'more packet')}` : title;
}

/** Packets that the sentence counts, or null where it counts none: what else there is must be told, or counts contradict. */
function countTold(kind: FindingKind, subject: Subject): number | null {
  const { packets, reached, sent, received, led } = subject;
  const ofHub = reached > 1 ? sent + received : packets;
  switch (kind) {
    case 'port_scan':
    case 'host_sweep':
    case 'arp_scan':
    case 'flood':
    case 'repeated_connections':
      return null;
    case 'dns_tunnel':
      return ofHub;
    case 'other':
      return sendersOf(subject)?.packets ?? ofHub;
    case 'address_change':
    case 'impossible_flags':
      return led;
    default:
      return packets;
  }
}

function writeSentence(kind: FindingKind, subject: Subject, hosts: readonly string[]): string {
  const { from, to, packets, asked, service, oneService, protocol, oneProtocol, reached, sent, received, lead } =
    subject;
  const [a, b] = [from, to].map((host) => hosts[host] || NOBODY);
  const time = timeWords(subject.seconds);
  const allTime = timeWords(subject.allSeconds);
  const port = oneService && subject.sure ? portWords(service) : null;
  const over = port === null ? '' : ` over ${port}`;
  const what = packetWords(packets, protocol, oneProtocol && port === null);
  const pairFlow = (all: string): string => flowWords(a, b, all, asked > 0, asked < packets);
  switch (kind) {
    case 'port_scan':
      return `${a} contacted ${plural(subject.portsTo, 'port')} on ${b}${time}`;
    case 'host_sweep': {
      const words = subject.oneServiceOfAll ? serviceWords(subject.allService) : '';
      const by = words === '' ? '' : words.includes(' port ') ? ` on ${words}` : ` by ${words}`;
      return `${a} contacted ${plural(reached, 'host')}${by}${allTime}`;
    }
    case 'arp_scan':
      return `${a} asked for the MAC addresses of ${plural(reached, 'host')}${allTime}`;
    case 'repeated_connections':
      return writeRepeated(subject, hosts);
    case 'dns_tunnel': {
      const count = reached > 1 ? sent + received : packets;
      const messages = plural(count, lead === 'dns_long60' ? 'long DNS message' : 'DNS message');
      const all = messages + (lead === 'dns_names60' ? ' with many new names' : '');
      return reached > 1
        ? `${flowWords(a, plural(reached, 'host'), all, sent > 0, received > 0)}${allTime}`
        : `${pairFlow(all)}${time}`;
    }
    case 'icmp_volume':
      return `${pairFlow(`${formatBytes(subject.bytes)} of ICMP`)}${time}`;
    case 'address_change': {
      const change = lead === 'odd_gateway' ? 'took another way than most' : 'came with another MAC address';
      const whose = from === to ? `of ${a}` : `between ${a} and ${b}`;
      return `${packetWords(subject.led, protocol, oneProtocol)} ${whose} ${change}${time}`;
    }
    case 'new_neighbours':
      return `${a} and ${b}, new to one another: ${what}${over}${time}`;
    case 'impossible_flags': {
      const { led, ledAsked } = subject;
      return `${flowWords(a, b, `${plural(led, 'TCP packet')} with impossible flags`, ledAsked > 0, ledAsked < led)}${time}`;
    }
    case 'rare_service':
      return `${pairFlow(formatBytes(subject.bytes))}${over || (oneProtocol ? ` over ${serviceWords(protocol)}` : '')}${time}`;
    case 'one_way':
      return `${a} sent ${what} to ${b}${over}${time}${isGroup(hosts[to]) ? '' : ' and got no answer'}`;
    case 'unusual_values':
      return writeValues(subject, hosts);
    case 'flood':
    case 'other':
      return writeAny(subject, a, b, hosts);
  }
}

/** A client and its service, which need not be who began. */
function writeRepeated(subject: Subject, hosts: readonly string[]): string {
  const { client, from, to, connections, service } = subject;
  const [who, whom] = [client, client === from ? to : from].map((host) => hosts[host] || NOBODY);
  const over = `over ${serviceWords(service)}${timeWords(subject.seconds)}`;
  return readService([service, 0]).proto === UDP
    ? `${who} talked from ${plural(connections, 'port')} to ${whom} ${over}`
    : `${who} made ${plural(connections, 'connection')} to ${whom} ${over}`;
}

/** Packets, between whom they went, and what is common to their ports. */
function writeAny(subject: Subject, a: string, b: string, hosts: readonly string[]): string {
  const { packets, asked, reached, sent, received } = subject;
  const many = sendersOf(subject);
  const isHub = many !== null || reached > 1;
  const isOne = isHub ? subject.oneServiceOfAll : subject.oneService;
  const port = isOne && subject.sure ? portWords(isHub ? subject.allService : subject.service) : null;
  const end = `${port === null ? '' : ` over ${port}`}${timeWords(isHub ? subject.allSeconds : subject.seconds)}`;
  const [protocol, same] = isHub
    ? [subject.allProtocol, subject.oneProtocolOfAll]
    : [subject.protocol, subject.oneProtocol];
  const words = (count: number): string => packetWords(count, protocol, same && port === null);
  if (many !== null)
    return `${plural(many.hosts, 'host')} sent ${words(many.packets)} to ${hosts[many.to] || NOBODY}${end}`;
  return reached > 1
    ? `${flowWords(a, plural(reached, 'host'), words(sent + received), sent > 0, received > 0)}${end}`
    : `${flowWords(a, b, words(packets), asked > 0, asked < packets)}${end}`;
}

/** Of packets' own values: who and how large. */
function writeValues(subject: Subject, hosts: readonly string[]): string {
  const { from, to, packets, asked, sizeLow, sizeHigh, service } = subject;
  const sizes =
    sizeLow === sizeHigh ? plural(sizeLow, 'byte') : `${formatCount(sizeLow)} to ${plural(sizeHigh, 'byte')}`;
  const what = `${packetWords(packets, service, true)} of ${sizes}`;
  const time = timeWords(subject.seconds);
  if (hosts[from] === '' || hosts[to] === '') return `${what}${time}`;
  return `${flowWords(hosts[from], hosts[to], what, asked > 0, asked < packets)}${time}`;
}
