// What the lists, sizes and talkers say of a number of packets, and how much of a bar it is.
import { formatBytes, formatCount, formatScore, plural } from '../../base/format.ts';
import type { Totals, TopOrder } from '../../survey/types.ts';

export const ORDER_WORDS: Record<TopOrder, string> = {
  packets: 'Packets',
  bytes: 'Bytes',
  marked: 'Odd packets',
  worst: 'Worst score',
};

/** What an order puts first, as it is said of a list: `the most packets`. */
export const MOST_WORDS: Record<TopOrder, string> = {
  packets: 'the most packets',
  bytes: 'the most bytes',
  marked: 'the most odd packets',
  worst: 'the highest scores',
};

/** The number that an order is by: `1,234`, `1.2 MB`, `12`, `0.812`. */
export function amountWords(of: Totals, order: TopOrder): string {
  if (order === 'bytes') return formatBytes(of.bytes);
  return order === 'worst' ? formatScore(of.worst) : formatCount(of[order]);
}

/** All that is known of some packets: `1,234 packets, 1.2 MB, 12 odd, worst score 0.812`; the latter two once there are scores. */
export function totalsWords(of: Totals, scored: boolean): string {
  const words = [plural(of.packets, 'packet'), formatBytes(of.bytes)];
  if (scored) words.push(`${formatCount(of.marked)} odd`, `worst score ${formatScore(of.worst)}`);
  return words.join(', ');
}

/** Parts of a bar, 0 to 1: how long it is, and how much of it is odd. A score is its own share. */
export function barOf(of: Totals, all: Totals, order: TopOrder): { length: number; odd: number } {
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0);
  if (order === 'worst') return { length: of.worst, odd: of.marked > 0 ? of.worst : 0 };
  if (order === 'marked') {
    const length = share(of.marked, all.marked);
    return { length, odd: length };
  }
  if (order === 'bytes') return { length: share(of.bytes, all.bytes), odd: share(of.markedBytes, all.bytes) };
  return { length: share(of.packets, all.packets), odd: share(of.marked, all.packets) };
}

/** Keeps room for the most of something that a traffic has shown, so that nothing jumps while a selection changes. */
export function keepRoom(): (traffic: number, count: number) => number {
  let kept = { traffic: -1, most: 0 };
  return (traffic, count) => {
    if (traffic !== kept.traffic) kept = { traffic, most: 0 };
    kept.most = Math.max(kept.most, count);
    return kept.most;
  };
}

/** A name of at most `most` characters: the middle of a longer one goes, as IPv6 addresses differ at their ends. */
export function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  const end = Math.floor((most - 1) / 2);
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`;
}
