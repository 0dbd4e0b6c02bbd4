// Which bars the lab "dashboard" names as missed, from made-up figures.
import { expect, test } from 'vitest';
import { findMissed, type Visit } from './bars.ts';

const frames = (medianMs: number, p95Ms: number) => ({ frames: 180, medianMs, p95Ms, longestMs: 40 });

/** Every figure just on its bar. */
const onTheBar = (packets: number): Visit =>
  packets > 2e6
    ? {
        packets,
        paintedMs: 4000,
        missing: [],
        brush: frames(33.3, 500),
        threshold: frames(33.3, 500),
        longestTaskMs: { reading: 900 },
        heapMB: 900,
      }
    : {
        packets,
        paintedMs: 1500,
        missing: [],
        brush: frames(20, 34),
        threshold: frames(20, 34),
        longestTaskMs: { reading: 50, painting: 0 },
        heapMB: 250,
      };

test.each([1e6, 5e6])('figures on the bars of %i packets miss nothing', (packets) => {
  expect(findMissed(onTheBar(packets))).toEqual([]);
});

test.each<[string, Partial<Visit>]>([
  ['painted: heat map: not drawn', { missing: ['heat map: not drawn'] }],
  ['all views painted after the scores: 1501 ≤ 1500 ms', { paintedMs: 1501 }],
  ['all views painted after the scores: not measured ≤ 1500 ms', { paintedMs: null }],
  ['brush drag, median frame: 20.1 ≤ 20 ms', { brush: frames(20.1, 34) }],
  ['brush drag, 95th percentile: 34.1 ≤ 34 ms', { brush: frames(20, 34.1) }],
  ['threshold drag, median frame: NaN ≤ 20 ms', { threshold: frames(NaN, 34) }],
  ['longest task, painting: 51 ≤ 50 ms', { longestTaskMs: { reading: 0, painting: 51 } }],
  ['heap of the page: 250.1 ≤ 250 MB', { heapMB: 250.1 }],
])('a million packets: %s', (sentence, figures) => {
  expect(findMissed({ ...onTheBar(1e6), ...figures })).toEqual([sentence]);
});

test.each<[string, Partial<Visit>]>([
  ['all views painted after the scores: 4001 ≤ 4000 ms', { paintedMs: 4001 }],
  ['threshold drag, median frame: 33.4 ≤ 33.3 ms', { threshold: frames(33.4, 40) }],
])('five million packets: %s', (sentence, figures) => {
  expect(findMissed({ ...onTheBar(5e6), ...figures })).toEqual([sentence]);
});

test('a drag that could not be made misses both of its bars', () => {
  expect(findMissed({ ...onTheBar(1e6), brush: null })).toEqual([
    'brush drag, median frame: not measured ≤ 20 ms',
    'brush drag, 95th percentile: not measured ≤ 34 ms',
  ]);
});
