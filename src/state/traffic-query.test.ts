// The fragment of the Traffic page: what is written into it comes back to the bit, and nonsense is left out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ThresholdRule } from '../model/line.ts';
import {
  FIRST_TRAFFIC_QUERY,
  readTrafficQuery,
  writeTrafficQuery,
  type LinkLine,
  type TrafficQuery,
} from './traffic-query.ts';

const DIGEST = 'ab'.repeat(32);

test('only what differs from how the page begins is written', () => {
  expect(writeTrafficQuery(FIRST_TRAFFIC_QUERY)).toBe('#/traffic');
  expect(readTrafficQuery('#/traffic')).toEqual(FIRST_TRAFFIC_QUERY);
  expect(readTrafficQuery('')).toEqual(FIRST_TRAFFIC_QUERY);
  const query: TrafficQuery = { ...FIRST_TRAFFIC_QUERY, sha256: [DIGEST], model: 'first', onlyOdd: true, packet: 7 };
  expect(writeTrafficQuery(query)).toBe(`#/traffic?sha256=${DIGEST}&model=first&odd&packet=7`);
});

test('a fragment that a person wrote asks for a span, hosts, services, protocols, a line, a filter and an order', () => {
  const query = readTrafficQuery(
    `#/traffic?sha256=${DIGEST.toUpperCase()}&from=1725541330.25&to=1725541405&host=10.0.0.2&service=443/tcp&protocol=ARP` +
      '&line=0.7&own=0.9@10.0.0.53&zoom=1725541200,1725541500&filter=dns+size:>100&odd&sort=-size&rows=service&order=worst&measure=bytes',
  );
  expect(query).toEqual({
    sha256: [DIGEST],
    model: null,
    line: { choice: 'hand', value: 0.7 },
    own: [{ host: '10.0.0.53', threshold: 0.9 }],
    // Keys by src/survey/keys.ts: 6 * 65,537 + 443, and 256 + 0x0806.
    selection: { span: { from: 1725541330.25, to: 1725541405 }, host: '10.0.0.2', source: null, destination: null, service: 393_665, protocol: 2310 }, // prettier-ignore
    zoom: { from: 1725541200, to: 1725541500 },
    filter: 'dns size:>100',
    onlyOdd: true,
    sort: { column: 'size', descending: true },
    rowKind: 'service',
    measure: 'bytes',
    order: 'worst',
    finding: null,
    packet: null,
  });
});

test('nonsense in a fragment is left out', () => {
  const nonsense = [
    'sha256=abc',
    `sha256=${Array(9).fill(DIGEST).join()}`,
    'model=<b>&trained=yesterday',
    'line=NaN&rule=share:2:moon',
    'line=1.5',
    'own=10.0.0.1&own=@10.0.0.1&own=2@10.0.0.1&own=0.5@',
    'from=5&to=4',
    'from=0x10&to=Infinity',
    'from=1',
    'zoom=1,2,3',
    'zoom=2,1',
    'service=tcp/443&protocol=odd',
    `host=${'x'.repeat(1001)}`,
    'sort=--size&rows=hosts&measure=bits&order=best',
    'finding=../../x&packet=1.5',
    'packet=-1',
    'packet=1e300',
    '__proto__=1&constructor=2&who=me',
    '%E0%A4%A&%&=&&',
  ];
  for (const one of nonsense) expect(readTrafficQuery(`#/traffic?${one}`)).toEqual(FIRST_TRAFFIC_QUERY);
});

test('a host has one line, and times are such as traffic can have', () => {
  // A page lists hosts by their names: the same name twice would be an error of its own.
  const query = readTrafficQuery('#/traffic?own=0.7@10.0.0.1&own=0.9@10.0.0.2&own=0.8@10.0.0.1');
  expect(query.own).toEqual([
    { host: '10.0.0.1', threshold: 0.7 },
    { host: '10.0.0.2', threshold: 0.9 },
  ]);
  // Their difference would be infinite.
  expect(readTrafficQuery('#/traffic?from=-1e308&to=1e308&zoom=-1e308,1e308')).toEqual(FIRST_TRAFFIC_QUERY);
});

test('a link is never too long to be read: of very many hosts with long names the first have their lines', () => {
  const own = Array.from({ length: 500 }, (_, i) => ({ host: `${i} ${'ä'.repeat(200)}`, threshold: 0.5 }));
  const filter = '漢'.repeat(1000);
  const query: TrafficQuery = { ...FIRST_TRAFFIC_QUERY, sha256: [DIGEST], own, filter };
  const read = readTrafficQuery(writeTrafficQuery(query));
  expect(read.sha256).toEqual([DIGEST]);
  expect(read.filter).toBe(filter);
  expect(read.own.length).toBeGreaterThan(30);
  expect(read.own).toEqual(own.slice(0, read.own.length));
});

test('any text is read without a complaint, and what was read once is read so again', () => {
  const names = ['sha256', 'model', 'line', 'own', 'from', 'to', 'service', 'protocol', 'zoom', 'sort', 'packet', 'x'];
  const pair = fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary' })).map((each) => each.join('='));
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const query = readTrafficQuery(`#/traffic?${pairs.join('&')}`);
      expect(readTrafficQuery(writeTrafficQuery(query))).toEqual(query);
    }),
  );
  expect(readTrafficQuery(`#/traffic?odd&filter=${'x'.repeat(70_000)}`)).toEqual(FIRST_TRAFFIC_QUERY);
});

test('any query comes back from its fragment to the bit', () => {
  // Minus zero is no time that anybody means.
  const number = fc.double({ noNaN: true, min: -1e19, max: 1e19 }).filter((value) => !Object.is(value, -0));
  const unit = fc.double({ noNaN: true, min: 0, max: 1 }).filter((value) => !Object.is(value, -0));
  const span = fc.tuple(number, number).filter(([from, to]) => from < to).map(([from, to]) => ({ from, to })); // prettier-ignore
  const end = fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 40 })));
  const rule: fc.Arbitrary<ThresholdRule> = fc.oneof(
    fc.record({ way: fc.constant('share' as const), share: unit, of: fc.constantFrom('training', 'traffic') }),
    fc.record({ way: fc.constant('score' as const), score: unit }),
    fc.record({ way: fc.constant('budget' as const), findingsAnHour: fc.double({ noNaN: true, min: 1e-9, max: 1e9 }) }),
    fc.constant({ way: 'auto' as const }),
  );
  const line: fc.Arbitrary<LinkLine> = fc.oneof(
    fc.record({ choice: fc.constantFrom('trained', 'auto') }),
    fc.record({ choice: fc.constant('hand' as const), value: unit }),
    fc.record({ choice: fc.constant('rule' as const), value: unit, rule }),
  );
  const stored = fc.record({
    id: fc.stringMatching(/^[0-9a-f]{32}$/),
    created: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }).map((at) => at.toISOString()), // prettier-ignore
  });
  const key = fc.integer({ min: 0, max: 254 });
  const query: fc.Arbitrary<TrafficQuery> = fc.record({
    sha256: fc.array(fc.stringMatching(/^[0-9a-f]{64}$/), { maxLength: 8 }),
    model: fc.option(fc.oneof(fc.constant('first' as const), stored)),
    line: fc.option(line),
    own: fc.uniqueArray(fc.record({ host: fc.string({ minLength: 1, maxLength: 40 }), threshold: unit }), { maxLength: 5, selector: ({ host }) => host }), // prettier-ignore
    selection: fc.record({
      span: fc.option(span),
      host: end,
      source: end,
      destination: end,
      // proto * 65,537 + port, or 65,536 for none; 255 and 256 + ethertype for frames without IP.
      service: fc.option(fc.tuple(fc.integer({ min: 0, max: 254 }), fc.integer({ min: 0, max: 65_536 })).map(([proto, port]) => proto * 65_537 + port)), // prettier-ignore
      protocol: fc.option(fc.oneof(key, fc.integer({ min: 256, max: 256 + 0xffff }))),
    }),
    zoom: fc.option(span),
    filter: fc.string({ maxLength: 200 }),
    onlyOdd: fc.boolean(),
    sort: fc.option(fc.record({ column: fc.constantFrom('row', 'score', 'src_port'), descending: fc.boolean() })),
    rowKind: fc.constantFrom('source', 'destination', 'service', 'protocol'),
    measure: fc.constantFrom('packets', 'bytes'),
    order: fc.constantFrom('packets', 'bytes', 'marked', 'worst'),
    finding: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/)),
    packet: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  });
  fc.assert(
    fc.property(query, (one) => {
      const fragment = writeTrafficQuery(one);
      expect(readTrafficQuery(fragment)).toEqual(one);
      // As an address takes it.
      expect(readTrafficQuery(new URL(fragment, 'https://example.org/a/').hash)).toEqual(one);
    }),
    { numRuns: 300 },
  );
});
