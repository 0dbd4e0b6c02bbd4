// The heat map in words: what a cell, a few of them or a row of them tell.
import { formatCount, formatDuration, formatScore, formatTime, plural } from '../../base/format.ts';
import type { HeatRow, RowKind, TimeAxis } from '../../survey/types.ts';
import { keyWords } from './names.ts';
import { spanOf } from './heat-grid.ts';

export const KIND_WORDS: Record<RowKind, { one: string; many: string }> = {
  source: { one: 'source', many: 'sources' },
  destination: { one: 'destination', many: 'destinations' },
  service: { one: 'service', many: 'services' },
  protocol: { one: 'protocol', many: 'protocols' },
};

/** What a row is called; row 0 is the overall one. */
export const rowName = (kind: RowKind, { key }: HeatRow, index: number): string =>
  index === 0 ? 'Overall' : keyWords(kind, key);

/** A time as fine as steps of `width` seconds need it. */
export function timeWords(time: number, width: number, withDate: boolean): string {
  if (width >= 86_400) return formatTime(time, true).slice(0, 10);
  const words = formatTime(time, withDate);
  return width >= 60 ? words.replace(/:\d\d\.\d+$/, '') : width >= 1 ? words.replace(/\.\d+$/, '') : words;
}

/** `13:02:10 to 13:02:20` */
export function cellsTime(axis: TimeAxis, a: number, b: number, withDate: boolean): string {
  const { from, to } = spanOf(axis, a, b);
  const words = `${timeWords(from, axis.width, withDate)} to ${timeWords(to, axis.width, withDate)}`;
  return a === b ? words : `${words} (${formatDuration(to - from)})`;
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
