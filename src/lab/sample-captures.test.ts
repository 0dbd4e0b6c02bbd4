// The captures in samples/ are what the generator makes, hold what tshark reads of them, and hide a scan that is found.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { LoadReport, PacketRow } from '../engine/types.ts';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { MARK_MALFORMED } from '../packets/capture.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { readExpected } from './sample-captures.ts';

const folder = join(import.meta.dirname, '../../samples');

test('every capture in samples/ comes from the generator', () => {
  const captures = readdirSync(folder).filter((file) => file.endsWith('.pcapng'));
  expect(captures).toEqual(Object.keys(sampleCaptures).map((name) => `${name}.pcapng`));
});

describe.each(Object.entries(sampleCaptures))('%s', (name, make) => {
  const bytes = make();
  const expected = readExpected(folder, name);
  let engine: Engine;
  let report: LoadReport;
  const rows: PacketRow[] = [];

  beforeAll(async () => {
    engine = createEngine(await compileCore());
    report = await engine.load(1, [{ name, data: new Blob([bytes]) }]);
    for (let start = 0; start < report.packets; start += 1000)
      rows.push(...engine.page(report.traffic, start, 1000).rows);
  });

  test('is in samples/ byte for byte', () => {
    expect(readFileSync(join(folder, `${name}.pcapng`)).equals(bytes)).toBe(true);
  });

  test('reads as tshark reads it', () => {
    const { packets, wireBytes, span } = expected;
    expect(report).toMatchObject({ packets, wireBytes, rejected: 0, problemCount: 0 });
    expect(report.span).toEqual({ first: Number(span.first), last: Number(span.last) });
    expect(report.sources[0]).toMatchObject({
      format: 'pcapng',
      stopped: null,
      capture: { noteCount: 0, lostBytes: 0 },
    });
    expect(report.sources[0].capture).toMatchObject({ truncated: 0, undecoded: 0, sliced: 0, timeless: 0 });
    // Probes of protocols hold nothing, not even those protocols' headers.
    const malformed = rows.filter(({ frame }) => frame!.marks & MARK_MALFORMED);
    expect(malformed).toHaveLength(report.sources[0].capture!.malformed);
    for (const { src, size } of malformed) expect([src, size]).toEqual([expected.visitor.src, 60]);
  });

  test('has the hosts, protocols and ethertypes that tshark sees', () => {
    const addresses = new Set(rows.flatMap(({ src, dst }) => [src, dst]).filter((address) => address !== undefined));
    expect(addresses.size).toBe(expected.hosts);
    const protocols = Object.entries(expected.protocols).map(([proto, packets]) => ({ proto: Number(proto), packets }));
    const known = report.protocols.toSorted((a, b) => a.proto - b.proto);
    expect(known).toEqual(protocols.toSorted((a, b) => a.proto - b.proto));
    const ethertypes: Record<string, number> = {};
    for (const { frame } of rows) ethertypes[frame!.ethertype] = (ethertypes[frame!.ethertype] ?? 0) + 1;
    expect(ethertypes).toEqual(expected.ethertypes);
    expect(rows.filter(({ src }) => src === expected.visitor.src)).toHaveLength(expected.visitor.packets);
  });

  test('has the scan among what stands out, for every seed', async () => {
    for (let seed = 0; seed < 5; seed++) {
      const parameters = { ...DEFAULT_PARAMETERS, random_state: seed };
      await engine.train(2, { traffic: report.traffic, name: 'Sample', parameters });
      await engine.setView(3, report.traffic, { sort: 'score', descending: true, filter: '', above: null });
      const first = engine.page(report.traffic, 0, 20).rows;
      // Its packets and the answers to them; frames of ARP have MAC addresses alone, of which office-wire.ts ends the visitor's so.
      const visitor = new RegExp(`\\b${expected.visitor.src}\\b|:4d\\b`);
      const ends = first.map(({ src, dst, frame }) => [src, dst, frame!.srcMac, frame!.dstMac].join(' '));
      // Others may speak with the server while it is scanned.
      expect(ends.filter((words) => visitor.test(words)).length).toBeGreaterThanOrEqual(18);
    }
  });
});
