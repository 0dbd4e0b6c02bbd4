// The best of many without sorting all: Hoare's selection (Communications of the ACM 4(7), 1961, algorithm 65), in pieces.
import type { Pieces } from '../base/pacer.ts';
import type { Sums } from './sums.ts';
import type { TopOrder } from './types.ts';

/** Below 0 where `a` comes first; 0 for no two different slots. */
type Compare = (a: number, b: number) => number;

/** Slots that are compared between two pauses. */
const PIECE = 1 << 15;

/** The most of one measure first, then by packets, then in the order of appearance. */
export const byMeasure =
  (sums: Sums, order: TopOrder): Compare =>
  (a, b) =>
    sums.measure(order, b) - sums.measure(order, a) || sums.packets(b) - sums.packets(a) || a - b;

/** The oddest first: by worst score, marked packets, packets, then in the order of appearance. */
export const byOddness =
  (sums: Sums): Compare =>
  (a, b) =>
    sums.worst(b) - sums.worst(a) ||
    sums.markedPackets(b) - sums.markedPackets(a) ||
    sums.packets(b) - sums.packets(a) ||
    a - b;

/** Moves those from `from` to below `to` that come before the pivot to `store` and on; answers where the next would stand. */
function partition(
  slots: Uint32Array,
  from: number,
  to: number,
  pivot: number,
  store: number,
  compare: Compare,
): number {
  for (let at = from; at < to; at++) {
    const slot = slots[at];
    if (compare(slot, pivot) >= 0) continue;
    slots[at] = slots[store];
    slots[store++] = slot;
  }
  return store;
}

/** Changes the order so that the slots before `place` are the first so many. */
function* splitAt(slots: Uint32Array, from: number, place: number, compare: Compare): Pieces<void> {
  let [low, high] = [from, slots.length];
  let draw = 1;
  while (low < place && place < high) {
    // Any pivot but a foreseeable one (Marsaglia's xorshift).
    draw ^= draw << 13;
    draw ^= draw >>> 17;
    draw ^= draw << 5;
    const drawn = low + ((draw >>> 0) % (high - low));
    const pivot = slots[drawn];
    slots[drawn] = slots[high - 1];
    slots[high - 1] = pivot;
    let store = low;
    for (let at = low; at < high - 1; at += PIECE) {
      store = partition(slots, at, Math.min(high - 1, at + PIECE), pivot, store, compare);
      yield;
    }
    slots[high - 1] = slots[store];
    slots[store] = pivot;
    if (store < place) low = store + 1;
    else high = store;
  }
}

/** The slots at places `first` to `first + count` of their order; changes that of `slots`. */
export function* rankSlots(slots: Uint32Array, first: number, count: number, compare: Compare): Pieces<Uint32Array> {
  if (first >= slots.length) return new Uint32Array();
  const end = Math.min(slots.length, first + count);
  yield* splitAt(slots, 0, first, compare);
  yield* splitAt(slots, first, end, compare);
  return slots.slice(first, end).sort(compare);
}
