// The table of packets shows the packets that a survey of the same selection counts, and exports write them.
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { drawFrom } from '../base/testing/draw.ts';
import { type Drawn, drawTable } from '../features/testing/draw.ts';
import { surveyTraffic } from '../survey/survey.ts';
import { EVERYTHING, type Selection, type SurveyQuery } from '../survey/types.ts';
import { selectExported } from './export/selection.ts';
import { freeClock, freePacer } from './testing/tables.ts';
import type { SortColumn, ViewQuery } from './types.ts';
import { createView, rowAt } from './view.ts';

const draw = drawFrom(3);
const host = (): string => `10.0.0.${draw(6)}`;
const DRAWN: Drawn[] = Array.from({ length: 66_000 }, (_, row) => ({
  ...(row % 9 === 0 ? {} : { ts: 1000 + draw(600) / 10 }),
  ...(row % 5 === 0 ? {} : { src: host() }),
  dst: host(),
  proto: row % 3 === 0 ? 17 : 6,
  size: 60 + draw(1000),
  srcPort: 40_000 + draw(9),
  dstPort: [53, 443][draw(2)],
}));
const TABLE = drawTable(DRAWN);
const SCORES = TABLE.chunks.map(({ length }) => Float32Array.from({ length }, () => (1 + draw(99)) / 100));
const SOURCE = { table: TABLE, scores: SCORES, addressRanks: null };
const QUERY: ViewQuery = { sort: 'row', descending: false, filter: '', above: null };
const LINE = { threshold: 0.9, hosts: [{ host: '10.0.0.2', threshold: 0.95 }] };
const NOTHING_ELSE: SurveyQuery = {
  selection: EVERYTHING,
  line: LINE,
  zoom: null,
  overview: null,
  heat: null,
  tops: null,
  sizes: null,
  pairs: null,
  histogram: null,
};

async function rowsOf(query: Partial<ViewQuery>): Promise<number[]> {
  const view = await createView({ ...SOURCE }, { ...QUERY, ...query }, freePacer());
  return Array.from({ length: view.length }, (_, place) => rowAt(view, place));
}

const SELECTIONS: Partial<Selection>[] = [
  {},
  { span: { from: 1010, to: 1020.5 } },
  { host: '10.0.0.2', span: { from: 1000, to: 1060 } },
  { source: '', protocol: 17 },
  { source: '10.0.0.1', destination: '10.0.0.2', service: 6 * 65_537 + 443 },
  { host: 'nobody' },
];

test.each(SELECTIONS)('rows of %j are as many as are counted, in any order, odd or not', async (part) => {
  const selection = { ...EVERYTHING, ...part };
  const { totals } = doAtOnce(surveyTraffic(SOURCE, { ...NOTHING_ELSE, selection }));
  const rows = await rowsOf({ selection });
  expect(rows.length).toBe(totals.packets);
  expect(rows.reduce((bytes, row) => bytes + DRAWN[row].size!, 0)).toBe(totals.bytes);
  const { span, host: either, source } = selection;
  const isIn = ({ ts, src, dst }: Drawn): boolean =>
    (span === null || (ts !== undefined && ts >= span.from && ts < span.to)) &&
    (either === null || src === either || dst === either) &&
    (source === null || (src ?? '') === source);
  expect(rows.every((row) => isIn(DRAWN[row]))).toBe(true);
  for (const sort of ['score', 'ts', 'src'] satisfies SortColumn[]) {
    const sorted = await rowsOf({ selection, sort, descending: true });
    expect(sorted.toSorted((a, b) => a - b)).toEqual(rows);
  }
  const odd = await rowsOf({ selection, above: LINE.threshold, hosts: LINE.hosts });
  expect(odd.length).toBe(totals.marked);
  const filtered = await rowsOf({ selection, filter: 'dst_port:53' });
  expect(filtered).toEqual(rows.filter((row) => DRAWN[row].dstPort === 53));
});

test('an export of the view writes the selection', async () => {
  const selection = { ...EVERYTHING, host: '10.0.0.2' };
  const view = await createView({ ...SOURCE }, { ...QUERY, selection }, freePacer());
  const request = {
    ...SOURCE,
    view,
    sources: [],
    model: null,
    columns: null,
    format: 'json',
    rows: 'view',
    line: LINE,
  } as const;
  const written = await selectExported(request, freeClock());
  const expected = DRAWN.flatMap(({ src, dst }, row) => (src === '10.0.0.2' || dst === '10.0.0.2' ? [row] : []));
  expect(written.count).toBe(expected.length);
  expect(expected.every((row) => written.has(row))).toBe(true);
});
