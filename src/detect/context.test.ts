// Packets in their context, against sums that forget nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { makeTable } from '../engine/testing/tables.ts';
import type { Packet } from '../packets/table.ts';
import { smoothInContext } from './context.ts';

const smooth = (packets: readonly Packet[], numbers: readonly number[]): number[] =>
  doAtOnce(smoothInContext(makeTable(packets), [Float32Array.from(numbers)])).flatMap((chunk) => [...chunk]);

/** The sum of all numbers up to row `last` that `belongs` takes, each halved every `half` seconds, over 1 + the weights. */
function meanOf(
  packets: readonly Packet[],
  numbers: readonly number[],
  last: number,
  half: number,
  belongs: (packet: Packet) => boolean,
): number {
  let [sum, weights] = [0, 0];
  for (let row = 0; row <= last; row++) {
    if (!belongs(packets[row])) continue;
    const weight = 2 ** (-(packets[last].ts! - packets[row].ts!) / half);
    sum += weight * numbers[row];
    weights += weight;
  }
  return sum / (1 + weights);
}

test('a packet counts for a fifth, those of its source and of its pair before it for two fifths each', () => {
  const host = fc.constantFrom('a', 'b', 'c');
  const packet = fc.record({
    src: host,
    dst: host,
    wait: fc.integer({ min: 0, max: 2000 }),
    number: fc.integer({ min: -32, max: 64 }),
  });
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 60 }), (drawn) => {
      let ts = 1_700_000_000;
      const packets = drawn.map(({ src, dst, wait }): Packet => ({
        src,
        dst,
        size: 60,
        proto: 6,
        ts: (ts += wait / 64),
      }));
      const numbers = drawn.map(({ number }) => number / 64);
      smooth(packets, numbers).forEach((found, row) => {
        const { src, dst } = packets[row];
        const bySource = meanOf(packets, numbers, row, 5, (other) => other.src === src);
        const isPair = (other: Packet) => [other.src, other.dst].toSorted().join() === [src, dst].toSorted().join();
        const byPair = meanOf(packets, numbers, row, 60, isPair);
        expect(found).toBeCloseTo(0.2 * numbers[row] + 0.4 * bySource + 0.4 * byPair, 5);
      });
    }),
  );
});

test('the first packet of a source counts half of what its context could', () => {
  expect(smooth([{ src: 'a', dst: 'b', size: 60, proto: 6, ts: 5 }], [0.5])[0]).toBeCloseTo(0.2 * 0.5 + 0.8 * 0.25, 6);
});

test('more sources than fit, times that go back, and packets without addresses or times are no trouble', () => {
  const packets = Array.from({ length: 5000 }, (_, row): Packet => {
    const ts = row % 7 === 0 ? undefined : 1e9 - 1e6 * (row % 3);
    return { src: row % 5 === 0 ? undefined : `host ${row}`, dst: 'b', size: 60, proto: 6, ts };
  });
  const found = smooth(packets, packets.map(() => 0.5)); // prettier-ignore
  expect(found).toHaveLength(5000);
  expect(found.every((number) => number >= 0.1 && number <= 0.5)).toBe(true);
});
