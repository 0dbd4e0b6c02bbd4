// The fitted tail against scipy's figures and closed forms, and what must hold of it for any scores.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calibration } from '../model/calibration.ts';
import { calibrate } from './calibrate.ts';
import { fitPeaks, logShareAbove } from './tail-fit.ts';
import { fitTail, scoreAtShare, tailShare } from './tail.ts';
import type { Finding } from './findings/types.ts';
import { peakShare, peakShort, peakWords, tailWords } from './tail-words.ts';

/** Scores of `rows` packets that stand exactly where those of a distribution do on the whole. */
const even = (rows: number, quantile: (share: number) => number): Float32Array[] => [
  Float32Array.from({ length: rows }, (_, i) => quantile((i + 0.5) / rows)),
];
/** Log odds are exponential with this mean, beside the score 0.5. */
const fading = (mean: number) => (share: number) => 1 / (1 + Math.exp(mean * Math.log(share)));

test('shares above a height are scipy.stats.genpareto.logsf', () => {
  expect(logShareAbove(1, 0.2, 1)).toBeCloseTo(-0.911607783969773, 12);
  expect(logShareAbove(3, -0.25, 2)).toBeCloseTo(-1.8800145169829423, 12);
  expect(logShareAbove(0.5, 0, 0.3)).toBeCloseTo(-1.6666666666666667, 12);
  expect(logShareAbove(8, -0.1, 1)).toBeCloseTo(-16.094379124341003, 12);
  expect(logShareAbove(10, -0.1, 1)).toBe(-Infinity);
});

test('of peaks that are spread evenly, the fit finds the shape and scale that made them', () => {
  for (const [shape, scale] of [
    [-0.3, 0.5],
    [0, 2],
    [0.15, 1],
    [-1, 1],
  ]) {
    // prettier-ignore
    const rows = 4000;
    const height = (share: number) =>
      shape === 0 ? -scale * Math.log(share) : (scale * (share ** -shape - 1)) / shape;
    const heights = Float64Array.from({ length: 400 }, (_, i) => height((10 * i + 5) / rows));
    heights[399] = 0;
    const counts = new Float64Array(400).fill(10);
    const { shapes, scales, weights } = fitPeaks({ heights, counts })!;
    const mean = (values: Float64Array) => values.reduce((sum, value, i) => sum + value * weights[i], 0);
    expect(Math.abs(mean(shapes) - shape)).toBeLessThan(0.05);
    expect(mean(scales) / scale).toBeGreaterThan(0.9);
    expect(mean(scales) / scale).toBeLessThan(1.1);
    expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 9);
  }
});

test('an exponential tail of log odds is told far beyond the training packets, and within its interval', async () => {
  const tail = fitTail(await calibrate(even(20_000, fading(0.2))))!;
  for (const N of [1e3, 1e4, 1e5, 1e6]) {
    const score = fading(0.2)(1 / N);
    const { share, low, high, extrapolated } = tailShare(tail, score);
    expect(share * N).toBeGreaterThan(1 / 2);
    expect(share * N).toBeLessThan(2);
    expect(low * N).toBeLessThan(1);
    expect(high * N).toBeGreaterThan(1);
    expect(extrapolated).toBe(N > 20_000);
  }
});

test('nothing is said of few packets, of few different scores, or without a calibration', async () => {
  expect(fitTail(null)).toBeNull();
  expect(fitTail(await calibrate(even(900, fading(0.2))))).toBeNull();
  expect(fitTail(await calibrate([new Float32Array(5000).fill(0.5)]))).toBeNull();
  expect(fitTail(await calibrate(even(50_000, (share) => Math.ceil(8 * share) / 16)))).toBeNull();
  const rows = even(5000, fading(0.2));
  rows[0].fill(0.9, 0, 400);
  expect(fitTail(await calibrate(rows))).toBeNull();
});

test('where packets were counted, the counts are told', async () => {
  const scores = even(40_000, fading(0.15));
  const tail = fitTail(await calibrate(scores))!;
  for (const rank of [60, 400, 4000, 20_000]) {
    const { share, low, high } = tailShare(tail, scores[0].toSorted().at(-rank)!);
    expect(Math.abs(share - rank / 40_000) / share).toBeLessThan(0.02);
    expect(low).toBeLessThan(rank / 40_000);
    expect(high).toBeGreaterThan(rank / 40_000);
  }
});

test('twenty packets far above the rest are counted, whatever the fit of the rest says', async () => {
  const [scores] = even(50_000, (share) => 0.4 + 0.1 * fading(0.2)(share));
  scores.fill(0.97, 0, 20);
  const { share } = tailShare(fitTail(await calibrate([scores]))!, 0.96);
  expect(share * 50_000).toBeGreaterThan(8);
});

test('for any scores: never rising, no jump where counts end, and score and share lead back to each other', async () => {
  const score = fc.oneof(
    fc.float({ min: Math.fround(0.3), max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 300 }).map((k) => k / 320),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(score, { minLength: 20, maxLength: 300 }),
      fc.double({ min: 0.02, max: 0.4, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 20 }),
      async (some, spread, asked) => {
        const rows = even(3000, (share) => 0.9 * fading(spread)(share))[0];
        rows.set(some);
        const tail = fitTail(await calibrate([rows]));
        if (tail === null) return;
        let before = 1;
        for (const at of asked.sort((a, b) => a - b)) {
          const { share, low, high } = tailShare(tail, at);
          expect(share).toBeLessThanOrEqual(before);
          expect(low).toBeLessThanOrEqual(share);
          expect(high).toBeGreaterThanOrEqual(share * (1 - 1e-9));
          before = share;
        }
        const [below, above] = [tail.from - 1e-6, tail.from + 1e-6].map((at) => tailShare(tail, at).share);
        expect(below / above).toBeLessThan(1.05);
        for (const share of [0.3, 0.01, 1e-4]) {
          const found = scoreAtShare(tail, share);
          expect(found.low).toBeLessThanOrEqual(found.score);
          expect(found.high).toBeGreaterThanOrEqual(found.score);
          // Where packets share a score, or none follows, shares jump: then just above there are fewer.
          expect(tailShare(tail, found.score + 1e-6).share).toBeLessThanOrEqual(share * 1.001);
          expect(tailShare(tail, found.score - 1e-6).share).toBeGreaterThanOrEqual(share * 0.999);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a model that began in format 1 has a tail too', async () => {
  const whole = await calibrate(even(5000, fading(0.2)));
  const old: Calibration = { ...whole, whole: false };
  expect(tailShare(fitTail(old)!, 0.9).share).toBeGreaterThan(0);
});

test('a share beyond the packets is told with its interval, and as what it is', () => {
  const share = { share: 1 / 121_400, low: 1 / 903_000, high: 1 / 39_800, extrapolated: true };
  expect(tailWords(share, 3000)).toBe(
    'About 1 in 120,000 (between 1 in 40,000 and 1 in 900,000), beyond what the 3,000 training packets show',
  );
  expect(tailWords({ ...share, extrapolated: false }, 3000)).toBe(
    'About 1 in 120,000 (between 1 in 40,000 and 1 in 900,000)',
  );
  expect(tailWords({ ...share, low: 0 }, 3000)).toContain('(between 1 in 40,000 and rarer than can be told)');
  expect(tailWords({ ...share, share: 0, low: 0 }, 3000)).toBe(
    'Rarer than 1 in 40,000, beyond what the 3,000 training packets show',
  );
});

test('a finding above all training packets is told with what their tail says, and that it extrapolates', () => {
  const tail = { share: 1 / 121_400, low: 1 / 903_000, high: 1 / 39_800 };
  const finding = (rarity: Finding['rarity'], given?: Finding['tail']) => ({ rarity, tail: given }) as Finding;
  const beyond = finding({ rows: 3000, atLeast: 0, atMost: 0 }, tail);
  expect(peakShort(beyond)).toBe('about 1 in 120,000, extrapolated');
  expect(peakShare(beyond)).toBe(
    'about 1 in 120,000 (between 1 in 40,000 and 1 in 900,000), beyond what the 3,000 training packets show',
  );
  expect(peakWords(beyond)).toBe(
    'None of the 3,000 training packets score this high or higher. Extrapolated from their tail: about 1 in 120,000 (between 1 in 40,000 and 1 in 900,000), beyond what the 3,000 training packets show.',
  );
  // Of older records, and where no tail tells.
  for (const given of [undefined, null]) {
    const counted = finding({ rows: 3000, atLeast: 0, atMost: 0 }, given);
    expect(peakShort(counted)).toBe('none of the 3,000');
    expect(peakShare(counted)).toBe('none of the 3,000 training packets');
    expect(peakWords(counted)).toBe('None of the 3,000 training packets score this high or higher.');
  }
  expect([peakShort(finding(null)), peakShare(finding(null))]).toEqual([null, '']);
  expect(peakWords(finding(null))).toBe('How rare such a score is, the model does not know.');
});
