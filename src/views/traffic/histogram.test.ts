// What the histogram shows holds every packet, the threshold and 0.5.
import { expect, test } from 'vitest';
import { barsOf, markedIn, rangeOf } from './histogram.ts';

test('the range holds scores, threshold and 0.5', () => {
  expect(rangeOf({ min: 0.38, max: 0.71, threshold: 0.62 })).toEqual({ from: 0.35, to: 0.75 });
  expect(rangeOf({ min: 0.6, max: 0.61, threshold: 0.62 })).toEqual({ from: 0.45, to: 0.65 });
  expect(rangeOf({ min: 0, max: 1, threshold: 0.5 })).toEqual({ from: 0, to: 1 });
});

test('the range holds what the training scored, too', () => {
  const calibration = { scores: Float32Array.of(0.82, 0.31), higher: Uint32Array.of(0, 1), upTo: Uint32Array.of(1, 2), whole: true }; // prettier-ignore
  expect(rangeOf({ min: 0.38, max: 0.71, threshold: 0.62, calibration })).toEqual({ from: 0.3, to: 0.85 });
});

test('no packet is left out of the bars', () => {
  const histogram = new Uint32Array(100).map((_, bin) => (bin >= 38 && bin <= 71 ? bin : 0));
  const bars = barsOf(histogram, rangeOf({ min: 0.385, max: 0.715, threshold: 0.6 }));
  expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(histogram.reduce((sum, count) => sum + count, 0));
  expect(bars[0].from).toBeCloseTo(0.35);
  expect(bars.at(-1)!.to).toBeCloseTo(0.75);
});

test('the marked packets of the bars are the packets above the line', () => {
  const bars = [0, 1, 2].map((bar) => ({ from: bar / 4, to: (bar + 1) / 4, count: 10 }));
  const marked = (threshold: number, count: number) => bars.map((bar) => markedIn(bar, bars, threshold, count));
  expect(marked(0.3, 13)).toEqual([0, 3, 10]);
  expect(marked(0.25, 20)).toEqual([0, 10, 10]);
  expect(marked(0.7, 0)).toEqual([0, 0, 0]);
});
