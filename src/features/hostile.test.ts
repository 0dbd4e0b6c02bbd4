// Traffic that is made to hurt: memory stays what it was given, every value is a number, and nobody is crowded out by guesses.
import { expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { EXTRACTED_FEATURES, extractFeatures } from './extract.ts';
import { type Drawn, drawTable } from './testing/draw.ts';

const module = await compileCore();
const COUNT = 70_000;
const MEMORY = 10 << 20;

async function extract(packets: readonly Drawn[], seed: [number, number] = [5, 6]) {
  const core = await instantiateCore(module);
  const table = drawTable(packets);
  const options = { seed, state: null, tableBytes: 2 << 20 };
  const result = await extractFeatures(core, table, EXTRACTED_FEATURES, options, () => undefined);
  return { ...result, memory: core.memory.buffer.byteLength };
}

const address = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
const mac = (index: number) => `02:00:00:${[16, 8, 0].map((shift) => ((index >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`; // prettier-ignore

const make: Record<string, (index: number) => Drawn> = {
  'every packet from a new address, a new MAC, to a new port': (index) => ({
    ts: index / 1000,
    src: address(index),
    dst: '192.0.2.1',
    srcMac: mac(index),
    dstMac: mac(1 << 23),
    srcPort: index & 65_535,
    dstPort: (index * 7) & 65_535,
  }),
  'all from one to one': () => ({ ts: 1, src: 'a', dst: 'b', srcPort: 1, dstPort: 2 }),
  'all at one instant, each between strangers': (index) => ({ ts: 5, src: address(index), dst: address(COUNT + index), srcPort: 1, dstPort: 2 }), // prettier-ignore
  'time that runs backwards': (index) => ({ ts: -index * 100, src: address(index % 50), dst: 'b', srcPort: index & 65_535, dstPort: 2 }), // prettier-ignore
  'time that jumps ten years and back': (index) => ({ ts: (index % 2) * 3.2e8, src: address(index % 50), dst: 'b', srcPort: 1, dstPort: 2 }), // prettier-ignore
  'a new name in each packet': (index) => ({
    ts: index,
    src: 'a',
    dst: 'b',
    proto: 17,
    srcPort: 1000,
    dstPort: 53,
    dnsName: index + 1,
    dnsDomain: 1 + (index >> 1),
    dnsLength: 60,
    payloadLength: 4_000_000_000,
  }),
};

test.each(Object.entries(make))('%s', async (_, packet) => {
  const { columns, memory, report } = await extract(Array.from({ length: COUNT }, (_, index) => packet(index)));
  for (const column of columns.flat()) expect(column.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  // Tables of 2 MB, keys of addresses, a piece of rows.
  expect(memory).toBeLessThan(MEMORY);
  for (const { used, capacity } of report.tables) expect(used).toBeLessThanOrEqual(capacity);
});

test('entries that were given up too early are counted, those that had expired are not', async () => {
  const burst = make['every packet from a new address, a new MAC, to a new port'];
  const evictedOf = async (seconds: number) => {
    const packets = Array.from({ length: 20_000 }, (_, index) => ({ ...burst(index), ts: index * seconds }));
    return (await extract(packets)).report.tables;
  };
  const find = (tables: Awaited<ReturnType<typeof evictedOf>>, name: string) =>
    tables.find((table) => table.name === name)!;
  const [fast, slow] = [await evictedOf(0.001), await evictedOf(10)];
  // Each packet opens a connection: what does not fit was given up. 10 s apart, a bucket's oldest has long been silent.
  for (const tables of [fast, slow]) expect(find(tables, 'hosts').evicted).toBe(20_001 - find(tables, 'hosts').used);
  expect(find(fast, 'connections').evicted).toBe(20_000 - find(fast, 'connections').used);
  expect(find(slow, 'connections').evicted).toBe(0);
});

test('addresses that crowd one bucket under a known seed are spread under another', async () => {
  /** Hosts that find room in a dozen buckets of eight. */
  const countHosts = async (sources: readonly string[], seed: [number, number]): Promise<number> => {
    const core = await instantiateCore(module);
    const table = drawTable(sources.map((src) => ({ ts: 1, src })));
    const options = { seed, state: null, tableBytes: 28_300 };
    return (await extractFeatures(core, table, [], options, () => undefined)).report.tables[0].used;
  };
  const seed: [number, number] = [1, 1];
  // Hosts until one finds its bucket full; the eight that fill it; then others that find it full.
  const hosts: string[] = [];
  while ((await countHosts(hosts, seed)) === hosts.length) hosts.push(address(hosts.length));
  const crowd: string[] = [];
  for (const host of hosts.slice(0, -1)) {
    const others = hosts.filter((each) => each !== host);
    if ((await countHosts(others, seed)) === others.length) crowd.push(host);
  }
  expect(crowd.length).toBe(8);
  for (let index = hosts.length; crowd.length < 40; index++) {
    if ((await countHosts([...crowd, address(index)], seed)) === 8) crowd.push(address(index));
  }
  expect(await countHosts(crowd, seed)).toBe(8);
  expect(await countHosts(crowd, [2, 1])).toBeGreaterThan(24);
});
