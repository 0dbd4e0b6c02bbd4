// One forest put into one core's memory, ready to score pieces of rows with the kernel that suits it.
import type { CoreInstance } from '../base/core.ts';
import type { NumberColumn } from '../features/catalogue.ts';
import type { Forest } from '../model/forest.ts';
import { Blocks } from './core-blocks.ts';

/** Most rows of one piece. */
export const MAX_PIECE = 16_384;
/** Bytes from one column of a piece to the next: a power of two would bring all columns into the same cache sets. */
const STRIDE = 4 * MAX_PIECE + 64;
/** Wider rows are seldom equal, and remembering them would take megabytes. */
const MAX_RECALL_WIDTH = 16;
/** Rows after which it shows whether remembering rows is worth while. */
const RECALL_TRIAL = 65_536;

/** A forest at work. Scores depend on the row and the forest alone, to the bit. */
export interface Scorer {
  /**
   * Scores `rows` rows (at most MAX_PIECE) from row `from` of the columns, one column a feature, into `scores` from `from`.
   */
  score(columns: readonly NumberColumn[], from: number, rows: number, scores: Float32Array): void;
  /** Gives the memory back. */
  close(): void;
}

/**
 * Puts a sound forest (as `readModel` proves it and `growForest` makes it) into the core's memory; `pause` is awaited
 * between pieces of a few milliseconds. Throws InputError when there is not enough memory.
 */
export async function openScorer(core: CoreInstance, forest: Forest, pause: () => Promise<void>): Promise<Scorer> {
  const width = forest.features.length;
  const blocks = new Blocks(core);
  try {
    const scorer = await packForest(core, forest, blocks, pause);
    const columns = blocks.reserve(STRIDE * width);
    const answers = blocks.reserve(4 * MAX_PIECE);
    let recalls = width <= MAX_RECALL_WIDTH;
    const memoryBytes = recalls ? 4 * (1 + width) * core.RECALL_SLOTS.value : 0;
    const memory = blocks.reserve(memoryBytes);
    const fresh = blocks.reserve(recalls ? core.recallScratch(width) : 0);
    blocks.bytes(memory, memoryBytes).fill(0);
    let done = 0;
    let walked = 0;
    return {
      score(values, from, rows, scores) {
        values.forEach((column, index) => {
          blocks.floats(columns + STRIDE * index, rows).set(column.subarray(from, from + rows));
        });
        if (recalls) walked += core.recallScores(scorer, memory, width, columns, STRIDE, rows, answers, fresh);
        else core.scoreRows(scorer, columns, STRIDE, rows, answers);
        scores.set(blocks.floats(answers, rows), from);
        done += rows;
        // Where rows hardly repeat, looking for them costs more than it saves. The scores are the same to the bit.
        recalls &&= done < RECALL_TRIAL || walked < 0.75 * done;
      },
      close: () => blocks.release(),
    };
  } catch (error) {
    blocks.release();
    throw error;
  }
}

/** Puts a forest into the core's memory. Returns the scorer; all of it lives as long as the blocks. */
async function packForest(
  core: CoreInstance,
  forest: Forest,
  blocks: Blocks,
  pause: () => Promise<void>,
): Promise<number> {
  const { starts } = forest;
  const trees = starts.length - 1;
  const count = starts[trees];
  const [nodes, lengths] = [blocks.reserve(8 * count), blocks.reserve(8 * count)];
  const [firsts, depths] = [blocks.reserve(4 * trees), blocks.reserve(4 * trees)];
  const sums = blocks.reserve(8 * core.BLOCK_ROWS.value);
  const scorer = blocks.reserve(core.SCORER_BYTES.value);
  blocks.integers(firsts, trees).set(starts.subarray(0, trees));

  const largest = starts.reduce((most, start, index) => Math.max(most, start - starts[Math.max(0, index - 1)]), 0);
  const [thresholds, splits, samples] = [0, 0, 0].map(() => blocks.reserve(4 * largest));
  for (let tree = 0; tree < trees; tree++) {
    const [first, end] = [starts[tree], starts[tree + 1]];
    blocks.floats(thresholds, end - first).set(forest.thresholds.subarray(first, end));
    blocks.integers(splits, end - first).set(forest.splits.subarray(first, end));
    blocks.integers(samples, end - first).set(forest.samples.subarray(first, end));
    const at = 8 * first;
    const depth = core.packTree(thresholds, splits, samples, end - first, nodes + at, lengths + at);
    blocks.integers(depths, trees)[tree] = depth;
    await pause();
  }
  const normal = core.averagePathLength(forest.samplesPerTree);
  core.setScorer(scorer, nodes, lengths, firsts, depths, trees, sums, normal);
  return scorer;
}
