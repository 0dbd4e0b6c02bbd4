// Bins over the values of two samples, and how differently the samples fill them.
import { QUANTILES } from '../model/profile.ts';
import { chanceOf, stabilityIndex } from './stability.ts';
import type { DriftBin, FeatureDrift } from './types.ts';

/** Values in rising order. */
export type Sorted = Float32Array;

/** A bin's upper end, and the share of the values up to it: known to lie between `least` and `most`. */
export interface Edge {
  value: number;
  least: number;
  most: number;
}

/** How many values are not above one. */
export function countUpTo(sorted: Sorted, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The values at QUANTILES, each once. */
function valuesAtQuantiles(sorted: Sorted): number[] {
  const values = QUANTILES.map((share) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]);
  return [...new Set(values)];
}

/** Of edges (rising) that lie closer together than values which anybody tells apart, the highest. */
export function thinEdges(edges: readonly Edge[], apart: number): Edge[] {
  const kept: Edge[] = [];
  for (const edge of edges.toReversed()) {
    if (kept.length === 0 || kept[kept.length - 1].value - edge.value >= apart) kept.push(edge);
  }
  return kept.reverse();
}

/**
 * How a sample that is known by edges (rising, the last one its highest value) differs from one at hand, which is not empty.
 * @param rows   how many values the edges tell of
 * @param drawn  some of those values, which say more of shares that are not known exactly; without any the sample at hand
 *               says it, so that nothing is called different which may be the same
 * @param lowest of the values that the edges tell of
 */
export function driftOverEdges(
  feature: string,
  edges: readonly Edge[],
  { rows, lowest, drawn }: { rows: number; lowest: number; drawn: Sorted | null },
  now: Sorted,
): FeatureDrift {
  const hint = drawn !== null && drawn.length > 0 ? drawn : now;
  const ends = edges.map(({ value, least, most }) => {
    const share = countUpTo(hint, value) / hint.length;
    return { value, share: Math.min(most, Math.max(least, share)) };
  });
  // What lies outside of all that was known stands in bins of its own.
  const below = now.findLast((value) => value < lowest);
  const [first, last] = [now[0], now[now.length - 1]];
  if (below !== undefined) ends.unshift({ value: below, share: 0 });
  if (last > ends[ends.length - 1].value) ends.push({ value: last, share: 1 });
  let [from, shareBefore, countBefore] = [Math.min(first, lowest), 0, 0];
  const counts = new Float64Array(ends.length);
  const bins: DriftBin[] = ends.map(({ value, share }, bin) => {
    const upTo = countUpTo(now, value);
    counts[bin] = upTo - countBefore;
    const made = { from, to: value, before: Math.max(0, share - shareBefore), after: counts[bin] / now.length };
    [from, shareBefore, countBefore] = [value, Math.max(share, shareBefore), upTo];
    return made;
  });
  const before = bins.map((bin) => bin.before * rows);
  const sure = drawn === null ? rows : Math.min(rows, drawn.length);
  return { feature, psi: stabilityIndex(before, counts), chance: chanceOf(bins.length, sure, now.length), bins };
}

/**
 * How two samples differ in bins of about equal shares of both together, so that it does not matter which is the first.
 * @param apart edges of bins are so far from one another at least
 */
export function driftBetween(feature: string, before: Sorted, after: Sorted, apart = 0): FeatureDrift {
  const both = new Float32Array(before.length + after.length);
  both.set(before);
  both.set(after, before.length);
  both.sort();
  const edges = valuesAtQuantiles(both).map((value) => {
    const share = countUpTo(before, value) / before.length;
    return { value, least: share, most: share };
  });
  const known = { rows: before.length, lowest: both[0], drawn: null };
  return driftOverEdges(feature, thinEdges(edges, apart), known, after);
}

/** Values that are names: how many packets have each. */
export type NameCounts = ReadonlyMap<number, number>;

export function countNames(sorted: Sorted): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** How differently names are distributed: those that were there before each in a bin of its own, all others in one. */
export function driftOfNames(feature: string, before: NameCounts, after: NameCounts): FeatureDrift {
  const sum = (counts: Iterable<number>) => [...counts].reduce((all, count) => all + count, 0);
  const [rows, now] = [sum(before.values()), sum(after.values())];
  const known = [...before.keys()].sort((a, b) => a - b);
  const unseen = [...after.keys()].filter((name) => !before.has(name)).sort((a, b) => a - b);
  const bins: DriftBin[] = known.map((name) => ({
    from: name,
    to: name,
    before: before.get(name)! / rows,
    after: (after.get(name) ?? 0) / now,
  }));
  if (unseen.length > 0) {
    const share = sum(unseen.map((name) => after.get(name)!)) / now;
    bins.push({ from: unseen[0], to: unseen[unseen.length - 1], before: 0, after: share, unseen: true });
  }
  const counts = (side: 'before' | 'after', all: number) => bins.map((bin) => bin[side] * all);
  const psi = stabilityIndex(counts('before', rows), counts('after', now));
  return { feature, psi, chance: chanceOf(bins.length, rows, now), bins };
}

/** The same of two traffics: whoever is the first, every name of either has a bin. */
export function driftBetweenNames(feature: string, before: Sorted, after: Sorted): FeatureDrift {
  const [was, is] = [countNames(before), countNames(after)];
  for (const name of is.keys()) if (!was.has(name)) was.set(name, 0);
  return driftOfNames(feature, was, is);
}
