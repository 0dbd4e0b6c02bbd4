// Grouping: what belongs together becomes one finding, what does not stays apart, in any order and at any line.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate } from '../calibrate.ts';
import { groupFindings } from './group.ts';
import { drawMarked, type DrawnPacket } from './testing/draw-marked.ts';

const T = 1_700_000_000;
const SYN = 2;
const RST_ACK = 20;

const group = (packets: readonly DrawnPacket[], given: Parameters<typeof drawMarked>[1] = {}) =>
  groupFindings(drawMarked(packets, given), null);
const list = (count: number, draw: (i: number) => DrawnPacket): DrawnPacket[] => Array.from({ length: count }, (_, i) => draw(i)); // prettier-ignore

/** `from` tries ports of `to`, a millisecond each, and is refused; what leads changes on the way. */
const scan = (ports: number, from = '10.0.0.2', to = '10.0.0.1', ts = T): DrawnPacket[] =>
  list(ports, (i) => ({
    ts: ts + i / 1000,
    src: from,
    dst: to,
    srcPort: 50_000,
    dstPort: i + 1,
    tcpFlags: SYN,
    excess: i < ports / 3 ? { rare_volume: 120 } : { half_open10: 250, rare_volume: 40 },
  })).flatMap((packet, i) => [
    packet,
    { ...packet, src: to, dst: from, srcPort: i + 1, dstPort: 50_000, tcpFlags: RST_ACK },
  ]);

const tunnel = (packets: number, from = '10.0.0.2', server = '10.0.0.53'): DrawnPacket[] =>
  list(packets, (i) => ({ ts: T + i / 10, src: from, dst: server, srcPort: 53_000, dstPort: 53, proto: 17, excess: { dns_long60: 255 } })); // prettier-ignore

const flood = (sources: number, packets: number): DrawnPacket[] =>
  list(packets, (i) => ({ ts: T + i / 10_000, src: `198.51.${(i % sources) >> 8}.${(i % sources) & 255}`, dst: '10.0.0.9', srcPort: 1024 + i, dstPort: 80, tcpFlags: SYN, excess: { half_open10: 255, new_pairs10: 90 } })); // prettier-ignore

test('a scan of 1,000 ports is one finding, with the refusals, although its leading feature changes', () => {
  const { findings, members } = group(scan(1000));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    kind: 'port_scan',
    title: '10.0.0.2 contacted 1,000 ports on 10.0.0.1 in 999 ms',
    packets: 2000,
    hub: '10.0.0.2',
    sourceCount: 2,
    serviceCount: 1000,
  });
  expect(findings[0].services).toHaveLength(20);
  expect(new Set(members)).toEqual(new Set([0]));
});

test('a sweep of 250 hosts is one finding', () => {
  const { findings } = group(list(250, (i) => ({ ts: T + i / 100, src: '10.0.0.2', dst: `10.0.1.${i}`, icmpType: 8, excess: { half_open10: 250, icmp60: i % 3 === 0 ? 255 : 0 } }))); // prettier-ignore
  expect(findings.map(({ kind, title }) => [kind, title])).toEqual([
    ['host_sweep', '10.0.0.2 contacted 250 hosts by ICMP in 2.5 s'],
  ]);
});

test('an ARP scan is one finding, whichever of its features leads', () => {
  const { findings } = group(list(254, (i) => ({ ts: T + i / 100, src: '10.0.0.2', dst: `10.0.0.${i + 1}`, arpOperation: 1, ethertype: 0x806, excess: i % 2 ? { arp10: 250 } : { half_open10: 255, arp10: 250 } }))); // prettier-ignore
  expect(findings.map(({ kind, title }) => [kind, title])).toEqual([
    ['arp_scan', '10.0.0.2 asked for the MAC addresses of 254 hosts in 2.5 s'],
  ]);
});

test('a flood from 400 forged sources is one finding', () => {
  const { findings } = group(flood(400, 20_000));
  expect(findings.map(({ kind, title }) => [kind, title])).toEqual([
    ['flood', '400 hosts sent 20,000 packets to 10.0.0.9 over TCP port 80 (HTTP) in 2 s'],
  ]);
  expect(findings[0]).toMatchObject({ hub: '10.0.0.9', sourceCount: 400, destinationCount: 1 });
});

test('answers of many reflectors to one host are one flood', () => {
  const { findings } = group(list(300, (i) => ({ ts: T + i / 100, src: `203.0.113.${i % 100}`, dst: '10.0.0.9', srcPort: 123, dstPort: 40_000 + i, proto: 17, excess: { half_open10: 200 } }))); // prettier-ignore
  expect(findings.map(({ title }) => title)).toEqual([
    '100 hosts sent 300 packets to 10.0.0.9 over UDP port 123 (NTP) in 3 s',
  ]);
});

test('two oddities of one host at one time are two findings', () => {
  const { findings } = group([...scan(200), ...tunnel(300)].toSorted((a, b) => a.ts! - b.ts!));
  expect(findings.map(({ kind }) => kind).toSorted()).toEqual(['dns_tunnel', 'port_scan']);
});

test('a host that scans one and connects to another again and again has two findings; many scanned hosts are one', () => {
  const guesses = list(60, (i) => ({ ts: T + i / 50, src: '10.0.0.2', dst: '10.0.0.7', srcPort: 51_000 + i, dstPort: 22, tcpFlags: SYN, excess: { repeat_new: 200 } })); // prettier-ignore
  const { findings } = group([...scan(200), ...guesses].toSorted((a, b) => a.ts! - b.ts!));
  expect(findings.map(({ kind }) => kind).toSorted()).toEqual(['port_scan', 'repeated_connections']);
  const scans = ['10.0.0.1', '10.0.0.3', '10.0.0.4'].flatMap((to) => scan(100, '10.0.0.2', to));
  expect(group(scans.toSorted((a, b) => a.ts! - b.ts!)).total).toBe(1);
});

test('a common DNS server, or gateway, does not glue what its clients do', () => {
  const tunnels = Array.from({ length: 12 }, (_, i) => tunnel(50, `10.0.0.${100 + i}`)).flat();
  expect(group(tunnels).total).toBe(12);
  const brutes = Array.from({ length: 5 }, (_, host) => list(20, (i) => ({ ts: T + i, src: `10.0.0.${host + 10}`, dst: '10.0.0.1', srcPort: 50_000 + i, dstPort: 22, tcpFlags: SYN, excess: { repeat_new: 200 } }))).flat(); // prettier-ignore
  const { findings } = group(brutes);
  expect(findings).toHaveLength(5);
  expect(findings.map(({ title }) => title)).toContain(
    '10.0.0.10 made 20 connections to 10.0.0.1 over TCP port 22 (SSH) in 19 s',
  );
});

test('the same thing an hour later is another finding', () => {
  expect(group([...scan(50), ...scan(50, '10.0.0.2', '10.0.0.1', T + 3600)]).total).toBe(2);
});

test('packets that only follow go to what their host does; alone they are a finding of their own', () => {
  const follower: DrawnPacket = { ts: T + 2, src: '10.0.0.2', dst: '192.0.2.7', srcPort: 50_001, dstPort: 443 };
  const { findings } = group([...scan(50), follower]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ title: '10.0.0.2 contacted 50 ports on 10.0.0.1 in 49 ms', packets: 101 });
  const alone = group([follower]).findings;
  expect(alone.map(({ kind, title, features }) => [kind, title, features])).toEqual([
    ['other', '10.0.0.2 sent 1 packet to 192.0.2.7 over TCP port 443 (HTTPS)', []],
  ]);
});

test('where the title counts the oddest packets only, it says how many more there are', () => {
  const to = (dst: string, size: number): DrawnPacket => ({ src: '10.0.0.5', dst, proto: 6, size });
  const { findings } = group([to('10.0.0.6', 9000), to('10.0.0.7', 8000), to('10.0.0.7', 8000)], { own: true });
  expect(findings).toMatchObject([
    { title: '10.0.0.5 sent 1 TCP packet of 9,000 bytes to 10.0.0.6, and 2 more packets', packets: 3 },
  ]);
});

test("packets' own values are told by sizes; packets without times and addresses too", () => {
  const sized = list(4, (i) => ({ src: '10.0.0.5', dst: '10.0.0.6', proto: 6, size: 60 + 470 * i }));
  expect(group(sized, { own: true }).findings[0]).toMatchObject({
    kind: 'unusual_values',
    title: '10.0.0.5 sent 4 TCP packets of 60 to 1,470 bytes to 10.0.0.6',
    first: null,
    last: null,
  });
  const bare = group(
    [
      { proto: 17, size: 9000 },
      { proto: 17, size: 9000 },
    ],
    { own: true },
  ).findings;
  expect(bare).toMatchObject([{ title: '2 UDP packets of 9,000 bytes', hub: null, sources: [], destinations: [] }]);
  expect(bare[0].features).toEqual([
    { feature: 'size', value: 9000, usual: null, excess: null },
    { feature: 'proto', value: 17, usual: null, excess: null },
  ]);
});

test('the oddest stands first, with its oddest packets and features', () => {
  const packets = [
    ...scan(20),
    { ts: T, src: '10.0.0.7', dst: '192.0.2.7', srcPort: 50_000, dstPort: 4444, score: 0.8, excess: { rare_volume: 51, repeat_new: 102 }, values: { repeat_new: 3.5 } },
  ]; // prettier-ignore
  const [first, second] = group(packets).findings;
  expect(first).toMatchObject({ peak: Math.fround(0.8), packets: 1, examples: [{ row: 40, score: Math.fround(0.8) }] });
  expect(first.examples[0].packet).toEqual({ ts: T, src: '10.0.0.7', dst: '192.0.2.7', size: 60, proto: 6, src_port: 50_000, dst_port: 4444 }); // prettier-ignore
  expect(first.features).toEqual([
    { feature: 'repeat_new', value: 3.5, usual: 0, excess: 0.4 },
    { feature: 'rare_volume', value: 10, usual: 0, excess: 0.2 },
  ]);
  expect(second.kind).toBe('port_scan');
  expect(second.examples).toHaveLength(5);
});

test('only peaks above all training scores have a share beyond them: that of the distribution the scores came from', async () => {
  // Log odds that fade exponentially: a share of 1 in N scores as high as `scoreOf(N)`.
  const scoreOf = (N: number): number => 1 / (1 + N ** -0.2);
  const training = Float32Array.from({ length: 20_000 }, (_, i) => scoreOf(20_000 / (i + 0.5)));
  const calibration = await calibrate([training]);
  const packets = [1e6, 1e3].map((N, i): DrawnPacket => ({ ts: T, src: `10.0.0.${i}`, dst: `10.0.1.${i}`, score: scoreOf(N) })); // prettier-ignore
  const [rare, common] = groupFindings(drawMarked(packets), calibration).findings;
  expect(rare.rarity).toEqual({ rows: 20_000, atLeast: 0, atMost: 0 });
  const { share, low, high } = rare.tail!;
  expect(share * 1e6).toBeGreaterThan(0.5);
  expect(share * 1e6).toBeLessThan(2);
  expect(low).toBeLessThan(1e-6);
  expect(high).toBeGreaterThan(1e-6);
  expect(common.rarity!.atLeast).toBeGreaterThan(0);
  expect(common.tail).toBeNull();
  // Few packets tell of no tail, and a model without a calibration of none.
  const few = await calibrate([training.subarray(0, 500)]);
  expect(groupFindings(drawMarked([{ ...packets[0], score: 1 }]), few).findings[0].tail).toBeNull();
  expect(group(packets).findings[0].tail).toBeNull();
});

const host = fc.integer({ min: 1, max: 8 }).map((number) => `10.0.0.${number}`);
const port = fc.constantFrom(undefined, 22, 53, 443, 50_000);
const excess = fc.constantFrom('half_open10', 'dns_long60', 'icmp60', 'mac_changed', 'arp10', '').map((feature): Record<string, number> => (feature === '' ? {} : { [feature]: 200 })); // prettier-ignore
const drawn: fc.Arbitrary<DrawnPacket> = fc.record({
  ts: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 900 }).map((seconds) => T + seconds) }, fc.constantFrom(undefined, Number.NaN)), // prettier-ignore
  src: host,
  dst: host,
  srcPort: port,
  dstPort: port,
  score: fc.integer({ min: 1, max: 20 }).map((step) => step / 20),
  excess,
});
const traffic = fc.array(drawn, { minLength: 1, maxLength: 60 });

test('every marked packet is in exactly one finding, and figures add up', () => {
  fc.assert(
    fc.property(traffic, fc.boolean(), (packets, own) => {
      const marked = drawMarked(packets, { own });
      const { findings, total, members } = groupFindings(marked, null);
      expect(total).toBe(findings.length);
      expect(findings.reduce((sum, finding) => sum + finding.packets, 0)).toBe(packets.length);
      findings.forEach((finding, place) => {
        const places = [...members.keys()].filter((i) => members[i] === place);
        expect(places).toHaveLength(finding.packets);
        expect(Math.max(...places.map((i) => marked.scores[i]))).toBe(finding.peak);
        expect(finding.title).not.toMatch(/undefined|NaN|null/);
      });
      expect(new Set(findings.map(({ id }) => id)).size).toBe(total);
      expect(findings.every(({ id }) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    }),
  );
});

test('the order of packets of one time does not matter', () => {
  const timed = fc.array(drawn.map((packet) => ({ ...packet, ts: T + 60 * Math.round(packet.ts! % 7 || 0) })), { minLength: 1, maxLength: 40 }); // prettier-ignore
  fc.assert(
    fc.property(timed, fc.infiniteStream(fc.nat()), (packets, random) => {
      const keys = new Map(packets.map((packet) => [packet, random.next().value as number]));
      const shuffled = packets.toSorted((a, b) => a.ts - b.ts || keys.get(a)! - keys.get(b)!);
      const told = (drawing: DrawnPacket[]) => group(drawing).findings.map(({ id, title, packets: count }) => `${id} ${title} ${count}`).toSorted(); // prettier-ignore
      expect(told(shuffled)).toEqual(told(packets.toSorted((a, b) => a.ts - b.ts)));
    }),
  );
});

test('at a lower line each finding that keeps its oddest packet keeps its id', () => {
  fc.assert(
    fc.property(traffic, (packets) => {
      const high = group(packets, { threshold: 0.5 });
      const low = group(packets, { threshold: 0.2 });
      const peaks = new Map(low.findings.map(({ id, examples }) => [examples[0].row, id]));
      for (const { id, examples } of high.findings) {
        const kept = peaks.get(examples[0].row);
        if (kept !== undefined) expect(kept).toBe(id);
      }
    }),
  );
});

test('another model gives other ids; another traffic the same ones where its packets have times', () => {
  const id = (given: Parameters<typeof drawMarked>[1], packets = scan(20)) => group(packets, given).findings[0].id;
  expect(id({ model: 'another' })).not.toBe(id({}));
  expect(id({ traffic: 'another' })).toBe(id({}));
  const untimed = scan(20).map((packet) => ({ ...packet, ts: undefined }));
  expect(id({ traffic: 'another' }, untimed)).not.toBe(id({}, untimed));
});

test('hostile shapes: strangers at one instant with one score, and times that jump back', () => {
  const strangers = list(300_000, (i) => ({ ts: T, src: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, dst: `11.${(i >> 16) & 255}.${(i * 7) & 255}.${(i * 13) & 255}`, srcPort: 1, dstPort: 2, excess: { new_pairs10: 255 } })); // prettier-ignore
  const grouped = group(strangers);
  expect(grouped.findings).toHaveLength(1000);
  expect(grouped.total).toBeGreaterThan(1000);
  expect(grouped.members).toHaveLength(300_000);
  const back = list(1000, (i) => ({ ...scan(1)[0], ts: i % 2 ? T - i * 1000 : T + i * 1000 }));
  expect(group(back).total).toBe(1000);
}, 60_000);

test.each([
  ['fe80::1', 'fe80::1'],
  ['db-1', 'db-1'],
  // A right-to-left override would turn the rest of the title round (Unicode Standard Annex 9).
  ['a\u202e1.0.0.01\n', 'a\ufffd1.0.0.01\ufffd'],
  ['a\u2028\u0000\ud800b', 'a\ufffd\ufffd\ufffdb'],
])('a title has the address %j as it is written, but for what breaks or turns lines', (src, shown) => {
  for (const own of [false, true]) {
    const { findings } = group([{ ts: T, src, dst: 'b', srcPort: 1, dstPort: 2, excess: { half_open10: 255 } }], {
      own,
    });
    expect(findings[0].title).toMatch(new RegExp(`^${shown} sent 1 (TCP )?packet\\b.* to b\\b`));
    expect(findings[0].sources).toEqual([{ host: src, packets: 1 }]);
  }
});
