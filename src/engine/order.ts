// Stable sorting of millions of rows in slices, within a few bytes a row.
//
// Sample sort: values at the quantiles of a sample cut the rows into many small buckets, which are then sorted one by one
// where they fit the processor's cache (Frazer and McKellar 1970, doi:10.1145/321592.321600). Rows equal to a cut have
// a bucket of their own that needs no sorting, so that columns of few values cost no more (Sanders and Winkel 2004,
// "Super Scalar Sample Sort", doi:10.1007/978-3-540-30140-0_69, section 2). Within a bucket: radix sort.
import type { Clock } from './clock.ts';

/** What a row is sorted by: any number but NaN; -0 is 0. */
export type ValueOf = (row: number) => number;

/** Rows of a usual bucket. */
const BUCKET_ROWS = 8192;
const MOST_CUTS = 2047;
/** Sampled rows for each cut. */
const OVERSAMPLING = 16;

/** 32 bits in three digits. */
const DIGIT_BITS = 11;
const DIGIT_VALUES = 1 << DIGIT_BITS;
const DIGITS = 3;

/** Ascending values that cut `count` rows into buckets, none twice; `sampled` are values of some of the rows. */
export function chooseCuts(sampled: Float64Array, count: number): Float64Array {
  const wanted = Math.min(MOST_CUTS, Math.floor(count / BUCKET_ROWS), sampled.length);
  const sorted = sampled.toSorted();
  const cuts = Array.from(
    { length: wanted },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / (wanted + 1))],
  );
  return Float64Array.from(new Set(cuts));
}

/** How many rows to sample of `count`. */
export function sampleSize(count: number): number {
  return OVERSAMPLING * Math.min(MOST_CUTS, Math.floor(count / BUCKET_ROWS));
}

/**
 * Bucket of a value: 2 i for one between cuts i - 1 and i, 2 i + 1 for one equal to cut i.
 * There are 2 cuts + 1 buckets.
 */
export function bucketOf(cuts: Float64Array, value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && cuts[low - 1] === value ? 2 * low - 1 : 2 * low;
}

/** Sorts buckets of rows by value, one after another, in space that it keeps. */
export class BucketSorter {
  readonly #values: Float64Array;
  /** The values' bits: the low word of each, then the high one (all WebAssembly platforms are little-endian). */
  readonly #bits: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #lows: Uint32Array;
  readonly #highs: Uint32Array;
  readonly #counts = new Uint32Array(DIGIT_VALUES);
  #order: Uint32Array;
  #scratch: Uint32Array;

  /** @param capacity rows of the largest bucket; takes 28 bytes for each */
  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
    this.#bits = new Uint32Array(this.#values.buffer);
    this.#rows = new Uint32Array(capacity);
    this.#lows = new Uint32Array(capacity);
    this.#highs = new Uint32Array(capacity);
    this.#order = new Uint32Array(capacity);
    this.#scratch = new Uint32Array(capacity);
  }

  /** Sorts in place by `sign` (1 or -1) times the value; rows of equal value keep their order. */
  sort(rows: Uint32Array, valueOf: ValueOf, sign: number): void {
    const { length } = rows;
    const values = this.#values;
    // Adding 0 makes 0 of -0.
    for (let index = 0; index < length; index++) values[index] = sign * valueOf(rows[index]) + 0;
    const bits = this.#bits;
    const lows = this.#lows;
    const highs = this.#highs;
    for (let index = 0; index < length; index++) {
      // With the sign turned, or all bits of negative ones, IEEE 754 numbers stand in the order of their bits.
      const low = bits[2 * index];
      const high = bits[2 * index + 1];
      const negative = high >>> 31 === 1;
      lows[index] = negative ? ~low : low;
      highs[index] = negative ? ~high : high | 0x80000000;
    }
    const before = this.#rows;
    before.set(rows);
    for (let index = 0; index < length; index++) this.#order[index] = index;
    this.#sortByWord(lows, length);
    this.#sortByWord(highs, length);
    const order = this.#order;
    for (let index = 0; index < length; index++) rows[index] = before[order[index]];
  }

  /** Knuth, The Art of Computer Programming, volume 3, section 5.2.5, algorithm R. */
  #sortByWord(words: Uint32Array, length: number): void {
    const counts = this.#counts;
    for (let digit = 0; digit < DIGITS; digit++) {
      const shift = digit * DIGIT_BITS;
      counts.fill(0);
      for (let index = 0; index < length; index++) counts[(words[index] >>> shift) & (DIGIT_VALUES - 1)]++;
      // A digit that is the same in all changes nothing.
      if (length === 0 || counts[(words[0] >>> shift) & (DIGIT_VALUES - 1)] === length) continue;
      sumBefore(counts);
      const [from, to] = [this.#order, this.#scratch];
      for (let place = 0; place < length; place++) {
        const index = from[place];
        to[counts[(words[index] >>> shift) & (DIGIT_VALUES - 1)]++] = index;
      }
      [this.#order, this.#scratch] = [to, from];
    }
  }
}

/** Turns counts into the place where the first of each goes. */
export function sumBefore(counts: Uint32Array): void {
  let place = 0;
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value];
    counts[value] = place;
    place += count;
  }
}

/**
 * Sorts `ids` in place with a comparison, for what no key of 32 bits can say; stable. Merge sort from the bottom up,
 * in slices (Knuth, volume 3, section 5.2.4). The clock is told 0 throughout.
 */
export async function mergeSort(
  ids: Uint32Array,
  compare: (a: number, b: number) => number,
  clock: Clock,
): Promise<void> {
  let from: Uint32Array = ids;
  let to: Uint32Array = new Uint32Array(ids.length);
  let steps = 0;
  for (let width = 1; width < ids.length; width *= 2) {
    for (let start = 0; start < ids.length; start += 2 * width) {
      const middle = Math.min(start + width, ids.length);
      const end = Math.min(middle + width, ids.length);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place++) {
        const takeLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
        to[place] = takeLeft ? from[left++] : from[right++];
        if ((++steps & 0xfff) === 0) await clock.tick(0);
      }
    }
    [from, to] = [to, from];
  }
  if (from !== ids) ids.set(from);
}
