// What exported alerts say in any format: times, sides of the traffic, and what holds for all packets of a finding.
import type { Finding, HostCount, ServiceCount } from '../../detect/findings/types.ts';
import { parseAddress } from '../../packets/address-kinds.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolName } from '../../packets/protocols.ts';

/** Of frames without IP. */
const NO_IP = 255;
const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/**
 * Epoch seconds as RFC 3339 in UTC with microseconds, `2024-09-05T09:53:20.120000Z`; null for times that have no year of
 * four digits.
 */
export function isoTime(seconds: number | null): string | null {
  if (seconds === null) return null;
  let whole = Math.floor(seconds);
  let micros = Math.round((seconds - whole) * 1e6);
  if (micros === 1e6) {
    whole += 1;
    micros = 0;
  }
  if (!(whole >= 0 && whole <= LAST_SECOND)) return null;
  return `${new Date(whole * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

/** Of milliseconds; times of our own that cannot be, from a backup that was tampered with, become 1970. */
export function isoMoment(milliseconds: number): string {
  return isoTime(milliseconds / 1000) ?? '1970-01-01T00:00:00.000000Z';
}

/** `tcp/22`, `udp`, `arp`, `0x1234`. */
export function serviceName({ proto, port, ethertype }: ServiceCount): string {
  if (proto === NO_IP) {
    if (ethertype === null) return 'frame';
    return ethertypeName(ethertype)?.toLowerCase() ?? `0x${ethertype.toString(16).padStart(4, '0')}`;
  }
  const name = protocolName(proto)?.toLowerCase() ?? `ip-${proto}`;
  return port === null ? name : `${name}/${port}`;
}

/** The IP protocol of all services that a finding lists, or null: the twenty with most packets speak for the rest. */
export function onlyProtocol({ services }: Finding): number | null {
  const [first] = services;
  return first && first.proto !== NO_IP && services.every(({ proto }) => proto === first.proto) ? first.proto : null;
}

/**
 * The service's port, and the side that has it. A finding counts services, not directions: where all packets come from
 * one host or all go to one, its examples say which side it is; else it is neither.
 */
export function onlyPort(finding: Finding): { source: number | null; destination: number | null } {
  const none = { source: null, destination: null };
  const port = finding.services[0]?.port ?? null;
  if (finding.serviceCount !== 1 || port === null || finding.examples.length === 0) return none;
  if (finding.sourceCount !== 1 && finding.destinationCount !== 1) return none;
  const { examples } = finding;
  if (examples.every(({ packet }) => packet.dst_port === port)) return { source: null, destination: port };
  if (examples.every(({ packet }) => packet.src_port === port)) return { source: port, destination: null };
  return none;
}

/** The only host of a side, or null. */
export function onlyHost(hosts: readonly HostCount[], count: number): string | null {
  return count === 1 && hosts.length === 1 && hosts[0].host !== '' ? hosts[0].host : null;
}

/** All hosts that a finding lists, each once. */
export function allHosts(finding: Finding): string[] {
  const hosts = [...finding.sources, ...finding.destinations].map(({ host }) => host);
  return [...new Set(finding.hub === null ? hosts : [finding.hub, ...hosts])].filter((host) => host !== '');
}

/** An address as IP databases take it (without a zone, which only means something on one machine), or null. */
export function ipOf(host: string): string | null {
  const { kind } = parseAddress(host);
  return kind === 'ipv4' || kind === 'ipv6' ? host.replace(/%.*$/, '') : null;
}
