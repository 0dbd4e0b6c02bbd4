// Extraction of features: the clock, what is absent, any cut, cancel.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { CancelledError, InputError } from '../base/errors.ts';
import { extractFeatures } from './extract.ts';
import { type Drawn, drawTable } from './testing/draw.ts';
import { L, expectClose, extract, tcp, valuesOf } from './testing/values.ts';

const module = await compileCore();

describe('the clock', () => {
  const values = (times: readonly (number | undefined)[]) =>
    valuesOf('new_pairs10', times.map((ts, row) => ({ ...tcp(0, 'a', `b${row}`, 1, 2), ts }))); // prettier-ignore

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
  expect(first).toEqual(Array(14).fill(0));
  expect(second).toEqual(Array(14).fill(0));
});

test('an unknown feature is named, and a cancel goes through', async () => {
  const table = drawTable([tcp(0, 'a', 'b', 1, 2)]);
  await expect(extract(table, {}, ['size'])).rejects.toThrow(InputError);
  const core = await instantiateCore(module);
  const stop = () => Promise.reject(new CancelledError());
  await expect(extractFeatures(core, table, ['half_open10'], { seed: [1, 2], state: null }, stop)).rejects.toThrow(
    CancelledError,
  );
  // The core is free again.
  const { columns } = await extractFeatures(
    core,
    table,
    ['half_open10'],
    { seed: [1, 2], state: null },
    () => undefined,
  );
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
    tcpFlags: fc.constantFrom(2, 18, 16, 4, 0, 255),
    dnsLength: fc.nat(255),
    payloadLength: fc.nat(),
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
