// Numbers, bytes, durations and times read the same everywhere.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatFigures,
  formatRate,
  formatScore,
  formatShare,
  formatSpan,
  formatTime,
  plural,
} from './format.ts';

describe('counts', () => {
  test('are grouped by thousands', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(1_234_567)).toBe('1,234,567');
  });
  test('are written as Intl writes them, which is too slow to be asked for each', () => {
    const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.nat(), fc.double({ min: 0, noNaN: true })),
        (count) => {
          expect(formatCount(count)).toBe(whole.format(count));
        },
      ),
    );
  });
  test.each([
    [1_234_567, 3, '1,230,000'],
    [0.012_345, 3, '0.0123'],
    [1234.5678, 6, '1,234.57'],
    [-1234.5, 6, '-1,234.5'],
    [1.234e-9, 3, '0.00000000123'],
    [2e-7, 6, '0.0000002'],
  ])('%d to %d digits is %s', (value, digits, text) => expect(formatFigures(value, digits)).toBe(text));
  test('take the right noun', () => {
    expect(plural(1, 'packet')).toBe('1 packet');
    expect(plural(0, 'packet')).toBe('0 packets');
    expect(plural(3000, 'entry', 'entries')).toBe('3,000 entries');
  });
  test('per second are rounded to what can be known', () => {
    expect(formatRate(1_234_567, 2, 'packets')).toBe('617,000 packets/s');
    expect(formatRate(87_100_000, 0.5, 'bytes')).toBe('174 MB/s');
    expect(formatRate(5, 0, 'trees')).toBe('0 trees/s');
  });
});

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1234, '1.23 kB'],
    [999_499, '999 kB'],
    [999_999, '1 MB'],
    [87_123_456, '87.1 MB'],
    [2_147_483_648, '2.15 GB'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [-1, '0 s'],
    [0.0001, 'less than 1 ms'],
    [0.0124, '12 ms'],
    [0.9996, '1 s'],
    [1.44, '1.4 s'],
    [9.96, '10 s'],
    [59.6, '1 min'],
    [1324, '22 min 4 s'],
    [3599.9, '1 h'],
    [11_100, '3 h 5 min'],
    [86_399.9, '1 d'],
    [187_200, '2 d 4 h'],
  ])('%d s is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('scores and shares', () => {
  test('scores have three decimals', () => expect(formatScore(0.61249)).toBe('0.612'));
  test('shares are percent', () => {
    expect(formatShare(0.01)).toBe('1 %');
    expect(formatShare(0.0005)).toBe('0.05 %');
  });
});

describe('times', () => {
  test('are UTC, with the date on request', () => {
    expect(formatTime(1725530000.12, false)).toBe('09:53:20.120');
    expect(formatTime(1725530000.12, true)).toBe('2024-09-05 09:53:20.120');
  });
  test('that no calendar knows are left as numbers', () => expect(formatTime(1e300, true)).toBe('1e+300'));
  test('of a span repeat the date only where it changes', () => {
    expect(formatSpan(1725530000, 1725530600.5)).toBe('2024-09-05 09:53:20 to 10:03:20 UTC');
    expect(formatSpan(1725530000, 1725630600)).toBe('2024-09-05 09:53:20 to 2024-09-06 13:50:00 UTC');
  });
  test('of a model are told as an age', () => {
    const now = Date.parse('2024-09-05T12:00:00Z');
    expect(formatAgo('2024-09-05T11:59:30Z', now)).toBe('just now');
    expect(formatAgo('2024-09-05T10:59:30Z', now)).toBe('1 hour ago');
    expect(formatAgo('2024-09-02T11:00:00Z', now)).toBe('3 days ago');
    expect(formatAgo('not a time', now)).toBe('at an unknown time');
  });
});
