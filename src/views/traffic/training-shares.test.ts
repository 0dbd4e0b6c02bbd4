// Shares of the training in bars against counting the training's scores, as far as the ladder goes.
import { expect, test } from 'vitest';
import { calibrate } from '../../detect/calibrate.ts';
import { barsOf } from './histogram.ts';
import { trainingShares } from './training-shares.ts';

const bars = barsOf(new Uint32Array(100), { from: 0, to: 1 });
const scores = (count: number) =>
  Float32Array.from({ length: count }, (_, i) => 0.25 + ((i * 7919) % count) / (2 * count));

function countBars(all: Float32Array): number[] {
  return bars.map(({ from, to }) => all.filter((score) => score > from && score <= to).length / all.length);
}

test('of few training packets every share is as counted', async () => {
  // Up to 128 ranks are all kept.
  const all = scores(100);
  const found = trainingShares(await calibrate([all]), bars);
  countBars(all).forEach((share, bar) => expect(found[bar].share).toBeCloseTo(share, 9));
});

test('of many packets shares are near, add up to all, and are only called exact where they are', async () => {
  const all = scores(20_000);
  const found = trainingShares(await calibrate([all]), bars);
  const counted = countBars(all);
  found.forEach(({ share, exact }, bar) => {
    if (exact) expect(share).toBeCloseTo(counted[bar], 9);
    else expect(Math.abs(share - counted[bar])).toBeLessThan(0.01);
  });
  expect(found.some(({ exact }) => !exact)).toBe(true);
  expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('packets between two counted scores are spread evenly, and not called exact', () => {
  const calibration = {
    scores: Float32Array.of(0.75, 0.25),
    higher: Uint32Array.of(0, 90),
    upTo: Uint32Array.of(10, 100),
    whole: true,
  };
  const halves = [0, 0.5].map((from) => ({ from, to: from + 0.5, count: 0 }));
  // 10 at 0.75, 10 at 0.25, and 80 somewhere between: half of them on each side of 0.5.
  expect(trainingShares(calibration, halves)).toEqual([
    { share: 0.5, exact: false },
    { share: 0.5, exact: false },
  ]);
});
