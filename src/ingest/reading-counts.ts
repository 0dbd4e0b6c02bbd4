// Counts what has been read, while it is read: each row once, and into buckets of time that grow with the span.
import type { ReadingPreview } from '../engine/types.ts';
import { MARK_IPV4, MARK_IPV6 } from '../packets/capture.ts';
import { HAS_TS } from '../packets/table.ts';
import type { PacketChunk } from '../packets/table.ts';

/** Most buckets of an axis. */
const BUCKETS = 256;
/** Seconds of the narrowest bucket, about a microsecond: widths are powers of two, so that no division is rounded. */
const FINEST = 2 ** -20;

/** Columns of some rows. */
export type ReadColumns = Pick<PacketChunk, 'size' | 'proto' | 'present' | 'marks' | 'ts'>;

/** The same rows give the same counts in any order and any cut. */
export class ReadingCounts {
  #rows = 0;
  #bytes = 0;
  #timed = 0;
  #withoutIp = 0;
  readonly #byProtocol = new Uint32Array(256);
  #first = Infinity;
  #last = -Infinity;
  #width = FINEST;
  /** Number of the first bucket, counted from time 0. */
  #origin = 0;
  #packetsOver = new Uint32Array(BUCKETS);
  #bytesOver = new Float64Array(BUCKETS);

  get rows(): number {
    return this.#rows;
  }

  /** Counts the rows `from` to `to`, without `to`. */
  count({ size, proto, present, marks, ts }: ReadColumns, from: number, to: number): void {
    this.#rows += to - from;
    let [bytes, withoutIp] = [0, 0];
    for (let row = from; row < to; row++) bytes += size[row];
    this.#bytes += bytes;
    const byProtocol = this.#byProtocol;
    if (marks === null) for (let row = from; row < to; row++) byProtocol[proto[row]]++;
    else {
      for (let row = from; row < to; row++) {
        if (marks[row] === 0 || marks[row] & (MARK_IPV4 | MARK_IPV6)) byProtocol[proto[row]]++;
        else withoutIp++;
      }
      this.#withoutIp += withoutIp;
    }
    if (ts !== null) this.#countTimes(ts, size, present, from, to);
  }

  #countTimes(ts: Float64Array, size: Uint32Array, present: Uint8Array, from: number, to: number): void {
    let [first, last] = [this.#first, this.#last];
    for (let row = from; row < to; row++) {
      if (!(present[row] & HAS_TS)) continue;
      const time = ts[row];
      if (time < first) first = time;
      if (time > last) last = time;
    }
    if (first > last) return;
    if (first !== this.#first || last !== this.#last) this.#widen(first, last);
    const scale = 1 / this.#width;
    const origin = this.#origin;
    const packetsOver = this.#packetsOver;
    const bytesOver = this.#bytesOver;
    let timed = 0;
    for (let row = from; row < to; row++) {
      if (!(present[row] & HAS_TS)) continue;
      const bucket = Math.floor(ts[row] * scale) - origin;
      packetsOver[bucket]++;
      bytesOver[bucket] += size[row];
      timed++;
    }
    this.#timed += timed;
  }

  /** Makes room for a span that holds the one before. */
  #widen(first: number, last: number): void {
    let width = this.#width;
    let doublings = 0;
    // Also while the numbers of buckets are beyond all numbers.
    for (; !(Math.floor(last / width) - Math.floor(first / width) < BUCKETS); width *= 2) doublings++;
    const origin = Math.floor(first / width);
    if (this.#timed > 0 && (width !== this.#width || origin !== this.#origin)) {
      const packetsOver = new Uint32Array(BUCKETS);
      const bytesOver = new Float64Array(BUCKETS);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        if (this.#packetsOver[bucket] === 0) continue;
        // By halves: as times, the edges of what is far away are beyond all numbers too.
        let place = this.#origin + bucket;
        for (let step = 0; step < doublings; step++) place = Math.floor(place / 2);
        // What is least below 0 is 0 by the wide buckets' own division.
        place = Math.max(0, place - origin);
        packetsOver[place] += this.#packetsOver[bucket];
        bytesOver[place] += this.#bytesOver[bucket];
      }
      this.#packetsOver = packetsOver;
      this.#bytesOver = bytesOver;
    }
    this.#width = width;
    this.#origin = origin;
    this.#first = first;
    this.#last = last;
  }

  /** As it is now; copies. */
  preview(): ReadingPreview {
    const hasTimes = this.#timed > 0;
    const start = this.#origin * this.#width;
    const count = hasTimes ? Math.floor(this.#last / this.#width) - this.#origin + 1 : 0;
    return {
      of: 'packets',
      packets: this.#rows,
      bytes: this.#bytes,
      untimed: this.#rows - this.#timed,
      span: hasTimes ? { first: this.#first, last: this.#last } : null,
      over: hasTimes
        ? {
            axis: { start, width: this.#width, count },
            packets: this.#packetsOver.slice(0, count),
            bytes: this.#bytesOver.slice(0, count),
          }
        : null,
      protocols: Array.from(this.#byProtocol, (packets, proto) => ({ proto, packets }))
        .filter(({ packets }) => packets > 0)
        .sort((a, b) => b.packets - a.packets),
      withoutIp: this.#withoutIp,
    };
  }
}
