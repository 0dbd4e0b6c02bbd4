// Grows forests: draws rows, carries their columns into the WebAssembly core and the trees out, in slices.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import type { Pacer } from '../base/pacer.ts';
import { type Forest, MAX_FEATURES, MAX_NODES } from '../model/forest.ts';
import { featuresPerTree } from '../model/parameters.ts';
import type { TrainParameters } from '../model/types.ts';
import { CHUNK_MASK, CHUNK_SHIFT, type PacketTable } from '../packets/table.ts';
import { type ColumnChunks, columnsOf, countRows } from './columns.ts';
import { Blocks } from './core-blocks.ts';
import type { Progress } from './types.ts';

/** Rows drawn or gathered between two looks at the clock. */
const DRAW_ROWS = 32_768;
/** Rows touched while growing between two looks at the clock. */
const GROW_ROWS = 200_000;

/**
 * Grows an isolation forest as scikit-learn's IsolationForest does. The forest depends on nothing but the table's rows,
 * the features and the parameters; `contamination` plays no part.
 * Throws InputError for fewer than two packets, for unknown features, and for a forest that is too large.
 */
export async function trainForest(
  core: CoreInstance,
  table: PacketTable,
  features: readonly string[],
  parameters: TrainParameters,
  pacer: Pacer<Progress>,
): Promise<Forest> {
  if (table.length === 0) throw new InputError('There are no packets to train on: open or paste some traffic first.');
  if (table.length === 1) {
    throw new InputError(
      'There is one packet only: a forest compares packets with one another, so training needs at least two.',
    );
  }
  return growForest(core, columnsOf(table, features), features, parameters, pacer);
}

/** `trainForest` for columns of any origin, at least two rows; `features` names each column. */
export async function growForest(
  core: CoreInstance,
  chunks: ColumnChunks,
  features: readonly string[],
  parameters: TrainParameters,
  pacer: Pacer<Progress>,
): Promise<Forest> {
  const width = features.length;
  if (width === 0 || width > MAX_FEATURES) {
    throw new InputError(`A model has 1 to ${MAX_FEATURES} features; ${width} were chosen.`);
  }
  const count = countRows(chunks);
  const trees = parameters.n_estimators;
  const psi = Math.min(parameters.max_samples, count);
  const wanted = featuresPerTree(parameters.max_features, width);
  const began = performance.now();
  const breathe = (done: number): Promise<void> =>
    pacer.breathe({
      phase: 'training',
      done,
      total: trees,
      unit: 'trees',
      seconds: (performance.now() - began) / 1000,
    });

  const blocks = new Blocks(core);
  try {
    const random = blocks.reserve(core.RANDOM_BYTES.value);
    const grower = blocks.reserve(core.GROWER_BYTES.value);
    const stack = blocks.reserve(core.STACK_BYTES.value);
    const chosen = blocks.reserve(width);
    const rows = blocks.reserve(4 * psi);
    const order = blocks.reserve(4 * psi);
    const columns = blocks.reserve(4 * psi * width);
    const slots = 2 ** Math.ceil(Math.log2(2 * psi));
    const seen = blocks.reserve(4 * slots);
    const [thresholds, splits, samples] = [0, 0, 0].map(() => blocks.reserve(4 * (2 * psi - 1)));
    const grown: Pick<Forest, 'thresholds' | 'splits' | 'samples'>[] = [];
    const starts = new Uint32Array(trees + 1);

    for (let tree = 0; tree < trees; tree++) {
      core.seedStream(random, parameters.random_state, tree);
      core.drawFeatures(random, width, wanted, chosen);
      blocks.integers(seen, slots).fill(0);
      for (let from = 0; from < psi; from += DRAW_ROWS) {
        const to = Math.min(psi, from + DRAW_ROWS);
        core.drawRows(random, count, psi, from, to, seen, slots - 1, rows);
        const drawn = blocks.integers(rows + 4 * from, to - from);
        for (const feature of blocks.bytes(chosen, wanted)) {
          gather(chunks, feature, drawn, blocks.floats(columns + 4 * (psi * feature + from), to - from));
        }
        if (pacer.due()) await breathe(tree);
      }
      core.beginTree(grower, random, columns, psi, chosen, wanted, order, thresholds, splits, samples, stack);
      let nodes = core.growTree(grower, GROW_ROWS);
      while (nodes === 0) {
        if (pacer.due()) await breathe(tree);
        nodes = core.growTree(grower, GROW_ROWS);
      }
      starts[tree + 1] = starts[tree] + nodes;
      if (starts[tree + 1] > MAX_NODES) {
        throw new InputError(
          `The forest would have more than ${MAX_NODES.toLocaleString('en-US')} nodes after ${tree + 1} of ${trees} trees. ` +
            'Choose fewer trees or a smaller max_samples.',
        );
      }
      grown.push({
        thresholds: blocks.floats(thresholds, nodes).slice(),
        splits: blocks.integers(splits, nodes).slice(),
        samples: blocks.integers(samples, nodes).slice(),
      });
      if (pacer.due()) await breathe(tree + 1);
    }
    return joinTrees(features, psi, starts, grown);
  } finally {
    blocks.release();
  }
}

/** Copies one column of the drawn rows, as float32. */
function gather(chunks: ColumnChunks, column: number, rows: Uint32Array, values: Float32Array): void {
  for (let i = 0; i < rows.length; i++) values[i] = chunks[rows[i] >>> CHUNK_SHIFT][column][rows[i] & CHUNK_MASK];
}

function joinTrees(
  features: readonly string[],
  samplesPerTree: number,
  starts: Uint32Array<ArrayBuffer>,
  trees: Pick<Forest, 'thresholds' | 'splits' | 'samples'>[],
): Forest {
  const nodes = starts[trees.length];
  const forest: Forest = {
    features: [...features],
    samplesPerTree,
    starts,
    thresholds: new Float32Array(nodes),
    splits: new Uint32Array(nodes),
    samples: new Uint32Array(nodes),
  };
  trees.forEach((tree, index) => {
    forest.thresholds.set(tree.thresholds, starts[index]);
    forest.splits.set(tree.splits, starts[index]);
    forest.samples.set(tree.samples, starts[index]);
  });
  return forest;
}
