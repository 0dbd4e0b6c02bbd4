// Shares as they are typed, and the lines that they come to, against counting.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrate } from './calibrate.ts';
import { fitTail } from './tail.ts';
import { lineOfTraffic, lineOfTraining, parseShare } from './threshold-rule.ts';

test('a share is read in percent or as one in so many, and nothing else is', () => {
  const read: Record<string, number> = {
    '1 %': 0.01,
    '0.1%': 0.001,
    '.5': 0.005,
    '50 %': 0.5,
    '1 in 100,000': 1e-5,
    '1 IN 10 000 000': 1e-7,
    '1/2000': 0.0005,
  };
  for (const [text, share] of Object.entries(read)) expect(parseShare(text), text).toBeCloseTo(share, 12);
  for (const text of ['', '0', '51 %', '1 in 100000000', '2 in 10', '1 in 0', '-1', 'NaN', '1 in', '1e9', '%']) {
    expect(parseShare(text), text).toBeNull();
  }
});

test('above the line for a share there is that share of the training packets, and less only where many score alike', async () => {
  const scores = Float32Array.from({ length: 3000 }, (_, i) => (i + 1) / 3001);
  const calibration = await calibrate([scores]);
  for (const count of [1, 3, 30, 100]) {
    const { threshold, tail } = lineOfTraining(calibration, null, count / 3000)!;
    expect(tail).toBeNull();
    expect(scores.filter((score) => score > threshold)).toHaveLength(count);
  }
  expect(lineOfTraining(calibration, null, 1 / 3001)).toBeNull();
  const beyond = lineOfTraining(calibration, fitTail(calibration), 1e-5)!;
  expect(beyond.tail!.extrapolated).toBe(true);
  expect(beyond.threshold).toBeGreaterThan(scores[2990]);
});

test('above the line for a share of this traffic there are exactly so many, for any scores', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      async (given, share) => {
        const scores = Float32Array.from(given);
        const histogram = new Uint32Array(100);
        for (const score of scores) histogram[Math.min(99, Math.max(0, Math.ceil(score * 100) - 1))]++;
        const above = (line: number) => scores.filter((score) => score > line).length;
        const threshold = await lineOfTraffic(
          share,
          { packets: scores.length, histogram, ceiling: null, beyond: 0 },
          async (line) => above(line),
        );
        const wanted = Math.round(share * scores.length);
        const sorted = scores.toSorted().reverse();
        // Packets of the score at the line are not above it.
        expect(above(threshold)).toBe(above(sorted[wanted]));
      },
    ),
    { numRuns: 200 },
  );
});
