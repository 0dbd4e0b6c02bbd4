// Sizes over time: density in buckets and bins, and the packets themselves where they are few.
import { CHUNK_ROWS } from '../packets/table.ts';
import type { Kept } from './memory.ts';
import { fillBuckets, type Part } from './parts.ts';
import type { Picked } from './picked.ts';
import type { Sizes, TimeAxis } from './types.ts';

/** Steps from one power of two to the next, the finest first; below 1 some powers are passed over. */
const STEPS = [16, 8, 4, 2, 1, 1 / 2, 1 / 4, 1 / 8];
/** Smallest power of two that is divided. */
const SMALLEST = 16;

function listEdges(least: number, most: number, steps: number): number[] {
  let power = Math.max(SMALLEST, 2 ** Math.floor(Math.log2(Math.max(1, least))));
  const edges = least < SMALLEST ? [0, power] : [power];
  while (edges.at(-1)! <= most) {
    if (steps < 1) edges.push((power *= 2 ** (1 / steps)));
    else {
      for (let step = 1; step <= steps && edges.at(-1)! <= most; step++) edges.push(power + (power * step) / steps);
      power *= 2;
    }
  }
  return edges;
}

/**
 * Edges of at most `bins` bins for sizes from `least` to `most`: 64, 80, 96, 112, 128, 160, … with as many steps from one
 * power of two to the next as there is room for. Of a whole traffic, they do not move with the selection.
 */
export function chooseEdges({ least, most }: { least: number; most: number }, bins: number): Float64Array<ArrayBuffer> {
  const found = STEPS.map((steps) => listEdges(least, most, steps)).find(({ length }) => length <= bins + 1);
  return Float64Array.from(found ?? [0, 2 ** 32]);
}

interface SizeCounts {
  packets: Uint32Array<ArrayBuffer>;
  /** Of the packets in buckets the first ones, one more than are wanted where there are too many. */
  rows: number[];
  /** The bin of each size that is looked up. */
  bins: Uint16Array;
}

/** Bins of sizes below this are looked up. */
const LOOKED_UP = 1 << 16;

export function makeSizes(axis: TimeAxis, edges: Float64Array): SizeCounts {
  const bins = new Uint16Array(LOOKED_UP);
  for (let bin = 1; bin < edges.length - 1; bin++) bins.fill(bin, Math.min(LOOKED_UP, edges[bin]));
  return { packets: new Uint32Array(axis.count * (edges.length - 1)), rows: [], bins };
}

const cells = new Uint32Array(CHUNK_ROWS);

export class SizesPart implements Part {
  readonly #axis: TimeAxis;
  readonly #edges: Float64Array<ArrayBuffer>;
  readonly #points: number;
  readonly #bins: Uint16Array;
  readonly #marked: Uint32Array<ArrayBuffer>;
  readonly #markedRows = new Set<number>();

  constructor(
    readonly kept: Kept<SizeCounts>,
    axis: TimeAxis,
    edges: Float64Array<ArrayBuffer>,
    points: number,
  ) {
    this.#axis = axis;
    this.#edges = edges;
    this.#points = points;
    this.#marked = new Uint32Array(kept.value.packets.length);
    this.#bins = kept.value.bins;
  }

  add(picked: Picked): void {
    const { packets, rows } = this.kept.value;
    const none = packets.length;
    this.#fillCells(picked);
    for (let at = 0; at < picked.count; at++) if (cells[at] < none) packets[cells[at]]++;
    for (let at = 0; at < picked.count && rows.length <= this.#points; at++) {
      if (cells[at] < none) rows.push(picked.index * CHUNK_ROWS + picked.rows[at]);
    }
  }

  mark(picked: Picked): void {
    const { packets, rows } = this.kept.value;
    this.#fillCells(picked);
    for (let at = 0; at < picked.count; at++) {
      if (cells[at] >= packets.length) continue;
      this.#marked[cells[at]]++;
      if (rows.length <= this.#points) this.#markedRows.add(picked.index * CHUNK_ROWS + picked.rows[at]);
    }
  }

  /** Buckets by bins of each packet; of packets in no bucket one too high. */
  #fillCells(picked: Picked): void {
    const { rows, count, chunk: { size } } = picked; // prettier-ignore
    const bins = this.#edges.length - 1;
    const buckets = fillBuckets(this.#axis)(picked);
    for (let at = 0; at < count; at++) {
      const bytes = size[rows[at]];
      cells[at] = buckets[at] * bins + (bytes < LOOKED_UP ? this.#bins[bytes] : this.#findBin(bytes));
    }
  }

  #findBin(bytes: number): number {
    let bin = this.#edges.length - 2;
    while (bin > 0 && bytes < this.#edges[bin]) bin--;
    return bin;
  }

  /** @param valueAt reads a row of the table */
  sizes(valueAt: (row: number) => { ts: number; size: number; score: number }): Sizes {
    const { packets, rows } = this.kept.value;
    const few = rows.length <= this.#points;
    const values = few ? rows.map(valueAt) : [];
    const points = {
      rows: Uint32Array.from(rows),
      ts: Float64Array.from(values, ({ ts }) => ts),
      sizes: Float64Array.from(values, ({ size }) => size),
      scores: Float32Array.from(values, ({ score }) => score),
      marked: Uint8Array.from(rows, (row) => Number(this.#markedRows.has(row))),
    };
    // What is kept stays here: arrays that are answered may be given away.
    return {
      axis: this.#axis,
      edges: this.#edges,
      packets: packets.slice(),
      marked: this.#marked,
      points: few ? points : null,
    };
  }
}
