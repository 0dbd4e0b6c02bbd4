// Sums by slot: what a packet adds to a host, a service, a bucket of time, whichever slot it is given.
import type { Picked } from './picked.ts';
import type { TopOrder, Totals } from './types.ts';

/** Packets, bytes and worst score of each slot, side by side: most of the time goes into reaching them. */
const BASE = 3;
/** Marked packets and their bytes. */
const MARKED = 2;

export class Sums {
  constructor(
    /** What does not depend on the line. */
    readonly base: Float64Array,
    readonly marked: Float64Array = new Float64Array((base.length / BASE) * MARKED),
  ) {}

  packets(slot: number): number {
    return this.base[slot * BASE];
  }

  bytes(slot: number): number {
    return this.base[slot * BASE + 1];
  }

  worst(slot: number): number {
    return this.base[slot * BASE + 2];
  }

  markedPackets(slot: number): number {
    return this.marked[slot * MARKED];
  }

  markedBytes(slot: number): number {
    return this.marked[slot * MARKED + 1];
  }

  totals(slot: number): Totals {
    return {
      packets: this.packets(slot),
      bytes: this.bytes(slot),
      marked: this.markedPackets(slot),
      markedBytes: this.markedBytes(slot),
      worst: this.worst(slot),
    };
  }

  /** What a list of the most is ordered by: one number a slot. */
  measure(order: TopOrder, slot: number): number {
    if (order === 'packets') return this.packets(slot);
    if (order === 'bytes') return this.bytes(slot);
    return order === 'marked' ? this.markedPackets(slot) : this.worst(slot);
  }
}

export const makeBase = (slots: number): Float64Array => new Float64Array(slots * BASE);

/** With room for so many slots at least, and the same numbers. */
export function growBase(base: Float64Array, slots: number): Float64Array {
  if (base.length >= slots * BASE) return base;
  const grown = makeBase(Math.max(slots, (2 * base.length) / BASE));
  grown.set(base);
  return grown;
}

/** @param slots one a picked row */
export function addBase(
  base: Float64Array,
  slots: Uint32Array,
  { rows, count, scores, chunk: { size } }: Picked,
): void {
  for (let at = 0; at < count; at++) {
    const row = rows[at];
    const place = slots[at] * BASE;
    base[place]++;
    base[place + 1] += size[row];
    if (scores[row] > base[place + 2]) base[place + 2] = scores[row];
  }
}

export function addMarked(marked: Float64Array, slots: Uint32Array, { rows, count, chunk: { size } }: Picked): void {
  for (let at = 0; at < count; at++) {
    const place = slots[at] * MARKED;
    marked[place]++;
    marked[place + 1] += size[rows[at]];
  }
}

/** The sums of groups of slots: slot s belongs to group `groupOf[s]`. */
export function groupSums({ base, marked }: Sums, groupOf: Uint32Array, groups: number): Sums {
  const [to, toMarked] = [makeBase(groups), new Float64Array(groups * MARKED)];
  for (let slot = 0; slot < groupOf.length; slot++) {
    const group = groupOf[slot];
    to[group * BASE] += base[slot * BASE];
    to[group * BASE + 1] += base[slot * BASE + 1];
    to[group * BASE + 2] = Math.max(to[group * BASE + 2], base[slot * BASE + 2]);
    toMarked[group * MARKED] += marked[slot * MARKED];
    toMarked[group * MARKED + 1] += marked[slot * MARKED + 1];
  }
  return new Sums(to, toMarked);
}

/** Slots from `from` to below `to` that have packets. */
export function listSlots({ base }: Sums, from: number, to: number): Uint32Array {
  let count = 0;
  for (let slot = from; slot < to; slot++) count += Number(base[slot * BASE] > 0);
  const slots = new Uint32Array(count);
  count = 0;
  for (let slot = from; slot < to; slot++) if (base[slot * BASE] > 0) slots[count++] = slot;
  return slots;
}
