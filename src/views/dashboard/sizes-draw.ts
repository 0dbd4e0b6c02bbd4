// Draws sizes over time on a canvas: single packets, or at scale how many there are in each cell.
import { formatCount } from '../../base/format.ts';
import type { Sizes } from '../../survey/types.ts';
import { HEAT_STEPS, type Colors } from './colors.ts';
import { binsOf, cellsOf, endOf, isOn, labelledEdges, xOf, yOf, type Plot, type SizeCell } from './sizes-plot.ts';
import { timeTicks } from './time-words.ts';

/** What the pointer is at. */
export interface SizesPointer {
  /** Index of a point, or -1. */
  point: number;
  cell: SizeCell | null;
  /** Left and right of what is dragged over. */
  drag: { from: number; to: number } | null;
}

/** The step of the ramp for a cell: the larger the odd share of its packets the higher; 0 without odd ones. */
export function oddStep({ packets, marked }: Pick<SizeCell, 'packets' | 'marked'>): number {
  return marked === 0 ? 0 : Math.min(HEAT_STEPS, 2 + Math.floor((marked / packets) * (HEAT_STEPS - 1)));
}

function drawAxes(ink: CanvasRenderingContext2D, plot: Plot, { axis, edges }: Sizes, colors: Colors): void {
  const { left, top, width, height } = plot;
  ink.font = `11px ${colors.mono}`;
  ink.fillStyle = colors.muted;
  ink.strokeStyle = colors.edge;
  ink.lineWidth = 1;
  ink.textAlign = 'right';
  ink.textBaseline = 'middle';
  for (const edge of labelledEdges(plot, edges)) {
    const y = Math.round(yOf(plot, edges, edge)) + 0.5;
    ink.beginPath();
    ink.moveTo(left, y);
    ink.lineTo(left + width, y);
    ink.stroke();
    ink.fillText(`${formatCount(edge)} B`, left - 6, y);
  }
  ink.textBaseline = 'alphabetic';
  const span = { from: axis.start, to: endOf(axis) };
  let free = left - 20;
  for (const { at, label } of timeTicks(span, Math.max(2, Math.floor(width / 110)))) {
    const half = ink.measureText(label).width / 2;
    const x = Math.min(left + width - half, Math.max(left + half, xOf(plot, axis, at)));
    if (x - half < free) continue;
    ink.textAlign = 'center';
    ink.fillText(label, x, top + height + 17);
    free = x + half + 14;
  }
}

/** Odd packets are diamonds, and lie on top. */
function drawPoints(ink: CanvasRenderingContext2D, plot: Plot, sizes: Sizes, colors: Colors): void {
  const { axis, edges, points } = sizes;
  if (points === null) return;
  const place = (index: number) => [xOf(plot, axis, points.ts[index]), yOf(plot, edges, points.sizes[index])] as const;
  ink.fillStyle = colors.calm;
  ink.globalAlpha = 0.7;
  points.ts.forEach((time, index) => {
    if (points.marked[index] || !isOn(axis, time)) return;
    const [x, y] = place(index);
    ink.beginPath();
    ink.arc(x, y, 2.2, 0, Math.PI * 2);
    ink.fill();
  });
  ink.globalAlpha = 1;
  ink.fillStyle = colors.odd;
  ink.strokeStyle = colors.card;
  points.ts.forEach((time, index) => {
    if (!points.marked[index] || !isOn(axis, time)) return;
    drawDiamond(ink, ...place(index), 4.5);
    ink.fill();
    ink.stroke();
  });
}

function drawDiamond(ink: CanvasRenderingContext2D, x: number, y: number, reach: number): void {
  ink.beginPath();
  ink.moveTo(x, y - reach);
  ink.lineTo(x + reach, y);
  ink.lineTo(x, y + reach);
  ink.lineTo(x - reach, y);
  ink.closePath();
}

function boxOf(plot: Plot, sizes: Sizes, { bucket, bin }: SizeCell): [number, number, number, number] {
  const [wide, high] = [plot.width / sizes.axis.count, plot.height / binsOf(sizes)];
  return [plot.left + bucket * wide, plot.top + plot.height - (bin + 1) * high, wide, high];
}

/** The stronger the more packets, by logarithm; cells with odd ones are framed and have the ramp's colours. */
function drawCells(ink: CanvasRenderingContext2D, plot: Plot, sizes: Sizes, colors: Colors): void {
  const cells = cellsOf(sizes);
  const most = cells.reduce((found, { packets }) => Math.max(found, packets), 1);
  ink.fillStyle = colors.calm;
  for (const cell of cells) {
    const [x, y, wide, high] = boxOf(plot, sizes, cell);
    ink.globalAlpha = 0.2 + (0.8 * Math.log1p(cell.packets)) / Math.log1p(most);
    ink.fillRect(x, y, Math.max(1, wide - 0.5), Math.max(1, high - 0.5));
  }
  ink.globalAlpha = 1;
  ink.strokeStyle = colors.ink;
  ink.lineWidth = 1;
  for (const cell of cells) {
    const step = oddStep(cell);
    if (step === 0) continue;
    const [x, y, wide, high] = boxOf(plot, sizes, cell);
    ink.fillStyle = colors[`heat-${step}` as keyof Colors];
    ink.fillRect(x, y, Math.max(2, wide), high);
    ink.strokeRect(x + 0.5, y + 0.5, Math.max(1, wide - 1), Math.max(1, high - 1));
  }
}

/** The whole picture, onto a canvas that is prepared for CSS pixels. */
export function drawSizes(
  ink: CanvasRenderingContext2D,
  plot: Plot,
  sizes: Sizes,
  colors: Colors,
  { point, cell, drag }: SizesPointer,
): void {
  drawAxes(ink, plot, sizes, colors);
  if (sizes.points) drawPoints(ink, plot, sizes, colors);
  else drawCells(ink, plot, sizes, colors);
  ink.strokeStyle = colors.ink;
  ink.lineWidth = 1.5;
  if (sizes.points && point >= 0) {
    const { ts, sizes: bytes } = sizes.points;
    drawDiamond(ink, xOf(plot, sizes.axis, ts[point]), yOf(plot, sizes.edges, bytes[point]), 8);
    ink.stroke();
  } else if (cell) {
    const [x, y, wide, high] = boxOf(plot, sizes, cell);
    ink.strokeRect(x - 1, y - 1, wide + 2, high + 2);
  }
  if (!drag) return;
  ink.fillStyle = colors.action;
  ink.globalAlpha = 0.16;
  ink.fillRect(drag.from, plot.top, drag.to - drag.from, plot.height);
  ink.globalAlpha = 1;
  for (const x of [drag.from, drag.to]) ink.fillRect(Math.round(x) - 0.5, plot.top, 1, plot.height);
}
