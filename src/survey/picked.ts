// The picked rows of one chunk, with what several parts of a survey read of them.
import { endAt } from '../packets/ends.ts';
import { CHUNK_ROWS, type PacketChunk, type PacketTable } from '../packets/table.ts';
import type { TableFacts } from './table-facts.ts';

/** Of packets before an analysis. */
const NO_SCORES = new Float32Array(CHUNK_ROWS);

/** Rows of the longest chunk. */
export const longestOf = ({ chunks }: PacketTable): number => chunks[0]?.length ?? 0;

function gatherEnds(
  ip: Uint32Array | null,
  arp: Uint32Array | null,
  mac: Uint32Array | null,
  rows: Uint32Array,
  count: number,
  into: Uint32Array,
): void {
  for (let at = 0; at < count; at++) into[at] = endAt(ip, arp, mac, rows[at]);
}

/** Filled anew for each chunk; its arrays hold for the first `count` elements and are to be read only. */
export class Picked {
  /** Places in the chunk, rising. */
  rows: Uint32Array = new Uint32Array();
  count = 0;
  index = 0;
  chunk: PacketChunk;
  /** Of all rows of the chunk, by place; 0 before an analysis. */
  scores: Float32Array = NO_SCORES;

  readonly #table: PacketTable;
  readonly #facts: TableFacts;
  readonly #scores: readonly Float32Array[] | null;
  readonly #sources: Uint32Array;
  readonly #destinations: Uint32Array;
  readonly #services: Uint32Array;
  #filled = 0;

  constructor(table: PacketTable, facts: TableFacts, scores: readonly Float32Array[] | null) {
    this.#table = table;
    this.#facts = facts;
    this.#scores = scores;
    this.chunk = table.chunks[0];
    this.#sources = new Uint32Array(longestOf(table));
    this.#destinations = new Uint32Array(longestOf(table));
    this.#services = new Uint32Array(longestOf(table));
  }

  set(index: number, rows: Uint32Array, count: number): void {
    this.index = index;
    this.chunk = this.#table.chunks[index];
    this.rows = rows;
    this.count = count;
    this.scores = this.#scores === null ? NO_SCORES : this.#scores[index];
    this.#filled = 0;
  }

  /** Address ids of the ends, one a picked row; 0 for none. */
  get sources(): Uint32Array {
    const { src, arpSender, srcMac } = this.chunk;
    if ((this.#filled & 1) === 0) gatherEnds(src, arpSender, srcMac, this.rows, this.count, this.#sources);
    this.#filled |= 1;
    return this.#sources;
  }

  get destinations(): Uint32Array {
    const { dst, arpTarget, dstMac } = this.chunk;
    if ((this.#filled & 2) === 0) gatherEnds(dst, arpTarget, dstMac, this.rows, this.count, this.#destinations);
    this.#filled |= 2;
    return this.#destinations;
  }

  /** Places in the services of the table. */
  get services(): Uint32Array {
    if ((this.#filled & 4) === 0) {
      const codes = this.#facts.codes[this.index];
      for (let at = 0; at < this.count; at++) this.#services[at] = codes[this.rows[at]];
      this.#filled |= 4;
    }
    return this.#services;
  }
}
