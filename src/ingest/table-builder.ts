// Gathers rows into the chunks of a PacketTable, of whatever number they come.
import {
  CHUNK_MASK,
  CHUNK_ROWS,
  CHUNK_SHIFT,
  HAS_DST,
  HAS_DST_PORT,
  HAS_SRC,
  HAS_SRC_PORT,
  HAS_TCP_FLAGS,
  HAS_TS,
  PacketTable,
} from '../packets/table.ts';
import type { PacketChunk } from '../packets/table.ts';
import type { AddressDictionary } from '../packets/addresses.ts';

/** Columns of `length` rows to append. `anyPresent`: the `present` bits of all of them, or-ed. */
export interface RowBlock {
  length: number;
  anyPresent: number;
  size: Uint32Array;
  proto: Uint8Array;
  present: Uint8Array;
  ts: Float64Array;
  src: Uint32Array;
  dst: Uint32Array;
  srcPort: Uint16Array;
  dstPort: Uint16Array;
  tcpFlags: Uint8Array;
}

type Columns = { -readonly [K in keyof Omit<PacketChunk, 'length'>]: PacketChunk[K] };

function newChunk(): Columns {
  return {
    size: new Uint32Array(CHUNK_ROWS),
    proto: new Uint8Array(CHUNK_ROWS),
    present: new Uint8Array(CHUNK_ROWS),
    ts: null,
    src: null,
    dst: null,
    srcPort: null,
    dstPort: null,
    tcpFlags: null,
  };
}

/** Memory is allocated a chunk at a time, optional columns only where a row has them; nothing is ever reallocated. */
export class TableBuilder {
  readonly #chunks: Columns[] = [];
  #spare: Columns | null = null;
  #length = 0;

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
    this.#spare = newChunk();
    if (last.ts) this.#spare.ts = new Float64Array(CHUNK_ROWS);
    if (last.src) this.#spare.src = new Uint32Array(CHUNK_ROWS);
    if (last.dst) this.#spare.dst = new Uint32Array(CHUNK_ROWS);
    if (last.srcPort) this.#spare.srcPort = new Uint16Array(CHUNK_ROWS);
    if (last.dstPort) this.#spare.dstPort = new Uint16Array(CHUNK_ROWS);
    if (last.tcpFlags) this.#spare.tcpFlags = new Uint8Array(CHUNK_ROWS);
    for (const column of Object.values(this.#spare)) column?.fill(0);
  }

  /** Appends a block, which may be reused afterwards. */
  append(block: RowBlock): void {
    let from = 0;
    while (from < block.length) {
      const at = this.#length & CHUNK_MASK;
      if (this.#length >> CHUNK_SHIFT === this.#chunks.length) {
        this.#chunks.push(this.#spare ?? newChunk());
        this.#spare = null;
      }
      const chunk = this.#chunks[this.#length >> CHUNK_SHIFT];
      const count = Math.min(block.length - from, CHUNK_ROWS - at);
      const to = from + count;
      chunk.size.set(block.size.subarray(from, to), at);
      chunk.proto.set(block.proto.subarray(from, to), at);
      chunk.present.set(block.present.subarray(from, to), at);
      const any = block.anyPresent;
      if (any & HAS_TS) (chunk.ts ??= new Float64Array(CHUNK_ROWS)).set(block.ts.subarray(from, to), at);
      if (any & HAS_SRC) (chunk.src ??= new Uint32Array(CHUNK_ROWS)).set(block.src.subarray(from, to), at);
      if (any & HAS_DST) (chunk.dst ??= new Uint32Array(CHUNK_ROWS)).set(block.dst.subarray(from, to), at);
      if (any & HAS_SRC_PORT) (chunk.srcPort ??= new Uint16Array(CHUNK_ROWS)).set(block.srcPort.subarray(from, to), at);
      if (any & HAS_DST_PORT) (chunk.dstPort ??= new Uint16Array(CHUNK_ROWS)).set(block.dstPort.subarray(from, to), at);
      if (any & HAS_TCP_FLAGS)
        (chunk.tcpFlags ??= new Uint8Array(CHUNK_ROWS)).set(block.tcpFlags.subarray(from, to), at);
      this.#length += count;
      from = to;
    }
  }

  /** Forgets the rows from `length` on. */
  truncate(length: number): void {
    this.#length = length;
    this.#chunks.length = Math.ceil(length / CHUNK_ROWS);
    const last = this.#chunks.at(-1);
    const used = length & CHUNK_MASK;
    if (last === undefined || used === 0) return;
    // Absent fields must read 0 when rows without them are appended here.
    for (const column of Object.values(last)) column?.fill(0, used);
  }

  /** The table of all rows so far. The builder must not be used afterwards. */
  finish(addresses: AddressDictionary): PacketTable {
    const chunks = this.#chunks.map((columns, index): PacketChunk => {
      const length = Math.min(CHUNK_ROWS, this.#length - index * CHUNK_ROWS);
      if (length === CHUNK_ROWS) return { length, ...columns };
      // A small batch must not hold 2 MB: the last chunk is cut to its rows.
      return {
        length,
        size: columns.size.slice(0, length),
        proto: columns.proto.slice(0, length),
        present: columns.present.slice(0, length),
        ts: columns.ts?.slice(0, length) ?? null,
        src: columns.src?.slice(0, length) ?? null,
        dst: columns.dst?.slice(0, length) ?? null,
        srcPort: columns.srcPort?.slice(0, length) ?? null,
        dstPort: columns.dstPort?.slice(0, length) ?? null,
        tcpFlags: columns.tcpFlags?.slice(0, length) ?? null,
      };
    });
    this.#chunks.length = 0;
    this.#spare = null;
    return new PacketTable(chunks, addresses);
  }
}
