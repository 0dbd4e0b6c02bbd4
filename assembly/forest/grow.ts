// Grows one isolation tree on sampled rows, as scikit-learn's ExtraTreeRegressor(splitter="random", max_features=1) does
// for its IsolationForest (Liu, Ting and Zhou 2008, algorithm 2).
import { nextBelow, nextUnit } from '../random';
import { FEATURE_SHIFT, LEAF } from './layout';

/** A tree under work. The host reserves it and every block that it points to. */
@unmanaged
class Grower {
  /** State of random.ts. */
  random: usize = 0;
  /** f32[features of the model][rows], finite. */
  columns: usize = 0;
  rows: u32 = 0;
  /** u8[featureCount]: the tree's features; their order changes while the tree grows. */
  features: usize = 0;
  featureCount: u32 = 0;
  /** u32[rows]: the rows of a node stand together. */
  order: usize = 0;
  /** See layout.ts; 2 * rows - 1 elements are enough. */
  thresholds: usize = 0;
  splits: usize = 0;
  samples: usize = 0;
  nodes: u32 = 0;
  /** Open nodes, 16 bytes each: node, first row, end of rows, depth. At most one a level. */
  stack: usize = 0;
  open: u32 = 0;
  deepest: u32 = 0;
}

/** Bytes to reserve for a grower, and for its stack. */
export const GROWER_BYTES: usize = offsetof<Grower>();
export const STACK_BYTES: usize = 16 * 40;

/** Prepares a tree with one open node, the root, that holds all rows. See Grower for the pointers. */
export function beginTree(
  grower: usize,
  random: usize,
  columns: usize,
  rows: u32,
  features: usize,
  featureCount: u32,
  order: usize,
  thresholds: usize,
  splits: usize,
  samples: usize,
  stack: usize,
): void {
  const tree = changetype<Grower>(grower);
  tree.random = random;
  tree.columns = columns;
  tree.rows = rows;
  tree.features = features;
  tree.featureCount = featureCount;
  tree.order = order;
  tree.thresholds = thresholds;
  tree.splits = splits;
  tree.samples = samples;
  tree.stack = stack;
  tree.nodes = 1;
  tree.open = 0;
  tree.deepest = depthLimit(rows);
  for (let row: u32 = 0; row < rows; row++) store<u32>(order + ((row as usize) << 2), row);
  openNode(tree, 0, 0, rows, 0);
}

/** ceil(log2(max(rows, 2))), the depth at which scikit-learn stops, and the paper's height limit. */
export function depthLimit(rows: u32): u32 {
  return rows <= 2 ? 1 : 32 - clz<u32>(rows - 1);
}

/**
 * Grows until the tree is finished or about `budget` rows were touched.
 * @returns the number of nodes once the tree is finished, else 0
 */
export function growTree(grower: usize, budget: i32): u32 {
  const tree = changetype<Grower>(grower);
  while (tree.open != 0) {
    if (budget <= 0) return 0;
    tree.open -= 1;
    const entry = tree.stack + ((tree.open as usize) << 4);
    const start = load<u32>(entry, 4);
    const end = load<u32>(entry, 8);
    growNode(tree, load<u32>(entry), start, end, load<u32>(entry, 12));
    budget -= (end - start) as i32;
  }
  return tree.nodes;
}

function openNode(tree: Grower, node: u32, start: u32, end: u32, depth: u32): void {
  const entry = tree.stack + ((tree.open as usize) << 4);
  store<u32>(entry, node);
  store<u32>(entry, start, 4);
  store<u32>(entry, end, 8);
  store<u32>(entry, depth, 12);
  tree.open += 1;
}

/** Splits a node and opens its children, or makes it a leaf. */
function growNode(tree: Grower, node: u32, start: u32, end: u32, depth: u32): void {
  const at = (node as usize) << 2;
  store<f32>(tree.thresholds + at, 0);
  store<u32>(tree.splits + at, LEAF);
  store<u32>(tree.samples + at, end - start);
  if (end - start < 2 || depth >= tree.deepest) return;
  let candidates = tree.featureCount;
  while (candidates != 0) {
    // Among the features that differ within the node each is equally likely: constant ones are put aside and drawn anew.
    // Unlike scikit-learn, which takes a spread of up to 1e-7 for constant, the answer does not hang on a column's scale.
    const place = tree.features + nextBelow(tree.random, candidates);
    const feature = load<u8>(place) as u32;
    const column = tree.columns + (((feature * tree.rows) as usize) << 2);
    let min: f32 = Infinity;
    let max: f32 = -Infinity;
    for (let i = start; i < end; i++) {
      const x = load<f32>(column + ((load<u32>(tree.order + ((i as usize) << 2)) as usize) << 2));
      if (x < min) min = x;
      if (x > max) max = x;
    }
    if (min < max) {
      const threshold = drawThreshold(tree.random, min, max);
      const middle = partition(tree.order, column, start, end, threshold);
      const left = tree.nodes;
      tree.nodes += 2;
      store<f32>(tree.thresholds + at, threshold);
      store<u32>(tree.splits + at, (feature << FEATURE_SHIFT) | left);
      openNode(tree, left + 1, middle, end, depth + 1);
      openNode(tree, left, start, middle, depth + 1);
      return;
    }
    candidates -= 1;
    const last = tree.features + candidates;
    store<u8>(place, load<u8>(last));
    store<u8>(last, feature as u8);
  }
}

/** Uniform from min (included) to max (excluded), so that both children get rows. */
function drawThreshold(random: usize, min: f32, max: f32): f32 {
  const low = min as f64;
  const high = max as f64;
  let threshold = low + nextUnit(random) * (high - low);
  // The sum may round up to the very maximum; scikit-learn takes the minimum then.
  if (threshold >= high) threshold = low;
  return roundDown(threshold);
}

/** The largest float32 that is not above x: then `f32 <= x` and `f32 <= roundDown(x)` agree for every f32. */
export function roundDown(x: f64): f32 {
  const near = x as f32;
  if ((near as f64) <= x) return near;
  const bits = reinterpret<u32>(near);
  if (near == 0) return reinterpret<f32>(0x80000001);
  return reinterpret<f32>(near > 0 ? bits - 1 : bits + 1);
}

/** Brings the rows with x <= threshold to the front. Returns where the others begin. */
function partition(order: usize, column: usize, start: u32, end: u32, threshold: f32): u32 {
  let low = order + ((start as usize) << 2);
  let high = order + ((end as usize) << 2);
  while (low < high) {
    const row = load<u32>(low);
    if (load<f32>(column + ((row as usize) << 2)) <= threshold) {
      low += 4;
    } else {
      high -= 4;
      store<u32>(low, load<u32>(high));
      store<u32>(high, row);
    }
  }
  return ((low - order) >> 2) as u32;
}
