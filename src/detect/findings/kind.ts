// The kind of a finding, from what it is about. A kind is only given where the facts hold it, else it is `other`.
import { ADDRESSES, ARP, DNS, ICMP } from './families.ts';
import { readService } from './services.ts';
import type { Subject } from './subject.ts';
import type { FindingKind } from './types.ts';

/** From how many on they make a scan, a sweep, a flood of many senders, and connections that are made again and again. */
const SCAN_PORTS = 10;
const SWEEP_HOSTS = 5;
const FLOOD_HOSTS = 10;
const REPEATED = 5;
/** What many send is a flood from so many packets a second on; what one sends from more, if they are enough. */
const FLOOD_RATE_OF_MANY = 10;
const FLOOD_PACKETS = 200;
const FLOOD_RATE_OF_ONE = 50;

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
/** Of a flood that one host sends: that nobody answers it, or that it is ICMP. */
const FLOOD_LEADS: ReadonlySet<string | null> = new Set(['half_open10', 'one_way10', 'icmp60']);

/** @param isContext whether the features are of packets in their context */
export function findKind(subject: Subject, isContext: boolean): FindingKind {
  if (!isContext) return 'unusual_values';
  const { family, lead, reached, portsTo, packets, asked, sent, requests, seconds, allSeconds } = subject;
  const many = sendersOf(subject);
  if (many !== null && many.hosts >= FLOOD_HOSTS) {
    return many.packets >= FLOOD_RATE_OF_MANY * (allSeconds ?? Infinity) ? 'flood' : 'other';
  }
  if (family === ARP && reached >= SWEEP_HOSTS && requests >= reached) return 'arp_scan';
  if (family === DNS) return 'dns_tunnel';
  const led = (lead !== null && KIND_OF_LEAD[lead]) || 'other';
  if (family === ADDRESSES || family === ARP) return isTrue(led, subject) ? led : 'other';
  if (family !== ICMP && portsTo >= SCAN_PORTS) return 'port_scan';
  if (reached >= SWEEP_HOSTS) return sent > 0 ? 'host_sweep' : 'other';
  const rate = FLOOD_RATE_OF_ONE * (seconds ?? Infinity);
  if (FLOOD_LEADS.has(lead) && asked === packets && packets >= Math.max(FLOOD_PACKETS, rate)) return 'flood';
  return isTrue(led, subject) ? led : 'other';
}

/** Where only one side is heard of many hosts with one: who sends, and how much. */
export function sendersOf(subject: Subject): { hosts: number; packets: number; to: number } | null {
  const { family, from, to, portsTo, reached, reaching, sent, received, arrived } = subject;
  // As reflectors do: they look as if the host had called them, which is not heard.
  if (sent === 0 && reached >= FLOOD_HOSTS) return { hosts: reached, packets: received, to: from };
  if ([ADDRESSES, ARP, DNS].includes(family) || (family !== ICMP && portsTo >= SCAN_PORTS)) return null;
  return reaching >= FLOOD_HOSTS && reaching > reached ? { hosts: reaching, packets: arrived, to } : null;
}

function isTrue(kind: FindingKind, { from, to, connections, oneService, service, packets, asked }: Subject): boolean {
  switch (kind) {
    case 'repeated_connections':
      return oneService && connections >= REPEATED && readService([service, 0]).port !== null;
    case 'one_way':
      return asked === packets;
    case 'new_neighbours':
      return from !== to;
    default:
      return true;
  }
}
