// E[h] of one row as a function of one of its values: steps at the thresholds that the row can meet.
import type { Pieces } from '../base/pacer.ts';
import { CHILD_MASK, FEATURE_SHIFT, type Forest, LEAF_FEATURE } from '../model/forest.ts';

/** Trees walked between two looks at the clock. */
const TREES = 16;

/** Steps in ascending order: where x > at[i], the sum of path lengths over all trees is by[i] more. */
export interface Steps {
  at: Float64Array;
  by: Float64Array;
}

/** Of one tree after the other, ascending within each; the run of a tree begins at one of `starts`. */
interface Runs {
  at: number[];
  by: number[];
  starts: number[];
}

/**
 * The steps of each feature for a row whose other values stay as they are.
 * @param integer  whether only integers can stand there: thresholds then come rounded down, which changes no comparison
 * @param lengthOf c(n), see assembly/forest/length.ts
 */
export function* findSteps(
  forest: Forest,
  row: Float32Array,
  integer: readonly boolean[],
  lengthOf: (rows: number) => number,
): Pieces<Steps[]> {
  const { starts, splits, thresholds, samples } = forest;
  const runs = Array.from(row, (): Runs => ({ at: [], by: [], starts: [] }));
  /** The tree in which a feature was met last. */
  const met = new Int32Array(row.length).fill(-1);
  let first = 0;
  let feature = 0;
  let { at, by } = runs[0];
  /** Path length of the last leaf that was met, from the left; NaN before. */
  let last = NaN;

  /** Walks to all leaves that values of `feature` above `low` and up to `high` reach, from left to right. */
  function walk(from: number, startDepth: number, low: number, high: number): void {
    let [node, depth] = [from, startDepth];
    for (; ; depth++) {
      const split = splits[node];
      const asked = split >>> FEATURE_SHIFT;
      if (asked === LEAF_FEATURE) break;
      const left = first + (split & CHILD_MASK);
      const threshold = thresholds[node];
      if (asked !== feature) node = row[asked] <= threshold ? left : left + 1;
      else if (threshold >= high) node = left;
      else {
        if (threshold > low) {
          walk(left, depth + 1, low, threshold);
          low = threshold;
        }
        node = left + 1;
      }
    }
    const length = depth + lengthOf(samples[node]);
    // False for the first leaf as well.
    if (length - last !== 0 && last === last) {
      at.push(integer[feature] ? Math.floor(low) : low);
      by.push(length - last);
    }
    last = length;
  }

  for (let tree = 0; tree + 1 < starts.length; tree++) {
    first = starts[tree];
    // Only a feature that is asked for on the row's own way can lead elsewhere, from there on.
    for (let node = first, depth = 0; ; depth++) {
      const split = splits[node];
      feature = split >>> FEATURE_SHIFT;
      if (feature === LEAF_FEATURE) break;
      if (met[feature] !== tree) {
        met[feature] = tree;
        ({ at, by } = runs[feature]);
        runs[feature].starts.push(at.length);
        last = NaN;
        walk(node, depth, -Infinity, Infinity);
      }
      const left = first + (split & CHILD_MASK);
      node = row[feature] <= thresholds[node] ? left : left + 1;
    }
    if (tree % TREES === TREES - 1) yield;
  }

  const steps: Steps[] = [];
  for (const each of runs) steps.push(yield* merge(each));
  return steps;
}

/** Merges neighbouring runs until there is one. */
function* merge(runs: Runs): Pieces<Steps> {
  let starts = runs.starts;
  let from: Steps = { at: new Float64Array(runs.at), by: new Float64Array(runs.by) };
  let to: Steps = { at: from.at.slice(), by: from.by.slice() };
  while (starts.length > 1) {
    const { at, by } = from;
    const { at: mergedAt, by: mergedBy } = to;
    for (let run = 0; run < starts.length; run += 2) {
      const middle = starts[run + 1] ?? at.length;
      const end = starts[run + 2] ?? at.length;
      let [i, j] = [starts[run], middle];
      for (let place = i; place < end; place++) {
        const next = j === end || (i < middle && at[i] <= at[j]) ? i++ : j++;
        mergedAt[place] = at[next];
        mergedBy[place] = by[next];
      }
    }
    starts = starts.filter((_, run) => run % 2 === 0);
    [from, to] = [to, from];
    yield;
  }
  return from;
}
