// Draws the heat map's cells: colour for how odd, a mark for what is above the line, an outline for what is selected.
import type { HeatRow, TimeAxis, TimeSpan } from '../../survey/types.ts';
import type { Colors } from './colors.ts';
import { cellStep, leftOf, overlaps, shareAt, type Cells, type Layout } from './heat-grid.ts';

export interface Picture {
  layout: Layout;
  axis: TimeAxis;
  /** The overall row first. */
  rows: readonly HeatRow[];
  /** The score above which packets are odd, and the highest of the traffic. */
  line: number;
  most: number;
  span: TimeSpan | null;
  /** Place of the selected row among `rows`; -1 where it stands on another page, null where none is selected. */
  chosen: number | null;
  /** Cells under the pointer. */
  hover: Cells | null;
}

/** Opacity of what is not selected. */
const PALE = 0.35;

/** @param ratio pixels of the device in one of the page */
export function drawHeat(context: CanvasRenderingContext2D, picture: Picture, colors: Colors, ratio: number): void {
  const { layout, axis, rows, line, most, span, chosen } = picture;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, layout.width, layout.rows * layout.rowHeight);
  const ramp = [colors.card, colors['heat-1'], colors['heat-2'], colors['heat-3'], colors['heat-4'], colors['heat-5']];
  const gap = layout.width / layout.columns > 5 ? 1 : 0.5;
  const round = layout.width / layout.columns > 8 ? 2 : 0;
  rows.forEach((row, index) => {
    const top = index * layout.rowHeight + layout.cellTop;
    const other = chosen !== null && index > 0 && index !== chosen;
    for (let cell = 0; cell < layout.columns; cell += 1) {
      const step = cellStep(row, cell, line, most);
      if (step === 0) continue;
      const left = leftOf(layout, cell, ratio);
      const width = leftOf(layout, cell + 1, ratio) - left - gap;
      context.globalAlpha = other || (span !== null && !overlaps(axis, cell, span)) ? PALE : 1;
      context.fillStyle = ramp[step];
      // A path costs four times as much as a rectangle, and most cells are calm.
      if (step < 2) {
        context.fillRect(left, top, width, layout.cellHeight);
        continue;
      }
      context.beginPath();
      context.roundRect(left, top, width, layout.cellHeight, round);
      context.fill();
      // Never by colour alone: what is above the line has a mark.
      const size = Math.min(4, Math.max(2, width - 4));
      context.fillStyle = step > 3 ? colors.card : colors.ink;
      context.fillRect(left + (width - size) / 2, top + layout.cellHeight - 5, size, 2);
    }
  });
  context.globalAlpha = 1;
  if (picture.hover) {
    const { row, from, to } = picture.hover;
    const left = leftOf(layout, Math.min(from, to), ratio);
    const right = leftOf(layout, Math.max(from, to) + 1, ratio) - gap;
    outline(
      context,
      colors.ink,
      left,
      right,
      row * layout.rowHeight + layout.cellTop,
      layout.cellHeight,
      1.5,
      layout.width,
    );
  }
  outlineSelection(context, picture, colors);
}

function outlineSelection(
  context: CanvasRenderingContext2D,
  { layout, axis, rows, span, chosen }: Picture,
  colors: Colors,
): void {
  if (chosen === -1 || (span === null && chosen === null)) return;
  const from = span === null ? 0 : shareAt(axis, span.from);
  const to = span === null ? 1 : shareAt(axis, span.to);
  // All of it is beside what is zoomed to.
  if (to <= from) return;
  const top = (chosen ?? 0) * layout.rowHeight + layout.cellTop;
  const height = layout.cellHeight + (chosen === null ? (rows.length - 1) * layout.rowHeight : 0);
  outline(context, colors.action, from * layout.width, to * layout.width - 1, top, height, 2, layout.width);
}

/** Inside of the canvas, which is `room` wide, wherever the cells stand. */
function outline(
  context: CanvasRenderingContext2D,
  color: string,
  left: number,
  right: number,
  top: number,
  height: number,
  width: number,
  room: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  const from = Math.max(width / 2, left);
  const to = Math.max(from + 2, Math.min(room - width / 2, right));
  context.strokeRect(from, top, to - from, height);
}
