// Scores all rows of a traffic, in slices.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import type { Forest } from '../model/forest.ts';
import type { PacketTable } from '../packets/table.ts';
import { type ColumnChunks, columnsOf, countRows } from './columns.ts';
import { MAX_PIECE, openScorer } from './scorer.ts';
import type { Progress } from './types.ts';

/** Rows scored between two looks at the clock, the first time. */
const FIRST_PIECE = 512;
/** Milliseconds that one piece should take. */
const PIECE_TIME = 5;

/**
 * Isolation scores of all packets, in (0, 1], one array a chunk in chunk order. A score depends on the packet and the
 * forest alone. The forest must be sound, as `readModel` proves it and `trainForest` makes it.
 * Throws InputError when the forest asks for an unknown feature or is too large for the memory.
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
  const total = countRows(chunks);
  const began = performance.now();
  const breathe = (done: number): Promise<void> => {
    const seconds = (performance.now() - began) / 1000;
    return pacer.breathe({ phase: 'scoring', done, total, unit: 'packets', seconds });
  };

  const scorer = await openScorer(core, forest, async () => {
    if (pacer.due()) await breathe(0);
  });
  try {
    let done = 0;
    let piece = FIRST_PIECE;
    const scores: Float32Array<ArrayBuffer>[] = [];
    for (const values of chunks) {
      const chunkScores = new Float32Array(values[0].length);
      for (let from = 0; from < chunkScores.length;) {
        const rows = Math.min(piece, chunkScores.length - from);
        const start = performance.now();
        scorer.score(values, from, rows, chunkScores);
        from += rows;
        done += rows;
        piece = nextPiece(rows, performance.now() - start);
        if (pacer.due()) await breathe(done);
      }
      scores.push(chunkScores);
    }
    return scores;
  } finally {
    scorer.close();
  }
}

/** Rows of the next piece, so that it takes about PIECE_TIME whatever the forest's size; at most four times as many. */
function nextPiece(rows: number, milliseconds: number): number {
  const fitting = milliseconds > 0 ? (rows * PIECE_TIME) / milliseconds : MAX_PIECE;
  return Math.max(64, Math.min(MAX_PIECE, 4 * rows, Math.floor(fitting / 8) * 8));
}
