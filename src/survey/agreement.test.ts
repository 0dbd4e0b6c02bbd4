// Parts of a survey that must agree with one another, over more than one chunk, and what it refuses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { doAtOnce, type Pieces } from '../base/pacer.ts';
import { drawFrom } from '../base/testing/draw.ts';
import { type Drawn, drawTable } from '../features/testing/draw.ts';
import { serviceKey } from './keys.ts';
import { PairPart, makePairs } from './pairs.ts';
import { Picked } from './picked.ts';
import { rankSlots } from './rank.ts';
import { prepareSelector } from './select.ts';
import { chooseEdges } from './sizes.ts';
import { surveyTraffic } from './survey.ts';
import { edgeOf } from './time-axis.ts';
import { EVERYTHING, type Selection, type Survey, type SurveyQuery } from './types.ts';

const START = 1_725_530_000;
const COUNT = 70_000;
const draw = drawFrom(7);
const host = (): string => `10.0.${draw(3)}.${draw(20)}`;
/** More than a chunk, in no order of time; every tenth without a time, every seventh without a destination. */
const DRAWN: Drawn[] = Array.from({ length: COUNT }, (_, row) => ({
  ...(row % 10 === 3 ? {} : { ts: START + draw(600_000) / 10_000 }),
  size: 60 + draw(1455),
  proto: row % 4 === 0 ? 17 : 6,
  src: host(),
  ...(row % 7 === 2 ? {} : { dst: host() }),
  srcPort: 40_000 + draw(1000),
  dstPort: [53, 443, 22, 8080][draw(4)],
}));
const TABLE = drawTable(DRAWN);
const SCORES = TABLE.chunks.map(({ length }) => Float32Array.from({ length }, () => (1 + draw(1000)) / 1001));

const QUERY: SurveyQuery = {
  selection: EVERYTHING,
  line: { threshold: 0.95, hosts: [{ host: '10.0.1.1', threshold: 0.99 }] },
  zoom: null,
  overview: 60,
  heat: { kind: 'source', first: 0, rows: 200, cells: 30 },
  tops: { order: 'bytes', entries: 1000 },
  sizes: { buckets: 20, bins: 24, points: 100 },
  pairs: { order: 'marked', entries: 10_000 },
  histogram: 50,
};

const ask = (query: Partial<SurveyQuery>, table = TABLE, scores: readonly Float32Array[] | null = SCORES): Survey =>
  doAtOnce(surveyTraffic({ table, scores }, { ...QUERY, ...query }));
const of = (selection: Partial<Selection>): Partial<SurveyQuery> => ({ selection: { ...EVERYTHING, ...selection } });
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const SELECTIONS: Partial<Selection>[] = [
  {},
  { span: { from: START + 7.25, to: START + 31 } },
  { host: '10.0.1.7' },
  { source: '10.0.1.7', service: serviceKey(6, 443) },
  { destination: '', span: { from: START, to: START + 20 } },
  { protocol: 17, span: { from: START + 59, to: START + 100 } },
];

describe('over two chunks', () => {
  test.each(SELECTIONS)('the sums of all parts of %j are those of the whole', (selection) => {
    const { totals, overview, heat, sizes, serviceList, protocolList, pairs, histogram } = ask(of(selection));
    const timed = totals.packets - ask(of({ ...selection })).overview!.untimed;
    expect(totals.packets).toBeGreaterThan(0);
    for (const part of ['packets', 'bytes', 'marked', 'markedBytes'] as const) {
      for (const { entries } of [serviceList!, protocolList!, pairs!]) {
        expect(sum(entries.map((entry) => entry[part]))).toBe(totals[part]);
      }
      expect(sum(heat!.rows.map((row) => row.totals[part]))).toBe(totals[part]);
    }
    expect(sum(histogram!)).toBe(totals.packets);
    const wide = ask(of({ ...selection, span: null })).totals;
    expect(sum(overview!.packets) + overview!.untimed + overview!.outside).toBe(wide.packets);
    expect(sum(heat!.overall.packets)).toBe(sum(overview!.packets));
    expect(sum(heat!.overall.marked)).toBe(sum(overview!.marked));
    const rows = ask({ ...of({ ...selection, span: null }) }).heat!.rows;
    expect(sum(rows.flatMap(({ packets }) => [...packets]))).toBe(sum(overview!.packets));
    if (selection.span === undefined) expect(sum(sizes!.packets)).toBe(timed);
    else expect(sum(sizes!.packets)).toBe(totals.packets);
    expect(sizes!.points === null).toBe(sum(sizes!.packets) > 100);
  });

  test('all pages of the heat map are the rows, once each', () => {
    const all = ask({}).heat!;
    const pages = Array.from(
      { length: Math.ceil(all.total / 7) },
      (_, page) => ask({ heat: { kind: 'source', first: 7 * page, rows: 7, cells: 30 } }).heat!.rows,
    );
    expect(pages.flat()).toEqual(all.rows);
    expect(ask({ heat: { kind: 'source', first: 5000, rows: 7, cells: 30 } }).heat).toMatchObject({
      rows: [],
      total: all.total,
    });
  });

  test('selecting a bucket gives what the bucket says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(499), (most, drawn) => {
        const { axis, packets, bytes, marked } = ask({ overview: most }).overview!;
        const bucket = drawn % axis.count;
        const span = { from: edgeOf(axis, bucket), to: edgeOf(axis, bucket + 1) };
        const { totals } = ask({ ...of({ span }), heat: null, tops: null, sizes: null, pairs: null });
        expect([totals.packets, totals.bytes, totals.marked]).toEqual([packets[bucket], bytes[bucket], marked[bucket]]);
      }),
      { numRuns: 15 },
    );
  });

  test('pairs beyond those that are told apart are left out, and it is said', () => {
    const { facts } = doAtOnce(prepareSelector(TABLE, EVERYTHING));
    const part = new PairPart({ name: 'pairs', key: '', value: makePairs(), ready: false }, 2000);
    const picked = new Picked(TABLE, facts, SCORES);
    const rows = Uint32Array.from({ length: 65_536 }, (_, row) => row);
    TABLE.chunks.forEach(({ length }, index) => {
      picked.set(index, rows, length);
      part.add(picked);
    });
    const { entries, total, whole } = doAtOnce(part.list(TABLE.addresses, 'packets', 3000));
    expect([entries.length, total, whole]).toEqual([2000, 2000, false]);
    const counted = new Map<string, number>();
    for (const { src, dst = '' } of DRAWN) counted.set(`${src} ${dst}`, (counted.get(`${src} ${dst}`) ?? 0) + 1);
    const own = entries.map(({ source, destination }) => counted.get(`${source} ${destination}`));
    expect(entries.map(({ packets }) => packets)).toEqual(own);
  });
});

test('before an analysis traffic is counted without oddness, and a line is refused', () => {
  const { totals, histogram, heat } = ask({ line: null }, TABLE, null);
  expect(totals).toMatchObject({ packets: COUNT, marked: 0, markedBytes: 0, worst: 0 });
  expect(histogram).toBeNull();
  expect(heat!.overall.totals.worst).toBe(0);
  expect(() => ask({}, TABLE, null)).toThrow(InputError);
});

test('without times there is no axis; without packets nothing at all', () => {
  const timeless = ask(
    { line: null },
    drawTable([
      { src: 'a', dst: 'b' },
      { src: 'b', dst: 'a' },
    ]),
    null,
  );
  expect(timeless).toMatchObject({ overview: null, heat: null, sizes: null, span: null, hosts: 2 });
  const empty = ask({ line: null }, drawTable([]), null);
  expect(empty).toMatchObject({ totals: { packets: 0 }, overview: null, hosts: 0, pairs: { entries: [], total: 0 } });
});

test('new scores are counted anew, though all else stays', () => {
  const table = drawTable(DRAWN.slice(0, 100));
  const before = ask({}, table, [new Float32Array(100).fill(0.5)]);
  const after = ask({}, table, [new Float32Array(100).fill(0.97)]);
  expect([before.totals.worst, before.totals.marked]).toEqual([0.5, 0]);
  expect(after.totals.worst).toBe(Math.fround(0.97));
  expect(after.totals.marked).toBeGreaterThan(50);
});

test.each<[Partial<SurveyQuery>, RegExp]>([
  [of({ span: { from: 5, to: 4 } }), /^The span must end after it begins; found 5 to 4\.$/],
  [of({ span: { from: Number.NaN, to: 4 } }), /^The span must be two finite times/],
  [{ zoom: { from: 0, to: Infinity } }, /^The zoom must be two finite times/],
  [{ overview: 0 }, /^Buckets of the overview must be a whole number from 1 to 10,000; found 0\.$/],
  [{ overview: 2.5 }, /^Buckets of the overview/],
  [{ heat: { kind: 'source', first: -1, rows: 8, cells: 60 } }, /^The first row of the heat map/],
  [{ heat: { kind: 'source', first: 0, rows: 1e9, cells: 60 } }, /^Rows of the heat map/],
  [{ tops: { order: 'packets', entries: Number.NaN } }, /^Entries of a list/],
  [{ sizes: { buckets: 10, bins: 0, points: 10 } }, /^Bins of sizes/],
  [{ histogram: Infinity }, /^Bins of scores/],
])('%j is refused', (query, message) => {
  const refuse = () => ask(query);
  expect(refuse).toThrow(InputError);
  expect(refuse).toThrow(message);
});

test('edges of sizes rise, are no more than wanted, and hold every size', () => {
  const size = fc.oneof(fc.nat(2000), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 300 }), (a, b, bins) => {
      const edges = chooseEdges({ least: Math.min(a, b), most: Math.max(a, b) }, bins);
      expect(edges.length).toBeLessThanOrEqual(bins + 1);
      expect(edges[0]).toBeLessThanOrEqual(Math.min(a, b));
      expect(edges.at(-1)).toBeGreaterThan(Math.max(a, b));
      for (let at = 1; at < edges.length; at++) expect(edges[at]).toBeGreaterThan(edges[at - 1]);
      expect(edges.every(Number.isInteger)).toBe(true);
    }),
  );
  // 54 bytes is a bare TCP segment on Ethernet, 1,514 a full one.
  expect([...chooseEdges({ least: 54, most: 1514 }, 12)]).toEqual([
    32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536,
  ]);
});

test('any page of any order is what sorting gives', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 300 }), fc.nat(320), fc.nat(40), (values, first, count) => {
      const compare = (a: number, b: number): number => values[b] - values[a] || a - b;
      const places = values.map((_, place) => place);
      const ranked: Pieces<Uint32Array> = rankSlots(Uint32Array.from(places), first, count, compare);
      expect([...doAtOnce(ranked)]).toEqual(places.sort(compare).slice(first, first + count));
    }),
  );
});
