// What each feature did to the path lengths of rows: exact TreeSHAP values (see assembly/forest/explain.ts), in slices.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import type { NumberColumn } from '../features/packet-columns.ts';
import { depthLimit, type Forest } from '../model/forest.ts';
import { startClock } from './clock.ts';
import { Blocks } from './core-blocks.ts';
import { quadraturePlaces } from './explain-places.ts';
import { reserveTree } from './tree-blocks.ts';
import type { Progress } from './types.ts';

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
 * The forest must be sound; values are seen as float32. Takes memory for the largest tree (12 bytes a node), 24 bytes for
 * each value of the rows, and at most half a megabyte. Throws InputError when there is not enough, or CancelledError.
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
  const width = forest.features.length;
  const trees = forest.starts.length - 1;
  const blocks = new Blocks(core);
  const clock = startClock(pacer, 'explaining', rows.length);
  try {
    const depth = depthLimit(forest.samplesPerTree);
    const places = Math.ceil(Math.min(width, depth) / 2);
    const explainer = blocks.reserve(core.explainerBytes(width, places, depth));
    blocks.doubles(core.setExplainer(explainer, width, places), 3 * places).set(quadraturePlaces(places));
    const tree = reserveTree(blocks, forest);

    // Blocks of an even number of rows, column by column within each; the last one is filled up with zeros.
    const height = Math.min(core.EXPLAIN_ROWS.value as number, Math.ceil(rows.length / 2) * 2);
    const size = Math.ceil(rows.length / height) * height * width || 0;
    const [inputs, results] = [0, 0].map(() => blocks.reserve(8 * size));
    const placeOf = (index: number, feature: number): number =>
      (Math.floor(index / height) * width + feature) * height + (index % height);
    blocks.doubles(results, size).fill(0);
    const given = blocks.doubles(inputs, size).fill(0);
    columns.forEach((column, feature) =>
      rows.forEach((row, index) => (given[placeOf(index, feature)] = Math.fround(column[row]))),
    );

    let expected = 0;
    for (let number = 0; number < trees; number++) {
      tree.put(number);
      for (let offset = 0; offset < 8 * size; offset += 8 * height * width) {
        core.beginExplanation(
          explainer,
          tree.thresholds,
          tree.splits,
          tree.samples,
          inputs + offset,
          results + offset,
          height,
        );
        do await clock.tick(Math.floor((rows.length * number) / trees));
        while (core.explainTree(explainer, BUDGET) === 0);
      }
      expected += core.expectedLength(explainer) / trees;
    }

    const taken = blocks.doubles(results, size);
    const values = Float64Array.from(
      { length: rows.length * width },
      (_, place) => taken[placeOf(Math.floor(place / width), place % width)] / trees,
    );
    return { expected, values };
  } finally {
    blocks.release();
  }
}
