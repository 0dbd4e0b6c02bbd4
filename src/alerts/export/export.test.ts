// Exported alerts against what the formats' own pages say: ECS fields and types, EVE's form, RFC 4180.
import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../../detect/findings/types.ts';
import { sampleAlert } from '../testing/sample-alert.ts';
import type { Alert, AlertExport } from '../types.ts';
import { exportAlerts } from './export.ts';

const words: Partial<Record<FindingKind, [string, string[]]>> = {
  port_scan: ['Port scan', ['T1046']],
  dns_tunnel: ['DNS tunnel', ['T1071.004', 'T1048']],
};
const wordsOf = (kind: FindingKind) => {
  const [label, techniques] = words[kind] ?? [kind, []];
  return { label, techniques };
};

const fileOf = (alerts: Alert[], format: AlertExport) => exportAlerts(alerts, format, wordsOf);
const textOf = async (alerts: Alert[], format: AlertExport) => (await fileOf(alerts, format)).text();
// oxlint-disable-next-line no-explicit-any -- documents of any form
const documentOf = async (alert: Alert, format: AlertExport): Promise<any> =>
  JSON.parse(await textOf([alert], format)) as unknown;

/** Frames of ARP, MAC addresses, no times, no ports. */
const frames = (ethertype: number) =>
  sampleAlert({
    kind: 'other',
    first: null,
    last: null,
    rarity: null,
    hub: '00:1b:44:11:3a:b7',
    sources: [{ host: '00:1b:44:11:3a:b7', packets: 424 }],
    destinations: [{ host: 'ff:ff:ff:ff:ff:ff', packets: 424 }],
    services: [{ proto: 255, port: null, ethertype, packets: 424 }],
    serviceCount: 1,
    examples: [
      {
        row: 1,
        score: 0.8,
        packet: { src: '00:1b:44:11:3a:b7', dst: 'ff:ff:ff:ff:ff:ff', size: 60, proto: 255 },
      },
    ],
  });

/** 400 hosts send to one; twenty of them are listed. */
const flood = sampleAlert({
  kind: 'flood',
  hub: '2001:db8::1',
  sources: Array.from({ length: 20 }, (_, i) => ({ host: `2001:db8:1::${i + 1}`, packets: 1 })),
  sourceCount: 400,
  destinations: [{ host: '2001:db8::1', packets: 424 }],
  services: [{ proto: 17, port: 53, ethertype: 0x86dd, packets: 424 }],
  serviceCount: 1,
  examples: [
    {
      row: 1,
      score: 0.8,
      packet: { src: '2001:db8:1::1', dst: '2001:db8::1', size: 90, proto: 17, src_port: 5000, dst_port: 53 },
    },
  ],
});

const hostile = 'He said "x", then\r\n=HYPERLINK("http://x");=1+1\u0000\u001b[31m\u2028end\ud800';
const odd = sampleAlert(
  { title: hostile },
  {
    state: 'closed',
    resolution: 'false_positive',
    notes: [
      { at: 1725540000000, text: '=cmd' },
      { at: 1725540001000, text: hostile },
    ],
    traffic: { fingerprint: 'c', name: '@SUM(1,2).pcap' },
    model: { fingerprint: 'd', name: '-2+3' },
  },
);

const all = [sampleAlert(), frames(0x0806), frames(0x88cc), flood, odd];

describe('as documents of the Elastic Common Schema', () => {
  /** Field, type, and whether it is a list: from ECS 8, generated/csv/fields.csv. */
  const fields = new Map(
    `@timestamp date|ecs.version keyword|message match_only_text|tags keyword array|labels.model keyword
    |labels.traffic keyword|event.kind keyword|event.category keyword array|event.type keyword array
    |event.module keyword|event.dataset keyword|event.id keyword|event.created date|event.start date|event.end date
    |event.duration long|event.reason keyword|source.address keyword|source.ip ip|source.mac keyword|source.port long
    |source.packets long|source.bytes long|destination.address keyword|destination.ip ip|destination.mac keyword
    |destination.port long|network.packets long|network.bytes long|network.iana_number keyword
    |network.transport keyword|network.protocol keyword|network.type keyword|related.ip ip array
    |related.hosts keyword array|rule.id keyword|rule.name keyword|rule.ruleset keyword|threat.framework keyword
    |threat.technique.id keyword array|threat.technique.subtechnique.id keyword array|observer.product keyword
    |observer.type keyword|observer.version keyword`
      .split(/\s*\|/)
      .map((line) => {
        const [field, type, list] = line.trim().split(' ');
        return [field, { type, list: list === 'array' }] as const;
      }),
  );

  const isOfType: Record<string, (value: unknown) => boolean> = {
    keyword: (value) => typeof value === 'string' && value !== '',
    match_only_text: (value) => typeof value === 'string' && value !== '',
    date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/.test(value),
    long: (value) => Number.isInteger(value),
    // As Elasticsearch takes it: no zone, no brackets.
    ip: (value) => typeof value === 'string' && /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(value),
  };

  function leaves(node: object, path: string[] = []): [string, unknown][] {
    return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? leaves(value, [...path, key])
        : [[[...path, key].join('.'), value] as [string, unknown]],
    );
  }

  test('every field is one of the schema, with its type; what it has no field for stands apart', async () => {
    for (const alert of [...all, sampleAlert({ kind: 'dns_tunnel' })]) {
      const { net_anomaly, ...rest } = await documentOf(alert, 'ecs');
      expect(net_anomaly).toMatchObject({ score: { peak: 0.8125, mean: 0.75 }, threshold: 0.6 });
      const wrong = leaves(rest).filter(([field, value]) => {
        const known = fields.get(field);
        if (!known || Array.isArray(value) !== known.list) return true;
        return !(known.list ? (value as unknown[]) : [value]).every(isOfType[known.type]);
      });
      expect(wrong).toEqual([]);
    }
  });

  test('a scan says who, whom, how long in nanoseconds, and which technique', async () => {
    const document = await documentOf(sampleAlert(), 'ecs');
    expect(document).toMatchObject({
      '@timestamp': '2024-09-05T09:53:20.120000Z',
      event: {
        kind: 'alert',
        category: ['network', 'intrusion_detection'],
        type: ['info'],
        start: '2024-09-05T09:53:20.120000Z',
        end: '2024-09-05T09:53:21.370000Z',
        duration: 1_250_000_000,
        id: '0123456789abcdef0123456789abcdef',
        reason: '10.0.0.2 contacted 212 ports on 10.0.0.1 in 1.3 s',
      },
      source: { address: '10.0.0.2', ip: '10.0.0.2', packets: 424, bytes: 25440 },
      destination: { address: '10.0.0.1', ip: '10.0.0.1' },
      network: { transport: 'tcp', iana_number: '6', type: 'ipv4', packets: 424 },
      related: { ip: ['10.0.0.2', '10.0.0.1'] },
      rule: { name: 'Port scan' },
      threat: { framework: 'MITRE ATT&CK', technique: { id: ['T1046'] } },
    });
    expect(document.destination).not.toHaveProperty('port');
    expect(document.event).not.toHaveProperty('risk_score');
  });

  test('a flood from many hosts names none as the source, and all that are known as related', async () => {
    const document = await documentOf(flood, 'ecs');
    expect(document).not.toHaveProperty('source');
    expect(document.destination).toEqual({ address: '2001:db8::1', ip: '2001:db8::1', port: 53 });
    expect(document.network).toMatchObject({ transport: 'udp', type: 'ipv6' });
    expect(document.related.ip).toHaveLength(21);
    expect(document.net_anomaly.source_count).toBe(400);
  });

  test('a service that answers is the source’s port, and one seen on both sides nobody’s', async () => {
    const service = { proto: 6, port: 7, ethertype: 0x0800, packets: 424 };
    const answer = { src: '10.0.0.2', dst: '10.0.0.1', size: 60, proto: 6, src_port: 7, dst_port: 40000 };
    const question = { ...answer, src_port: 40000, dst_port: 7 };
    const ports = async (...packets: (typeof answer)[]) => {
      const examples = packets.map((packet, row) => ({ row, score: 0.7, packet }));
      const document = await documentOf(sampleAlert({ services: [service], serviceCount: 1, examples }), 'ecs');
      return [document.source.port, document.destination.port] as unknown[];
    };
    expect(await ports(question)).toEqual([undefined, 7]);
    expect(await ports(answer)).toEqual([7, undefined]);
    expect(await ports(question, answer)).toEqual([undefined, undefined]);
  });

  test('MAC addresses are written as RFC 7042 does, and without times the alert’s own stands', async () => {
    const document = await documentOf(frames(0x0806), 'ecs');
    expect(document).toMatchObject({
      '@timestamp': '2024-09-05T12:40:00.000000Z',
      source: { mac: '00-1B-44-11-3A-B7' },
      destination: { mac: 'FF-FF-FF-FF-FF-FF' },
      network: { type: 'arp' },
      related: { hosts: ['00:1b:44:11:3a:b7', 'ff:ff:ff:ff:ff:ff'] },
    });
    expect(document.event).not.toHaveProperty('start');
    expect(document.source).not.toHaveProperty('ip');
  });

  test('a sub-technique stands under its technique', async () => {
    const { threat, network } = await documentOf(sampleAlert({ kind: 'dns_tunnel' }), 'ecs');
    expect(threat.technique).toEqual({ id: ['T1071', 'T1048'], subtechnique: { id: ['T1071.004'] } });
    expect(network.protocol).toBe('dns');
  });

  test('an IPv6 zone is not part of an ip, and times of no calendar are none', async () => {
    const document = await documentOf(
      sampleAlert({ sources: [{ host: 'fe80::1%eth0', packets: 1 }], hub: null, first: 1e300, last: 1e300 }),
      'ecs',
    );
    expect(document.source).toMatchObject({ address: 'fe80::1%eth0', ip: 'fe80::1' });
    expect(document['@timestamp']).toBe('2024-09-05T12:40:00.000000Z');
  });
});

describe('as EVE lines', () => {
  test('a scan has the form of the example in Suricata’s documentation', async () => {
    const { alert, ...rest } = await documentOf(sampleAlert(), 'eve');
    expect(rest).toEqual({
      timestamp: '2024-09-05T09:53:20.500000+0000',
      event_type: 'alert',
      src_ip: '10.0.0.2',
      src_port: 40000,
      dest_ip: '10.0.0.1',
      dest_port: 7,
      proto: 'TCP',
    });
    expect(Object.keys(alert)).toEqual([
      'action',
      'gid',
      'signature_id',
      'rev',
      'signature',
      'category',
      'severity',
      'metadata',
    ]);
    expect(alert).toMatchObject({
      action: 'allowed',
      signature: 'Port scan: 10.0.0.2 contacted 212 ports on 10.0.0.1 in 1.3 s',
      // etc/classification.config
      category: 'Detection of a Network Scan',
      severity: 3,
      metadata: { score_peak: ['0.8125'], packets: ['424'], mitre_technique_id: ['T1046'] },
    });
    for (const number of [alert.gid, alert.signature_id, alert.rev]) expect(Number.isInteger(number)).toBe(true);
  });

  test('every event keeps Suricata’s etc/schema.json: its timestamp, and metadata as lists of texts', async () => {
    for (const one of all) {
      const event = await documentOf(one, 'eve');
      expect(event.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+[+-]\d+$/);
      const known = 'timestamp event_type src_ip src_port dest_ip dest_port proto ether alert'.split(' ');
      expect(Object.keys(event).filter((key) => !known.includes(key))).toEqual([]);
      for (const list of Object.values(event.alert.metadata as Record<string, unknown[]>)) {
        expect(list.every((text) => typeof text === 'string')).toBe(true);
      }
    }
  });

  test('frames without IP have MAC addresses under `ether` and no protocol', async () => {
    const event = await documentOf(frames(0x88cc), 'eve');
    expect(event.ether).toEqual({ src_mac: '00:1b:44:11:3a:b7', dest_mac: 'ff:ff:ff:ff:ff:ff' });
    expect(event).not.toHaveProperty('src_ip');
    expect(event).not.toHaveProperty('proto');
  });

  test('a protocol without a name is written as three digits', async () => {
    const [example] = sampleAlert().finding.examples;
    const examples = [{ ...example, packet: { src: '10.0.0.2', dst: '10.0.0.1', size: 40, proto: 99 } }];
    expect((await documentOf(sampleAlert({ examples }), 'eve')).proto).toBe('099');
  });
});

/** RFC 4180, section 2. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  expect(row).toEqual([]);
  return rows;
}

describe('as CSV', () => {
  test('has a header and one line an alert', async () => {
    const text = await textOf(all, 'csv');
    expect(text.split('\r\n')).toHaveLength(all.length + 2);
    const [header, ...rows] = readCsv(text);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    const first = Object.fromEntries(header.map((head, i) => [head, rows[0][i]]));
    expect(first).toMatchObject({
      kind: 'Port scan',
      first: '2024-09-05T09:53:20.120000Z',
      packets: '424',
      peak_score: '0.8125',
      sources: '10.0.0.2',
      source_count: '1',
      resolution: '',
      techniques: 'T1046',
    });
    expect(rows[1][header.indexOf('services')]).toBe('arp');
    expect(rows[1][header.indexOf('first')]).toBe('');
    expect(rows[3][header.indexOf('source_count')]).toBe('400');
  });

  test('nothing in it runs as a formula, whether cells end at commas, semicolons or tabs', async () => {
    const text = await textOf([odd], 'csv');
    const [header, row] = readCsv(text);
    expect(row[header.indexOf('traffic')]).toBe("'@SUM(1,2).pcap");
    expect(row[header.indexOf('model')]).toBe("'-2+3");
    expect(row[header.indexOf('notes')]).toMatch(/^'=cmd \| He said "x", then =HYP/);
    for (const cells of [row, text.split(';'), text.split('\t')]) {
      expect(cells.filter((cell) => /^["\s]*[=+\-@]/.test(cell))).toEqual([]);
    }
    // No control character but the line ends.
    expect(text.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

test('JSON of hostile texts reads back as it was, one line an alert', async () => {
  const text = await textOf(all, 'ecs');
  expect(text.endsWith('\n')).toBe(true);
  expect(text.trimEnd().split('\n')).toHaveLength(all.length);
  expect((await documentOf(odd, 'ecs')).net_anomaly.notes[1].text).toBe(hostile);
  expect((await documentOf(odd, 'eve')).alert.metadata.notes[1]).toBe(hostile);
});

test('no alert gives no line, and CSV its header', async () => {
  expect(await textOf([], 'ecs')).toBe('');
  expect(await textOf([], 'eve')).toBe('');
  expect(readCsv(await textOf([], 'csv'))).toHaveLength(1);
  expect((await fileOf([], 'csv')).type).toMatch(/^text\/csv/);
});

test('20,000 alerts come from a source that is never whole in memory', async () => {
  async function* many() {
    for (let i = 0; i < 20_000; i++) yield sampleAlert({}, { id: String(i) });
  }
  const file = await exportAlerts(many(), 'ecs', wordsOf);
  const tail = await file.slice(-8000).text();
  expect(JSON.parse(tail.trimEnd().split('\n').at(-1)!)).toMatchObject({ event: { id: '19999' } });
});
