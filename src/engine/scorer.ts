// One forest put into one core's memory, ready to score pieces of rows; here it is decided which kernel does so.
import type { CoreInstance } from '../base/core.ts';
import type { NumberColumn } from '../features/catalogue.ts';
import type { Forest } from '../model/forest.ts';
import { Blocks } from './core-blocks.ts';
import { LookUp, type LookUpReport } from './scoring/look-up.ts';
import { type ColumnReport, placePlanes } from './scoring/planes.ts';
import { preparePlanes } from './scoring/trees.ts';
import { placeWalk } from './scoring/walk.ts';

/** Most rows of one piece. */
export const MAX_PIECE = 16_384;
/** Bytes from one column of a piece to the next: a power of two would bring all columns into the same cache sets. */
const STRIDE = 4 * MAX_PIECE + 64;
/** Inner nodes of a tree, on average, up to which evaluating all of them is quicker than walking down to a leaf. */
const PLANE_NODES = 1000;
/** Inner nodes of all trees up to which writing the programs pays. */
const MAX_PLANE_NODES = 250_000;

/** Which kernel works on a forest, and from what facts it was chosen. Plain data. */
export interface KernelReport {
  kernel: 'planes' | 'walk';
  why: string;
  trees: number;
  /** Inner nodes. */
  nodes: number;
  /** Of the plane kernel, how each column is ranked; null for one that no tree asks for. */
  columns: (ColumnReport | null)[];
  /** Null where no grid of whole numbers is small enough. */
  lookUp: LookUpReport | null;
}

/** For benches and tests: settles what is otherwise chosen. */
export interface ScorerOptions {
  kernel?: KernelReport['kernel'];
  lookUp?: boolean;
}

/** A forest at work. Scores depend on the row and the forest alone, to the bit. */
export interface Scorer {
  /**
   * Scores `rows` rows (at most MAX_PIECE) from row `from` of the columns, one column a feature, into `scores` from `from`.
   */
  score(columns: readonly NumberColumn[], from: number, rows: number, scores: Float32Array): void;
  /** As it is now. */
  readonly report: KernelReport;
  /** Gives the memory back. */
  close(): void;
}

/** Rows of the core's own columns, scored. */
type Kernel = (rows: number) => void;

/**
 * Puts a sound forest (as `readModel` proves it and `growForest` makes it) into the core's memory; `pause` is awaited
 * between pieces of a few milliseconds. Throws InputError when there is not enough memory.
 */
export async function openScorer(
  core: CoreInstance,
  forest: Forest,
  pause: () => Promise<void>,
  options: ScorerOptions = {},
): Promise<Scorer> {
  const width = forest.features.length;
  const blocks = new Blocks(core);
  try {
    const columns = blocks.reserve(STRIDE * width);
    const answers = blocks.reserve(4 * MAX_PIECE);
    const { facts, run } = await openKernel(core, blocks, forest, pause, options.kernel, columns, answers);
    const lookUp = options.lookUp === false ? null : LookUp.open(forest, MAX_PIECE);
    const scoreSome = (
      values: readonly NumberColumn[],
      rows: Int32Array,
      count: number,
      scores: Float32Array,
    ): void => {
      values.forEach((column, index) => {
        const gathered = blocks.floats(columns + STRIDE * index, count);
        for (let i = 0; i < count; i++) gathered[i] = column[rows[i]];
      });
      run(count);
      scores.set(blocks.floats(answers, count));
    };
    return {
      score(values, from, rows, scores) {
        if (lookUp?.inUse) {
          lookUp.score(values, from, rows, scores, (some, count, into) => scoreSome(values, some, count, into));
          return;
        }
        values.forEach((column, index) => {
          blocks.floats(columns + STRIDE * index, rows).set(column.subarray(from, from + rows));
        });
        run(rows);
        scores.set(blocks.floats(answers, rows), from);
      },
      get report() {
        return { ...facts, lookUp: lookUp?.report ?? null };
      },
      close: () => blocks.release(),
    };
  } catch (error) {
    blocks.release();
    throw error;
  }
}

/** Chooses the kernel and puts the forest into memory for it. */
async function openKernel(
  core: CoreInstance,
  blocks: Blocks,
  forest: Forest,
  pause: () => Promise<void>,
  wanted: KernelReport['kernel'] | undefined,
  columns: number,
  answers: number,
): Promise<{ facts: Omit<KernelReport, 'lookUp'>; run: Kernel }> {
  const trees = forest.starts.length - 1;
  // A tree of n inner nodes has n + 1 leaves.
  const nodes = (forest.splits.length - trees) / 2;
  const isSmall = nodes <= PLANE_NODES * trees && nodes <= MAX_PLANE_NODES;
  const walkAs = async (why: string) => {
    const scorer = await placeWalk(core, blocks, forest, pause);
    const run: Kernel = (rows) => core.scoreRows(scorer, columns, STRIDE, rows, answers);
    return { facts: { kernel: 'walk' as const, why, trees, nodes, columns: [] }, run };
  };
  if (wanted === 'walk') return walkAs('asked for');
  if (!isSmall && wanted === undefined) {
    return walkAs(`${Math.round(nodes / trees)} inner nodes a tree: walking down one is quicker than evaluating all`);
  }
  const prepared = await preparePlanes(forest, (rows) => core.averagePathLength(rows), pause);
  if (prepared === null) return walkAs('a feature has too many thresholds, or a tree too many path lengths');
  const scale = -1 / (trees * core.averagePathLength(forest.samplesPerTree));
  const { plan, columns: reports } = await placePlanes(core, blocks, prepared, scale, pause);
  return {
    facts: {
      kernel: 'planes',
      why: `${Math.round(nodes / trees)} inner nodes a tree: evaluating all for 1,024 rows at once is quickest`,
      trees,
      nodes,
      columns: reports,
    },
    run: (rows) => core.scorePlanes(plan, columns, STRIDE, rows, answers),
  };
}
