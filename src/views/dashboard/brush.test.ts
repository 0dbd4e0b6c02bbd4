// What pointers and keys make of the selected time: always whole buckets, always some.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseAxis } from '../../survey/time-axis.ts';
import { EVERYTHING, type Overview } from '../../survey/types.ts';
import { fakeSurvey } from '../testing/fake-survey.ts';
import {
  countIn,
  dragged,
  edgesOf,
  extended,
  moved,
  sameOverview,
  shifted,
  spanOfEdges,
  zoomedIn,
  zoomedOut,
} from './brush.ts';

const axis = { start: 1000, width: 10, count: 6 };
const overviewOf = (buckets: number): Overview =>
  fakeSurvey({
    selection: EVERYTHING,
    line: { threshold: 0.6, hosts: null } as never,
    zoom: null,
    overview: buckets,
    heat: null,
    tops: null,
    sizes: null,
    pairs: null,
    histogram: null,
  }).overview!;

test('a new span holds the buckets where the drag began and ended, in both directions', () => {
  expect(dragged(axis, 'new', null, 0.2, 0.6)).toEqual({ from: 1, to: 4 });
  expect(dragged(axis, 'new', null, 0.6, 0.2)).toEqual({ from: 1, to: 4 });
  expect(dragged(axis, 'new', null, 0.5, 0.5)).toEqual({ from: 3, to: 4 });
  expect(dragged(axis, 'new', null, 0.5, 7)).toEqual({ from: 3, to: 6 });
});

test('an end goes to the nearest edge, and past the other end it becomes that one', () => {
  const began = { from: 2, to: 4 };
  expect(dragged(axis, 'from', began, 0.33, 0.17)).toEqual({ from: 1, to: 4 });
  expect(dragged(axis, 'to', began, 0.66, 1)).toEqual({ from: 2, to: 6 });
  expect(dragged(axis, 'from', began, 0.33, 0.99)).toEqual({ from: 4, to: 6 });
  expect(dragged(axis, 'to', began, 0.66, 0.33)).toEqual({ from: 2, to: 3 });
});

test('the middle moves all of it, up to the ends of the axis', () => {
  expect(dragged(axis, 'middle', { from: 2, to: 4 }, 0.5, 0.66)).toEqual({ from: 3, to: 5 });
  expect(dragged(axis, 'middle', { from: 2, to: 4 }, 0.5, -3)).toEqual({ from: 0, to: 2 });
  expect(shifted(axis, { from: 2, to: 4 }, 99)).toEqual({ from: 4, to: 6 });
});

test('whatever is dragged, moved or extended, at least one bucket of the axis is left', () => {
  const share = fc.double({ min: -2, max: 3, noNaN: true });
  const edges = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6 }))
    .map(([from, length]) => ({ from, to: Math.min(6, from + length) }));
  fc.assert(
    fc.property(
      fc.constantFrom('from' as const, 'to' as const, 'middle' as const, 'new' as const),
      edges,
      share,
      share,
      (grip, began, start, now) => {
        for (const next of [
          dragged(axis, grip, began, start, now),
          extended(axis, began, now),
          moved(axis, began, grip === 'to' ? 'to' : 'from', Math.round(now * 6)),
        ]) {
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(6);
          expect(next.to).toBeGreaterThan(next.from);
          expect(edgesOf(axis, spanOfEdges(axis, next))).toEqual(next);
        }
      },
    ),
  );
});

test('a shift-click moves the nearer end', () => {
  expect(extended(axis, { from: 2, to: 3 }, 0.95)).toEqual({ from: 2, to: 6 });
  expect(extended(axis, { from: 2, to: 3 }, 0)).toEqual({ from: 0, to: 3 });
  expect(extended(axis, null, 0.5)).toEqual({ from: 3, to: 4 });
});

test('counts of a dragged span are those of its buckets, and none are told of one that cuts a bucket', () => {
  const overview = overviewOf(60);
  const { start } = overview.axis;
  expect(countIn(overview, { from: start + 30, to: start + 35 })).toEqual({ packets: 50, marked: 17 });
  expect(countIn(overview, { from: start + 30.5, to: start + 35 })).toBeNull();
  expect(countIn(overview, { from: start - 10, to: start + 35 })).toBeNull();
});

test('zooming out doubles what is shown until that is all', () => {
  const whole = { from: 1000, to: 2000 };
  const once = zoomedOut(chooseAxis({ from: 1500, to: 1600 }, 100), whole)!;
  expect(once.to - once.from).toBeGreaterThanOrEqual(200);
  expect(zoomedOut(chooseAxis({ from: 1100, to: 1900 }, 100), whole)).toBeNull();
  expect(zoomedIn(axis)).toEqual({ from: 1010, to: 1050 });
  expect(zoomedIn({ ...axis, count: 3 })).toBeNull();
});

test('the same numbers are not drawn twice', () => {
  expect(sameOverview(overviewOf(60), overviewOf(60))).toBe(true);
  expect(sameOverview(overviewOf(60), overviewOf(30))).toBe(false);
  expect(sameOverview(null, overviewOf(30))).toBe(false);
});
