// A helper of the scoring pool: scores the shards that come through a port with a core of its own. Runs in a worker.
import { instantiateCore } from '../base/core.ts';
import { CancelledError, messageOf } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import type { Forest } from '../model/forest.ts';
import { MAX_PIECE, openScorer, type Scorer } from './scorer.ts';

/** The forest of the shards to come, or null: there will be none for now. */
export interface ForestMessage {
  forest: Forest | null;
}

/** Rows to score. All arrays lie in one buffer, which is transferred there and back. */
export interface ShardMessage {
  number: number;
  columns: NumberColumn[];
  /** To be filled; its length is the number of rows. */
  scores: Float32Array<ArrayBuffer>;
}

/** Each shard is answered, with its scores or with the words of what went wrong. */
export type ShardAnswer =
  | { number: number; scores: Float32Array<ArrayBuffer>; ms: number; fault?: undefined }
  | { number: number; fault: string };

/** Answers what a `Pool` sends through the other end of the port, in order. */
export function serveShards(port: MessagePort, module: WebAssembly.Module): void {
  let current: Promise<Scorer> | null = null;
  let forests = 0;

  async function open(forest: Forest, own: number): Promise<Scorer> {
    const pacer = new Pacer<null>();
    return openScorer(await instantiateCore(module), forest, async () => {
      if (pacer.due()) await pacer.breathe(null);
      if (own !== forests) throw new CancelledError('Setting the forest up');
    });
  }

  function setForest(forest: Forest | null): void {
    // What went wrong with one is the answer to each of its shards.
    current?.then((scorer) => scorer.close()).catch(() => undefined);
    forests++;
    current = forest && open(forest, forests);
    current?.catch(() => undefined);
  }

  async function score({ number, columns, scores }: ShardMessage): Promise<void> {
    try {
      const scorer = await current;
      if (scorer === null) throw new RangeError('a shard without a forest');
      const start = performance.now();
      for (let from = 0; from < scores.length; from += MAX_PIECE) {
        scorer.score(columns, from, Math.min(MAX_PIECE, scores.length - from), scores);
      }
      const answer: ShardAnswer = { number, scores, ms: performance.now() - start };
      port.postMessage(answer, [scores.buffer]);
    } catch (error) {
      const answer: ShardAnswer = { number, fault: messageOf(error) };
      port.postMessage(answer);
    }
  }

  port.onmessage = ({ data }: MessageEvent<ForestMessage | ShardMessage>) => {
    if ('forest' in data) setForest(data.forest);
    else void score(data);
  };
}
