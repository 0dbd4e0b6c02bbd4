// Alerts as documents of the Elastic Common Schema, https://www.elastic.co/docs/reference/ecs, one a line.
import { kindWords } from '../../detect/findings/kinds.ts';
import { VERSION } from '../../base/version.ts';
import type { Finding } from '../../detect/findings/types.ts';
import { parseAddress } from '../../packets/address-kinds.ts';
import { protocolName } from '../../packets/protocols.ts';
import type { Alert } from '../types.ts';
import { allHosts, ipOf, isoMoment, isoTime, onlyHost, onlyPort, onlyProtocol, serviceName } from './facts.ts';

/** The schema's version whose fields these are. */
const ECS_VERSION = '8.11.0';
const ARP = 0x0806;

type Document = Record<string, unknown>;

/** `source` and `destination` are of one packet or connection: of many hosts on a side none is told there. */
function writeSide(host: string | null, port: number | null, counts: Document): Document | undefined {
  if (host === null) return port === null ? undefined : { port };
  const { kind } = parseAddress(host);
  const ip = ipOf(host);
  return {
    address: host,
    ...(ip === null ? {} : { ip }),
    // RFC 7042 section 2.1: upper case with hyphens.
    ...(kind === 'mac'
      ? {
          mac: host
            .toUpperCase()
            .replace(/[^0-9A-F]/g, '')
            .replace(/..(?!$)/g, '$&-'),
        }
      : {}),
    ...(port === null ? {} : { port }),
    ...counts,
  };
}

function writeNetwork(finding: Finding): Document {
  const network: Document = { packets: finding.packets, bytes: finding.bytes };
  const proto = onlyProtocol(finding);
  if (proto !== null) {
    const transport = protocolName(proto)?.toLowerCase();
    network.iana_number = String(proto);
    if (transport !== undefined) network.transport = transport;
  }
  // What a port usually carries is no protocol; the features of DNS have read DNS.
  if (finding.kind === 'dns_tunnel') network.protocol = 'dns';
  const kinds = new Set(allHosts(finding).map((host) => parseAddress(host).kind));
  if (finding.services.length > 0 && finding.services.every(({ ethertype }) => ethertype === ARP)) network.type = 'arp';
  else if (proto !== null && kinds.size === 1 && (kinds.has('ipv4') || kinds.has('ipv6'))) [network.type] = kinds;
  return network;
}

/** `T1071.004` is a sub-technique of T1071. */
function writeThreat(technique: string | null): Document | undefined {
  if (technique === null) return undefined;
  const [id, sub] = technique.split('.');
  return {
    framework: 'MITRE ATT&CK',
    technique: { id: [id], ...(sub === undefined ? {} : { subtechnique: { id: [technique] } }) },
  };
}

/** Counts of training packets; beyond the highest score of them, what a tail fitted to their scores makes of it. */
function writeRarity({ rarity, tail }: Finding): Document {
  if (rarity === null) return {};
  const { rows, atLeast, atMost } = rarity;
  const counts = { rows, at_least: atLeast, at_most: atMost };
  const extrapolated = tail
    ? { extrapolated: { share: tail.share, low: tail.low, high: tail.high, interval: 0.9 } }
    : {};
  return { rarity: { ...counts, ...extrapolated } };
}

/** What the schema has no field for. */
function writeOwn({ finding, model, traffic, line, state, resolution, notes, updated }: Alert): Document {
  const { peak, mean, hub, features } = finding;
  return {
    kind: finding.kind,
    score: { peak, mean },
    threshold: line.threshold,
    ...writeRarity(finding),
    ...(hub === null ? {} : { hub }),
    features,
    sources: finding.sources,
    source_count: finding.sourceCount,
    destinations: finding.destinations,
    destination_count: finding.destinationCount,
    services: finding.services.map((service) => ({ name: serviceName(service), packets: service.packets })),
    service_count: finding.serviceCount,
    model,
    traffic,
    state,
    ...(resolution === null ? {} : { resolution }),
    notes: notes.map(({ at, text }) => ({ at: isoMoment(at), text })),
    updated: isoMoment(updated),
  };
}

/**
 * One document. Objects are nested, as the schema is mapped: to an ingest pipeline a dot is a step into an object, so that it
 * finds no field whose name has dots (hence its dot_expander). There is no `event.risk_score` and no `event.severity`: a
 * score says how rare packets are, not how bad.
 */
export function writeEcs(alert: Alert): Document {
  const { finding, state, resolution } = alert;
  const { label, technique } = kindWords(finding.kind);
  const [start, end] = [isoTime(finding.first), isoTime(finding.last)];
  const created = isoMoment(alert.created);
  const timed = start !== null && end !== null && finding.last! >= finding.first!;
  const source = onlyHost(finding.sources, finding.sourceCount);
  const destination = onlyHost(finding.destinations, finding.destinationCount);
  const ports = onlyPort(finding);
  const hosts = allHosts(finding);
  const ips = [...new Set(hosts.map(ipOf).filter((ip) => ip !== null))];
  const others = hosts.filter((host) => ipOf(host) === null);
  const counts = source === null ? {} : { packets: finding.packets, bytes: finding.bytes };
  return {
    // Without times of its own, an event has the time at which it was first received.
    '@timestamp': start ?? created,
    ecs: { version: ECS_VERSION },
    message: `${label}: ${finding.title}`,
    tags: resolution === null ? [state] : [state, resolution],
    labels: { model: alert.model.name, traffic: alert.traffic.name },
    event: {
      kind: 'alert',
      category: ['network', 'intrusion_detection'],
      type: ['info'],
      module: 'net_anomaly',
      dataset: 'net_anomaly.alert',
      id: alert.id,
      created,
      ...(timed ? { start, end, duration: Math.round((finding.last! - finding.first!) * 1e9) } : {}),
      reason: finding.title,
    },
    source: writeSide(source, ports.source, counts),
    destination: writeSide(destination, ports.destination, {}),
    network: writeNetwork(finding),
    related: { ...(ips.length > 0 ? { ip: ips } : {}), ...(others.length > 0 ? { hosts: others } : {}) },
    rule: { id: finding.kind, name: label, ruleset: 'Net Anomaly' },
    threat: writeThreat(technique),
    observer: { product: 'Net Anomaly', type: 'ids', version: VERSION },
    net_anomaly: writeOwn(alert),
  };
}
