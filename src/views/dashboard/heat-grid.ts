// Where the heat map's cells stand, which one a place or a key leads to, and which step of the ramp each has.
import { edgeOf } from '../../survey/time-axis.ts';
import type { HeatRow, TimeAxis, TimeSpan } from '../../survey/types.ts';
import { heatStep } from './colors.ts';

/** Below so many pixels of room labels stand above their cells. */
export const NARROW = 560;

/** Pixels of the page. Row 0 is the overall row. */
export interface Layout {
  /** Where the cells begin. */
  left: number;
  /** Of all cells of a row. */
  width: number;
  rows: number;
  columns: number;
  rowHeight: number;
  /** Of a cell, in its row. */
  cellTop: number;
  cellHeight: number;
}

/** A cell; column -1 is the row's label. */
export interface Place {
  row: number;
  column: number;
}

/** Some of a row's, either way round; its label where they are -1. */
export interface Cells {
  row: number;
  from: number;
  to: number;
}

/** @param longest characters of the longest label */
export function layOut(room: number, longest: number, rows: number, columns: number): Layout {
  const narrow = room < NARROW;
  // Few widths, so that another page of rows seldom moves the cells: IPv4 addresses, MAC addresses and services, IPv6.
  const wanted = [118, 168, 228, 306].find((width) => longest * 7.3 + 10 <= width) ?? 306;
  const left = narrow ? 0 : Math.min(wanted, Math.round(room * 0.3));
  const heights = narrow
    ? { rowHeight: 38, cellTop: 17, cellHeight: 18 }
    : { rowHeight: 22, cellTop: 2, cellHeight: 19 };
  return { left, width: Math.max(1, room - left), rows, columns, ...heights };
}

/** Most cells that there is room for; in steps, so that not each pixel of another size asks anew. */
export const cellsFor = (room: number): number => Math.min(120, Math.max(20, Math.floor(room / 100) * 10));

/** Left edge of a column, on a pixel of the device, from the first one's. */
export const leftOf = ({ width, columns }: Layout, column: number, ratio = 1): number =>
  Math.round((width * column * ratio) / columns) / ratio;

/** The cell under a point that is measured from the rows' top left; null beside them. */
export function cellAt(layout: Layout, x: number, y: number): Place | null {
  const row = Math.floor(y / layout.rowHeight);
  const column = columnAt(layout, x);
  return row < 0 || row >= layout.rows || column < 0 || column >= layout.columns ? null : { row, column };
}

/** Below 0 or from `columns` on beside the cells. */
export const columnAt = ({ left, width, columns }: Layout, x: number): number =>
  Math.floor(((x - left) / width) * columns);

/** Share of the axis at which a time stands, within it. */
export const shareAt = ({ start, width, count }: TimeAxis, time: number): number =>
  Math.min(1, Math.max(0, (time - start) / (width * count)));

/** From one cell to another, either way round. */
export const spanOf = (axis: TimeAxis, a: number, b: number): TimeSpan => ({
  from: edgeOf(axis, Math.min(a, b)),
  to: edgeOf(axis, Math.max(a, b) + 1),
});

export const sameSpan = (a: TimeSpan | null, b: TimeSpan | null): boolean =>
  a === b || (a !== null && b !== null && a.from === b.from && a.to === b.to);

/** Whether some of a cell's time is in the span. */
export const overlaps = (axis: TimeAxis, cell: number, { from, to }: TimeSpan): boolean =>
  edgeOf(axis, cell) < to && edgeOf(axis, cell + 1) > from;

/** Step of the ramp of oddness, as the counts have it: hosts with lines of their own are odd only above those. */
export function cellStep({ packets, worst, marked }: HeatRow, cell: number, line: number, most: number): number {
  const step = heatStep(packets[cell], worst[cell], line, most);
  return marked[cell] > 0 ? Math.max(2, step) : Math.min(1, step);
}

/** The cell that a key leads to, or null for a key that is not the map's. Control leads to the next odd cell of the row. */
export function placeAfterKey(
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { row, column }: Place,
  rows: readonly HeatRow[],
  columns: number,
): Place | null {
  const { marked } = rows[row];
  const odd = (from: number, way: number): number => {
    for (let at = from + way; at >= 0 && at < columns; at += way) if (marked[at] > 0) return at;
    return from;
  };
  const ways: Record<string, Place> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: ctrlKey ? odd(column, 1) : column + 1 },
    ArrowLeft: { row, column: ctrlKey ? odd(column, -1) : column - 1 },
    Home: { row: ctrlKey ? 0 : row, column: 0 },
    End: { row: ctrlKey ? rows.length - 1 : row, column: columns - 1 },
  };
  const way = ways[key];
  if (!way || (ctrlKey && (key === 'ArrowDown' || key === 'ArrowUp'))) return null;
  const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
  return { row: within(way.row, 0, rows.length - 1), column: within(way.column, -1, columns - 1) };
}
