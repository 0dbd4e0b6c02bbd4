// Features of packets in their context: cases computed by hand from the formulas, any cut, hostile traffic, and states.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { CancelledError, InputError } from '../base/errors.ts';
import type { PacketTable } from '../packets/table.ts';
import { EXTRACTED_FEATURES, type ExtractOptions, extractFeatures } from './extract.ts';
import { type Drawn, drawTable } from './testing/draw.ts';

const module = await compileCore();

async function extract(
  table: PacketTable,
  options: Partial<ExtractOptions> = {},
  features = EXTRACTED_FEATURES as readonly string[],
) {
  const core = await instantiateCore(module);
  return extractFeatures(core, table, features, { seed: [1, 2], state: null, ...options }, () => undefined);
}

/** The values of one feature. */
async function valuesOf(feature: string, packets: readonly Drawn[]): Promise<number[]> {
  const { columns } = await extract(drawTable(packets), {}, [feature]);
  return columns.flatMap(([column]) => [...column]);
}

const L = (x: number): number => Math.log2(1 + x);
const tcp = (ts: number, src: string, dst: string, srcPort: number, dstPort: number): Drawn => ({
  ts,
  src,
  dst,
  proto: 6,
  srcPort,
  dstPort,
});

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  // Half a unit in the last place of float32, and as much again.
  values.forEach((value, row) => expect(Math.abs(value - expected[row]), `row ${row}`).toBeLessThan(1.2e-7 * (1 + expected[row]))); // prettier-ignore
}

describe('each formula, on packets whose values a person can compute', () => {
  test('conn_rate10 counts new connections at either end, halved every 10 s; 120 s of silence make one new', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1000, 80),
      tcp(0, 'b', 'a', 80, 1000), // the same connection
      tcp(10, 'a', 'c', 1001, 80), // a: 1/2 + 1
      tcp(20, 'c', 'd', 1002, 80), // c: 1/2 + 1
      tcp(140.5, 'a', 'b', 1000, 80), // after 140.5 s: a had 1.5 at 10 s
      tcp(141, 'b', 'a', 80, 1000),
    ];
    const a = 1.5 * 2 ** -13.05 + 1;
    expectClose(await valuesOf('conn_rate10', packets), [1, 1, 1.5, 1.5, a, a * 2 ** -0.05].map(L));
  });

  test('120 s of silence exactly do not make a connection new', async () => {
    const packets = [tcp(0, 'a', 'b', 1000, 80), tcp(120, 'a', 'b', 1000, 80), tcp(240.5, 'a', 'b', 1000, 80)];
    expectClose(await valuesOf('conn_rate10', packets), [1, 2 ** -12, 2 ** -24.05 + 1].map(L));
  });

  test('macbind tells a new pair of MACs, and an address that has another MAC than before', async () => {
    const from = (ts: number, mac: string): Drawn => ({ ...tcp(ts, '10.0.0.1', '10.0.0.2', 1, 2), srcMac: mac, dstMac: '02:00:00:00:00:02' }); // prettier-ignore
    const [own, other] = ['02:00:00:00:00:01', '02:00:00:00:00:03'];
    const packets = [from(0, own), from(90, own), from(90, other), from(90, own), from(210, other)];
    // Pair of MACs: at 90 s old by 90 s, log2(120/120); then new, log2(120/30); at 210 s log2(240/150). Binding of 10.0.0.1: 2 packets
    // before, none of this MAC: log2(3/1); then 3 of which 2: log2(4/3); 4 of which 1: log2(5/2).
    const expected = [0, 0, Math.log2(4), Math.log2(4 / 3), Math.log2(5 / 2)];
    expectClose(await valuesOf('macbind', packets), expected);
  });

  test('macbind passes multicast and 0.0.0.0 over, and takes ARP by its protocol addresses', async () => {
    const arp = (ts: number, sender: string, srcMac: string, dstMac: string): Drawn => ({
      ts,
      arpSender: sender,
      arpTarget: '10.0.0.9',
      srcMac,
      dstMac,
      proto: 255,
    });
    const [x, y, all] = ['02:00:00:00:00:01', '02:00:00:00:00:03', 'ff:ff:ff:ff:ff:ff'];
    const packets = [
      arp(0, '10.0.0.1', x, all),
      arp(0, '10.0.0.1', y, all), // one packet before, of another MAC: log2(2/1)
      arp(0, '0.0.0.0', x, all),
      arp(0, '0.0.0.0', y, all),
      { ts: 0, src: '10.0.0.5', dst: '224.0.0.251', srcMac: x, dstMac: '01:00:5e:00:00:fb', proto: 17 },
      { ts: 0, src: '10.0.0.5', dst: '224.0.0.251', srcMac: x, dstMac: '01:00:5e:00:00:fc', proto: 17 },
    ];
    expectClose(await valuesOf('macbind', packets), [0, 1, 0, 0, 0, 0]);
  });

  test('portmax10 counts services that a host had not sent to for 600 s, by the smaller port', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1000, 80),
      tcp(0, 'a', 'b', 1001, 80),
      tcp(0, 'a', 'b', 1000, 81),
      tcp(10, 'b', 'a', 81, 1000), // b's first of a's service 81; a keeps 2/2
      tcp(610, 'a', 'b', 1000, 81), // 610 s: new
      tcp(1210, 'a', 'b', 1000, 81), // 600 s: not
    ];
    expectClose(await valuesOf('portmax10', packets), [1, 1, 2, 1, 1 + 2 ** -60, 2 ** -60].map(L));
  });

  test('un2 counts connections without an answer, at both ends, and takes the answered ones back', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1000, 80),
      tcp(0, 'a', 'b', 1001, 80),
      tcp(0, 'b', 'a', 80, 1000), // answers the first
      tcp(0, 'b', 'a', 80, 1000), // no second time
      tcp(10, 'c', 'b', 1002, 80), // b: 1/2 + 1
      { ...tcp(10, 'd', '239.1.1.1', 1, 2), dstMac: '01:00:5e:01:01:01' }, // nobody answers a group
      { ts: 10, arpSender: 'e', arpTarget: 'f', srcMac: '02:00:00:00:00:01', dstMac: 'ff:ff:ff:ff:ff:ff', proto: 255 },
    ];
    expectClose(await valuesOf('un2', packets), [1, 2, 1, 1, 1.5, 0, 1].map(L));
  });

  test('brute100 counts new connections of a client to a service, halved every 100 s', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1000, 22),
      tcp(100, 'a', 'b', 1001, 22),
      tcp(100, 'b', 'a', 22, 1001), // of the same client
      tcp(100, 'a', 'b', 1001, 23), // another service
      tcp(100, 'c', 'b', 1001, 22), // another client
    ];
    expectClose(await valuesOf('brute100', packets), [1, 1.5, 1.5, 1, 1].map(L));
  });

  test('dns_new10 counts new names of a domain; icmplog, newchan_all10 and svcsurp', async () => {
    const ask = (ts: number, dnsName: number, dnsDomain: number): Drawn => ({ ...tcp(ts, 'a', 'b', 1000, 53), proto: 17, dnsName, dnsDomain }); // prettier-ignore
    const names = [ask(0, 1, 9), ask(0, 1, 9), ask(10, 2, 9), ask(10, 3, 8), tcp(10, 'a', 'b', 1000, 53)];
    expectClose(await valuesOf('dns_new10', names), [1, 1, 1.5, 1, 0].map(L));

    const ping = (ts: number, src: string, icmpType: number, size: number): Drawn => ({
      ts,
      src,
      dst: 'z',
      proto: 1,
      icmpType,
      size,
    });
    const pings = [ping(0, 'x', 8, 98), ping(0, 'y', 8, 1000), ping(10, 'x', 3, 98), tcp(10, 'a', 'b', 1, 2)];
    expectClose(await valuesOf('icmplog', pings), [L(98), L(1000), L(98), 0]);
    expectClose(await valuesOf('newchan_all10', pings), [1, 2, 1, 2].map(L));
    expectClose(await valuesOf('svcsurp', pings), [1, 2 / 2, 3 / 1, 4 / 1].map(Math.log2));
  });

  test('vol_mac counts packets from one host to another, in the measure in which their MACs are new to each other', async () => {
    const packet = (ts: number, src: string, dst: string): Drawn => ({ ...tcp(ts, src, dst, 1, 2), srcMac: '02:00:00:00:00:01', dstMac: '02:00:00:00:00:02' }); // prettier-ignore
    const packets = [tcp(0, 'q', 'r', 1, 2), packet(90, 'a', 'b'), packet(100, 'a', 'b'), packet(100, 'b', 'a')];
    const later = Math.log2(130 / 40);
    expectClose(await valuesOf('vol_mac', packets), [0, (1 * 2) / 4, (L(1.5) * later) / 4, (1 * later) / 4]);
  });
});

describe('the clock', () => {
  const values = (times: readonly (number | undefined)[]) =>
    valuesOf('newchan_all10', times.map((ts, row) => ({ ...tcp(0, 'a', `b${row}`, 1, 2), ts }))); // prettier-ignore

  test('a packet without a time, or one that comes late, has the time of the one before it', async () => {
    expectClose(await values([100, undefined, 110, 105, 120]), [1, 2, 2, 3, 2.5].map(L));
  });

  test('after a step back of more than a minute the clock goes on from where it was', async () => {
    expectClose(await values([1000, 900, 910]), [1, 2, 2].map(L));
  });

  test('ten years, and times that are none, give numbers', async () => {
    const years = 3.2e8;
    expectClose(await values([0, years, 0, 10, Number.MAX_VALUE, -Number.MAX_VALUE]), [1, 1, 2, 2, 3, 4].map(L));
  });
});

test('an absent end leaves out what takes two, and counts for nobody', async () => {
  const { columns } = await extract(
    drawTable([
      { ts: 0, src: 'a', proto: 6 },
      { ts: 0, proto: 6 },
    ]),
  );
  const [first, second] = [0, 1].map((row) => columns[0].map((column) => column[row]));
  expect(first).toEqual(Array(10).fill(0));
  expect(second).toEqual(Array(10).fill(0));
});

test('an unknown feature is named, and a cancel goes through', async () => {
  const table = drawTable([tcp(0, 'a', 'b', 1, 2)]);
  await expect(extract(table, {}, ['size'])).rejects.toThrow(InputError);
  const core = await instantiateCore(module);
  const stop = () => Promise.reject(new CancelledError());
  await expect(extractFeatures(core, table, ['un2'], { seed: [1, 2], state: null }, stop)).rejects.toThrow(
    CancelledError,
  );
  // The core is free again.
  const { columns } = await extractFeatures(core, table, ['un2'], { seed: [1, 2], state: null }, () => undefined);
  expect([...columns[0][0]]).toEqual([1]);
});

const drawn: fc.Arbitrary<Drawn> = fc.record(
  {
    ts: fc.oneof(fc.double({ min: 0, max: 2000, noNaN: true }), fc.double()),
    src: fc.constantFrom('10.0.0.1', '10.0.0.2', '::1', '0.0.0.0', '239.0.0.1', 'host'),
    dst: fc.constantFrom('10.0.0.1', '10.0.0.2', 'ff02::1', 'host', ''),
    proto: fc.constantFrom(1, 6, 17, 58, 255),
    srcPort: fc.constantFrom(53, 80, 1000, 65_535),
    dstPort: fc.constantFrom(53, 80, 0),
    size: fc.nat(),
    srcMac: fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02'),
    dstMac: fc.constantFrom('02:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff'),
    arpSender: fc.constantFrom('10.0.0.1', '0.0.0.0'),
    arpTarget: fc.constantFrom('10.0.0.2'),
    dnsName: fc.nat(5),
    dnsDomain: fc.nat(2),
    icmpType: fc.nat(255),
  },
  { requiredKeys: [] },
);

test('any cut into pieces gives the same bits, also where the tables are full; each is a number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom(0, 4000, 1 << 20),
      async (packets, pieceRows, tableBytes) => {
        const table = drawTable(packets);
        const whole = await extract(table, { tableBytes });
        const cut = await extract(table, { tableBytes, pieceRows });
        expect(cut).toEqual(whole);
        for (const column of whole.columns[0])
          expect(column.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});
