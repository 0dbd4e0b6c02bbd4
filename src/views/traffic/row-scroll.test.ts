// The scroll bar reaches every row, also where a browser could not hold the full height.
import { describe, expect, test } from 'vitest';
import { ROW_HEIGHT, rowScroll } from './row-scroll.ts';

describe('few rows', () => {
  const scroll = rowScroll(1000, 280);
  test('stand at their own height', () => {
    expect(scroll.scaled).toBe(false);
    expect(scroll.height).toBe(1000 * ROW_HEIGHT);
    expect(scroll.topAt(56)).toBe(2);
    expect(scroll.scrollTopOf(2)).toBe(56);
  });
  test('end with the last row', () => {
    expect(scroll.lastTop).toBe(990);
    expect(scroll.topAt(1e9)).toBe(990);
  });
});

describe('five million rows', () => {
  const scroll = rowScroll(5_000_000, 560);
  test('stay below what browsers can hold', () => {
    expect(scroll.scaled).toBe(true);
    expect(scroll.height).toBe(8_000_000);
  });
  test('the ends of the bar are the ends of the table', () => {
    expect(scroll.topAt(0)).toBe(0);
    expect(scroll.topAt(8_000_000 - 560)).toBe(4_999_980);
    expect(scroll.scrollTopOf(4_999_980)).toBeCloseTo(8_000_000 - 560, 6);
  });
  test('there and back is the same row', () => {
    for (const top of [0, 1, 12_345, 2_500_000, 4_999_979])
      expect(scroll.topAt(scroll.scrollTopOf(top))).toBeCloseTo(top, 6);
  });
});

test('a table that is shorter than its body does not scroll', () => {
  const scroll = rowScroll(3, 280);
  expect(scroll.lastTop).toBe(0);
  expect(scroll.topAt(100)).toBe(0);
});

test('a row is revealed with the least movement', () => {
  const scroll = rowScroll(1000, 280);
  expect(scroll.reveal(5, 0)).toBe(0);
  expect(scroll.reveal(10, 0)).toBe(1);
  expect(scroll.reveal(3, 50)).toBe(3);
  expect(scroll.reveal(999, 0)).toBe(990);
});
