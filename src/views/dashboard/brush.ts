// Spans of whole buckets: what a pointer or a key makes of the selected time. All by numbers of edges, 0 to the axis's count.
import { edgeOf } from '../../survey/time-axis.ts';
import type { Overview, TimeAxis, TimeSpan } from '../../survey/types.ts';

/** From edge `from` to edge `to`, which is greater; of a span outside of the axis below 0 or above its count. */
export interface Edges {
  from: number;
  to: number;
}

/** What is held: one end, all of it, or a new one that begins where the pointer went down. */
export type Grip = 'from' | 'to' | 'middle' | 'new';

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** The bucket at a share of the axis, 0 to 1. */
export const bucketAt = ({ count }: TimeAxis, share: number): number => clamp(Math.floor(share * count), 0, count - 1);

/** The edge that is nearest to a share of the axis. */
const edgeAt = ({ count }: TimeAxis, share: number): number => clamp(Math.round(share * count), 0, count);

export const spanOfEdges = (axis: TimeAxis, { from, to }: Edges): TimeSpan => ({
  from: edgeOf(axis, from),
  to: edgeOf(axis, to),
});

/** The edges that are nearest to the ends of a span, at least one bucket apart. */
export function edgesOf(axis: TimeAxis, span: TimeSpan): Edges {
  const from = Math.round((span.from - axis.start) / axis.width);
  return { from, to: Math.max(from + 1, Math.round((span.to - axis.start) / axis.width)) };
}

/** Where a time stands on the axis, 0 to 1; what is outside stands at its end. */
export const shareOf = (axis: TimeAxis, time: number): number =>
  clamp((time - axis.start) / axis.width / axis.count, 0, 1);

export const isInside = (axis: TimeAxis, { from, to }: TimeSpan): boolean =>
  to > axis.start && from < edgeOf(axis, axis.count);

const between = (axis: TimeAxis, fixed: number, other: number): Edges => {
  if (fixed !== other) return { from: Math.min(fixed, other), to: Math.max(fixed, other) };
  return fixed < axis.count ? { from: fixed, to: fixed + 1 } : { from: fixed - 1, to: fixed };
};

/** All moved by so many buckets, as far as there are any. */
export function shifted({ count }: TimeAxis, { from, to }: Edges, by: number): Edges {
  const least = Math.min(0, -from);
  const most = Math.max(0, count - to);
  const step = clamp(by, least, most);
  return { from: from + step, to: to + step };
}

/** One end moved to another edge; never past the other end. */
export function moved({ count }: TimeAxis, edges: Edges, end: 'from' | 'to', edge: number): Edges {
  return end === 'from'
    ? { from: clamp(edge, 0, Math.max(0, edges.to - 1)), to: edges.to }
    : { from: edges.from, to: clamp(edge, Math.min(count, edges.from + 1), count) };
}

/**
 * What a drag selects.
 * @param began the edges when it began, which a new one does not need
 * @param start where the pointer went down, and `now` where it is: shares of the axis
 */
export function dragged(axis: TimeAxis, grip: Grip, began: Edges | null, start: number, now: number): Edges {
  if (began === null || grip === 'new') {
    const [one, other] = [bucketAt(axis, start), bucketAt(axis, now)];
    return { from: Math.min(one, other), to: Math.max(one, other) + 1 };
  }
  if (grip === 'middle') return shifted(axis, began, Math.round((now - start) * axis.count));
  return between(axis, grip === 'from' ? began.to : began.from, edgeAt(axis, now));
}

/** The nearer end goes to the bucket, which is then inside. */
export function extended(axis: TimeAxis, edges: Edges | null, share: number): Edges {
  const bucket = bucketAt(axis, share);
  if (edges === null) return { from: bucket, to: bucket + 1 };
  // Of a place inside the nearer end is drawn in; of one outside the end that it lies beyond goes out.
  const nearFrom = bucket + 0.5 - edges.from < edges.to - bucket - 0.5;
  return nearFrom
    ? { from: Math.min(bucket, edges.to - 1), to: edges.to }
    : { from: edges.from, to: Math.max(bucket + 1, edges.from + 1) };
}

/** Packets of a span that begins and ends at edges of the overview; null where it does not, or reaches beyond it. */
export function countIn(
  { axis, packets, marked }: Overview,
  span: TimeSpan,
): { packets: number; marked: number } | null {
  const { from, to } = edgesOf(axis, span);
  const there = spanOfEdges(axis, { from, to });
  if (from < 0 || to > axis.count || there.from !== span.from || there.to !== span.to) return null;
  const sum = (counts: Uint32Array) => counts.subarray(from, to).reduce((all, count) => all + count, 0);
  return { packets: sum(packets), marked: sum(marked) };
}

/** Twice the time around the middle of what is shown; null for all. */
export function zoomedOut(axis: TimeAxis, whole: TimeSpan): TimeSpan | null {
  const { from, to } = spanOfEdges(axis, { from: 0, to: axis.count });
  const half = (to - from) / 2;
  const wider = { from: Math.max(from - half, whole.from), to: Math.min(to + half, whole.to) };
  return wider.from <= whole.from && wider.to >= whole.to ? null : wider;
}

/** The middle half of what is shown; null where nothing would come to sight. */
export function zoomedIn(axis: TimeAxis): TimeSpan | null {
  const quarter = Math.floor(axis.count / 4);
  if (quarter === 0) return null;
  return spanOfEdges(axis, { from: quarter, to: axis.count - quarter });
}

/** Whether two overviews show the same, so that nothing need be drawn anew. */
export function sameOverview(one: Overview | null, other: Overview | null): boolean {
  if (one === null || other === null) return one === other;
  const [a, b] = [one.axis, other.axis];
  if (a.start !== b.start || a.width !== b.width || a.count !== b.count || one.untimed !== other.untimed) return false;
  return (['packets', 'bytes', 'marked', 'markedBytes', 'worst'] as const).every((name) => {
    const [left, right] = [one[name], other[name]];
    return left.every((value, bucket) => value === right[bucket]);
  });
}
