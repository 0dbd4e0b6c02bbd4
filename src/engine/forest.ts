// Grows and scores forests: carries columns into the WebAssembly core and answers out, in slices.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import type { Pacer } from '../base/pacer.ts';
import { findFeatures, type NumberColumn } from '../features/catalogue.ts';
import { type Forest, MAX_FEATURES, MAX_NODES } from '../model/forest.ts';
import { featuresPerTree } from '../model/parameters.ts';
import type { TrainParameters } from '../model/types.ts';
import { CHUNK_MASK, CHUNK_SHIFT, type PacketTable } from '../packets/table.ts';
import { Blocks } from './core-blocks.ts';
import type { Progress } from './types.ts';

/** Rows drawn or gathered between two looks at the clock. */
const DRAW_ROWS = 32_768;
/** Rows touched while growing between two looks at the clock. */
const GROW_ROWS = 200_000;
/** Rows scored between two looks at the clock: the first time, and at most. */
const FIRST_PIECE = 512;
const MAX_PIECE = 16_384;
/** Bytes from one column of a piece to the next: a power of two would bring all columns into the same cache sets. */
const STRIDE = 4 * MAX_PIECE + 64;
/** Milliseconds that one piece should take. */
const PIECE_TIME = 5;
/** Wider rows are seldom equal, and remembering them would take megabytes. */
const MAX_RECALL_WIDTH = 16;
/** Rows after which it shows whether remembering rows is worth while. */
const RECALL_TRIAL = 65_536;

/** Rows as columns, in chunks: all chunks but the last have CHUNK_ROWS rows, and each has every column, finite. */
export type ColumnChunks = readonly (readonly NumberColumn[])[];

const columnsOf = (table: PacketTable, features: readonly string[]): ColumnChunks => {
  const entries = findFeatures(features);
  return table.chunks.map((chunk) => entries.map((entry) => entry.column(chunk)));
};

const countRows = (chunks: ColumnChunks): number => chunks.reduce((rows, [column]) => rows + (column?.length ?? 0), 0);

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

/**
 * Isolation scores of all packets, in (0, 1], one array a chunk in chunk order. A score depends on the packet and the
 * forest alone. The forest must be sound, as `readModel` proves it and `trainForest` makes it.
 * Throws InputError when the forest asks for an unknown feature or is too large for the memory.
 */
export async function scoreTable(
  core: CoreInstance,
  forest: Forest,
  table: PacketTable,
  pacer: Pacer<Progress>,
): Promise<Float32Array<ArrayBuffer>[]> {
  return scoreChunks(core, forest, columnsOf(table, forest.features), pacer);
}

/** `scoreTable` for columns of any origin, one for each feature of the forest. */
export async function scoreChunks(
  core: CoreInstance,
  forest: Forest,
  chunks: ColumnChunks,
  pacer: Pacer<Progress>,
): Promise<Float32Array<ArrayBuffer>[]> {
  const width = forest.features.length;
  const total = countRows(chunks);
  const began = performance.now();
  const breathe = (done: number): Promise<void> => {
    const seconds = (performance.now() - began) / 1000;
    return pacer.breathe({ phase: 'scoring', done, total, unit: 'packets', seconds });
  };

  const blocks = new Blocks(core);
  try {
    const scorer = await packForest(core, forest, blocks, async () => {
      if (pacer.due()) await breathe(0);
    });
    const columns = blocks.reserve(STRIDE * width);
    const answers = blocks.reserve(4 * MAX_PIECE);
    let recalls = width <= MAX_RECALL_WIDTH;
    const memoryBytes = recalls ? 4 * (1 + width) * core.RECALL_SLOTS.value : 0;
    const memory = blocks.reserve(memoryBytes);
    const fresh = blocks.reserve(recalls ? core.recallScratch(width) : 0);
    blocks.bytes(memory, memoryBytes).fill(0);

    let done = 0;
    let walked = 0;
    let piece = FIRST_PIECE;
    const scores: Float32Array<ArrayBuffer>[] = [];
    for (const values of chunks) {
      const chunkScores = new Float32Array(values[0].length);
      for (let from = 0; from < chunkScores.length;) {
        const rows = Math.min(piece, chunkScores.length - from);
        const start = performance.now();
        values.forEach((column, index) => {
          blocks.floats(columns + STRIDE * index, rows).set(column.subarray(from, from + rows));
        });
        if (recalls) walked += core.recallScores(scorer, memory, width, columns, STRIDE, rows, answers, fresh);
        else core.scoreRows(scorer, columns, STRIDE, rows, answers);
        chunkScores.set(blocks.floats(answers, rows), from);
        from += rows;
        done += rows;
        // Where rows hardly repeat, looking for them costs more than it saves. The scores are the same to the bit.
        recalls &&= done < RECALL_TRIAL || walked < 0.75 * done;
        piece = nextPiece(rows, performance.now() - start);
        if (pacer.due()) await breathe(done);
      }
      scores.push(chunkScores);
    }
    return scores;
  } finally {
    blocks.release();
  }
}

/** Rows of the next piece, so that it takes about PIECE_TIME whatever the forest's size; at most four times as many. */
function nextPiece(rows: number, milliseconds: number): number {
  const fitting = milliseconds > 0 ? (rows * PIECE_TIME) / milliseconds : MAX_PIECE;
  return Math.max(64, Math.min(MAX_PIECE, 4 * rows, Math.floor(fitting / 8) * 8));
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
