// What each feature did to the path lengths of rows: exact TreeSHAP values (see assembly/forest/explain.ts), in slices.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import type { NumberColumn } from '../features/catalogue.ts';
import { depthLimit, type Forest } from '../model/forest.ts';
import { Blocks } from './core-blocks.ts';
import { quadraturePlaces } from './explain-places.ts';
import type { Progress } from './types.ts';

/** Rows for which a tree is fetched once: with 255 features they take 4 MB. */
const BATCH_ROWS = 1024;
/** Nodes between two looks at the clock: about a millisecond. */
const BUDGET = 4096;

/** Attributions of rows, in path length. */
export interface Attributions {
  /** Mean path length of the training rows of all trees. */
  expected: number;
  /** Of row i and feature f at `i * features + f`. `expected` and a row's values add up to its E[h]. */
  values: Float64Array<ArrayBuffer>;
}

/**
 * Shapley values of the mean path length E[h] under path-dependent expectations, as shap's TreeExplainer gives them.
 * The forest must be sound; values are seen as float32. Takes memory for the largest tree (12 bytes a node), 16 bytes for
 * each value of 1,024 rows, and at most half a megabyte. Throws InputError when there is not enough, or CancelledError.
 * @param columns one a feature of the forest
 * @param rows    which rows of the columns to explain
 */
export async function explainRows(
  core: CoreInstance,
  forest: Forest,
  columns: readonly NumberColumn[],
  rows: readonly number[],
  pacer: Pacer<Progress>,
): Promise<Attributions> {
  const { starts } = forest;
  const width = forest.features.length;
  const trees = starts.length - 1;
  const blocks = new Blocks(core);
  const began = performance.now();
  const values = new Float64Array(rows.length * width);
  let expected = 0;
  try {
    const depth = depthLimit(forest.samplesPerTree);
    const places = Math.ceil(Math.min(width, depth) / 2);
    const explainer = blocks.reserve(core.explainerBytes(width, places, depth));
    blocks.doubles(core.setExplainer(explainer, width, places), 3 * places).set(quadraturePlaces(places));
    const largest = starts.reduce((most, start, index) => Math.max(most, start - starts[Math.max(0, index - 1)]), 0);
    const [thresholds, splits, samples] = [0, 0, 0].map(() => blocks.reserve(4 * largest));
    const blockRows = core.EXPLAIN_ROWS.value as number;
    const batchRows = Math.min(BATCH_ROWS, Math.ceil(rows.length / blockRows) * blockRows);
    const inputs = blocks.reserve(8 * width * batchRows);
    const results = blocks.reserve(8 * width * batchRows);

    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const batch = rows.slice(from, from + BATCH_ROWS);
      // A block holds its rows column by column; a last one of fewer rows is filled up to a multiple of four.
      const placeOf = (index: number, feature: number): number => {
        const first = index - (index % blockRows);
        return first * width + feature * rowsOf(first) + (index - first);
      };
      const rowsOf = (first: number): number => Math.ceil(Math.min(blockRows, batch.length - first) / 4) * 4;
      blocks.doubles(results, width * batchRows).fill(0);
      const given = blocks.doubles(inputs, width * batchRows).fill(0);
      columns.forEach((column, feature) =>
        batch.forEach((row, index) => (given[placeOf(index, feature)] = Math.fround(column[row]))),
      );

      for (let tree = 0; tree < trees; tree++) {
        const [start, end] = [starts[tree], starts[tree + 1]];
        blocks.floats(thresholds, end - start).set(forest.thresholds.subarray(start, end));
        blocks.integers(splits, end - start).set(forest.splits.subarray(start, end));
        blocks.integers(samples, end - start).set(forest.samples.subarray(start, end));
        for (let first = 0; first < batch.length; first += blockRows) {
          const offset = 8 * width * first;
          const [x, phi] = [inputs + offset, results + offset];
          core.beginExplanation(explainer, thresholds, splits, samples, x, phi, rowsOf(first));
          while (core.explainTree(explainer, BUDGET) === 0) if (pacer.due()) await pacer.breathe(progress(from, tree));
          if (from + first === 0) expected += core.expectedLength(explainer) / trees;
          if (pacer.due()) await pacer.breathe(progress(from, tree));
        }
      }

      const taken = blocks.doubles(results, width * batchRows);
      batch.forEach((_, index) => {
        for (let feature = 0; feature < width; feature++) {
          values[(from + index) * width + feature] = taken[placeOf(index, feature)] / trees;
        }
      });
    }
    return { expected, values };
  } finally {
    blocks.release();
  }

  function progress(from: number, tree: number): Progress {
    const batch = Math.min(BATCH_ROWS, rows.length - from);
    const seconds = (performance.now() - began) / 1000;
    const done = from + Math.floor((batch * tree) / trees);
    return { phase: 'explaining', done, total: rows.length, unit: 'packets', seconds };
  }
}
