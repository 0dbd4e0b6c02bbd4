// Alerts for tests: a scan, and anything else by what differs.
import type { Finding } from '../../detect/findings/types.ts';
import type { Alert } from '../types.ts';

/** A host contacts 212 ports of another in 1.25 s. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    id: '0123456789abcdef0123456789abcdef',
    kind: 'port_scan',
    title: '10.0.0.2 contacted 212 ports on 10.0.0.1 in 1.3 s',
    first: 1725530000.12,
    last: 1725530001.37,
    packets: 424,
    bytes: 25440,
    peak: 0.8125,
    mean: 0.75,
    rarity: { rows: 3000, atLeast: 0, atMost: 0 },
    weight: 12,
    hub: '10.0.0.2',
    features: [{ feature: 'half_open10', value: 6.5, usual: 1.5, excess: 0.9 }],
    sources: [{ host: '10.0.0.2', packets: 424 }],
    sourceCount: 1,
    destinations: [{ host: '10.0.0.1', packets: 424 }],
    destinationCount: 1,
    services: Array.from({ length: 20 }, (_, i) => ({ proto: 6, port: i + 1, ethertype: 0x0800, packets: 2 })),
    serviceCount: 212,
    examples: [
      {
        row: 17,
        score: 0.8125,
        packet: {
          src: '10.0.0.2',
          dst: '10.0.0.1',
          size: 60,
          proto: 6,
          ts: 1725530000.5,
          src_port: 40000,
          dst_port: 7,
          tcp_flags: 2,
        },
      },
    ],
    ...changes,
  };
}

/** Found in lab.pcap, new. */
export function sampleAlert(finding: Partial<Finding> = {}, changes: Partial<Alert> = {}): Alert {
  const whole = sampleFinding(finding);
  return {
    id: whole.id,
    finding: whole,
    model: { fingerprint: 'a'.repeat(32), name: 'Office LAN' },
    traffic: { fingerprint: 'b'.repeat(32), name: 'lab.pcap' },
    line: { threshold: 0.6, hosts: [] },
    state: 'new',
    resolution: null,
    notes: [],
    events: [{ at: 1725540000000, what: 'found' }],
    created: 1725540000000,
    updated: 1725540000000,
    ...changes,
  };
}
