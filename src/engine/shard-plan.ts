// Cuts the rows of a traffic into shards, front to back, for several threads that take one after another.
import { CHUNK_ROWS } from '../packets/table.ts';

/** Rows `from` to `from + rows` of one chunk. */
export interface Shard {
  readonly chunk: number;
  readonly from: number;
  readonly rows: number;
}

/** Shards of several threads are a multiple of this towards the end: handing one over costs about as much as its work. */
const LEAST_SHARE = 2048;
/** Each thread's share of the rows that are left is cut into so many shards, so that all come to the end together. */
const SHARES = 2;

export class ShardPlan {
  readonly total: number;
  /** Rows of finished shards. */
  done = 0;
  /** Threads that take shards. */
  threads = 1;
  readonly #lengths: readonly number[];
  readonly #returned: Shard[] = [];
  #finished: Shard[] = [];
  #chunk = 0;
  #from = 0;
  #untaken: number;

  /** `lengths`: rows of each chunk. */
  constructor(lengths: readonly number[]) {
    this.#lengths = lengths;
    this.total = this.#untaken = lengths.reduce((sum, length) => sum + length, 0);
  }

  /** Rows that nobody has taken. */
  get left(): number {
    return this.#returned.reduce((sum, { rows }) => sum + rows, this.#untaken);
  }

  /** The next shard, of at most `most` rows, or null when all have been taken. */
  take(most: number): Shard | null {
    const returned = this.#returned.pop();
    if (returned !== undefined) {
      const { chunk, from, rows } = returned;
      if (rows <= most) return returned;
      this.#returned.push({ chunk, from: from + most, rows: rows - most });
      return { chunk, from, rows: most };
    }
    if (this.#untaken === 0) return null;
    while (this.#from === this.#lengths[this.#chunk]) {
      this.#chunk++;
      this.#from = 0;
    }
    const shard = {
      chunk: this.#chunk,
      from: this.#from,
      rows: Math.min(most, this.#share(), this.#lengths[this.#chunk] - this.#from),
    };
    this.#from += shard.rows;
    this.#untaken -= shard.rows;
    return shard;
  }

  /** A taken shard that will not be finished by the one who took it. */
  giveBack(shard: Shard): void {
    this.#returned.push(shard);
  }

  finish(shard: Shard): void {
    this.done += shard.rows;
    this.#finished.push(shard);
  }

  /** What was finished since this was asked last. */
  takeFinished(): readonly Shard[] {
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  #share(): number {
    if (this.threads === 1) return CHUNK_ROWS;
    return LEAST_SHARE * Math.max(1, Math.floor(this.#untaken / (SHARES * LEAST_SHARE * this.threads)));
  }
}
