// Who talks to whom: packets by source and destination, in a hash table of typed arrays.
import type { Pieces } from '../base/pacer.ts';
import type { AddressDictionary } from '../packets/addresses.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import type { Kept } from './memory.ts';
import type { Part } from './parts.ts';
import type { Picked } from './picked.ts';
import { byMeasure, rankSlots } from './rank.ts';
import { addBase, addMarked, growBase, listSlots, makeBase, Sums } from './sums.ts';
import type { Pairs, TopOrder } from './types.ts';

/** Pairs that are told apart: some 60 bytes each. */
const MOST_PAIRS = 1 << 21;
/** Pairs that may wait for the next survey. */
const MOST_KEPT = 1 << 18;
const FIRST_ROOM = 1 << 10;

/** Pairs by number, from 1 in the order of appearance; 0 is none. Open addressing, linear probing. */
class PairTable {
  sources = new Uint32Array(FIRST_ROOM);
  destinations = new Uint32Array(FIRST_ROOM);
  count = 0;
  /** Whether all found room. */
  whole = true;
  #places = new Uint32Array(2 * FIRST_ROOM);

  /** The number of a pair; of a new one the next, or 0 where there are too many. */
  add(source: number, destination: number, most: number): number {
    const known = this.find(source, destination);
    if (known !== 0) return known;
    if (this.count >= most) {
      this.whole = false;
      return 0;
    }
    const pair = ++this.count;
    if (pair >= this.sources.length) this.#grow();
    // Growing moves everything, so that only now it is known where the pair stands.
    this.#places[this.#find(source, destination)] = pair;
    this.sources[pair] = source;
    this.destinations[pair] = destination;
    return pair;
  }

  /** The number of a pair, or 0. */
  find(source: number, destination: number): number {
    return this.#places[this.#find(source, destination)];
  }

  /** Where a pair stands, or would. */
  #find(source: number, destination: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    // Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4), folded: the low bits are used.
    let hash = Math.imul(source, 0x9e3779b1) ^ Math.imul(destination, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let place = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const pair = places[place];
      if (pair === 0 || (this.sources[pair] === source && this.destinations[pair] === destination)) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const [sources, destinations] = [this.sources, this.destinations];
    this.sources = new Uint32Array(2 * sources.length);
    this.destinations = new Uint32Array(2 * sources.length);
    this.sources.set(sources);
    this.destinations.set(destinations);
    this.#places = new Uint32Array(4 * sources.length);
    for (let pair = 1; pair < sources.length; pair++) {
      this.#places[this.#find(sources[pair], destinations[pair])] = pair;
    }
  }
}

interface PairCounts {
  table: PairTable;
  base: Float64Array;
}

export const makePairs = (): PairCounts => ({ table: new PairTable(), base: makeBase(FIRST_ROOM) });

const slots = new Uint32Array(CHUNK_ROWS);

export class PairPart implements Part {
  #sums: Sums | undefined;

  /** @param most pairs that are told apart */
  constructor(
    readonly kept: Kept<PairCounts>,
    readonly most = MOST_PAIRS,
  ) {}

  add(picked: Picked): void {
    const { table } = this.kept.value;
    const { count, sources, destinations } = picked;
    for (let at = 0; at < count; at++) {
      const [source, destination] = [sources[at], destinations[at]];
      // Where neither end is known nobody talks to anybody.
      slots[at] = (source | destination) === 0 ? 0 : table.add(source, destination, this.most);
    }
    this.kept.value.base = growBase(this.kept.value.base, table.count + 1);
    addBase(this.kept.value.base, slots, picked);
  }

  mark(picked: Picked): void {
    const { table } = this.kept.value;
    const { count, sources, destinations } = picked;
    for (let at = 0; at < count; at++) slots[at] = table.find(sources[at], destinations[at]);
    addMarked(this.#counts.marked, slots, picked);
  }

  /** Too many to be kept from one survey to the next. */
  get isLarge(): boolean {
    return this.kept.value.table.count > MOST_KEPT;
  }

  get #counts(): Sums {
    return (this.#sums ??= new Sums(this.kept.value.base));
  }

  *list(addresses: AddressDictionary, order: TopOrder, entries: number): Pieces<Pairs> {
    const { table } = this.kept.value;
    const sums = this.#counts;
    const nameOf = (id: number): string => (id === 0 ? '' : addresses.text(id));
    const most = yield* rankSlots(listSlots(sums, 1, table.count + 1), 0, entries, byMeasure(sums, order));
    return {
      entries: Array.from(most, (pair) => ({
        source: nameOf(table.sources[pair]),
        destination: nameOf(table.destinations[pair]),
        ...sums.totals(pair),
      })),
      total: table.count,
      whole: table.whole,
    };
  }
}
