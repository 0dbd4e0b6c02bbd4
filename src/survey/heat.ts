// The heat map: rows ordered by what they have in the selection, cells of the page's rows over all of the time shown.
import { CHUNK_ROWS } from '../packets/table.ts';
import type { Kept } from './memory.ts';
import { axisSlots, type Fill, fillBuckets, type Part, SlotPart } from './parts.ts';
import type { Picked } from './picked.ts';
import type { Sums } from './sums.ts';
import type { HeatRow, RowKind, TimeAxis, Totals } from './types.ts';

const slots = new Uint32Array(CHUNK_ROWS);

/** The key of a packet as a number: an address id, or a place in the table's services or protocols. */
export function fillKeys(kind: RowKind, protocolOf: Uint32Array): Fill {
  if (kind === 'source') return ({ sources }) => sources;
  if (kind === 'destination') return ({ destinations }) => destinations;
  if (kind === 'service') return ({ services }) => services;
  return ({ services, count }) => {
    for (let at = 0; at < count; at++) slots[at] = protocolOf[services[at]];
    return slots;
  };
}

/** Cells of one row behind those of the other. */
export class CellsPart implements Part {
  readonly #part: SlotPart;
  readonly #picked: Picked;
  readonly #rows: Uint32Array;
  readonly #places: Uint32Array;
  readonly #fillKeys: Fill;
  readonly #rowOf: Int32Array;

  /** @param keys of the page's rows, in their order; `size` is one more than the highest key of any packet, `longest` that of a chunk */
  constructor(
    kept: Kept<Float64Array>,
    readonly axis: TimeAxis,
    { keys, size, fill, longest }: { keys: Uint32Array; size: number; fill: Fill; longest: number },
    picked: Picked,
  ) {
    this.#fillKeys = fill;
    this.#picked = picked;
    this.#rows = new Uint32Array(longest);
    this.#places = new Uint32Array(longest);
    this.#rowOf = new Int32Array(size).fill(-1);
    keys.forEach((key, row) => (this.#rowOf[key] = row));
    const fillBucket = fillBuckets(axis);
    const width = axisSlots(axis).slots;
    const fillCells: Fill = (of) => {
      const buckets = fillBucket(of);
      for (let at = 0; at < of.count; at++) buckets[at] += this.#places[at] * width;
      return buckets;
    };
    this.#part = new SlotPart(kept, [fillCells]);
  }

  get kept(): Kept<unknown> {
    return this.#part.kept;
  }

  add(picked: Picked): void {
    this.#part.add(this.#pickPage(picked));
  }

  mark(picked: Picked): void {
    this.#part.mark(this.#pickPage(picked));
  }

  /** The packets of the page's rows, with the row of each in `places`. */
  #pickPage(picked: Picked): Picked {
    const keys = this.#fillKeys(picked);
    let count = 0;
    for (let at = 0; at < picked.count; at++) {
      const row = this.#rowOf[keys[at]];
      this.#rows[count] = picked.rows[at];
      this.#places[count] = row;
      count += Number(row >= 0);
    }
    this.#picked.set(picked.index, this.#rows, count);
    return this.#picked;
  }

  /** @param row of the page */
  row(row: number, key: string | number, totals: Totals): HeatRow {
    return heatRow(key, totals, this.#part.sums, row * axisSlots(this.axis).slots, this.axis.count);
  }
}

/** A row of the heat map from the slots that follow `first`. */
export function heatRow(key: string | number, totals: Totals, sums: Sums, first: number, cells: number): HeatRow {
  const row: HeatRow = {
    key,
    totals,
    worst: new Float32Array(cells),
    packets: new Uint32Array(cells),
    marked: new Uint32Array(cells),
  };
  for (let cell = 0; cell < cells; cell++) {
    row.worst[cell] = sums.worst(first + cell);
    row.packets[cell] = sums.packets(first + cell);
    row.marked[cell] = sums.markedPackets(first + cell);
  }
  return row;
}
