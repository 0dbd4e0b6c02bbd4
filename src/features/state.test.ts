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
    for (const shift of [-1e6, -1, 1e9]) {
      const rest = packets.slice(100).map((packet) => ({ ...packet, ts: packet.ts! + shift }));
      const second = await extract(drawTable(rest), { state: first.state, seed: [7, 7] });
      // Counts are the same to the bit. The first packet has the clock's time, so that a second is missing from there on.
      expect(second.values.mac_changed).toEqual(whole.values.mac_changed.slice(100));
      second.values.new_local.forEach((value, row) => {
        const seen = (100 + row) % 3;
        expect(value).toBeCloseTo(Math.log2((99 + row + 30) / (99 + row - seen + 30)), 5);
      });
      // Pairs are not new, whose last packets are at most 3 s old; rates and connections are forgotten.
      expect(second.values.new_pairs10).toEqual(Array(100).fill(0));
      expect(second.values.half_open10[0]).toBe(1);
      expect(whole.values.half_open10[100]).toBeGreaterThan(2);
    }
  });

  test('tells a MAC that an address did not have in the first traffic, and a channel that is new', async () => {
    const { state } = await extract(drawTable(office(0, 99)));
    const stranger = { ...office(0, 1)[0], srcMac: macs[2], dstPort: 22 };
    const { values } = await extract(drawTable([stranger]), { state });
    // 10.0.0.0 stood in 66 packets, never with this MAC.
    expect(values.mac_changed[0]).toBeCloseTo(Math.log2(68 / 2), 5);
    // The clock stands at 98; of 100 packets this is the first to port 22.
    expect(values.repeat_new[0]).toBeCloseTo((Math.log2(128 / 30) * 1 * Math.log2(101)) / 32, 5);
  });

  test('is kept again with what is added, also into smaller tables', async () => {
    const one = await extract(drawTable(office(0, 100)));
    const two = await extract(drawTable(office(0, 100)), { state: one.state });
    const three = await extract(drawTable([]), { state: two.state });
    expect(three.state).toEqual(two.state);
    expect(two.report.tables.find(({ name }) => name === 'hosts')!.used).toBe(3);
    const small = await extract(drawTable(office(0, 100)), { state: two.state, tableBytes: 0 });
    expect(small.report.tables.map(({ capacity }) => capacity)).toEqual(Array(11).fill(8));
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
    // A host, a pair and a channel of each packet go together: 32 + 40 + 24 bytes.
    expect(state.length).toBeGreaterThan((8 << 20) - 96);
    const used = (name: string) => report.tables.find((table) => table.name === name)!.used;
    const counts = new Uint32Array(state.buffer, 40, 6);
    expect(report.cut + counts.reduce((sum, kept) => sum + kept)).toBe(
      used('hosts') + used('pairs') + used('channels') + 1,
    );
    const hosts = new Float64Array(state.buffer, 64, 4 * counts[0]);
    const last = hosts.filter((_, index) => index % 4 === 1).sort();
    expect(last.length).toBeGreaterThan(80_000);
    // No gap: whoever was seen after the first that is kept is kept too.
    expect(count - last[0]).toBeLessThan(1.02 * last.length);
  });
});

describe('bytes that are no state', () => {
  const table = drawTable(office(0, 50));

  test.each([
    ['nothing', () => new Uint8Array(0), /0 bytes are too few/],
    ['too much', () => new Uint8Array((8 << 20) + 1), /too many/],
    ['something else', () => new Uint8Array(96), /bytes at 0/],
  ])('%s', async (_, make, message) => {
    await expect(extract(table, { state: make() })).rejects.toThrow(InputError);
    await expect(extract(table, { state: make() })).rejects.toThrow(message);
  });

  test.each([
    ['a version to come', (view: DataView) => view.setUint32(4, 2, true), /version 2/],
    ['a clock that runs backwards', (view: DataView) => view.setFloat64(16, -1, true), /clock/],
    ['a clock that is none', (view: DataView) => view.setFloat64(16, NaN, true), /clock/],
    ['packets elsewhere that are none', (view: DataView) => view.setFloat64(32, NaN, true), /NaN packets \(at 32\)/],
    ['packets without end', (view: DataView) => view.setFloat64(24, Infinity, true), /Infinity packets/],
    [
      'a table of 4 billion entries',
      (view: DataView) => view.setUint32(44, 0xffffffff, true),
      /tables \(at 40\) end at/,
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
    const sizes = [32, 24, 24, 24, 40, 24];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(5), fc.uint8Array({ minLength: 40, maxLength: 40 })), { maxLength: 60 }),
        fc.oneof(fc.constant(0), fc.double({ min: 0, max: 9e15, noNaN: true })),
        async (entries, clock) => {
          const tables = sizes.map((size, index) =>
            entries.filter(([which]) => which === index).map(([, bytes]) => bytes.subarray(0, size)),
          );
          const parts = tables.flat();
          const state = new Uint8Array(64 + parts.reduce((sum, { length }) => sum + length, 0));
          const view = new DataView(state.buffer);
          view.setUint32(0, 0x5354414e, true);
          view.setUint32(4, 1, true);
          view.setFloat64(16, clock, true);
          tables.forEach(({ length }, index) => view.setUint32(40 + 4 * index, length, true));
          let at = 64;
          for (const part of parts) {
            state.set(part, at);
            at += part.length;
          }
          const { columns, state: next } = await extract(table, { state, tableBytes: 4096 });
          for (const column of columns[0]) expect(column.every((value) => Number.isFinite(value))).toBe(true);
          await extract(table, { state: next });
        },
      ),
      { numRuns: 200 },
    );
  });
});
