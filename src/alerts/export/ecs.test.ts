// Documents of the Elastic Common Schema against the schema's own list of fields and types.
import { expect, test } from 'vitest';
import { all, documentOf, flood, frames } from '../testing/export-samples.ts';
import { sampleAlert } from '../testing/sample-alert.ts';

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
  expect(threat.technique).toEqual({ id: ['T1071'], subtechnique: { id: ['T1071.004'] } });
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

test('beyond the training scores the rarity says what their tail does, with its interval', async () => {
  const tail = { share: 8.2e-6, low: 1.1e-6, high: 2.5e-5 };
  const counts = { rows: 3000, at_least: 0, at_most: 0 };
  expect((await documentOf(sampleAlert({ tail }), 'ecs')).net_anomaly.rarity).toEqual({
    ...counts,
    extrapolated: { ...tail, interval: 0.9 },
  });
  for (const none of [null, undefined]) {
    expect((await documentOf(sampleAlert({ tail: none }), 'ecs')).net_anomaly.rarity).toEqual(counts);
  }
});
