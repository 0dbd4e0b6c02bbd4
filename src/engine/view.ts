// A view: the rows of a table in the order, and with the filter, that a person chose.
import type { Pacer } from '../base/pacer.ts';
import { CHUNK_ROWS, type PacketChunk, type PacketTable } from '../packets/table.ts';
import { rankAddresses } from './address-order.ts';
import { startClock, type Clock } from './clock.ts';
import { selectRows } from './filter.ts';
import { bucketOf, BucketSorter, chooseCuts, sampleSize, sumBefore, type ValueOf } from './order.ts';
import { sortKey, type SortKey } from './sort-keys.ts';
import type { Progress, ViewQuery } from './types.ts';

/** Rows in the order of a query. */
export interface View {
  readonly length: number;
  /** Row numbers of the table, or null for every row in the table's own order. */
  readonly rows: Uint32Array | null;
  /** Whether it is read from its end. */
  readonly reversed: boolean;
}

/** What a view is made of. */
export interface ViewSource {
  table: PacketTable;
  /** One array a chunk, or null before an analysis. */
  scores: readonly Float32Array[] | null;
  /** Ranks of the addresses, kept between views once they were needed. */
  addressRanks: Uint32Array | null;
}

/** Every row in the table's own order; takes no memory. */
export function wholeView(table: PacketTable): View {
  return { length: table.length, rows: null, reversed: false };
}

/** Row number of the table at `place` (0-based, below `length`) of a view. */
export function rowAt({ length, rows, reversed }: View, place: number): number {
  const index = reversed ? length - 1 - place : place;
  return rows === null ? index : rows[index];
}

/** The selected rows of one chunk: first `having` rows that have the field, then `lacking` ones, each ascending. */
interface Part {
  rows: Uint32Array;
  having: number;
  lacking: number;
}

/** The rows that a filter keeps, to be walked several times; they are not listed as a whole, which would take memory. */
class Selection {
  readonly #part: Part = { rows: new Uint32Array(CHUNK_ROWS), having: 0, lacking: 0 };

  constructor(
    readonly table: PacketTable,
    /** 1 for each selected row; null: every row is. */
    readonly selected: Uint8Array | null,
    /** Which rows have the field. */
    readonly key: Pick<SortKey, 'present' | 'instead'>,
    readonly clock: Clock,
  ) {}

  /** @param before share of the whole work that is done before, and `share` the one that this walk is */
  async walk(before: number, share: number, visit: (part: Part) => void): Promise<void> {
    const { chunks, length } = this.table;
    let start = 0;
    for (const chunk of chunks) {
      visit(this.#select(chunk, start));
      start += chunk.length;
      await this.clock.tick(Math.floor(before * length + share * start));
    }
  }

  #select(chunk: PacketChunk, start: number): Part {
    const part = this.#part;
    const { rows } = part;
    const { selected } = this;
    const { present, instead } = this.key;
    const flags = chunk.present;
    const others = instead === undefined ? null : chunk[instead];
    const has = (index: number) =>
      present === 0 || (flags[index] & present) !== 0 || (others !== null && others[index] !== 0);
    let having = 0;
    let missing = 0;
    for (let index = 0; index < chunk.length; index++) {
      if (selected !== null && selected[start + index] === 0) continue;
      if (has(index)) rows[having++] = start + index;
      else missing++;
    }
    part.having = having;
    part.lacking = missing;
    for (let index = 0; missing > 0; index++) {
      if ((selected !== null && selected[start + index] === 0) || has(index)) continue;
      rows[having++] = start + index;
      missing--;
    }
    return part;
  }
}

/** Counts the rows that have the field, and those that lack it. */
async function countRows(selection: Selection): Promise<{ having: number; lacking: number }> {
  const total = { having: 0, lacking: 0 };
  await selection.walk(0, 0.1, ({ having, lacking }) => {
    total.having += having;
    total.lacking += lacking;
  });
  return total;
}

/** Selected rows in the table's own order. */
async function listRows(selection: Selection): Promise<Uint32Array> {
  const { having } = await countRows(selection);
  const rows = new Uint32Array(having);
  let place = 0;
  await selection.walk(0.1, 0.9, (part) => {
    rows.set(part.rows.subarray(0, part.having), place);
    place += part.having;
  });
  return rows;
}

/** Values of rows at even distances, of `count` rows that have the field. */
async function sampleValues(
  selection: Selection,
  valueOf: ValueOf,
  sign: number,
  count: number,
): Promise<Float64Array> {
  const sampled = new Float64Array(sampleSize(count));
  const distance = count / sampled.length;
  let taken = 0;
  let seen = 0;
  await selection.walk(0.1, 0.1, ({ rows, having }) => {
    for (let next = Math.floor(taken * distance); taken < sampled.length && next < seen + having;) {
      sampled[taken++] = sign * valueOf(rows[next - seen]) + 0;
      next = Math.floor(taken * distance);
    }
    seen += having;
  });
  return sampled;
}

/** Each row's bucket, in the order of the walk, and the number of rows in each. */
interface Buckets {
  of: Uint16Array;
  sizes: Uint32Array;
  /** Whether the rows stand in order already, with none that lacks the field before one that has it. */
  sorted: boolean;
}

async function findBuckets(
  selection: Selection,
  valueOf: ValueOf,
  sign: number,
  cuts: Float64Array,
  count: number,
): Promise<Buckets> {
  const lackingBucket = 2 * cuts.length + 1;
  const buckets: Buckets = { of: new Uint16Array(count), sizes: new Uint32Array(lackingBucket + 1), sorted: true };
  const { of, sizes } = buckets;
  const last = new Float64Array([-Infinity]);
  let place = 0;
  let lackingBefore = 0;
  await selection.walk(0.2, 0.3, ({ rows, having, lacking }) => {
    let previous = last[0];
    let descents = 0;
    for (let index = 0; index < having; index++) {
      const value = sign * valueOf(rows[index]);
      if (value < previous) descents++;
      previous = value;
      const bucket = bucketOf(cuts, value);
      of[place + index] = bucket;
      sizes[bucket]++;
    }
    last[0] = previous;
    of.fill(lackingBucket, place + having, place + having + lacking);
    sizes[lackingBucket] += lacking;
    place += having + lacking;
    // Within a chunk those that lack the field may stand anywhere: then it counts as unsorted.
    if (descents > 0 || (having > 0 && lackingBefore + lacking > 0)) buckets.sorted = false;
    lackingBefore += lacking;
  });
  return buckets;
}

/** Selected rows by value, those that lack the field last; null where this is the table's own order. */
async function orderRows(selection: Selection, valueOf: ValueOf, sign: number): Promise<Uint32Array | null> {
  const { having, lacking } = await countRows(selection);
  const count = having + lacking;
  const cuts = chooseCuts(await sampleValues(selection, valueOf, sign, having), having);
  const { of, sizes, sorted } = await findBuckets(selection, valueOf, sign, cuts, count);
  if (sorted && count === selection.table.length) return null;
  const places = sizes.slice();
  sumBefore(places);
  const ordered = new Uint32Array(count);
  let walked = 0;
  await selection.walk(0.5, 0.2, (part) => {
    const end = part.having + part.lacking;
    for (let index = 0; index < end; index++) ordered[places[of[walked + index]]++] = part.rows[index];
    walked += end;
  });
  // Between the cuts stand the even buckets; what is equal to a cut, or lacks the field, needs no sorting.
  const unsorted = [...sizes.keys()].filter((bucket) => bucket % 2 === 0 && sizes[bucket] > 1);
  const sorter = new BucketSorter(unsorted.reduce((most, bucket) => Math.max(most, sizes[bucket]), 0));
  for (const bucket of unsorted) {
    // By now each place has moved on to the end of its bucket.
    const end = places[bucket];
    sorter.sort(ordered.subarray(end - sizes[bucket], end), valueOf, sign);
    await selection.clock.tick(Math.floor((0.7 + (0.3 * end) / count) * selection.table.length));
  }
  return ordered;
}

/**
 * Sorts and filters. Stable; rows that lack the field of the column come last in either direction. Takes about 8
 * bytes a row while it works and 4 after, none for the table's own order without a filter.
 * Throws InputError for a filter that cannot be read, or one by score before an analysis; CancelledError.
 */
export async function createView(source: ViewSource, query: ViewQuery, pacer: Pacer<Progress>): Promise<View> {
  const { table, scores } = source;
  const clock = startClock(pacer, 'sorting', table.length);
  const selected = await selectRows(table, scores, query, clock);
  // Before an analysis no row has a score: all are equal.
  if (query.sort === 'row' || (query.sort === 'score' && scores === null)) {
    const reversed = query.sort === 'row' && query.descending;
    if (selected === null) return { ...wholeView(table), reversed };
    const rows = await listRows(new Selection(table, selected, { present: 0 }, clock));
    return { length: rows.length, rows, reversed };
  }
  if (query.sort === 'src' || query.sort === 'dst') source.addressRanks ??= await rankAddresses(table.addresses, clock);
  const ranks = source.addressRanks ?? new Uint32Array();
  const key = sortKey(table, query.sort, scores ?? [], ranks);
  const rows = await orderRows(new Selection(table, selected, key, clock), key.valueOf, query.descending ? -1 : 1);
  return rows === null ? wholeView(table) : { length: rows.length, rows, reversed: false };
}
