// One forest put into one core's memory, ready to score pieces of rows; here it is decided which kernel does so.
import type { CoreInstance } from '../base/core.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import type { Forest } from '../model/forest.ts';
import { Blocks } from './core-blocks.ts';
import { type LookUpReport, openLookUp } from './scoring/look-up.ts';
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

/** Scores rows of columns in the core, STRIDE apart, into `answers` there. */
type Kernel = (columns: number, rows: number, answers: number) => void;

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
  const blocks = new Blocks(core);
  try {
    const columns = blocks.reserve(STRIDE * forest.features.length);
    const answers = blocks.reserve(4 * MAX_PIECE);
    const { facts, run } = await openKernel(core, blocks, forest, pause, options.kernel);
    const lookUp =
      options.lookUp === false
        ? null
        : await openLookUp(core, blocks, forest, MAX_PIECE, STRIDE, columns, answers, run, pause);
    return {
      score(values, from, rows, scores) {
        values.forEach((column, index) => copyColumn(core, blocks, column, from, rows, columns + STRIDE * index));
        if (lookUp?.inUse) lookUp.score(rows);
        else run(columns, rows, answers);
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

/** Copies a part of a column into the core, as float32. */
function copyColumn(
  core: CoreInstance,
  blocks: Blocks,
  column: NumberColumn,
  from: number,
  rows: number,
  to: number,
): void {
  const part = column.subarray(from, from + rows);
  if (part instanceof Uint8Array) {
    // Bytes first stand where their floats will end, and are read before they are written over.
    const bytes = to + 4 * MAX_PIECE - 16 * Math.ceil(rows / 16);
    blocks.bytes(bytes, rows).set(part);
    core.floatsOfBytes(bytes, rows, to);
  } else if (part instanceof Uint32Array) {
    blocks.integers(to, rows).set(part);
    core.floatsOfIntegers(to, rows);
  } else {
    blocks.floats(to, rows).set(part);
  }
}

/** Chooses the kernel and puts the forest into memory for it. */
async function openKernel(
  core: CoreInstance,
  blocks: Blocks,
  forest: Forest,
  pause: () => Promise<void>,
  wanted: KernelReport['kernel'] | undefined,
): Promise<{ facts: Omit<KernelReport, 'lookUp'>; run: Kernel }> {
  const trees = forest.starts.length - 1;
  // A tree of n inner nodes has n + 1 leaves.
  const nodes = (forest.splits.length - trees) / 2;
  const isSmall = nodes <= PLANE_NODES * trees && nodes <= MAX_PLANE_NODES;
  const walkAs = async (why: string) => {
    const scorer = await placeWalk(core, blocks, forest, pause);
    const run: Kernel = (columns, rows, answers) => core.scoreRows(scorer, columns, STRIDE, rows, answers);
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
    run: (columns, rows, answers) => core.scorePlanes(plan, columns, STRIDE, rows, answers),
  };
}
