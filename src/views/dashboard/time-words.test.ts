// Times in words: as fine as it takes, and never two alike side by side.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseAxis, edgeOf } from '../../survey/time-axis.ts';
import { dayWords, lengthWords, spanWords, timeTicks, timeWords } from './time-words.ts';

/** 2024-09-05 13:02:10 UTC, by `date -u -d @1725541330`. */
const NOON = 1725541330;
const labels = (from: number, length: number, most: number) =>
  timeTicks({ from, to: from + length }, most).map(({ label }) => label);

test('spans are told with no more than their ends need', () => {
  expect(spanWords({ from: NOON, to: NOON + 75 }, 5)).toBe('13:02:10 to 13:03:25');
  expect(spanWords({ from: NOON - 10, to: NOON + 50 }, 60)).toBe('13:02 to 13:03');
  expect(spanWords({ from: NOON, to: NOON + 0.5 }, 0.1)).toBe('13:02:10.0 to 13:02:10.5');
  expect(spanWords({ from: NOON, to: NOON + 0.000015 }, 0.000001)).toBe('13:02:10.000000 to 13:02:10.000015');
  expect(spanWords({ from: NOON, to: NOON + 86_400 }, 60)).toBe('2024-09-05 13:02:10 to 2024-09-06 13:02:10');
  expect(spanWords({ from: 1725494400, to: 1725494400 + 7 * 86_400 }, 86_400)).toBe('2024-09-05 to 2024-09-12');
});

test('the day is named where there is one', () => {
  expect(dayWords({ from: NOON, to: NOON + 60 })).toBe('2024-09-05 UTC');
  expect(dayWords({ from: 1725494400, to: 1725494400 + 86_400 })).toBe('2024-09-05 UTC');
  expect(dayWords({ from: NOON, to: NOON + 86_400 })).toBe('UTC');
});

test('lengths begin at microseconds', () => {
  expect([0.000001, 0.00025, 0.0015, 0.25, 1, 75, 5400].map(lengthWords)).toEqual([
    '1 µs',
    '250 µs',
    '1.5 ms',
    '250 ms',
    '1 s',
    '1 min 15 s',
    '1 h 30 min',
  ]);
});

test('an axis has ticks from microseconds to years, and names days, months and years where they begin', () => {
  expect(labels(NOON, 0.0000039, 4)).toEqual(['13:02:10', '.000001', '.000002', '.000003']);
  expect(labels(NOON + 0.119, 0.0199, 4)).toEqual(['13:02:10.120', '.125', '.130', '.135']);
  expect(labels(NOON, 1200, 4)).toEqual(['13:05', '13:10', '13:15', '13:20']);
  expect(labels(NOON, 86_400, 4)).toEqual(['18:00', '6 Sep', '06:00', '12:00']);
  expect(labels(NOON, 5 * 86_400, 5)).toEqual(['6 Sep', '7 Sep', '8 Sep', '9 Sep', '10 Sep']);
  expect(labels(NOON, 365 * 86_400, 14)).toEqual('Oct Nov Dec 2025 Feb Mar Apr May Jun Jul Aug Sep'.split(' '));
  expect(labels(NOON, 20 * 365 * 86_400, 4)).toEqual(['2025', '2030', '2035', '2040']);
});

test('times that no calendar holds are told as numbers, and have no ticks', () => {
  expect(timeTicks({ from: 1e300, to: 2e300 }, 8)).toEqual([]);
  expect(timeWords(1e15, 60)).toBe('1000000000000000 s');
  expect(spanWords({ from: 0, to: 1e15 }, 60)).toBe('0 s to 1000000000000000 s');
});

const spans = fc
  .tuple(
    fc.double({ min: -2e9, max: 5e9, noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -3, max: 7.6, noNaN: true, noDefaultInfinity: true }),
  )
  .map(([from, power]) => ({ from, to: from + 10 ** power }));

test('ticks are inside, rise, are not too many, and no two beside each other say the same', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 2, max: 24 }), (span, most) => {
      const ticks = timeTicks(span, most);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      for (const [index, { at, label }] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(span.from);
        expect(at).toBeLessThanOrEqual(span.to);
        if (index === 0) continue;
        expect(at).toBeGreaterThan(ticks[index - 1].at);
        expect(label).not.toBe(ticks[index - 1].label);
      }
    }),
    { numRuns: 500 },
  );
});

test('edges of an axis side by side are told apart, with no digit that all of them have for nothing', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 48, max: 240 }), (span, most) => {
      const axis = chooseAxis(span, most);
      const words = Array.from({ length: Math.min(axis.count, 60) }, (_, bucket) =>
        timeWords(edgeOf(axis, bucket), axis.width, true),
      );
      expect(new Set(words).size).toBe(words.length);
      const fraction = words[0].split('.')[1] ?? '';
      // Ten steps of one digit less would be needed to make the last one 0 throughout.
      if (words.length > 10 && fraction !== '') expect(words.some((each) => !each.endsWith('0'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
