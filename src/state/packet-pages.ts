// A cache of rows in blocks: asks a worker for what is looked at, and for a little more in the direction of travel.
import type { PacketRow } from '../engine/types.ts';

export const BLOCK_ROWS = 200;
const MOST_BLOCKS = 60;
const MOST_REQUESTS = 2;

export type ReadRows<Row> = (start: number, count: number) => Promise<Row[]>;

export class PacketPages<Row = PacketRow> {
  readonly #read: ReadRows<Row>;
  readonly #rows: number;
  readonly #arrived: () => void;
  readonly #failed: (error: unknown) => void;
  /** Insertion order is age: a block that is used again is put last. */
  readonly #blocks = new Map<number, Row[]>();
  readonly #underWay = new Set<number>();
  #wanted: number[] = [];
  #lastFirst = 0;
  #closed = false;

  constructor(rows: number, read: ReadRows<Row>, arrived: () => void, failed: (error: unknown) => void) {
    this.#rows = rows;
    this.#read = read;
    this.#arrived = arrived;
    this.#failed = failed;
  }

  row(index: number): Row | undefined {
    return this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.[index % BLOCK_ROWS];
  }

  /** Takes a block that came another way. */
  put(start: number, rows: Row[]): void {
    this.#blocks.set(Math.floor(start / BLOCK_ROWS), rows);
  }

  /** Says which rows are looked at now: first, and up to but without `end`. Older wishes are dropped. */
  want(first: number, end: number): void {
    if (this.#rows === 0 || this.#closed) return;
    const last = Math.floor((this.#rows - 1) / BLOCK_ROWS);
    const from = Math.floor(first / BLOCK_ROWS);
    const to = Math.min(last, Math.floor(Math.max(first, end - 1) / BLOCK_ROWS));
    const blocks: number[] = [];
    for (let block = from; block <= to; block += 1) blocks.push(block);
    const ahead = first < this.#lastFirst ? from - 1 : to + 1;
    this.#lastFirst = first;
    if (ahead >= 0 && ahead <= last) blocks.push(ahead);
    for (const block of blocks) {
      const rows = this.#blocks.get(block);
      if (!rows) continue;
      this.#blocks.delete(block);
      this.#blocks.set(block, rows);
    }
    this.#wanted = blocks.filter((block) => !this.#blocks.has(block));
    this.#pump();
  }

  /** Answers that still come are dropped. */
  close(): void {
    this.#closed = true;
    this.#wanted = [];
  }

  #pump(): void {
    while (this.#underWay.size < MOST_REQUESTS && this.#wanted.length > 0) {
      const block = this.#wanted.shift()!;
      if (!this.#underWay.has(block) && !this.#blocks.has(block)) void this.#load(block);
    }
  }

  async #load(block: number): Promise<void> {
    this.#underWay.add(block);
    const start = block * BLOCK_ROWS;
    try {
      const rows = await this.#read(start, Math.min(BLOCK_ROWS, this.#rows - start));
      if (this.#closed) return;
      this.#blocks.set(block, rows);
      for (const old of this.#blocks.keys()) {
        if (this.#blocks.size <= MOST_BLOCKS) break;
        this.#blocks.delete(old);
      }
      this.#arrived();
    } catch (error) {
      if (!this.#closed) this.#failed(error);
    } finally {
      this.#underWay.delete(block);
      this.#pump();
    }
  }
}
