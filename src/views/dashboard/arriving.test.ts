// Scales of numbers that grow.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaPath, roundUp } from './arriving.ts';

test('a scale goes up in steps, and is never below what it shows', () => {
  expect([0, 1, 2, 3, 7, 10, 11, 400_001].map(roundUp)).toEqual([1, 1, 2, 5, 10, 10, 20, 500_000]);
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), (count) => {
      expect(roundUp(count)).toBeGreaterThanOrEqual(count);
      expect(roundUp(count)).toBeLessThanOrEqual(2.5 * count);
    }),
  );
});

test('an area has a step a bucket, and one packet among many is seen', () => {
  expect(areaPath([10, 0, 1], 10)).toBe('M0 100V0h1V100h1V90h1V100Z');
  expect(areaPath([1], 10_000)).toBe('M0 100V98h1V100Z');
});
