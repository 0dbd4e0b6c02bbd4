// Remembers the scores of rows of whole numbers in a grid: one cell for each combination that the forest can tell apart.
import type { NumberColumn } from '../../features/catalogue.ts';
import { type Forest, FEATURE_SHIFT, LEAF } from '../../model/forest.ts';

/** Most cells of a grid: 16 MB, of which only what is used takes memory. */
const MAX_CELLS = 2 ** 22;
/** Wider rows are hardly ever whole numbers of few values. */
const MAX_COLUMNS = 4;
/** Rows after which it shows whether looking is worth while. */
const TRIAL = 65_536;
/** For a value that is not a whole number: the row's place stays below 0, whatever its other columns add. */
const OUTSIDE = -(2 ** 28);

/** Whole numbers from `low` to `high` are told apart; beyond, all are like the nearest of them. */
interface Range {
  low: number;
  high: number;
  /** Cells from one number to the next. */
  stride: number;
}

export interface LookUpReport {
  cells: number;
  /** Rows asked for, and those among them that had to be scored. */
  rows: number;
  scored: number;
  /** False once looking turned out not to be worth while. */
  inUse: boolean;
}

/** Scores the rows that stand at `rows[0 … count-1]` into the same places of `answers`. */
export type ScoreSome = (rows: Int32Array, count: number, answers: Float32Array) => void;

/** Null where a grid of the forest would be too large. */
function findRanges({ features, splits, thresholds }: Forest): Range[] | null {
  if (features.length > MAX_COLUMNS) return null;
  const ranges = features.map(() => ({ low: Infinity, high: -Infinity, stride: 0 }));
  splits.forEach((split, node) => {
    if (split === LEAF) return;
    const range = ranges[split >>> FEATURE_SHIFT];
    // x <= threshold is x <= floor(threshold) for whole numbers.
    range.low = Math.min(range.low, Math.floor(thresholds[node]));
    range.high = Math.max(range.high, Math.floor(thresholds[node]) + 1);
  });
  let cells = 1;
  for (const range of ranges) {
    if (range.low > range.high) range.low = range.high = 0;
    range.stride = cells;
    cells *= range.high - range.low + 1;
    if (cells > MAX_CELLS) return null;
  }
  return ranges;
}

export class LookUp {
  readonly #ranges: Range[];
  /** 0 = not known yet; below 0 = about to be known, -1 - its place among the rows to score. */
  readonly #grid: Float32Array<ArrayBuffer>;
  readonly #places: Int32Array;
  readonly #fresh: Int32Array;
  readonly #waiting: Int32Array;
  readonly #answers: Float32Array;
  #rows = 0;
  #scored = 0;
  #inUse = true;

  /** Null for a forest that has no small grid. */
  static open(forest: Forest, mostRows: number): LookUp | null {
    const ranges = findRanges(forest);
    return ranges === null ? null : new LookUp(ranges, mostRows);
  }

  private constructor(ranges: Range[], mostRows: number) {
    this.#ranges = ranges;
    const { low, high, stride } = ranges[ranges.length - 1];
    this.#grid = new Float32Array((high - low + 1) * stride);
    this.#places = new Int32Array(mostRows);
    this.#fresh = new Int32Array(mostRows);
    this.#waiting = new Int32Array(mostRows);
    this.#answers = new Float32Array(mostRows);
  }

  get report(): LookUpReport {
    return { cells: this.#grid.length, rows: this.#rows, scored: this.#scored, inUse: this.#inUse };
  }

  get inUse(): boolean {
    return this.#inUse;
  }

  /** Scores rows `from` to `from + count` of the columns into the same places of `scores`. */
  score(
    columns: readonly NumberColumn[],
    from: number,
    count: number,
    scores: Float32Array,
    scoreSome: ScoreSome,
  ): void {
    const places = this.#places;
    const grid = this.#grid;
    places.fill(0, 0, count);
    this.#ranges.forEach((range, index) => addPlaces(columns[index], from, count, range, places));
    let fresh = 0;
    let waiting = 0;
    for (let i = 0; i < count; i++) {
      const place = places[i];
      const score = place < 0 ? 0 : grid[place];
      if (score > 0) {
        scores[from + i] = score;
        continue;
      }
      this.#waiting[waiting++] = i;
      if (score < 0) continue;
      this.#fresh[fresh++] = from + i;
      if (place < 0) places[i] = -fresh;
      else grid[place] = -fresh;
    }
    this.#rows += count;
    if (waiting === 0) return;
    scoreSome(this.#fresh, fresh, this.#answers);
    for (let k = 0; k < waiting; k++) {
      const i = this.#waiting[k];
      const place = places[i];
      const known = place < 0 ? place : grid[place];
      const score = known < 0 ? this.#answers[-1 - known] : known;
      if (place >= 0) grid[place] = score;
      scores[from + i] = score;
    }
    this.#scored += fresh;
    this.#inUse = this.#rows < TRIAL || this.#scored < this.#rows / 4;
  }
}

/** Adds to each row's place what one column contributes. */
function addPlaces(
  column: NumberColumn,
  from: number,
  count: number,
  { low, high, stride }: Range,
  places: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    const x = column[from + i];
    const near = x < low ? low : x > high ? high : x;
    places[i] += x === Math.floor(x) ? (near - low) * stride : OUTSIDE;
  }
}
