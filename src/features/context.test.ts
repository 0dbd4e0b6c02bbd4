// Scores in context, computed by hand, cut anywhere, and kept in tables that are too small.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiateCore } from '../base/core.ts';
import { compileCore } from '../base/whole-core.ts';
import { type ContextOptions, smoothInContext } from './context.ts';
import { type Drawn, drawTable } from './testing/draw.ts';

const module = await compileCore();

async function smooth(packets: readonly Drawn[], z: readonly number[], options: Partial<ContextOptions> = {}) {
  const core = await instantiateCore(module);
  const seed = [1, 2] as const;
  const values = await smoothInContext(
    core,
    drawTable(packets),
    [Float32Array.from(z)],
    { seed, ...options },
    () => undefined,
  );
  return values.flatMap((column) => [...column]);
}

test('a score is mixed with what its source scored in 5 s and its pair of hosts in 60 s', async () => {
  const from = (ts: number, src: string, dst: string): Drawn => ({ ts, src, dst });
  const packets = [from(0, 'a', 'b'), from(5, 'a', 'c'), from(60, 'b', 'a'), { ts: 60, src: 'a' }, { ts: 60 }];
  const values = await smooth(packets, [0.25, -0.5, 0.5, 0.125, 0.125]);
  const last = (0.25 * 2 ** -12 - 0.5 * 2 ** -11 + 0.125) / (2 + 2 ** -12 + 2 ** -11);
  const expected = [
    0.2 * 0.25 + (0.4 * 0.25) / 2 + (0.4 * 0.25) / 2,
    // a: a packet of 5 s ago counts half. a and c: the first.
    0.2 * -0.5 + (0.4 * (0.125 - 0.5)) / (1 + 0.5 + 1) + (0.4 * -0.5) / 2,
    // b: the first. b and a: one of 60 s ago, the other way.
    0.2 * 0.5 + (0.4 * 0.5) / 2 + (0.4 * (0.125 + 0.5)) / (1 + 0.5 + 1),
    0.2 * 0.125 + 0.4 * last + (0.4 * 0.125) / 2,
    0.2 * 0.125 + (0.4 * 0.125) / 2 + (0.4 * 0.125) / 2,
  ];
  values.forEach((value, row) => expect(value).toBeCloseTo(expected[row], 6));
});

test('any cut gives the same bits, and each is a number of the size of those given', async () => {
  const packet = fc.record({
    ts: fc.double(),
    src: fc.nat(40),
    dst: fc.nat(40),
    z: fc.float({ min: -1, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(packet, { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.constantFrom(0, 1 << 20),
      async (rows, pieceRows, tableBytes) => {
        const packets = rows.map(({ ts, src, dst }) => ({ ts, src: `h${src}`, dst: `h${dst}` }));
        const z = rows.map((row) => row.z);
        const whole = await smooth(packets, z, { tableBytes });
        expect(await smooth(packets, z, { tableBytes, pieceRows })).toEqual(whole);
        for (const value of whole) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});
