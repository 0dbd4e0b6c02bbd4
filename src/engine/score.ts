// Scores all rows of a traffic, in slices, and with a pool in several threads at a time.
import type { CoreInstance } from '../base/core.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import type { Forest } from '../model/forest.ts';
import type { PacketTable } from '../packets/table.ts';
import { type ColumnChunks, columnsOf } from './columns.ts';
import { checkFinite } from './finite.ts';
import { FIRST_PIECE, nextPiece } from './piece-size.ts';
import type { Pool } from './pool.ts';
import { ScoreGlance } from './score-glance.ts';
import { openScorer, type Scorer } from './scorer.ts';
import { ShardPlan } from './shard-plan.ts';
import type { ScoringReport } from './scoring-report.ts';
import type { Progress } from './types.ts';

/** Milliseconds between two looks for answers of helpers, who have work for several times as long. */
const LISTENING = 6;

export interface Scoring {
  /** One array a chunk, in chunk order. */
  scores: Float32Array<ArrayBuffer>[];
  report: ScoringReport;
}

/**
 * Isolation scores of all packets, in (0, 1], one array a chunk in chunk order. A score depends on the packet and the
 * forest alone. The forest must be sound, as `readModel` proves it and `trainForest` makes it.
 * Throws InputError when the forest asks for an unknown feature or is too large for the memory, and for a value that is not
 * finite, with row and feature.
 */
export async function scoreTable(
  core: CoreInstance,
  forest: Forest,
  table: PacketTable,
  pacer: Pacer<Progress>,
): Promise<Float32Array<ArrayBuffer>[]> {
  return scoreChunks(core, forest, columnsOf(table, forest.features), pacer);
}

/** `scoreTable` for columns of any origin, one for each feature of the forest. */
export async function scoreChunks(
  core: CoreInstance,
  forest: Forest,
  chunks: ColumnChunks,
  pacer: Pacer<Progress>,
): Promise<Float32Array<ArrayBuffer>[]> {
  return (await scoreShared(core, forest, chunks, pacer, null)).scores;
}

/**
 * `scoreChunks` by this thread and the helpers of the pool, whose number changes no score. This thread scores too: its
 * rows need no copy, it has work while others do theirs, and what they leave undone is done by it.
 * @param line the model's, which progress counts by; null where the scores are not yet what it is drawn for
 */
export async function scoreShared(
  core: CoreInstance,
  forest: Forest,
  chunks: ColumnChunks,
  pacer: Pacer<Progress>,
  pool: Pool | null,
  line: number | null = null,
): Promise<Scoring> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const scores = chunks.map(([column]) => new Float32Array(column.length));
  const plan = new ShardPlan(scores.map(({ length }) => length));
  const glance = new ScoreGlance(plan, scores, line);
  const breathe = (): Promise<void> => {
    const { done, total } = plan;
    return pacer.breathe({
      phase: 'scoring',
      done,
      total,
      unit: 'packets',
      seconds: seconds(),
      preview: glance.take(),
    });
  };

  await doPaced(checkFinite(chunks, forest.features), () => (pacer.due() ? breathe() : undefined));
  const crew = pool?.begin(forest, chunks, scores, plan) ?? null;
  let scorer: Scorer | null = null;
  try {
    scorer = await openScorer(core, forest, async () => {
      if (pacer.due()) await breathe();
    });
    const setUpSeconds = seconds();
    const own = { rows: 0, ms: 0, pending: 0, fault: null };
    let piece = FIRST_PIECE;
    let heard = 0;
    for (;;) {
      if (plan.left === 0) crew?.takeBack();
      const shard = plan.take(piece);
      if (shard === null) break;
      const { chunk, from, rows } = shard;
      const start = performance.now();
      scorer.score(chunks[chunk], from, rows, scores[chunk]);
      const ms = performance.now() - start;
      plan.finish(shard);
      own.rows += rows;
      own.ms += ms;
      piece = nextPiece(rows, ms);
      if (pacer.due()) {
        await breathe();
        heard = performance.now();
      } else if (crew !== null && (plan.left === 0 || performance.now() - heard >= LISTENING)) {
        // Helpers that have answered get new shards.
        await crew.listen();
        heard = performance.now();
      }
    }
    const threads = [own, ...(crew?.report() ?? [])];
    return { scores, report: { rows: plan.total, seconds: seconds(), setUpSeconds, kernel: scorer.report, threads } };
  } finally {
    crew?.end();
    scorer?.close();
  }
}
