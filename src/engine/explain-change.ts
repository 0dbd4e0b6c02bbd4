// Counterfactuals: the nearest values of one feature at which a marked row would not be marked.
import type { CoreInstance } from '../base/core.ts';
import type { Pieces } from '../base/pacer.ts';
import type { Forest } from '../model/forest.ts';
import { findSteps, type Steps } from './explain-steps.ts';

/** Values of one feature, both ends included, for all of which the score is not above the threshold. */
export interface Change {
  /** Place of the feature in the forest. */
  feature: number;
  /** The least value, as float32; null: however small. */
  low: number | null;
  /** The largest value, as float32; null: however large. */
  high: number | null;
  /** Places between the row's value and the nearest of these where the score changes, at least 1. */
  crossed: number;
}

/**
 * Twice what a score may be off by: within this of the threshold only scoring itself says on which side a row is, since
 * packets often share the very score at the line.
 */
const DOUBT = 1e-6;
/** c(n) is kept up to this n. */
const KEPT_LENGTHS = 4096;

/** What all rows share: the forest, the threshold in path lengths, and the scorer for the close calls. */
export interface ChangeFinder {
  /**
   * One change for each feature that can bring it about alone; the fewest steps crossed first, which is a measure in the
   * model's own terms: it cuts where its training packets are, and not where there are none.
   * @param score the row's own, above the threshold
   */
  find(row: Float32Array, score: number): Pieces<Change[]>;
}

/** @param scoreRow scores a row as all rows are scored */
export function createChangeFinder(
  core: CoreInstance,
  forest: Forest,
  integer: readonly boolean[],
  threshold: number,
  scoreRow: (row: Float32Array) => number,
): ChangeFinder {
  const kept = Float64Array.from({ length: KEPT_LENGTHS + 1 }, (_, rows) => core.averagePathLength(rows));
  const lengthOf = (rows: number): number => (rows <= KEPT_LENGTHS ? kept[rows] : core.averagePathLength(rows));
  const trees = forest.starts.length - 1;
  /** The sum of path lengths over the trees at which a row has this score. */
  const sumAt = (limit: number): number => -Math.log2(Math.max(0, limit)) * trees * lengthOf(forest.samplesPerTree);
  const [surelyCalm, surelyOdd] = [sumAt(threshold - DOUBT), sumAt(threshold + DOUBT)];

  function findChange(row: Float32Array, score: number, feature: number, { at, by }: Steps): Change | null {
    const x = row[feature];
    // The first step that lies to the right of the value: x <= at[first].
    let first = 0;
    let end = at.length;
    while (first < end) {
      const middle = (first + end) >> 1;
      if (at[middle] < x) first = middle + 1;
      else end = middle;
    }
    const changed = row.slice();
    const isCalm = (sum: number, value: number): boolean => {
      if (sum >= surelyCalm || sum <= surelyOdd) return sum >= surelyCalm;
      changed[feature] = value;
      return scoreRow(changed) <= threshold;
    };
    const right = search(first, 1, sumAt(score));
    const left = search(first - 1, -1, sumAt(score));
    if (right === null || left === null) return right ?? left;
    return x - left.high! <= right.low! - x ? left : right;

    /** Walks from step to step in one direction, to where the row would be calm, and on to where it no more would. */
    function search(from: number, direction: 1 | -1, start: number): Change | null {
      let [sum, crossed] = [start, 0];
      let found: Change | null = null;
      for (let step = from; step >= 0 && step < at.length;) {
        const edge = at[step];
        // No number lies beyond the greatest float32.
        if (direction === 1 && above(edge, integer[feature]) === Infinity) break;
        // Equal places are crossed at once.
        for (; at[step] === edge; step += direction) sum += direction * by[step];
        const calm = isCalm(sum, direction === 1 ? above(edge, integer[feature]) : edge);
        crossed++;
        if (calm && found === null) {
          found =
            direction === 1
              ? { feature, low: above(edge, integer[feature]), high: null, crossed }
              : { feature, low: null, high: edge, crossed };
        } else if (!calm && found !== null) {
          return direction === 1 ? { ...found, high: edge } : { ...found, low: above(edge, integer[feature]) };
        }
      }
      return found;
    }
  }

  return {
    *find(row, score) {
      const changes: Change[] = [];
      for (const [feature, steps] of (yield* findSteps(forest, row, integer, lengthOf)).entries()) {
        const change = findChange(row, score, feature, steps);
        if (change !== null) changes.push(change);
        yield;
      }
      return changes.toSorted((a, b) => a.crossed - b.crossed);
    },
  };
}

const floatBits = new Float32Array(1);
const bits = new Int32Array(floatBits.buffer);

/** The least float32 above a float32, or the least integer that is one. */
function above(x: number, integer: boolean): number {
  if (integer && Math.abs(x) < 2 ** 24) return Math.floor(x) + 1;
  floatBits[0] = x;
  if (x === 0) bits[0] = 1;
  else bits[0] += x > 0 ? 1 : -1;
  return floatBits[0];
}
