// Sizes over time in words: bins, cells and single packets.
import { formatCount, formatScore, plural } from '../../base/format.ts';
import { edgeOf } from '../../survey/time-axis.ts';
import type { Sizes } from '../../survey/types.ts';
import type { SizeCell } from './sizes-plot.ts';
import { needDates, spanOf, spanWords, timeWords } from './time-words.ts';

/** `64 to 127 bytes`; the last bin also holds what is larger. Sizes are whole numbers. */
export function binWords(edges: Float64Array, bin: number): string {
  const [low, next] = [Math.ceil(edges[bin]), Math.ceil(edges[bin + 1]) - 1];
  if (bin === edges.length - 2) return `${formatCount(low)} bytes or more`;
  return low >= next ? plural(low, 'byte') : `${formatCount(low)} to ${formatCount(next)} bytes`;
}

export function bucketWords({ axis }: Sizes, bucket: number): string {
  return spanWords({ from: edgeOf(axis, bucket), to: edgeOf(axis, bucket + 1) }, axis.width, needDates(spanOf(axis)));
}

export function cellWords(sizes: Sizes, { bucket, bin, packets, marked }: SizeCell, scored: boolean): string {
  const counts = `${plural(packets, 'packet')}${scored ? `, ${formatCount(marked)} odd` : ''}`;
  return `${bucketWords(sizes, bucket)} · ${binWords(sizes.edges, bin)} · ${counts}`;
}

/** Packets are numbered from 1, as in the table of packets; times to the microsecond, as captures have them. */
export function pointWords(points: NonNullable<Sizes['points']>, index: number, scored: boolean): string {
  const score = scored ? ` · score ${formatScore(points.scores[index])}${points.marked[index] ? ', odd' : ''}` : '';
  const time = timeWords(points.ts[index], 1e-6, true);
  return `packet ${formatCount(points.rows[index] + 1)} · ${time} · ${plural(points.sizes[index], 'byte')}${score}`;
}
