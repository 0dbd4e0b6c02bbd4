// What is said of packets in lists and of sizes in ranges.
import { expect, test } from 'vitest';
import type { Totals } from '../../survey/types.ts';
import { amountWords, barOf, keepRoom, shorten, totalsWords } from './shape-words.ts';
import { binWords } from './size-words.ts';
import { oddStep } from './sizes-draw.ts';

const all: Totals = { packets: 4000, bytes: 2_000_000, marked: 40, markedBytes: 50_000, worst: 0.9 };
const some: Totals = { packets: 1000, bytes: 1_000_000, marked: 10, markedBytes: 25_000, worst: 0.7125 };
const none: Totals = { packets: 0, bytes: 0, marked: 0, markedBytes: 0, worst: 0 };

test('the number of an entry is what its list is ordered by', () => {
  expect((['packets', 'bytes', 'marked', 'worst'] as const).map((order) => amountWords(some, order))).toEqual([
    '1,000',
    '1 MB',
    '10',
    '0.713',
  ]);
});

test('odd packets and scores are only told once there are scores', () => {
  expect(totalsWords(some, false)).toBe('1,000 packets, 1 MB');
  expect(totalsWords(some, true)).toBe('1,000 packets, 1 MB, 10 odd, worst score 0.713');
});

test('a bar is the share of all, its odd part the share that is odd, and a score its own share', () => {
  expect(barOf(some, all, 'packets')).toEqual({ length: 0.25, odd: 0.0025 });
  expect(barOf(some, all, 'bytes')).toEqual({ length: 0.5, odd: 0.0125 });
  expect(barOf(some, all, 'marked')).toEqual({ length: 0.25, odd: 0.25 });
  expect(barOf(some, all, 'worst')).toEqual({ length: 0.7125, odd: 0.7125 });
  expect(barOf({ ...some, marked: 0 }, all, 'worst').odd).toBe(0);
  for (const order of ['packets', 'bytes', 'marked'] as const) expect(barOf(none, none, order).length).toBe(0);
});

test('room is kept for the most that a traffic has shown, and given back with it', () => {
  const keep = keepRoom();
  expect([keep(1, 3), keep(1, 8), keep(1, 2), keep(2, 2)]).toEqual([3, 8, 8, 2]);
});

test('of a long name both ends stay', () => {
  expect(shorten('192.168.100.200', 24)).toBe('192.168.100.200');
  const short = shorten('2001:db8:85a3:8d3:1319:8a2e:370:7348', 24);
  expect(short).toHaveLength(24);
  expect(short).toMatch(/^2001:db8:.*….*:370:7348$/);
});

test('ranges of sizes are whole bytes without a gap between them', () => {
  const edges = Float64Array.of(0, 1, 64, 100.5, 1500);
  expect([0, 1, 2, 3].map((bin) => binWords(edges, bin))).toEqual([
    '0 bytes',
    '1 to 63 bytes',
    '64 to 100 bytes',
    '101 bytes or more',
  ]);
});

test('a cell stands on the ramp by the odd share of its packets, from the second step on', () => {
  expect(oddStep({ packets: 1000, marked: 0 })).toBe(0);
  expect([1, 250, 500, 750, 1000].map((marked) => oddStep({ packets: 1000, marked }))).toEqual([2, 3, 4, 5, 5]);
});
