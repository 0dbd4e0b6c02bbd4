// Places in the picture of sizes over time: what stands where, and what a drag selects.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sizes } from '../../survey/types.ts';
import {
  binTotals,
  bucketAt,
  cellAt,
  cellsOf,
  labelledEdges,
  plotOf,
  pointAt,
  spanBetween,
  xOf,
  yOf,
} from './sizes-plot.ts';

const axis = { start: 1000, width: 10, count: 6 };
const edges = Float64Array.of(0, 64, 128, 256, 512);
const plot = { left: 50, top: 10, width: 600, height: 400 };

function sizesOf(cells: [bucket: number, bin: number, packets: number, marked: number][]): Sizes {
  const [packets, marked] = [new Uint32Array(24), new Uint32Array(24)];
  for (const [bucket, bin, all, odd] of cells) {
    packets[bucket * 4 + bin] = all;
    marked[bucket * 4 + bin] = odd;
  }
  return { axis, edges, packets, marked, points: null };
}

test('times run over the whole width, sizes by equally high bins, and nothing leaves the plot', () => {
  expect([1000, 1030, 1060].map((time) => xOf(plot, axis, time))).toEqual([50, 350, 650]);
  expect([0, 64, 96, 128, 512].map((size) => yOf(plot, edges, size))).toEqual([410, 310, 260, 210, 10]);
  expect(yOf(plot, edges, 65_535)).toBe(10);
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 0, max: 1e9 }), (size) => {
      const y = yOf(plot, edges, size);
      expect(y).toBeGreaterThanOrEqual(plot.top);
      expect(y).toBeLessThanOrEqual(plot.top + plot.height);
    }),
  );
});

test('a cell is found where it is drawn, and none beside the plot', () => {
  const sizes = sizesOf([[3, 1, 12, 2]]);
  expect(cellAt(plot, sizes, 50 + 3.5 * 100, 410 - 150)).toEqual({ bucket: 3, bin: 1, packets: 12, marked: 2 });
  expect(cellAt(plot, sizes, 49, 200)).toBeNull();
  expect(cellAt(plot, sizes, 200, 411)).toBeNull();
  expect(cellAt(plot, sizes, 650, 10)).toMatchObject({ bucket: 5, bin: 3 });
});

test('cells come by time and size, and their bins sum up over time', () => {
  const sizes = sizesOf([
    [0, 3, 5, 1],
    [4, 0, 1, 0],
    [4, 3, 2, 2],
  ]);
  expect(cellsOf(sizes).map(({ bucket, bin }) => [bucket, bin])).toEqual([
    [0, 3],
    [4, 0],
    [4, 3],
  ]);
  expect(binTotals(sizes)).toEqual([
    { packets: 1, marked: 0 },
    { packets: 0, marked: 0 },
    { packets: 0, marked: 0 },
    { packets: 7, marked: 3 },
  ]);
});

test('the nearest point is met within reach; points beside the axis or without a time never are', () => {
  const points = {
    rows: Uint32Array.of(7, 8, 9, 10),
    ts: Float64Array.of(1030, 1031, NaN, 1060),
    sizes: Float64Array.of(64, 64, 64, 64),
    scores: new Float32Array(4),
    marked: Uint8Array.of(0, 0, 0, 0),
  };
  const sizes = { ...sizesOf([]), points };
  expect(pointAt(plot, sizes, 352, 310, 9)).toBe(0);
  expect(pointAt(plot, sizes, 357, 310, 9)).toBe(1);
  expect(pointAt(plot, sizes, 350, 330, 9)).toBe(-1);
  expect(pointAt(plot, sizes, 650, 310, 9)).toBe(-1);
});

test('of two points at one place the odd one lies on top, whichever came first', () => {
  for (const marked of [Uint8Array.of(1, 0), Uint8Array.of(0, 1)]) {
    const points = {
      rows: Uint32Array.of(0, 1),
      ts: Float64Array.of(1030, 1030),
      sizes: Float64Array.of(64, 64),
      scores: new Float32Array(2),
      marked,
    };
    expect(marked[pointAt(plot, { ...sizesOf([]), points }, 351, 310, 9)]).toBe(1);
  }
});

test('a drag selects the whole buckets under it, either way, and no more than was selected before', () => {
  expect(spanBetween(plot, axis, 155, 349, null)).toEqual({ from: 1010, to: 1030 });
  expect(spanBetween(plot, axis, 349, 155, null)).toEqual({ from: 1010, to: 1030 });
  expect(spanBetween(plot, axis, -500, 9000, null)).toEqual({ from: 1000, to: 1060 });
  expect(spanBetween(plot, axis, 0, 9000, { from: 1002, to: 1059 })).toEqual({ from: 1002, to: 1059 });
  // The last bucket only begins where the selection ends.
  expect(spanBetween(plot, axis, 640, 650, { from: 1000, to: 1050 })).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 }), (one, other) => {
      const { from, to } = spanBetween(plot, axis, one, other, null)!;
      for (const x of [one, other]) {
        const time = axis.start + bucketAt(plot, axis, x) * axis.width;
        expect(time >= from && time < to).toBe(true);
      }
    }),
  );
});

test('labels of edges have room, from the lowest edge on', () => {
  expect(labelledEdges(plot, edges)).toEqual([0, 64, 128, 256, 512]);
  expect(labelledEdges({ ...plot, height: 40 }, edges)).toEqual([0, 256]);
  expect(plotOf(20, 300).width).toBe(1);
});
