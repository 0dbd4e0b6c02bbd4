// Steps of time: edges that rise, buckets that agree with them, and no span that cannot be cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, chooseAxis, edgeOf, spanOf, stepFrom } from './time-axis.ts';

const YEAR = 31_556_952;
const starts = fc.oneof(
  fc.constantFrom(0, -0, 1.7e9, -1.7e9, 1.7e12, -1e-9, 4e18),
  fc.double({ min: -1e10, max: 1e10, noNaN: true }),
);
/** From a microsecond to a thousand years, as often short as long. */
const lengths = fc.oneof(
  fc.constant(0),
  fc.double({ min: -6, max: Math.log10(1000 * YEAR), noNaN: true }).map((power) => 10 ** power),
);
const spans = fc.tuple(starts, lengths).map(([from, length]) => ({ from, to: from + length }));
const most = fc.integer({ min: 1, max: 500 });

function expectSound(axis: ReturnType<typeof chooseAxis>, many: number): void {
  expect(axis.count).toBeGreaterThanOrEqual(1);
  expect(axis.count).toBeLessThanOrEqual(many);
  for (let k = 0; k < axis.count; k++) expect(edgeOf(axis, k + 1)).toBeGreaterThan(edgeOf(axis, k));
}

describe('an axis', () => {
  test('has rising edges, no more buckets than wanted, and holds the whole span but little else', () => {
    fc.assert(
      fc.property(spans, most, (span, many) => {
        const axis = chooseAxis(span, many);
        expectSound(axis, many);
        expect(edgeOf(axis, 0)).toBeLessThanOrEqual(span.from);
        expect(edgeOf(axis, axis.count)).toBeGreaterThanOrEqual(span.to);
        expect(bucketOf(axis, span.from)).toBe(0);
        // No bucket lies outside of the span.
        expect(edgeOf(axis, axis.count - 1)).toBeLessThanOrEqual(span.to);
        if (axis.count > 1) expect(edgeOf(axis, axis.count - 1)).toBeLessThan(span.to);
        expect(bucketOf(axis, span.from)).toBeLessThan(axis.count);
      }),
    );
  });

  test('holds the last of all times, but not the end of a half-open span that is an edge', () => {
    fc.assert(
      fc.property(spans, most, ({ from, to }, many) => {
        const all = chooseAxis(spanOf({ first: from, last: to }), many);
        expectSound(all, many);
        expect(bucketOf(all, from)).toBe(0);
        expect(bucketOf(all, to)).toBe(all.count - 1);
      }),
    );
    expect(chooseAxis({ from: 1_725_530_000, to: 1_725_530_060 }, 60)).toEqual({
      start: 1_725_530_000,
      width: 1,
      count: 60,
    });
    expect(chooseAxis({ from: 3.3, to: 7.7 }, 5)).toEqual({ start: 3, width: 1, count: 5 });
  });

  test('gives each time the one bucket whose edges stand around it', () => {
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 2, max: 500 }),
        fc.double({ min: -0.2, max: 1.2, noNaN: true }),
        (span, many, at) => {
          const axis = chooseAxis(span, many);
          const width = edgeOf(axis, axis.count) - axis.start;
          const times = [axis.start + at * width];
          for (let k = 0; k <= axis.count; k += 7)
            times.push(edgeOf(axis, k), -spanOf({ first: 0, last: -edgeOf(axis, k) }).to);
          for (const time of times) {
            const bucket = bucketOf(axis, time);
            expect(bucket).toBe(Math.floor(bucket));
            const isInside = time >= axis.start && time < edgeOf(axis, axis.count);
            expect(bucket >= 0 && bucket < axis.count).toBe(isInside);
            if (!isInside) continue;
            expect(edgeOf(axis, bucket)).toBeLessThanOrEqual(time);
            expect(edgeOf(axis, bucket + 1)).toBeGreaterThan(time);
          }
        },
      ),
    );
  });

  test('begins with the bucket of its first time, where a quotient is rounded', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.constantFrom(1e-6, 2e-5, 0.001, 0.1, 0.2, 0.5),
        (k, width) => {
          for (const from of [k * width, 1.7e9 + k * width, 0.3 + k * width]) {
            expect(bucketOf(chooseAxis({ from, to: from + 10 * width }, 12), from)).toBe(0);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('is found for any two finite numbers', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(any, any, most, (a, b, many) => {
        expectSound(chooseAxis({ from: Math.min(a, b), to: Math.max(a, b) }, many), many);
      }),
    );
    expectSound(chooseAxis({ from: -Number.MAX_VALUE, to: Number.MAX_VALUE }, 240), 240);
    expectSound(chooseAxis({ from: -Number.MAX_VALUE, to: Number.MAX_VALUE }, 1), 1);
  });

  test('puts times that are too far for it into no bucket', () => {
    const axis = chooseAxis({ from: 0, to: 60 }, 60);
    for (const time of [-1e300, -1, 60, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE]) {
      const bucket = bucketOf(axis, time);
      expect(bucket < 0 || bucket >= axis.count).toBe(true);
    }
  });
});

test('what lies just above the last time is above it, whatever that is', () => {
  for (const last of [0, 1, 2 ** 31, 1.7e9, -1.7e9, -1, 1e19, 5e-324, -5e-324]) {
    const { to } = spanOf({ first: last, last });
    expect(to).toBeGreaterThan(last);
    expect(to - last).toBeLessThanOrEqual(Math.max(1e-300, Math.abs(last) * 2 ** -51));
  }
});

test.each([
  [1e-6, 1e-6],
  [1.1e-6, 2e-6],
  [0.0003, 0.0005],
  [0.5, 0.5],
  [0.51, 1],
  [3, 5],
  [16, 30],
  [61, 120],
  [3601, 7200],
  [50_000, 86_400],
  [86_401, 172_800],
  [700_000, 1_209_600],
])('a step of at least %s s is %s s', (least, step) => {
  expect(stepFrom(least)).toBe(step);
});
