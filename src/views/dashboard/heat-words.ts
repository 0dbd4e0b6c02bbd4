// The heat map in words: what a cell, a few of them or a row of them tell.
import { formatCount, formatScore, plural } from '../../base/format.ts';
import type { HeatRow, RowKind, TimeAxis } from '../../survey/types.ts';
import { keyWords } from './names.ts';
import { spanOf } from './heat-grid.ts';
import { lengthWords, spanWords } from './time-words.ts';

export const KIND_WORDS: Record<RowKind, { one: string; many: string }> = {
  source: { one: 'source', many: 'sources' },
  destination: { one: 'destination', many: 'destinations' },
  service: { one: 'service', many: 'services' },
  protocol: { one: 'protocol', many: 'protocols' },
};

/** What a row is called; row 0 is the overall one. */
export const rowName = (kind: RowKind, { key }: HeatRow, index: number): string =>
  index === 0 ? 'Overall' : keyWords(kind, key);

/** `13:02:10 to 13:02:20`, and of more than one cell how long that is. */
export function cellsTime(axis: TimeAxis, a: number, b: number, withDate: boolean): string {
  const span = spanOf(axis, a, b);
  const words = spanWords(span, axis.width, withDate);
  return a === b ? words : `${words} (${lengthWords(span.to - span.from)})`;
}

/** `worst 0.812, 14 odd of 2,310 packets`, of the cells from a to b, either way round. */
export function cellsCounts({ worst, packets, marked }: HeatRow, a: number, b: number): string {
  const [first, end] = [Math.min(a, b), Math.max(a, b) + 1];
  const sum = (counts: Uint32Array) => counts.subarray(first, end).reduce((all, count) => all + count, 0);
  const all = sum(packets);
  if (all === 0) return 'no packets';
  const most = worst.subarray(first, end).reduce((highest, score) => Math.max(highest, score), 0);
  return `worst ${formatScore(most)}, ${formatCount(sum(marked))} odd of ${plural(all, 'packet')}`;
}
