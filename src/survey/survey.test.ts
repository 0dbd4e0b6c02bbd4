// Everything that a survey counts, against the same counted plainly, for any packets and any question.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import type { Line } from '../detect/findings/types.ts';
import { type Drawn, drawTable } from '../features/testing/draw.ts';
import type { PacketTable } from '../packets/table.ts';
import { surveyTraffic } from './survey.ts';
import { PlainSurvey, plainPackets, sumUp } from './testing/count-plainly.ts';
import type { Selection, Survey, SurveyQuery } from './types.ts';

const HOSTS = ['10.0.0.1', '10.0.0.2', '192.168.4.31', 'fe80::1', '00:1b:44:11:3a:b7', 'ö'];
const START = 1_725_530_000;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const hosts = fc.constantFrom(...HOSTS);
const ports = fc.oneof(fc.constantFrom(22, 53, 443, 8080, 0, 65_535), fc.integer({ min: 0, max: 65_535 }));
/** Many at the same time or at edges of buckets. */
const times = fc.oneof(
  fc.integer({ min: -2, max: 62 }).map((second) => START + second),
  fc.double({ min: START, max: START + 60, noNaN: true }),
  fc.constantFrom(Number.NaN, -5, 0, 3e9),
);
const ends = fc.record({ src: maybe(hosts), dst: maybe(hosts) });
const packets: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.record({
      ts: fc.option(times, { nil: undefined, freq: 8 }),
      size: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.constantFrom(64, 65_535, 65_536, 2 ** 32 - 1)),
      tcpFlags: maybe(fc.integer({ min: 0, max: 255 })),
    }),
    ends,
    fc.oneof(
      fc.record({ proto: fc.constantFrom(6, 6, 17, 1, 253), srcPort: maybe(ports), dstPort: maybe(ports) }),
      fc.record({
        proto: fc.constant(255),
        ethertype: fc.constantFrom(0, 0x0806, 0x88cc),
        srcMac: maybe(hosts),
        dstMac: maybe(hosts),
        arpSender: maybe(hosts),
        arpTarget: maybe(hosts),
      }),
    ),
  )
  .map(([common, ip, rest]) =>
    rest.proto === 255 && common.size % 2 ? { ...common, ...rest } : { ...common, ...ip, ...rest },
  );

const scores = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((part) => part / 20),
  fc.double({ min: 0.001, max: 1, noNaN: true }),
);
const spans = fc
  .tuple(times, fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 60, noNaN: true })))
  .map(([from, length]) => ({ from: from || START, to: (from || START) + length }));
const order = fc.constantFrom('packets', 'bytes', 'marked', 'worst' as const);
const rare = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 1, nil: null });
const often = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 6, nil: null });

/** Keys are taken from a packet, so that most select something. */
const questions = fc.record({
  span: fc.option(spans),
  host: rare(fc.constantFrom(...HOSTS, 'nobody', '')),
  source: rare(fc.constantFrom(...HOSTS, '')),
  destination: rare(fc.constantFrom(...HOSTS, '')),
  service: fc.nat(50),
  protocol: fc.nat(50),
  line: fc.option(
    fc.record({
      threshold: scores,
      hosts: fc.array(fc.record({ host: fc.constantFrom(...HOSTS, 'nobody'), threshold: scores }), { maxLength: 2 }),
    }),
    { freq: 4 },
  ),
  zoom: fc.option(spans),
  overview: often(fc.integer({ min: 1, max: 40 })),
  heat: often(
    fc.record({
      kind: fc.constantFrom('source', 'destination', 'service', 'protocol' as const),
      first: fc.nat(4),
      rows: fc.integer({ min: 1, max: 5 }),
      cells: fc.integer({ min: 1, max: 12 }),
    }),
  ),
  tops: often(fc.record({ order, entries: fc.integer({ min: 1, max: 5 }) })),
  sizes: often(
    fc.record({ buckets: fc.integer({ min: 1, max: 9 }), bins: fc.integer({ min: 1, max: 30 }), points: fc.nat(60) }),
  ),
  pairs: often(fc.record({ order, entries: fc.integer({ min: 1, max: 8 }) })),
  histogram: often(fc.integer({ min: 1, max: 40 })),
});

type Question = typeof questions extends fc.Arbitrary<infer T> ? T : never;

function queryOf(asked: Question, drawn: readonly Drawn[]): SurveyQuery {
  const { span, host, source, destination, service, protocol, line, ...rest } = asked;
  const plain = plainPackets(drawn, null, null);
  const selection: Selection = {
    span,
    host,
    source,
    destination,
    service: service < 25 ? (plain[service % plain.length]?.service ?? 7) : null,
    protocol: protocol < 25 ? (plain[protocol % plain.length]?.protocol ?? 7) : null,
  };
  return { ...rest, selection, line: line as Line | null } as SurveyQuery;
}

const survey = (table: PacketTable, own: readonly number[], query: SurveyQuery): Survey =>
  doAtOnce(
    surveyTraffic(
      {
        table,
        scores: table.chunks.map(({ length }, index) =>
          Float32Array.from(own.slice(index * 65_536, index * 65_536 + length)),
        ),
      },
      query,
    ),
  );

function expectPlain(
  answer: Survey,
  drawn: readonly Drawn[],
  own: readonly number[],
  query: SurveyQuery,
  table: PacketTable,
) {
  const texts = ['', ...Array.from({ length: table.addresses.size }, (_, index) => table.addresses.text(index + 1))];
  const plain = new PlainSurvey(plainPackets(drawn, own, query.line), query, texts);
  const { heat, tops, sizes, pairs, histogram } = query;
  expect(answer.totals).toEqual(sumUp(plain.narrow));
  expect(answer.span).toEqual(plain.span);
  expect(answer.hosts).toBe(plain.list('host', 'packets', 1).total);
  expect(answer.overview).toEqual(query.overview === null ? null : plain.overview(query.overview));
  expect(answer.heat).toEqual(heat && plain.heat(heat));
  expect(answer.hostList).toEqual(tops && plain.list('host', tops.order, tops.entries));
  expect(answer.serviceList).toEqual(tops && plain.list('service', tops.order, tops.entries));
  expect(answer.protocolList).toEqual(tops && plain.list('protocol', tops.order, tops.entries));
  const counted = sizes && plain.sizes(sizes, answer.sizes?.edges ?? new Float64Array(2));
  expect(answer.sizes).toEqual(counted);
  const all = pairs && plain.pairs(pairs.order);
  expect(answer.pairs).toEqual(all && { entries: all.slice(0, pairs!.entries), total: all.length, whole: true });
  const bins = histogram === null || query.line === null ? null : plain.histogram(histogram);
  expect(answer.histogram).toEqual(bins);
}

test('every number is the one that is counted plainly, whatever was asked before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(packets, scores), { maxLength: 40 }),
      fc.array(questions, { minLength: 1, maxLength: 4 }),
      (made, asked) => {
        const drawn = made.map(([packet]) => packet);
        const own = made.map(([, score]) => score);
        const table = drawTable(drawn);
        const first = queryOf(asked[0], drawn);
        // Of a drag most stays as it was, and is not counted again.
        const drags = asked.flatMap((each) => {
          const query = queryOf(each, drawn);
          const line = first.line && query.line;
          return [query, { ...first, line }, { ...first, selection: { ...first.selection, span: each.span } }];
        });
        for (const query of [first, ...drags]) expectPlain(survey(table, own, query), drawn, own, query, table);
      },
    ),
    { numRuns: 60 },
  );
});
