// Gathers rows into the chunks of a PacketTable, of whatever number they come.
import { CHUNK_MASK, CHUNK_ROWS, CHUNK_SHIFT, OPTIONAL_FIELDS, PacketTable } from '../packets/table.ts';
import type { PacketChunk } from '../packets/table.ts';
import { CAPTURE_COLUMNS } from '../packets/capture.ts';
import type { CaptureColumns, CaptureInterface } from '../packets/capture.ts';
import type { AddressDictionary } from '../packets/addresses.ts';
import type { ReadColumns } from './reading-counts.ts';

type ColumnName = keyof Omit<PacketChunk, 'length'>;
type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type Columns = Record<ColumnName, Column | null>;

type BatchColumns = Omit<PacketChunk, keyof CaptureColumns>;

/**
 * Columns of `length` rows to append. `anyPresent`: the `present` bits of all of them, or-ed. `captured`: the columns of
 * captures that are not 0 throughout.
 */
export type RowBlock = { [K in keyof BatchColumns]: NonNullable<BatchColumns[K]> } & { anyPresent: number } & {
  captured?: Partial<{ [K in keyof CaptureColumns]: NonNullable<CaptureColumns[K]> }>;
};

/** The columns of batches; `bit` is 0 where each row has it. */
const BATCH_COLUMNS = [
  { column: 'size', type: Uint32Array, bit: 0 },
  { column: 'proto', type: Uint8Array, bit: 0 },
  { column: 'present', type: Uint8Array, bit: 0 },
  ...OPTIONAL_FIELDS,
] as const;

/** Every column; `always` where each row has it. */
const COLUMNS = [
  ...BATCH_COLUMNS.map(({ column, type, bit }) => ({ column, type, always: bit === 0 })),
  ...CAPTURE_COLUMNS.map((one) => ({ ...one, always: false })),
];

/** A chunk with the columns that are wanted, all 0. */
function makeChunk(isWanted: (column: (typeof COLUMNS)[number]) => boolean): Columns {
  const entries = COLUMNS.map((one) => [one.column, isWanted(one) ? new one.type(CHUNK_ROWS) : null]);
  return Object.fromEntries(entries) as Columns;
}

/** Memory is allocated a chunk at a time, optional columns only where a row has them; nothing is ever reallocated. */
export class TableBuilder {
  readonly #chunks: Columns[] = [];
  #spare: Columns | null = null;
  #length = 0;
  /** How often rows were forgotten. */
  cuts = 0;

  get length(): number {
    return this.#length;
  }

  /**
   * Makes the next chunk while there is time, with the columns that this one has. Its memory is touched here, since the
   * first touch of a page costs more than writing a row to it.
   */
  prepare(): void {
    const last = this.#chunks.at(-1);
    if (this.#spare !== null || last === undefined) return;
    this.#spare = makeChunk(({ column }) => last[column] !== null);
    for (const column of Object.values(this.#spare)) column?.fill(0);
  }

  /** Appends a block, which may be reused afterwards. */
  append(block: RowBlock): void {
    let from = 0;
    while (from < block.length) {
      const at = this.#length & CHUNK_MASK;
      if (this.#length >> CHUNK_SHIFT === this.#chunks.length) {
        this.#chunks.push(this.#spare ?? makeChunk(({ always }) => always));
        this.#spare = null;
      }
      const chunk = this.#chunks[this.#length >> CHUNK_SHIFT];
      const count = Math.min(block.length - from, CHUNK_ROWS - at);
      const to = from + count;
      for (const { column, type, bit } of BATCH_COLUMNS) {
        if (bit !== 0 && (block.anyPresent & bit) === 0) continue;
        (chunk[column] ??= new type(CHUNK_ROWS)).set(block[column].subarray(from, to), at);
      }
      if (block.captured !== undefined) {
        for (const { column, type } of CAPTURE_COLUMNS) {
          const values = block.captured[column];
          if (values !== undefined) (chunk[column] ??= new type(CHUNK_ROWS)).set(values.subarray(from, to), at);
        }
      }
      this.#length += count;
      from = to;
    }
  }

  /** The rows from `from` on, a chunk's columns at a time. */
  *rowsFrom(from: number): Generator<{ columns: ReadColumns; from: number; to: number }> {
    for (let row = from; row < this.#length;) {
      const start = row & CHUNK_MASK;
      const to = Math.min(CHUNK_ROWS, start + this.#length - row);
      yield { columns: this.#chunks[row >> CHUNK_SHIFT] as unknown as ReadColumns, from: start, to };
      row += to - start;
    }
  }

  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.cuts += 1;
    this.#length = length;
    this.#chunks.length = Math.ceil(length / CHUNK_ROWS);
    const last = this.#chunks.at(-1);
    const used = length & CHUNK_MASK;
    if (last === undefined || used === 0) return;
    // Absent fields must read 0 when rows without them are appended here.
    for (const column of Object.values(last)) column?.fill(0, used);
  }

  /** The table of all rows so far. The builder must not be used afterwards. */
  finish(addresses: AddressDictionary, interfaces: readonly CaptureInterface[] = []): PacketTable {
    const chunks = this.#chunks.map((columns, index) => {
      const length = Math.min(CHUNK_ROWS, this.#length - index * CHUNK_ROWS);
      // A small batch must not hold 2 MB: the last chunk is cut to its rows.
      const cut = (column: Column | null) => (length === CHUNK_ROWS ? column : (column?.slice(0, length) ?? null));
      const entries = COLUMNS.map(({ column }) => [column, cut(columns[column])]);
      return { length, ...Object.fromEntries(entries) } as PacketChunk;
    });
    this.#chunks.length = 0;
    this.#spare = null;
    return new PacketTable(chunks, addresses, interfaces);
  }
}
