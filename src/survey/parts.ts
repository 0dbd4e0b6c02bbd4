// Parts of a survey that sum up packets by slot: hosts, services, buckets of time; and the selection as a whole.
import { CHUNK_ROWS, HAS_TS } from '../packets/table.ts';
import type { Kept } from './memory.ts';
import type { Picked } from './picked.ts';
import { addBase, addMarked, Sums } from './sums.ts';
import { edgeOf } from './time-axis.ts';
import type { TimeAxis, Totals } from './types.ts';

/** Told the picked rows of each chunk, all of them first, then those above the line. */
export interface Part {
  readonly kept: Kept<unknown>;
  add(picked: Picked): void;
  mark(picked: Picked): void;
}

/** The slot of each picked row; may be overwritten by the next call. */
export type Fill = (picked: Picked) => Uint32Array;

export class SlotPart implements Part {
  #sums: Sums | undefined;

  constructor(
    readonly kept: Kept<Float64Array>,
    readonly fills: readonly Fill[],
  ) {}

  add(picked: Picked): void {
    for (const fill of this.fills) addBase(this.kept.value, fill(picked), picked);
  }

  mark(picked: Picked): void {
    for (const fill of this.fills) addMarked(this.sums.marked, fill(picked), picked);
  }

  get sums(): Sums {
    return (this.#sums ??= new Sums(this.kept.value));
  }
}

// Surveys run one after another between two pauses: these arrays hold nothing across them.
const slots = new Uint32Array(CHUNK_ROWS);

/** Slots of an axis: its buckets, then packets without a time, then those outside. */
export const axisSlots = ({ count }: TimeAxis) => ({ untimed: count, outside: count + 1, slots: count + 2 });

/** As `bucketOf`, for many packets at once. */
export const fillBuckets =
  (axis: TimeAxis): Fill =>
  ({ rows, count: picked, chunk: { ts, present } }) => {
    const { start, width, count } = axis;
    const { untimed, outside } = axisSlots(axis);
    if (ts === null) return slots.fill(untimed, 0, picked);
    const end = edgeOf(axis, count);
    for (let at = 0; at < picked; at++) {
      const row = rows[at];
      const time = ts[row];
      if (time >= start && time < end && (present[row] & HAS_TS) !== 0) {
        const bucket = Math.floor((time - start) / width);
        slots[at] = bucket - Number(time < start + bucket * width) + Number(time >= start + (bucket + 1) * width);
      } else slots[at] = (present[row] & HAS_TS) === 0 || time !== time ? untimed : outside;
    }
    return slots;
  };

/** Slots of hosts are address ids, so that 0 is no host; what is not to be counted goes to `none`. */
export const fillOtherEnd =
  (none: number): Fill =>
  ({ sources, destinations, count }) => {
    // A packet to oneself is one packet.
    for (let at = 0; at < count; at++) slots[at] = sources[at] === destinations[at] ? none : destinations[at];
    return slots;
  };

interface Whole {
  packets: number;
  bytes: number;
  worst: number;
  first: number;
  last: number;
}

export const makeWhole = (): Whole => ({ packets: 0, bytes: 0, worst: 0, first: Infinity, last: -Infinity });

/** The selection as a whole. */
export class WholePart implements Part {
  #marked = 0;
  #markedBytes = 0;

  constructor(readonly kept: Kept<Whole>) {}

  add({ rows, count, scores, chunk: { size, ts, present } }: Picked): void {
    const whole = this.kept.value;
    let { bytes, worst, first, last } = whole;
    for (let at = 0; at < count; at++) {
      const row = rows[at];
      bytes += size[row];
      if (scores[row] > worst) worst = scores[row];
    }
    if (ts !== null) {
      for (let at = 0; at < count; at++) {
        const time = ts[rows[at]];
        if ((present[rows[at]] & HAS_TS) === 0) continue;
        if (time < first) first = time;
        if (time > last) last = time;
      }
    }
    this.kept.value = { packets: whole.packets + count, bytes, worst, first, last };
  }

  mark({ rows, count, chunk: { size } }: Picked): void {
    this.#marked += count;
    for (let at = 0; at < count; at++) this.#markedBytes += size[rows[at]];
  }

  get totals(): Totals {
    const { packets, bytes, worst } = this.kept.value;
    return { packets, bytes, worst, marked: this.#marked, markedBytes: this.#markedBytes };
  }

  /** Of those that have a time. */
  get span(): { first: number; last: number } | null {
    const { first, last } = this.kept.value;
    return first <= last ? { first, last } : null;
  }
}
