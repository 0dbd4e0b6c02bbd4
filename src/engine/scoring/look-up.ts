// Remembers the scores of rows of whole numbers in a grid: one cell for each combination that the forest can tell apart.
import type { CoreInstance } from '../../base/core.ts';
import { type Forest, FEATURE_SHIFT, LEAF } from '../../model/forest.ts';
import type { Blocks } from '../core-blocks.ts';

/** Most cells of a grid: 16 MB. */
const MAX_CELLS = 2 ** 22;
/** Up to here float32 tells whole numbers apart, and the next one as well. */
const MAX_WHOLE = 2 ** 23;
/** Wider rows are hardly ever whole numbers of few values. */
const MAX_COLUMNS = 4;
/** Nodes looked at between two pauses. */
const PIECE = 2 ** 18;
/** Rows after which it shows whether looking is worth while. */
const TRIAL = 65_536;

/** Whole numbers from `low` to `high` are told apart; beyond, all are like the nearest of them. */
interface Range {
  low: number;
  high: number;
  /** Cells from one number to the next. */
  step: number;
}

export interface LookUpReport {
  cells: number;
  /** Rows asked for, and those among them that had to be scored. */
  rows: number;
  scored: number;
  /** False once looking turned out not to be worth while. */
  inUse: boolean;
}

export interface LookUp {
  readonly inUse: boolean;
  readonly report: LookUpReport;
  /** Scores `rows` rows of `columns` into `scores`, both in the core. */
  score(rows: number): void;
}

/** Widens the ranges so that the nodes `from` to before `to` are told apart. */
function widenRanges(ranges: readonly Range[], { splits, thresholds }: Forest, from: number, to: number): void {
  for (let node = from; node < to; node++) {
    if (splits[node] === LEAF) continue;
    const range = ranges[splits[node] >>> FEATURE_SHIFT];
    // x <= threshold is x <= floor(threshold) for whole numbers.
    range.low = Math.min(range.low, Math.floor(thresholds[node]));
    range.high = Math.max(range.high, Math.floor(thresholds[node]) + 1);
  }
}

/** Null where a grid of the forest would be too large. */
async function findRanges(
  forest: Forest,
  pause: () => Promise<void>,
): Promise<{ ranges: Range[]; cells: number } | null> {
  const { features, splits } = forest;
  if (features.length > MAX_COLUMNS) return null;
  const ranges = features.map(() => ({ low: Infinity, high: -Infinity, step: 0 }));
  for (let from = 0; from < splits.length; from += PIECE) {
    widenRanges(ranges, forest, from, Math.min(splits.length, from + PIECE));
    await pause();
  }
  let cells = 1;
  for (const range of ranges) {
    if (range.low > range.high) range.low = range.high = 0;
    if (range.low < -MAX_WHOLE || range.high > MAX_WHOLE) return null;
    range.step = cells;
    cells *= range.high - range.low + 1;
    if (cells > MAX_CELLS) return null;
  }
  return { ranges, cells };
}

/**
 * Null for a forest that has no small grid.
 * @param run    scores so many rows of `spare`, whose columns lie as those of `columns` do, into `answers`
 * @param stride bytes from one column to the next
 * @param most   rows at a time
 */
export async function openLookUp(
  core: CoreInstance,
  blocks: Blocks,
  forest: Forest,
  most: number,
  stride: number,
  columns: number,
  scores: number,
  run: (columns: number, rows: number, answers: number) => void,
  pause: () => Promise<void>,
): Promise<LookUp | null> {
  const found = await findRanges(forest, pause);
  if (found === null) return null;
  const { ranges, cells } = found;
  const width = ranges.length;
  const grid = blocks.reserve(4 * cells);
  blocks.bytes(grid, 4 * cells).fill(0);
  const rangesAt = blocks.reserve(12 * width);
  ranges.forEach(({ low, high, step }, index) => {
    blocks.floats(rangesAt + 12 * index, 2).set([low, high]);
    blocks.integers(rangesAt + 12 * index + 8, 1)[0] = step;
  });
  const [places, waiting, fresh, answers] = [0, 0, 0, 0].map(() => blocks.reserve(4 * most));
  const spare = blocks.reserve(stride * width);
  const report = { cells, rows: 0, scored: 0, inUse: true };
  return {
    get inUse() {
      return report.inUse;
    },
    get report() {
      return { ...report };
    },
    score(rows) {
      const counts = core.lookUpRows(rangesAt, width, grid, columns, stride, rows, scores, places, waiting, fresh);
      const waits = Number(counts & 0xffffffffn);
      const news = Number(counts >> 32n);
      if (waits > 0) {
        core.gatherFresh(columns, width, stride, fresh, news, spare);
        run(spare, news, answers);
        core.settleRows(grid, places, waiting, waits, answers, scores);
      }
      report.rows += rows;
      report.scored += news;
      report.inUse = report.rows < TRIAL || report.scored < report.rows / 4;
    },
  };
}
