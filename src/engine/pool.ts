// The scoring pool as the engine sees it: lends shards of a traffic to helpers in other workers while it scores itself.
import { messageOf } from '../base/errors.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import type { Forest } from '../model/forest.ts';
import { CHUNK_ROWS } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';
import { nextPiece } from './piece-size.ts';
import type { ForestMessage, ShardAnswer, ShardMessage } from './pool-helper.ts';
import { LEAST_SHARED_ROWS } from './pool-size.ts';
import type { Shard, ShardPlan } from './shard-plan.ts';
import type { ThreadReport } from './scoring-report.ts';

/** Shards that a helper has at a time: it must never wait for the engine, which looks after each piece of its own. */
const LENT = 3;
/** Milliseconds that a shard should take, which costs a message there and back, and trees a row in so much time, at worst. */
const SHARD_TIME = 15;
const LEAST_WALKS = 1_500_000;
/** Rows of a first shard, within which a guess from the number of trees is kept. */
const FIRST_SHARD = { least: 1024, most: 16_384 };
/** Buffers that are kept for the next traffic. */
const KEPT_BUFFERS = 2 * LENT;
/** Nodes of all copies of a forest, some 28 bytes each: half a gigabyte. */
const MOST_COPIED_NODES = 2 ** 24;
/** A helper sets a whole forest up: its share of rows, over all trees, should be several times the nodes. */
const LEAST_WALKS_PER_NODE = 4;

interface Helper extends Omit<ThreadReport, 'pending'> {
  readonly port: MessagePort;
  /** By number, in the order in which they were sent; null for one whose answer is not wanted any more. */
  readonly lent: Map<number, Shard | null>;
  /** Whether it takes part in the present job. */
  enlisted: boolean;
  piece: number;
}

interface Job {
  readonly forest: Forest;
  readonly chunks: ColumnChunks;
  readonly scores: readonly Float32Array[];
  readonly plan: ShardPlan;
  /** Helpers that may take part. */
  readonly most: number;
}

/** One traffic being scored by all. */
export interface Crew {
  /** Resolves when the answers that have come were heard, and those who gave them have new shards. */
  listen(): Promise<void>;
  /**
   * Gives a shard that a helper has not answered yet back to the plan, once nothing is left to take there. So a helper
   * that is slow, hangs or is dead is never waited for (Dean and Ghemawat, MapReduce, 2004, section 3.6, call it backup
   * tasks). What it still answers is ignored.
   */
  takeBack(): void;
  /** What each helper has done so far. */
  report(): ThreadReport[];
  /** To be called at the end, whatever it is. */
  end(): void;
}

const round = (bytes: number): number => (bytes + 7) & ~7;

export class Pool {
  /** By place. A worker that the browser refused leaves its place free. */
  readonly #helpers = new Map<number, Helper>();
  /** Buffers that came back: touching fresh memory would cost more than the copy. */
  #spare: ArrayBuffer[] = [];
  #job: Job | null = null;
  #numbers = 0;
  /** To have tasks that wait done first. One for all times: making a channel takes longer than using it. */
  readonly #turns = new MessageChannel();

  /** Threads that score: the engine's own and the helpers. */
  get size(): number {
    return 1 + this.#helpers.size;
  }

  /** Takes a helper in, at whose end of the port `serveShards` listens; in place of an earlier one that is lost. */
  join(port: MessagePort, place = this.#helpers.size): void {
    const lost = this.#helpers.get(place);
    if (lost) this.#dismiss(lost);
    const helper: Helper = { port, lent: new Map(), enlisted: false, piece: 0, rows: 0, ms: 0, fault: null };
    this.#helpers.set(place, helper);
    port.onmessage = ({ data }: MessageEvent<ShardAnswer>) => this.#hear(helper, data);
    port.onmessageerror = () => this.#fail(helper, 'An answer could not be read.');
    this.#employ(helper);
  }

  /** Shares the work on `plan` out from now on, or answers null where that does not pay, or helpers are busy already. */
  begin(forest: Forest, chunks: ColumnChunks, scores: readonly Float32Array[], plan: ShardPlan): Crew | null {
    const nodes = forest.splits.length;
    const walks = plan.total * (forest.starts.length - 1);
    const most = Math.floor(MOST_COPIED_NODES / nodes);
    if (this.#job || most === 0 || plan.total < LEAST_SHARED_ROWS || walks < LEAST_WALKS_PER_NODE * nodes) return null;
    const job: Job = { forest, chunks, scores, plan, most };
    this.#job = job;
    this.#helpers.forEach((helper) => this.#employ(helper));
    return {
      listen: () => this.#listen(),
      takeBack: () => this.#takeBack(),
      report: () =>
        [...this.#helpers.values()].map(({ rows, ms, lent, fault }) => ({ rows, ms, pending: lent.size, fault })),
      end: () => this.#end(),
    };
  }

  close(): void {
    for (const helper of this.#helpers.values()) this.#dismiss(helper);
    this.#helpers.clear();
    this.#turns.port1.close();
  }

  /** Gives a helper the forest, if it has not got it yet, and shards. Without memory for their copies it does without. */
  #employ(helper: Helper): void {
    try {
      this.#supply(helper);
    } catch (error) {
      this.#fail(helper, messageOf(error));
    }
  }

  #supply(helper: Helper): void {
    const job = this.#job;
    if (job === null || helper.fault !== null) return;
    if (!helper.enlisted) {
      // One that owes answers from earlier work is slow or dead: when it has given them it is employed again.
      if (helper.lent.size > 0 || job.plan.threads > job.most) return;
      helper.enlisted = true;
      const guess = Math.floor(LEAST_WALKS / (job.forest.starts.length - 1));
      helper.piece = Math.min(FIRST_SHARD.most, Math.max(FIRST_SHARD.least, guess));
      job.plan.threads++;
      const message: ForestMessage = { forest: job.forest };
      helper.port.postMessage(message, []);
    }
    while (helper.lent.size < LENT) {
      const shard = job.plan.take(helper.piece);
      if (shard === null) return;
      try {
        this.#lend(helper, shard, job);
      } catch (error) {
        job.plan.giveBack(shard);
        throw error;
      }
    }
  }

  #lend(helper: Helper, shard: Shard, { chunks }: Job): void {
    const columns = chunks[shard.chunk];
    let end = 4 * shard.rows;
    const places = columns.map((column) => {
      const at = round(end);
      end = at + column.BYTES_PER_ELEMENT * shard.rows;
      return at;
    });
    let buffer = this.#spare.pop();
    if (buffer === undefined || buffer.byteLength < end) buffer = new ArrayBuffer(end);
    const copies = columns.map((column, index) => {
      // Of the column's own type.
      const copy: NumberColumn = new (column.constructor as Float32ArrayConstructor)(buffer, places[index], shard.rows);
      copy.set(column.subarray(shard.from, shard.from + shard.rows));
      return copy;
    });
    const number = ++this.#numbers;
    const message: ShardMessage = { number, columns: copies, scores: new Float32Array(buffer, 0, shard.rows) };
    helper.port.postMessage(message, [buffer]);
    helper.lent.set(number, shard);
  }

  #hear(helper: Helper, answer: ShardAnswer): void {
    const shard = helper.lent.get(answer.number);
    if (answer.fault === undefined) {
      if (this.#job) this.#spare.push(answer.scores.buffer);
      if (shard) {
        const { scores, plan } = this.#job!;
        scores[shard.chunk].set(answer.scores, shard.from);
        plan.finish(shard);
        helper.rows += shard.rows;
        helper.ms += answer.ms;
        helper.piece = nextPiece(shard.rows, answer.ms, CHUNK_ROWS, SHARD_TIME);
      }
    } else this.#fail(helper, answer.fault);
    helper.lent.delete(answer.number);
    this.#employ(helper);
  }

  /** No more work for this helper in this job, and what it has for others. The next traffic may go well. */
  #fail(helper: Helper, fault: string): void {
    if (!helper.enlisted || helper.fault !== null) return;
    helper.fault = fault;
    const { plan } = this.#job!;
    plan.threads--;
    for (const [number, shard] of helper.lent) {
      if (shard) plan.giveBack(shard);
      helper.lent.set(number, null);
    }
  }

  #dismiss(helper: Helper): void {
    this.#fail(helper, 'It was lost.');
    helper.port.close();
  }

  #listen(): Promise<void> {
    const { port1, port2 } = this.#turns;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  }

  #takeBack(): void {
    for (const { lent } of this.#helpers.values()) {
      // The last first: it is the least likely to be under way.
      for (const [number, shard] of [...lent].reverse()) {
        if (shard === null) continue;
        lent.set(number, null);
        this.#job!.plan.giveBack(shard);
        return;
      }
    }
  }

  #end(): void {
    const message: ForestMessage = { forest: null };
    for (const helper of this.#helpers.values()) {
      if (helper.enlisted) helper.port.postMessage(message, []);
      for (const number of helper.lent.keys()) helper.lent.set(number, null);
      Object.assign(helper, { enlisted: false, rows: 0, ms: 0, fault: null });
    }
    this.#spare.length = Math.min(this.#spare.length, KEPT_BUFFERS);
    this.#job = null;
  }
}
