// Alerts as Suricata writes them, EVE JSON: https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
import type { FindingKind } from '../../detect/findings/types.ts';
import { kindWords } from '../../detect/findings/kinds.ts';
import { parseAddress } from '../../packets/address-kinds.ts';
import { protocolName } from '../../packets/protocols.ts';
import type { Packet } from '../../packets/table.ts';
import type { Alert } from '../types.ts';
import { ipOf, isoMoment, isoTime, serviceName } from './facts.ts';

/** Text and priority of Suricata's etc/classification.config. */
type Class = readonly [text: string, priority: number];
const SCAN: Class = ['Detection of a Network Scan', 3];
const BAD: Class = ['Potentially Bad Traffic', 2];
const DENIAL: Class = ['Detection of a Denial of Service Attack', 2];
const STRANGE: Class = ['Detection of a non-standard protocol or event', 2];
const MISC: Class = ['Misc activity', 3];

/**
 * Signature id and class of each kind. Ids from 1,000,000 to 1,999,999 are for local use (https://sidallocation.org); an
 * id once given keeps its meaning.
 */
const SIGNATURES: Readonly<Record<FindingKind, readonly [id: number, of: Class]>> = {
  port_scan: [1_990_001, SCAN],
  host_sweep: [1_990_002, SCAN],
  arp_scan: [1_990_003, SCAN],
  flood: [1_990_004, DENIAL],
  repeated_connections: [1_990_005, BAD],
  dns_tunnel: [1_990_006, BAD],
  icmp_volume: [1_990_007, BAD],
  address_change: [1_990_008, BAD],
  new_neighbours: [1_990_009, MISC],
  impossible_flags: [1_990_010, STRANGE],
  rare_service: [1_990_011, MISC],
  one_way: [1_990_012, MISC],
  unusual_values: [1_990_013, MISC],
  other: [1_990_014, MISC],
};

const NO_IP = 255;

/** The five-tuple as Suricata names it; MAC addresses where there is no IP. */
function writeTuple({ src = '', dst = '', proto, src_port, dst_port }: Packet): Record<string, unknown> {
  const [srcIp, dstIp] = [ipOf(src), ipOf(dst)];
  const tuple: Record<string, unknown> = {};
  if (srcIp !== null) tuple.src_ip = srcIp;
  if (src_port !== undefined) tuple.src_port = src_port;
  if (dstIp !== null) tuple.dest_ip = dstIp;
  if (dst_port !== undefined) tuple.dest_port = dst_port;
  // Suricata writes a protocol without a name as three digits.
  if (proto !== NO_IP) tuple.proto = protocolName(proto) ?? String(proto).padStart(3, '0');
  const isMac = (address: string) => parseAddress(address).kind === 'mac';
  if (isMac(src) || isMac(dst)) {
    tuple.ether = { ...(isMac(src) ? { src_mac: src } : {}), ...(isMac(dst) ? { dest_mac: dst } : {}) };
  }
  return tuple;
}

/**
 * One event. An alert of Suricata is about the packet that raised it: here the oddest, whose time and addresses these
 * are. `flow` is left out, since it would count all packets of one connection, not the odd ones of several. The rest stands
 * in `alert.metadata`, in the form of a rule's `metadata`: lists of texts.
 */
export function writeEve(alert: Alert): Record<string, unknown> {
  const { finding, state, resolution } = alert;
  const { label, technique } = kindWords(finding.kind);
  const [id, [category, severity]] = Object.hasOwn(SIGNATURES, finding.kind)
    ? SIGNATURES[finding.kind]
    : SIGNATURES.other;
  const oddest = finding.examples[0]?.packet;
  const time = isoTime(oddest?.ts ?? finding.first) ?? isoMoment(alert.created);
  const [first, last] = [isoTime(finding.first), isoTime(finding.last)];
  return {
    timestamp: time.replace('Z', '+0000'),
    event_type: 'alert',
    ...(oddest ? writeTuple(oddest) : {}),
    alert: {
      action: 'allowed',
      gid: 1,
      signature_id: id,
      rev: 1,
      signature: `${label}: ${finding.title}`,
      category,
      severity,
      metadata: {
        net_anomaly_id: [alert.id],
        state: [state],
        ...(resolution === null ? {} : { resolution: [resolution] }),
        score_peak: [String(finding.peak)],
        score_mean: [String(finding.mean)],
        threshold: [String(alert.line.threshold)],
        packets: [String(finding.packets)],
        bytes: [String(finding.bytes)],
        ...(first === null || last === null ? {} : { first_seen: [first], last_seen: [last] }),
        sources: finding.sources.map(({ host }) => host),
        source_count: [String(finding.sourceCount)],
        destinations: finding.destinations.map(({ host }) => host),
        destination_count: [String(finding.destinationCount)],
        services: finding.services.map(serviceName),
        service_count: [String(finding.serviceCount)],
        features: finding.features.map(({ feature }) => feature),
        ...(technique === null ? {} : { mitre_technique_id: [technique] }),
        model: [alert.model.name],
        traffic: [alert.traffic.name],
        notes: alert.notes.map(({ text }) => text),
      },
    },
  };
}
