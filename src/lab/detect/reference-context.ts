// The reference's scores in context: plain Maps without bounds, and weights that can be tuned.
import type { PacketTable } from '../../packets/table.ts';
import { readPackets } from './reference-packets.ts';

/** Seconds after which what a source, or a pair of hosts, has shown counts half. */
const SOURCE_HALF = 5;
const PAIR_HALF = 60;

export interface ContextWeights {
  own: number;
  source: number;
  pair: number;
}

/** Whose packets they are, by numbers, and when they came. */
export interface Contexts {
  sources: Uint32Array;
  pairs: Uint32Array;
  /** Seconds. */
  times: Float64Array;
}

/** `times`: of the table's packets. */
export function readContexts(table: PacketTable, times: Float64Array): Contexts {
  const ids = new Map<string, number>();
  const idOf = (text: string): number => {
    if (!ids.has(text)) ids.set(text, ids.size);
    return ids.get(text)!;
  };
  const [sources, pairs] = [new Uint32Array(table.length), new Uint32Array(table.length)];
  let row = 0;
  for (const { src, dst } of readPackets(table)) {
    sources[row] = idOf(src.text);
    pairs[row] = idOf([src.text, dst.text].toSorted().join(' '));
    row++;
  }
  return { sources, pairs, times };
}

/** For each number, in the packets' order: the sum of those of its key so far, fading, over 1 + the sum of their weights. */
function fadingMeans(numbers: Float64Array, keys: Uint32Array, times: Float64Array, half: number): Float64Array {
  const size = keys.reduce((most, key) => Math.max(most, key), 0) + 1;
  const [sums, weights, lasts] = [0, 0, 0].map(() => new Float64Array(size));
  const means = new Float64Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const [key, time] = [keys[row], times[row]];
    const left = 2 ** (-Math.max(0, time - lasts[key]) / half);
    sums[key] = sums[key] * left + numbers[row];
    weights[key] = weights[key] * left + 1;
    lasts[key] = Math.max(lasts[key], time);
    means[row] = sums[key] / (1 + weights[key]);
  }
  return means;
}

/** Scores in their context, above 0 and at most 1. `scores`: of the packets alone; `base`: the median of those of training. */
export function scoresInContext(
  scores: Float32Array,
  base: number,
  { sources, pairs, times }: Contexts,
  { own, source, pair }: ContextWeights,
): Float32Array<ArrayBuffer> {
  const odd = Float64Array.from(scores, (score) => score - base);
  const bySource = fadingMeans(odd, sources, times, SOURCE_HALF);
  const byPair = fadingMeans(odd, pairs, times, PAIR_HALF);
  return Float32Array.from(odd, (z, row) => {
    const score = base + own * z + source * bySource[row] + pair * byPair[row];
    return Math.min(1, Math.max(1e-9, score));
  });
}
