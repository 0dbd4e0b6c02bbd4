// For tests and labs: findings drawn from a seed, as many and as large as wanted.
import { type Draw, drawFrom, pick } from '../../base/testing/draw.ts';
import type { Finding, FindingKind, HostCount } from '../../detect/findings/types.ts';
import type { AlertFilter, KeepRequest } from '../types.ts';

const KINDS: readonly FindingKind[] = ['port_scan', 'host_sweep', 'flood', 'dns_tunnel', 'rare_service', 'other'];
const FEATURES = ['half_open10', 'new_pairs10', 'icmp60', 'size'];
const DAY = 86_400;
/** 2026-01-01, in seconds. */
const START = 1_767_225_600;

function drawHosts(draw: Draw, net: string): HostCount[] {
  return Array.from({ length: 1 + draw(5) }, (_, i) => ({
    host: `${net}.${draw(40)}.${i + 1}`,
    packets: 1 + draw(500),
  }));
}

function drawFinding(draw: Draw): Finding {
  const [sources, destinations] = [drawHosts(draw, '10.1'), drawHosts(draw, '192.168')];
  const [source, destination] = [sources[0].host, destinations[0].host];
  const first = START + draw(300 * DAY) + draw(1000) / 1000;
  const port = pick(draw, [22, 53, 80, 443, 3389]);
  const services = [{ proto: port === 53 ? 17 : 6, port, ethertype: null, packets: 1 + draw(900) }];
  const packet = { src: source, dst: destination, size: 60 + draw(1400), proto: services[0].proto, ts: first, src_port: 1024 + draw(60_000), dst_port: port, tcp_flags: 2 }; // prettier-ignore
  const ports = 1 + draw(400);
  return {
    id: Array.from({ length: 32 }, () => draw(16).toString(16)).join(''),
    kind: pick(draw, KINDS),
    title: `${source} contacted ${ports} ports on ${destination} in ${draw(100) / 10} s`,
    first,
    last: first + draw(600),
    packets: 1 + draw(5000),
    bytes: 60 + draw(5_000_000),
    peak: 0.5 + draw(500) / 1000,
    mean: 0.4 + draw(100) / 1000,
    rarity: { rows: 100_000, atLeast: draw(3), atMost: 3 + draw(10) },
    weight: draw(100_000) / 1000,
    hub: draw(4) === 0 ? null : source,
    features: [{ feature: pick(draw, FEATURES), value: draw(1000) / 8, usual: draw(80) / 8, excess: draw(256) / 256 }],
    sources,
    sourceCount: sources.length,
    destinations,
    destinationCount: destinations.length,
    services,
    serviceCount: services.length,
    examples: Array.from({ length: 5 }, (_, i) => ({ row: draw(100_000) + i, score: 0.5 + draw(500) / 1000, packet })),
  };
}

/** The same seed gives the same findings. */
export function drawFindings(count: number, seed: number): Finding[] {
  const draw = drawFrom(seed);
  return Array.from({ length: count }, () => drawFinding(draw));
}

/** What the page hands over after an analysis. */
export function keepRequest(findings: Finding[], name = 'office'): KeepRequest {
  return {
    findings,
    model: { fingerprint: 'a1'.repeat(16), name: 'Office model' },
    traffic: { fingerprint: 'b2'.repeat(16), name: `${name}.pcapng` },
    line: { threshold: 0.625, hosts: [] },
  };
}

/** Shows everything that no rule hides. */
export const ANY: AlertFilter = {
  states: [],
  resolutions: [],
  host: '',
  service: '',
  model: '',
  traffic: '',
  from: null,
  to: null,
  text: '',
  hidden: false,
};
