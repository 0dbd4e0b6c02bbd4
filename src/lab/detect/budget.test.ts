// Thresholds for a budget of findings, against findings worked out by hand and counted one by one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFindings } from './count-findings.ts';
import { FindingPeaks } from './budget.ts';

type Packet = [pair: number, time: number, score: number];

function peaksOf(packets: readonly Packet[], least = 0, ceiling = 1): FindingPeaks {
  const peaks = new FindingPeaks(least, ceiling);
  for (const packet of packets) peaks.add(...packet);
  return peaks;
}

// Pair 1 stands out at 0 and 20 s, at one time; pair 2 at 0 s and, after 100 s, again; pair 3 hardly.
const packets: Packet[] = [
  [1, 0, 0.5],
  [2, 1, 0.4],
  [3, 2, 0.3],
  [1, 20, 0.45],
  [2, 101, 0.35],
];

test('the threshold is the score of the first finding that is too much', () => {
  const thresholds = [0, 1, 2, 3, 4].map((findings) => peaksOf(packets).thresholdFor(findings));
  expect(thresholds).toEqual([0.5, 0.4, 0.35, 0.3, 0]);
});

test('packets at the lowest threshold, and those beyond the ceiling, take nothing of the budget', () => {
  expect(peaksOf(packets, 0.3).thresholdFor(3)).toBe(0.3);
  expect(peaksOf(packets, 0, 0.42).thresholdFor(1)).toBe(0.35);
});

test('a finding that goes on for minutes is one', () => {
  const long = Array.from({ length: 50 }, (_, i): Packet => [1, i * 29, 0.4]);
  expect(peaksOf([...long, [2, 2000, 0.3]]).thresholdFor(1)).toBe(0.3);
});

test('two bursts of a finding are joined only where what is between them is marked as well', () => {
  const bursts: Packet[] = [[1, 0, 0.5], [1, 30, 0.25], [1, 60, 0.375]]; // prettier-ignore
  // Above 0.375 there is the first alone; from 0.25 on, below 0.375, there are two; below 0.25 one of a minute.
  expect(peaksOf(bursts).thresholdFor(1)).toBe(0.375);
  expect(peaksOf(bursts).thresholdFor(2)).toBe(0);
});

test('at the threshold, and at any above it, there are no more findings than the budget has', () => {
  const packet = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(600), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 80 }), fc.nat(12), (drawn, findings) => {
      const sorted = drawn.map(([pair, time, of32]): Packet => [pair, time, of32 / 32]).toSorted((a, b) => a[1] - b[1]);
      const threshold = peaksOf(sorted).thresholdFor(findings);
      const columns = {
        scores: Float32Array.from(sorted, ([, , score]) => score),
        times: sorted.map(([, time]) => time),
        pairs: sorted.map(([pair]) => pair),
      };
      for (let above = threshold; above < 1; above += 1 / 32) {
        expect(countFindings(columns, above)).toBeLessThanOrEqual(findings);
      }
      // And not a step higher than need be: a budget of as many as there are packets takes all.
      expect(peaksOf(sorted).thresholdFor(sorted.length)).toBe(0);
    }),
  );
});
