// Where times and sizes stand in the picture of sizes over time, and what stands at a place of it. Lengths are CSS pixels.
import { bucketOf, edgeOf } from '../../survey/time-axis.ts';
import type { Sizes, TimeAxis, TimeSpan } from '../../survey/types.ts';

/** The inner rectangle, within its margins for labels. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const plotOf = (width: number, height: number): Plot => ({
  left: 60,
  top: 8,
  width: Math.max(1, width - 60 - 8),
  height: height - 8 - 24,
});

export const endOf = (axis: TimeAxis): number => edgeOf(axis, axis.count);

export const xOf = (plot: Plot, axis: TimeAxis, time: number): number =>
  plot.left + ((time - axis.start) / (axis.width * axis.count)) * plot.width;

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** The bucket at a place; places beside the plot belong to the nearest. */
export const bucketAt = (plot: Plot, axis: TimeAxis, x: number): number =>
  clamp(Math.floor(((x - plot.left) / plot.width) * axis.count), 0, axis.count - 1);

/** The bin of a size: sizes below the first edge count to the first bin, from the last one on to the last. */
export function binOf(edges: Float64Array, size: number): number {
  let bin = 0;
  while (bin < edges.length - 2 && size >= edges[bin + 1]) bin += 1;
  return bin;
}

/** Bins are equally high, so that the axis is as logarithmic as its edges; within a bin by proportion. */
export function yOf(plot: Plot, edges: Float64Array, size: number): number {
  const bin = binOf(edges, size);
  const within = clamp((size - edges[bin]) / (edges[bin + 1] - edges[bin]), 0, 1);
  return plot.top + plot.height * (1 - (bin + within) / (edges.length - 1));
}

/** Whether a packet of the points stands on the axis. */
export const isOn = (axis: TimeAxis, time: number): boolean => {
  const bucket = bucketOf(axis, time);
  return bucket >= 0 && bucket < axis.count;
};

/** Index of the nearest point within `reach`, or -1. Odd ones lie on top: the later of two as near is an odd one. */
export function pointAt(plot: Plot, { axis, edges, points }: Sizes, x: number, y: number, reach: number): number {
  if (points === null) return -1;
  let [found, nearest, odd] = [-1, reach, 0];
  points.ts.forEach((time, index) => {
    if (!isOn(axis, time)) return;
    const away = Math.hypot(xOf(plot, axis, time) - x, yOf(plot, edges, points.sizes[index]) - y);
    if (away > reach || away > nearest || (away === nearest && points.marked[index] < odd)) return;
    [found, nearest, odd] = [index, away, points.marked[index]];
  });
  return found;
}

export interface SizeCell {
  bucket: number;
  bin: number;
  packets: number;
  marked: number;
}

export const binsOf = ({ edges }: Sizes): number => edges.length - 1;

export const cellOf = (sizes: Sizes, bucket: number, bin: number): SizeCell => {
  const at = bucket * binsOf(sizes) + bin;
  return { bucket, bin, packets: sizes.packets[at], marked: sizes.marked[at] };
};

/** The cell at a place inside of the plot, or null. */
export function cellAt(plot: Plot, sizes: Sizes, x: number, y: number): SizeCell | null {
  const up = 1 - (y - plot.top) / plot.height;
  if (x < plot.left || x > plot.left + plot.width || up < 0 || up > 1) return null;
  const bins = binsOf(sizes);
  return cellOf(sizes, bucketAt(plot, sizes.axis, x), Math.min(bins - 1, Math.floor(up * bins)));
}

/** All cells with packets, by time, then size. */
export function cellsOf(sizes: Sizes): SizeCell[] {
  const bins = binsOf(sizes);
  const cells: SizeCell[] = [];
  sizes.packets.forEach((packets, at) => {
    if (packets > 0) cells.push(cellOf(sizes, Math.floor(at / bins), at % bins));
  });
  return cells;
}

/** Packets and odd ones of each bin, over all of the time. */
export function binTotals(sizes: Sizes): { packets: number; marked: number }[] {
  const totals = Array.from({ length: binsOf(sizes) }, () => ({ packets: 0, marked: 0 }));
  for (const { bin, packets, marked } of cellsOf(sizes)) {
    totals[bin].packets += packets;
    totals[bin].marked += marked;
  }
  return totals;
}

/**
 * Whole buckets between two places, within the span that is selected already; null where nothing is left of it.
 * Edges are the axis's own, so that what is selected agrees with the cells that were dragged over.
 */
export function spanBetween(
  plot: Plot,
  axis: TimeAxis,
  one: number,
  other: number,
  within: TimeSpan | null,
): TimeSpan | null {
  const first = edgeOf(axis, bucketAt(plot, axis, Math.min(one, other)));
  const end = edgeOf(axis, bucketAt(plot, axis, Math.max(one, other)) + 1);
  const from = Math.max(first, within?.from ?? first);
  const to = Math.min(end, within?.to ?? end);
  return from < to ? { from, to } : null;
}

/** Edges that have room for a label, from the lowest on. */
export function labelledEdges(plot: Plot, edges: Float64Array): number[] {
  const every = Math.max(1, Math.ceil((22 * (edges.length - 1)) / plot.height));
  return Array.from(edges).filter((_, index) => index % every === 0);
}
