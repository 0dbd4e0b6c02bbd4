// Where the two columns and the links of "who talks to whom" stand: plain numbers, in heights of a row.
import type { Pair } from '../../survey/types.ts';

export interface TalkerLink {
  pair: Pair;
  /** Middles of its ends, in rows from the top. */
  from: number;
  to: number;
  /** 0 to 1, by the logarithm of its packets, and of its odd ones; odd is 0 without any. */
  weight: number;
  oddWeight: number;
}

export interface TalkerLinks {
  sources: string[];
  destinations: string[];
  links: TalkerLink[];
}

/** One for each pair: names of a batch may hold any character. */
export const pairKey = ({ source, destination }: Pair): string => JSON.stringify([source, destination]);

/** Told in units of the least: pairs that are shown together are often of one magnitude. */
const weightOf = (packets: number, least: number, most: number) =>
  Math.log1p(packets / least) / Math.log1p(most / least);

/** Names spread evenly over `rows`: the middle of the index-th of `count`. */
const middle = (index: number, count: number, rows: number) => ((index + 0.5) / count) * rows;

/** Sources in the order of their first pair; destinations near to those who talk to them, so that few links cross. */
export function layTalkers(pairs: readonly Pair[], rows: number): TalkerLinks {
  const sources = [...new Set(pairs.map(({ source }) => source))];
  const fromOf = new Map(sources.map((name, index) => [name, middle(index, sources.length, rows)]));
  const callers = new Map<string, number[]>();
  for (const { source, destination } of pairs) {
    callers.set(destination, [...(callers.get(destination) ?? []), fromOf.get(source)!]);
  }
  const mean = (places: number[]) => places.reduce((sum, place) => sum + place, 0) / places.length;
  const destinations = [...callers].sort(([, a], [, b]) => mean(a) - mean(b)).map(([name]) => name);
  const toOf = new Map(destinations.map((name, index) => [name, middle(index, destinations.length, rows)]));
  const counts = pairs.map(({ packets }) => Math.max(1, packets));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const links = pairs.map((pair) => ({
    pair,
    from: fromOf.get(pair.source)!,
    to: toOf.get(pair.destination)!,
    weight: weightOf(pair.packets, least, most),
    oddWeight: weightOf(pair.marked, least, most),
  }));
  return { sources, destinations, links };
}
