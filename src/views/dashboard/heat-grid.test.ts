// Where cells stand and which one a place or key leads to.
import { expect, test } from 'vitest';
import type { HeatRow } from '../../survey/types.ts';
import {
  cellAt,
  cellsFor,
  cellStep,
  layOut,
  leftOf,
  overlaps,
  placeAfterKey,
  sameSpan,
  shareAt,
  spanOf,
} from './heat-grid.ts';

const axis = { start: 1000, width: 10, count: 60 };

const row = (marked: number[], worst = 0.5): HeatRow => ({
  key: 'a',
  totals: { packets: 0, bytes: 0, marked: 0, markedBytes: 0, worst: 0 },
  worst: Float32Array.from(marked, () => worst),
  packets: Uint32Array.from(marked, () => 9),
  marked: Uint32Array.from(marked),
});

test('labels stand beside the cells where there is room, and above them where there is not', () => {
  const wide = layOut(1160, '192.168.4.31'.length, 9, 60);
  expect(wide).toMatchObject({ left: 118, width: 1042, cellTop: 2 });
  expect(layOut(340, 39, 6, 30)).toMatchObject({ left: 0, width: 340 });
  // The longest text of an IPv6 address, 39 characters of about 7.2 pixels.
  expect(layOut(1160, 39, 9, 60).left).toBeGreaterThan(39 * 7.2);
});

test('each cell is found by its middle, and by none that is beside it', () => {
  for (const room of [340, 760, 1160, 2400]) {
    const layout = layOut(room, 12, 9, 57);
    for (let column = 0; column < 57; column += 1) {
      const left = layout.left + leftOf(layout, column);
      const right = layout.left + leftOf(layout, column + 1);
      expect(right).toBeGreaterThan(left);
      const y = 3 * layout.rowHeight + layout.cellTop + 1;
      expect(cellAt(layout, (left + right) / 2, y)).toEqual({ row: 3, column });
    }
    expect(leftOf(layout, 57)).toBe(layout.width);
    expect(cellAt(layout, layout.left - 1, 5)).toBeNull();
    expect(cellAt(layout, room + 1, 5)).toBeNull();
    expect(cellAt(layout, room / 2, 9 * layout.rowHeight)).toBeNull();
  }
});

test('a few pixels more ask for no other cells', () => {
  expect(cellsFor(1001)).toBe(cellsFor(1099));
  expect(cellsFor(1099)).toBeLessThan(cellsFor(1101));
  expect([cellsFor(10), cellsFor(5000)]).toEqual([20, 120]);
});

test('cells become a span with their edges, whichever way they were dragged', () => {
  expect(spanOf(axis, 3, 3)).toEqual({ from: 1030, to: 1040 });
  expect(spanOf(axis, 7, 3)).toEqual({ from: 1030, to: 1080 });
  expect(sameSpan(spanOf(axis, 7, 3), spanOf(axis, 3, 7))).toBe(true);
  expect(sameSpan(null, spanOf(axis, 3, 7))).toBe(false);
});

test('a span is half-open: it has no part of the cell that begins where it ends', () => {
  const span = { from: 1030, to: 1080 };
  const inside = Array.from({ length: 60 }, (_, cell) => cell).filter((cell) => overlaps(axis, cell, span));
  expect(inside).toEqual([3, 4, 5, 6, 7]);
  expect(overlaps(axis, 2, { from: 1029.5, to: 1031 })).toBe(true);
});

test('a cell is as odd as its counts say, also where its host has a line of its own', () => {
  // Above the common line of 0.6, but not above the host's own.
  expect(cellStep(row([0], 0.7), 0, 0.6, 0.9)).toBe(1);
  expect(cellStep(row([1], 0.7), 0, 0.6, 0.9)).toBe(3);
  expect(cellStep(row([1], 0.9), 0, 0.6, 0.9)).toBe(5);
  expect(cellStep({ ...row([0]), packets: Uint32Array.of(0) }, 0, 0.6, 0.9)).toBe(0);
});

test('times have their places on the axis, and those beside it the nearest', () => {
  expect(shareAt(axis, 1300)).toBe(0.5);
  expect([shareAt(axis, 0), shareAt(axis, 9999)]).toEqual([0, 1]);
});

test('keys lead through labels and cells, and with Control to the next odd one', () => {
  const rows = [row([0, 0, 0, 0]), row([0, 1, 0, 2])];
  const after = (key: string, at: [number, number], ctrlKey = false) => {
    const place = placeAfterKey({ key, ctrlKey }, { row: at[0], column: at[1] }, rows, 4);
    return place && [place.row, place.column];
  };
  expect(after('ArrowRight', [0, -1])).toEqual([0, 0]);
  expect(after('ArrowLeft', [0, 0])).toEqual([0, -1]);
  expect(after('ArrowLeft', [0, -1])).toEqual([0, -1]);
  expect(after('ArrowDown', [1, 2])).toEqual([1, 2]);
  expect(after('End', [0, 1])).toEqual([0, 3]);
  expect(after('Home', [1, 3], true)).toEqual([0, 0]);
  expect(after('ArrowRight', [1, -1], true)).toEqual([1, 1]);
  expect(after('ArrowRight', [1, 1], true)).toEqual([1, 3]);
  expect(after('ArrowLeft', [1, 3], true)).toEqual([1, 1]);
  expect(after('ArrowRight', [0, 1], true)).toEqual([0, 1]);
  expect(after('a', [0, 1])).toBeNull();
});
