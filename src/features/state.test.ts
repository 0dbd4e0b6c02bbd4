// What is kept of one traffic for the next: what it means there, and bytes that anybody may have changed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import type { PacketTable } from '../packets/table.ts';
import { EXTRACTED_FEATURES, type ExtractOptions, extractFeatures } from './extract.ts';
import { type Drawn, drawTable } from './testing/draw.ts';

const module = await compileCore();

async function extract(table: PacketTable, options: Partial<ExtractOptions> = {}) {
  const core = await instantiateCore(module);
  const result = await extractFeatures(
    core,
    table,
    EXTRACTED_FEATURES,
    { seed: [3, 4], state: null, ...options },
    () => undefined,
  );
  const values = Object.fromEntries(
    EXTRACTED_FEATURES.map((name, index) => [name, result.columns.flatMap((columns) => [...columns[index]])]),
  );
  return { ...result, values };
}

const macs = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03'];

/** An office: three hosts, each with its MAC. */
function office(from: number, count: number): Drawn[] {
  return Array.from({ length: count }, (_, index) => ({
    ts: from + index,
    src: `10.0.0.${index % 3}`,
    dst: `10.0.0.${(index + 1) % 3}`,
    srcMac: macs[index % 3],
    dstMac: macs[(index + 1) % 3],
    proto: 6,
    srcPort: 1000 + index,
    dstPort: [80, 443][index % 2],
  }));
}

describe('what is known', () => {
  test('goes on in the next traffic as if it followed at once, whenever it was', async () => {
    const packets = office(0, 200);
    const whole = await extract(drawTable(packets));
    const first = await extract(drawTable(packets.slice(0, 100)));
    // The first packet of what follows has the clock's time, so that a second is missing from there on.
    for (const shift of [-99 - 1e6, -1, 1e9]) {
      const rest = packets.slice(100).map((packet) => ({ ...packet, ts: packet.ts! + shift }));
      const second = await extract(drawTable(rest), { state: first.state, seed: [7, 7] });
      // Counts alone are the same to the bit; MACs are as new as their time tells.
      expect(second.values.svcsurp).toEqual(whole.values.svcsurp.slice(100));
      second.values.macbind.forEach((value, row) => {
        const seen = (100 + row) % 3;
        expect(value).toBeCloseTo(Math.log2((99 + row + 30) / (99 + row - seen + 30)), 5);
      });
      // Rates and connections are forgotten: the first packet opens one for two hosts that had none.
      expect(second.values.conn_rate10[0]).toBe(1);
      expect(whole.values.conn_rate10[100]).toBeGreaterThan(3);
    }
  });

  test('tells a MAC that an address did not have in the first traffic', async () => {
    const { state } = await extract(drawTable(office(0, 99)));
    const stranger = { ...office(0, 1)[0], srcMac: macs[2] };
    const { values } = await extract(drawTable([stranger]), { state });
    // 10.0.0.0 stood in 66 packets, never with this MAC; the pair of MACs is as old as 97 s of 98.
    expect(values.macbind[0]).toBeCloseTo(Math.log2(67), 5);
  });

  test('is kept again with what is added, also into smaller tables', async () => {
    const one = await extract(drawTable(office(0, 100)));
    const two = await extract(drawTable(office(0, 100)), { state: one.state });
    const three = await extract(drawTable([]), { state: two.state });
    expect(three.state).toEqual(two.state);
    expect(two.report.tables.find(({ name }) => name === 'hosts')!.used).toBe(3);
    const small = await extract(drawTable(office(0, 100)), { state: two.state, tableBytes: 0 });
    expect(small.report.tables.map(({ capacity }) => capacity)).toEqual(Array(9).fill(8));
  });

  test('of more than fits, what was used last stays, and the rest is counted', async () => {
    const count = 400_000;
    const packets = Array.from({ length: count }, (_, index) => ({
      ts: index,
      src: `h${index}`,
      dst: 'all',
      proto: 17,
      srcPort: 9,
      dstPort: 9,
    }));
    const { state, report } = await extract(drawTable(packets), { tableBytes: 256 << 20 });
    expect(state.length).toBeLessThanOrEqual(8 << 20);
    expect(state.length).toBeGreaterThan((8 << 20) - 64);
    const hosts = report.tables.find(({ name }) => name === 'hosts')!;
    // Hosts, and one service.
    expect(report.cut).toBe(hosts.used + 1 - Math.floor((8 * 1024 * 1024 - 48) / 32));
    const words = new Float64Array(state.buffer, 48);
    const last = words.filter((_, index) => index % 4 === 1);
    expect(Math.min(...last.subarray(0, 1000))).toBeGreaterThanOrEqual(report.cut - hosts.evicted);
  });
});

describe('bytes that are no state', () => {
  const table = drawTable(office(0, 50));

  test.each([
    ['nothing', () => new Uint8Array(0), /0 bytes are too few/],
    ['too much', () => new Uint8Array((8 << 20) + 1), /too many/],
    ['something else', () => new Uint8Array(64), /bytes at 0/],
  ])('%s', async (_, make, message) => {
    await expect(extract(table, { state: make() })).rejects.toThrow(InputError);
    await expect(extract(table, { state: make() })).rejects.toThrow(message);
  });

  test.each([
    ['a version to come', (view: DataView) => view.setUint32(4, 2, true), /version 2/],
    ['a clock that runs backwards', (view: DataView) => view.setFloat64(16, -1, true), /clock/],
    ['a clock that is none', (view: DataView) => view.setFloat64(16, NaN, true), /clock/],
    ['packets without end', (view: DataView) => view.setFloat64(24, Infinity, true), /Infinity packets/],
    [
      'a table of 4 billion entries',
      (view: DataView) => view.setUint32(36, 0xffffffff, true),
      /tables \(at 32\) end at/,
    ],
  ])('%s', async (_, change, message) => {
    const { state } = await extract(table);
    change(new DataView(state.buffer));
    await expect(extract(table, { state })).rejects.toThrow(message);
  });

  test('one that was cut off', async () => {
    const { state } = await extract(table);
    await expect(extract(table, { state: state.slice(0, -1) })).rejects.toThrow(/end at/);
  });

  test('entries of any bits give numbers, and a state again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 60 }),
        fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 9e15, noNaN: true })),
        async (entries, shares, clock) => {
          const counts = [0, 0, 0, 0];
          entries.forEach((_, index) => counts[shares[index % 4] % 4]++);
          const state = new Uint8Array(48 + 32 * entries.length);
          const view = new DataView(state.buffer);
          view.setUint32(0, 0x5354414e, true);
          view.setUint32(4, 1, true);
          view.setFloat64(16, clock, true);
          counts.forEach((count, index) => view.setUint32(32 + 4 * index, count, true));
          entries.forEach((entry, index) => state.set(entry, 48 + 32 * index));
          const { columns, state: next } = await extract(table, { state, tableBytes: 4096 });
          for (const column of columns[0]) expect(column.every((value) => Number.isFinite(value))).toBe(true);
          await extract(table, { state: next });
        },
      ),
      { numRuns: 200 },
    );
  });
});
