// Goes over the chunks of a table and tells parts of a survey which rows are theirs: first all, then those that are marked.
import type { Pieces } from '../base/pacer.ts';
import { CHUNK_ROWS, type PacketTable } from '../packets/table.ts';
import type { Marker } from './marker.ts';
import type { Part } from './parts.ts';
import { longestOf, Picked } from './picked.ts';
import type { Selector } from './select.ts';

/** Parts by what they count. */
export interface Parts {
  /** Of the selection without its span. */
  wide: Part[];
  /** Of the whole selection. */
  narrow: Part[];
}

export interface Walked {
  table: PacketTable;
  scores: readonly Float32Array[] | null;
  selector: Selector;
  /** Null without a line. */
  marker: Marker | null;
}

const EVERY_ROW: Uint32Array = Uint32Array.from({ length: CHUNK_ROWS }, (_, row) => row);

export class Walk {
  readonly #walked: Walked;
  readonly #wide: Picked;
  readonly #narrow: Picked;
  readonly #wideRows: Uint32Array;
  readonly #narrowRows: Uint32Array;
  readonly #markedRows: Uint32Array;
  /** Marked rows of the selection without its span, by chunk, once they were looked for. */
  #marked: Uint32Array[] | undefined;

  constructor(walked: Walked) {
    const { table, scores, selector } = walked;
    this.#walked = walked;
    this.#wideRows = new Uint32Array(longestOf(table));
    this.#narrowRows = new Uint32Array(longestOf(table));
    this.#markedRows = new Uint32Array(longestOf(table));
    this.#wide = new Picked(table, selector.facts, scores);
    this.#narrow = new Picked(table, selector.facts, scores);
  }

  /** Counts what is not at hand, and then what the line marks of it all. */
  *count({ wide, narrow }: Parts): Pieces<void> {
    const open = ({ kept }: Part): boolean => !kept.ready;
    yield* this.#add({ wide: wide.filter(open), narrow: narrow.filter(open) });
    if (this.#walked.marker !== null) yield* this.#mark({ wide, narrow }, this.#walked.marker);
  }

  *#add(parts: Parts): Pieces<void> {
    if (parts.wide.length + parts.narrow.length === 0) return;
    const { chunks } = this.#walked.table;
    const { keepWide, mayHold } = this.#walked.selector;
    for (let index = 0; index < chunks.length; index++) {
      if (parts.wide.length === 0 && !mayHold(index)) continue;
      let [rows, count] = [EVERY_ROW, chunks[index].length];
      if (keepWide !== null) {
        count = keepWide(index, rows, count, this.#wideRows);
        rows = this.#wideRows;
      }
      this.#tell(parts, index, rows, count, (part, picked) => part.add(picked));
      yield;
    }
  }

  *#mark(parts: Parts, marker: Marker): Pieces<void> {
    const { table: { chunks }, scores, selector: { keepWide } } = this.#walked; // prettier-ignore
    const found: Uint32Array[] = this.#marked ?? [];
    for (let index = 0; index < chunks.length; index++) {
      if (this.#marked === undefined) {
        const rows = this.#markedRows;
        let count = marker(chunks[index], scores![index], rows);
        if (keepWide !== null) count = keepWide(index, rows, count, rows);
        found.push(rows.slice(0, count));
      }
      this.#tell(parts, index, found[index], found[index].length, (part, picked) => part.mark(picked));
      yield;
    }
    this.#marked = found;
  }

  #tell(
    { wide, narrow }: Parts,
    index: number,
    rows: Uint32Array,
    count: number,
    tell: (part: Part, picked: Picked) => void,
  ): void {
    this.#wide.set(index, rows, count);
    for (const part of wide) tell(part, this.#wide);
    if (narrow.length === 0) return;
    const { keepSpan } = this.#walked.selector;
    let picked = this.#wide;
    if (keepSpan !== null) {
      picked = this.#narrow;
      picked.set(index, this.#narrowRows, keepSpan(index, rows, count, this.#narrowRows));
    }
    if (picked.count > 0) for (const part of narrow) tell(part, picked);
  }
}
