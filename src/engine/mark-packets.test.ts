// The packets above a line, as they leave the engine: against its pages, its explanations, and sums made here.
import { beforeAll, describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { InputError } from '../base/errors.ts';
import { readModel } from '../model/file.ts';
import { sampleCaptures } from '../samples/captures.ts';
import { smallModel } from '../model/testing/forests.ts';
import { columnsOf } from './columns.ts';
import { createEngine, type Engine } from './engine.ts';
import { markPackets } from './mark-packets.ts';
import type { ScoringReport } from './scoring-report.ts';
import { cutIntoChunks, freePacer, makeTable } from './testing/tables.ts';
import type { Analysis, PacketRow, ViewQuery } from './types.ts';
import { wholeView } from './view.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await compileCore();
});

const byRow: ViewQuery = { sort: 'row', descending: false, filter: '', above: null };
const textSource = (items: unknown, name = 'a.json') => ({ name, data: new Blob([JSON.stringify({ items })]) });

/** The sample with a scan in it, under a model of its own. */
async function start(featureSet: 'basic' | 'traffic' = 'traffic', bytes = sampleCaptures.office_scan()) {
  const engine = createEngine(module);
  const { traffic, packets } = await engine.load(1, [{ name: 'a.pcapng', data: new Blob([bytes]) }]);
  const { file, analysis } = await engine.train(2, { traffic, name: 'A', featureSet, parameters: {} });
  return { engine, traffic, packets, file, analysis };
}

async function readRows(engine: Engine, traffic: number, query: Partial<ViewQuery>): Promise<PacketRow[]> {
  const count = await engine.setView(90, traffic, { ...byRow, ...query });
  const rows: PacketRow[] = [];
  while (rows.length < count) rows.push(...engine.page(traffic, rows.length, 1000).rows);
  return rows;
}

/** Source and destination as the features have them. */
const endsOf = ({ src, dst, frame }: PacketRow) => [
  src ?? frame?.arpSender ?? frame?.srcMac ?? '',
  dst ?? frame?.arpTarget ?? frame?.dstMac ?? '',
];

describe('marked packets', () => {
  test('are those above the line, with all that pages tell of them', async () => {
    const { engine, traffic, packets, analysis } = await start();
    const line = { threshold: analysis.threshold * 0.97, hosts: [] };
    const marked = await engine.marked(3, traffic, line);
    const rows = await readRows(engine, traffic, { above: line.threshold });
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.some(({ frame }) => frame?.arpOperation !== null)).toBe(true);
    expect(marked).toMatchObject({ line, above: rows.length, taken: rows.length, packets });
    expect([...marked.rows]).toEqual(rows.map(({ row }) => row));
    expect([...marked.scores]).toEqual(rows.map(({ score }) => score));
    expect([...marked.ts]).toEqual(rows.map(({ ts }) => ts));
    expect([...marked.size]).toEqual(rows.map(({ size }) => size));
    expect([...marked.proto]).toEqual(rows.map(({ proto }) => proto));
    expect([...marked.srcPort]).toEqual(rows.map(({ src_port }) => src_port ?? -1));
    expect([...marked.dstPort]).toEqual(rows.map(({ dst_port }) => dst_port ?? -1));
    expect([...marked.tcpFlags]).toEqual(rows.map(({ tcp_flags }) => tcp_flags ?? -1));
    expect([...marked.icmpType]).toEqual(rows.map(({ frame }) => frame?.icmpType ?? -1));
    expect([...marked.arpOperation]).toEqual(rows.map(({ frame }) => frame?.arpOperation ?? -1));
    expect([...marked.ethertype]).toEqual(rows.map(({ frame }) => frame?.ethertype ?? -1));
    const all = await readRows(engine, traffic, {});
    expect([marked.first, marked.last]).toEqual([all[0].ts, all.at(-1)!.ts]);
    expect(marked.ceiling).toBe(analysis.adjustment!.ceiling);
  });

  test('have hosts in the order in which they appear, and ARP packets the addresses that they ask for', async () => {
    const { engine, traffic } = await start();
    const marked = await engine.marked(3, traffic, { threshold: 0, hosts: [] });
    const rows = await readRows(engine, traffic, {});
    const seen = new Set<number>([0]);
    for (let at = 0; at < marked.taken; at++) {
      for (const place of [marked.src[at], marked.dst[at]]) {
        expect(place).toBeLessThanOrEqual(seen.size);
        seen.add(place);
      }
      const ends = [marked.hosts[marked.src[at]], marked.hosts[marked.dst[at]]];
      expect(ends).toEqual(endsOf(rows[at]));
      if (rows[at].frame!.arpOperation !== null) for (const end of ends) expect(end).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    }
    expect(marked.hosts[0]).toBe('');
    expect(seen.size).toBe(marked.hosts.length);
  });

  test('have the values that explanations show, and are in excess of what is usual where they exceed it', async () => {
    const { engine, traffic, analysis, file } = await start();
    const marked = await engine.marked(3, traffic, { threshold: analysis.threshold, hosts: [] });
    const { info, context } = readModel(file);
    expect(marked.features).toEqual(info.features);
    expect(marked.usual).toEqual(context!.usual);
    const width = info.features.length;
    const rows = [...marked.rows].slice(0, 20);
    const explained = await engine.explain(4, traffic, rows, analysis.threshold);
    explained.forEach(({ contributions }, packet) => {
      for (const { feature, value } of contributions) {
        expect(marked.values[packet * width + info.features.indexOf(feature)]).toBe(value);
      }
    });
    marked.values.forEach((value, place) => {
      expect(marked.excess![place] > 0).toBe(value > marked.usual![place % width]);
    });
    expect(Math.max(...marked.excess!)).toBe(255);
  });

  test('of a model on packets’ own values have no usual values', async () => {
    const { engine, traffic, analysis } = await start('basic');
    const marked = await engine.marked(3, traffic, { threshold: analysis.threshold, hosts: [] });
    expect(marked).toMatchObject({ features: ['size', 'proto'], usual: null, excess: null, ceiling: null });
    const rows = await readRows(engine, traffic, { above: analysis.threshold });
    expect([...marked.values]).toEqual(rows.flatMap(({ size, proto }) => [size, proto]));
  });

  test('without times or addresses say so', async () => {
    const engine = createEngine(module);
    const { traffic } = await engine.load(1, [textSource([{ size: 1, proto: 6 }, { size: 99, proto: 17, src: 'é' }])]); // prettier-ignore
    await engine.train(2, { traffic, name: 'A', parameters: {} });
    const marked = await engine.marked(3, traffic, { threshold: 0, hosts: [] });
    expect(marked).toMatchObject({ first: null, last: null, hosts: ['', 'é'] });
    expect([[...marked.ts], [...marked.src], [...marked.dst]]).toEqual([[Number.NaN, Number.NaN], [0, 1], [0, 0]]); // prettier-ignore
    expect([...marked.ethertype]).toEqual([-1, -1]);
  });

  test('need an analysis', async () => {
    const engine = createEngine(module);
    const { traffic } = await engine.load(1, [textSource([{ size: 1, proto: 6 }])]);
    await expect(engine.marked(2, traffic, { threshold: 0, hosts: [] })).rejects.toThrow(InputError);
    await expect(engine.hostLevels(traffic, 0, 3)).rejects.toThrow(InputError);
  });
});

describe('a host with a line of its own', () => {
  test('marks only what lies above both lines, everywhere', async () => {
    const { engine, traffic, analysis } = await start();
    const { threshold } = analysis;
    const before = await engine.marked(3, traffic, { threshold, hosts: [] });
    const touchesOf = (place: number) =>
      [...before.rows.keys()].map((at) => [before.src[at], before.dst[at]].includes(place));
    const place = before.hosts.findIndex((_, index) => new Set(touchesOf(index)).size === 2);
    const [host, touches] = [before.hosts[place], touchesOf(place)];
    const own = before.scores.filter((_, at) => touches[at]);
    const hosts = [{ host, threshold: Math.max(...own) }, { host: 'nobody', threshold: 1 }]; // prettier-ignore
    const rest = Array.from(before.rows.filter((_, at) => !touches[at]));
    expect(rest.length).toBeLessThan(before.taken);
    expect(rest.length).toBeGreaterThan(0);
    expect(await engine.countMarked(traffic, { threshold, hosts })).toBe(rest.length);
    expect([...(await engine.marked(3, traffic, { threshold, hosts })).rows]).toEqual(rest);
    expect((await readRows(engine, traffic, { above: threshold, hosts })).map(({ row }) => row)).toEqual(rest);
    const { packets, file } = await engine.export(4, traffic, 'json', { threshold, hosts }, 'odd');
    expect(packets).toBe(rest.length);
    const items = JSON.parse(await file.text()).items as { anomaly: boolean }[];
    expect(items.every(({ anomaly }) => anomaly)).toBe(true);
    // A line below the common one changes nothing.
    const low = [{ host, threshold: 0 }];
    expect(await engine.countMarked(traffic, { threshold, hosts: low })).toBe(before.taken);
  });

  test('is offered where most packets are odd, with the score that a hundredth of its packets exceed', async () => {
    const { engine, traffic, analysis } = await start();
    const rows = await readRows(engine, traffic, {});
    const levels = await engine.hostLevels(traffic, analysis.threshold, 3);
    expect(levels).toHaveLength(3);
    for (const { host, packets, marked, level } of levels) {
      const scores = rows.filter((row) => row.frame?.arpOperation === null && endsOf(row).includes(host)).map(({ score }) => score!); // prettier-ignore
      const arp = packets - scores.length;
      expect(arp).toBeLessThan(100);
      if (arp > 0) continue;
      expect(scores.filter((score) => score > analysis.threshold)).toHaveLength(marked);
      expect(level).toBe(scores.toSorted((a, b) => b - a)[Math.floor(packets / 100)]);
    }
    expect(levels.map(({ marked }) => marked)).toEqual(levels.map(({ marked }) => marked).toSorted((a, b) => b - a));
    const [first] = await engine.hostLevels(traffic, analysis.threshold, 1);
    expect(first).toEqual(levels[0]);
  });
});

describe('chosen rows', () => {
  test('are shown alone, in any order, and with a filter only those that match', async () => {
    const { engine, traffic } = await start();
    const rows = Uint32Array.of(3, 70, 500);
    expect((await readRows(engine, traffic, { rows })).map(({ row }) => row)).toEqual([3, 70, 500]);
    const sorted = await readRows(engine, traffic, { rows, sort: 'score', descending: true });
    expect(sorted.map(({ score }) => score)).toEqual(sorted.map(({ score }) => score!).toSorted((a, b) => b - a));
    const [{ size }] = sorted;
    const same = await readRows(engine, traffic, { rows, filter: `size:${size}` });
    expect(same.length).toBeLessThanOrEqual(3);
    expect(same.every((row) => row.size === size && rows.includes(row.row))).toBe(true);
    expect(await readRows(engine, traffic, { rows: new Uint32Array() })).toEqual([]);
  });

  test('are written as a capture that reads back as these packets', async () => {
    const { engine, traffic, analysis } = await start();
    const line = { threshold: analysis.threshold, hosts: [] };
    const { rows } = await engine.marked(3, traffic, line);
    const some = rows.slice(0, 5);
    const { file, ...told } = await engine.export(4, traffic, 'pcapng', line, some);
    expect(told).toEqual({ packets: 5, withoutBytes: 0, marked: 5, explained: 5 });
    const again = await engine.load(5, [{ name: 'b.pcapng', data: file }]);
    const wanted = await readRows(engine, traffic, { rows: some });
    const read = await readRows(engine, again.traffic, {});
    expect(read.map(({ ts, size, src }) => [ts, size, src])).toEqual(wanted.map(({ ts, size, src }) => [ts, size, src])); // prettier-ignore
  });
});

test('of too many only the oddest are copied, all are counted, and of equal ones the first', async () => {
  const table = makeTable(Array.from({ length: 150_000 }, (_, row) => ({ size: row, proto: 6 })));
  // Scores fall and rise again, so that the oddest stand in several chunks; each occurs about 15 times.
  const values = Array.from({ length: 150_000 }, (_, row) => 0.2 + (Math.imul(row, 7919) % 10_000) / 20_000);
  const traffic = {
    table,
    sources: [],
    reader: null,
    names: [],
    span: null,
    view: wholeView(table),
    addressRanks: null,
  };
  const model = smallModel();
  const scored = {
    file: new Uint8Array(),
    analysis: { adjustment: null } as Analysis,
    columns: columnsOf(table, ['size', 'proto']),
    scoring: {} as ScoringReport,
  };
  const scores = cutIntoChunks(values);
  const held = { ...traffic, scores, scored };
  const line = { threshold: 0.3, hosts: [] };
  const marked = await markPackets(held, { scores, scored, model }, line, freePacer(), 1000);
  const order = values
    .map((score, row) => ({ score: Math.fround(score), row }))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score || a.row - b.row);
  expect(marked).toMatchObject({ above: order.length, taken: 1000 });
  const wanted = order.slice(0, 1000).map(({ row }) => row);
  expect([...marked.rows]).toEqual(wanted.toSorted((a, b) => a - b));
  expect([...marked.size]).toEqual([...marked.rows]);
});
