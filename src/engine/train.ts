// Grows forests: draws rows, carries their columns into the WebAssembly core and the trees out, in slices.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced, type Pacer, type Pieces } from '../base/pacer.ts';
import { depthLimit, type Forest, MAX_FEATURES, MAX_NODES, MAX_SAMPLES } from '../model/forest.ts';
import { featuresPerTree } from '../model/parameters.ts';
import type { TrainParameters } from '../model/types.ts';
import type { PacketTable } from '../packets/table.ts';
import { type ColumnChunks, columnsOf, countRows } from './columns.ts';
import { Blocks } from './core-blocks.ts';
import { checkFinite } from './finite.ts';
import { gatherSample, type Sample } from './gather.ts';
import type { Progress } from './types.ts';

/** Rows drawn between two looks at the clock. */
const DRAW_ROWS = 32_768;
/** Rows touched while growing between two looks at the clock. */
const GROW_ROWS = 200_000;
/** Bytes of records gathered together, unless one tree has more. */
const BATCH_BYTES = 2 ** 24;
/** Nodes that stay in the core's memory until they are taken out together, unless one tree may have more. */
const NODES_HELD = 65_536;

type Trees = Pick<Forest, 'thresholds' | 'splits' | 'samples'>;

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
  checkRows(table.length);
  return growForest(core, columnsOf(table, features), features, parameters, pacer);
}

/** Throws InputError for fewer packets than a forest can be grown on. */
export function checkRows(rows: number): void {
  if (rows === 0) throw new InputError('There are no packets to train on: open or paste some traffic first.');
  if (rows === 1) {
    throw new InputError(
      'There is one packet only: a forest compares packets with one another, so training needs at least two.',
    );
  }
}

/**
 * `trainForest` for columns of any origin, at least two rows; `features` names each column. Anchors are rows, a column for
 * each feature, that every tree has beside those that it draws. Throws InputError also for a
 * value that is no finite float32. With r = psi rows a tree and records of b = 8 * ceil(features a tree / 2) bytes it
 * takes max(r * b, 16 MB) for records (and r to that many rows of 4 bytes), 28 * r for the tree under work, an eighth of a
 * byte a row of the table, and 12 bytes a node of the forest.
 */
export async function growForest(
  core: CoreInstance,
  chunks: ColumnChunks,
  features: readonly string[],
  parameters: TrainParameters,
  pacer: Pacer<Progress>,
  anchors: readonly Float32Array[] = [],
): Promise<Forest> {
  const width = features.length;
  if (width === 0 || width > MAX_FEATURES) {
    throw new InputError(`A model has 1 to ${MAX_FEATURES} features; ${width} were chosen.`);
  }
  const trees = parameters.n_estimators;
  const began = performance.now();
  const breathe = (done: number): Promise<void> =>
    pacer.breathe({
      phase: 'training',
      done,
      total: trees,
      unit: 'trees',
      seconds: (performance.now() - began) / 1000,
    });
  const pace = (done: number) => (): Promise<void> | undefined => (pacer.due() ? breathe(done) : undefined);
  await doPaced(checkFinite(chunks, features), pace(0));

  const count = countRows(chunks);
  const { bootstrap, random_state: seed } = parameters;
  const made = anchors[0]?.length ?? 0;
  const psi = Math.min(parameters.max_samples, count, MAX_SAMPLES - made);
  /** Rows of a tree. */
  const most = psi + made;
  const deepest = depthLimit(most);
  const wanted = featuresPerTree(parameters.max_features, width);
  const recordBytes = core.recordBytes(wanted);
  const stateBytes = core.RANDOM_BYTES.value;
  const whole = psi === count && !bootstrap;
  // A tree does not depend on the order of its rows: those that have all rows and features grow on the same records.
  const shared = whole && wanted === width;
  const batch = shared ? trees : Math.max(1, Math.min(trees, Math.floor(BATCH_BYTES / (recordBytes * most))));
  const copies = shared ? 1 : batch;
  // The fewer: drawing the rows that are left out is as good.
  const others = !bootstrap && psi > count / 2;
  const draws = others ? count - psi : psi;

  const blocks = new Blocks(core);
  try {
    const grower = blocks.reserve(core.GROWER_BYTES.value);
    const states = blocks.reserve(stateBytes * batch);
    const chosen = blocks.reserve(width * batch);
    const marks = blocks.reserve(core.marksBytes(count));
    const rows = blocks.reserve(whole ? 0 : 4 * most * copies);
    const order = blocks.reserve(4 * most);
    const records = blocks.reserve(recordBytes * most * copies);
    const room = Math.max(2 * most - 1, NODES_HELD);
    const [thresholds, splits, samples] = [0, 0, 0].map(() => blocks.reserve(4 * room));
    const grown: Trees[] = [];
    const starts = new Uint32Array(trees + 1);
    const sizes = new Uint32Array(batch).fill(psi);
    const sample: Sample = {
      trees: copies,
      most,
      sizes,
      width: wanted,
      // An integer to the compiler too, which a quotient is not.
      stride: recordBytes >> 2,
      columnsApart: width,
      views: () => ({
        rows: whole ? null : blocks.integers(rows, most * copies),
        columns: blocks.bytes(chosen, width * batch),
        records: blocks.floats(records, (recordBytes >> 2) * most * copies),
      }),
      ahead: 0,
    };
    blocks.bytes(marks, core.marksBytes(count)).fill(0);
    let held = 0;
    const takeOut = (): void => {
      grown.push({
        thresholds: blocks.floats(thresholds, held).slice(),
        splits: blocks.integers(splits, held).slice(),
        samples: blocks.integers(samples, held).slice(),
      });
      held = 0;
    };

    for (let first = 0; first < trees; first += batch) {
      const end = Math.min(trees, first + batch);
      for (let tree = first; tree < end; tree++) {
        const state = states + stateBytes * (tree - first);
        core.seedStream(state, seed, tree);
        core.drawFeatures(state, width, wanted, chosen + width * (tree - first));
        if (whole) continue;
        for (let from = 0; from < draws; from += DRAW_ROWS) {
          const to = Math.min(draws, from + DRAW_ROWS);
          if (bootstrap) core.drawAgain(state, count, to - from, marks);
          else core.drawRows(state, count, draws, from, to, marks);
          if (pacer.due()) await breathe(first);
        }
        sizes[tree - first] = core.listRows(count, marks, others, rows + 4 * most * (tree - first), psi);
      }
      if (first === 0 || !shared) {
        sample.trees = shared ? 1 : end - first;
        await doPaced(gatherSample(chunks, sample), pace(first));
        for (let tree = 0; tree < sample.trees; tree++) {
          writeAnchors(sample, anchors, tree * width, tree * most + sizes[tree]);
        }
      }
      for (let tree = first; tree < end; tree++) {
        if (held + 2 * most - 1 > room) takeOut();
        core.beginTree(
          grower,
          states + stateBytes * (tree - first),
          records + (shared ? 0 : recordBytes * most * (tree - first)),
          sizes[tree - first] + made,
          order,
          chosen + width * (tree - first),
          wanted,
          deepest,
          thresholds + 4 * held,
          splits + 4 * held,
          samples + 4 * held,
        );
        let nodes = core.growTree(grower, GROW_ROWS);
        while (nodes === 0) {
          if (pacer.due()) await breathe(tree);
          nodes = core.growTree(grower, GROW_ROWS);
        }
        held += nodes;
        starts[tree + 1] = starts[tree] + nodes;
        if (starts[tree + 1] > MAX_NODES) {
          throw new InputError(
            `The forest would have more than ${MAX_NODES.toLocaleString('en-US')} nodes after ${tree + 1} of ${trees} trees. ` +
              'Choose fewer trees or a smaller max_samples.',
          );
        }
        if (pacer.due()) await breathe(tree + 1);
      }
    }
    takeOut();
    return await doPaced(joinTrees(features, most, starts, grown), pace(trees));
  } finally {
    blocks.release();
  }
}

/** Writes the anchors as records from place `record` on; a tree's features stand from place `from` on. */
function writeAnchors(
  { width, stride, views }: Sample,
  anchors: readonly Float32Array[],
  from: number,
  record: number,
): void {
  if (anchors.length === 0) return;
  const { columns, records } = views();
  for (let place = 0; place < width; place++) {
    const column = anchors[columns[from + place]];
    for (let row = 0, at = record * stride + place; row < column.length; row++, at += stride) records[at] = column[row];
  }
}

/** Empties the list on its way: the trees would else be held twice. */
function* joinTrees(
  features: readonly string[],
  samplesPerTree: number,
  starts: Uint32Array<ArrayBuffer>,
  grown: Trees[],
): Pieces<Forest> {
  if (grown.length === 1) return { features: [...features], samplesPerTree, starts, ...grown[0] };
  const nodes = starts[starts.length - 1];
  const forest: Forest = {
    features: [...features],
    samplesPerTree,
    starts,
    thresholds: new Float32Array(nodes),
    splits: new Uint32Array(nodes),
    samples: new Uint32Array(nodes),
  };
  let at = 0;
  for (let trees = grown.shift(); trees !== undefined; trees = grown.shift()) {
    forest.thresholds.set(trees.thresholds, at);
    forest.splits.set(trees.splits, at);
    forest.samples.set(trees.samples, at);
    at += trees.splits.length;
    yield;
  }
  return forest;
}
