// Grows one isolation tree on sampled rows, as scikit-learn's ExtraTreeRegressor(splitter="random", max_features=1) does
// for its IsolationForest (Liu, Ting and Zhou 2008, algorithm 2). The tree does not depend on the order of the rows.
//
// Rows are records, a row's values side by side. The rows of a node stand together: those of a large node are moved
// themselves (partition.ts), so that memory is read forward; of a small one only their addresses move, in the cache.
import { nextBelow, nextUnit } from '../random';
import { FEATURE_SHIFT, LEAF } from './layout';
import { nextRange, partitionRecords, rangeOfRecords } from './partition';

/** Records longer than this are too dear to move: four cache lines. */
const MOST_MOVED: u32 = 64;
/** Bytes of records that a small node has at most. */
const SMALL_BYTES: u32 = 65536;
/** Place of an open node whose range is not known yet. */
const UNKNOWN: u32 = 0xffffffff;
/** An open node: node, first row, end of rows, depth, place of a value and its least and greatest one, or UNKNOWN. */
const ENTRY: usize = 32;

/** A tree under work. The host reserves it and every block that it points to. */
@unmanaged
class Grower {
  /** State of random.ts. */
  random: usize = 0;
  /** Records of `stride` bytes, finite f32 values; their order changes. */
  records: usize = 0;
  stride: u32 = 0;
  /** u32[rows], and nodes of more rows than this are not small. */
  order: usize = 0;
  small: u32 = 0;
  /** u8[width]: feature of each value of a record. */
  features: usize = 0;
  width: u32 = 0;
  /** u8[width]: places of the values in a record; their order changes while the tree grows. */
  places: usize = 0;
  /** Depth at which nothing is split any more. */
  deepest: u32 = 0;
  /** See layout.ts; 2 * rows - 1 elements are enough. */
  thresholds: usize = 0;
  splits: usize = 0;
  samples: usize = 0;
  nodes: u32 = 0;
  /** Open nodes, at most one a level. */
  open: u32 = 0;
}

const STACK: usize = (offsetof<Grower>() + 15) & ~15;
/** Bytes to reserve for a grower. */
export const GROWER_BYTES: usize = STACK + 40 * ENTRY + 256;

/** Bytes of a record: an even number of values, since records move by eight bytes. */
export function recordBytes(width: u32): u32 {
  return ((width + 1) >> 1) << 3;
}

/** Prepares a tree with one open node, the root, that holds all rows. See Grower for the pointers. */
export function beginTree(
  grower: usize,
  random: usize,
  records: usize,
  rows: u32,
  order: usize,
  features: usize,
  width: u32,
  deepest: u32,
  thresholds: usize,
  splits: usize,
  samples: usize,
): void {
  const tree = changetype<Grower>(grower);
  tree.random = random;
  tree.records = records;
  tree.stride = recordBytes(width);
  tree.order = order;
  tree.small = tree.stride > MOST_MOVED ? 0xffffffff : SMALL_BYTES / tree.stride;
  tree.features = features;
  tree.width = width;
  tree.places = grower + STACK + 40 * ENTRY;
  for (let place: u32 = 0; place < width; place++) store<u8>(tree.places + place, place as u8);
  tree.deepest = deepest;
  tree.thresholds = thresholds;
  tree.splits = splits;
  tree.samples = samples;
  tree.nodes = 1;
  tree.open = 0;
  if (rows <= tree.small) listRecords(tree, 0, rows);
  openNode(tree, 0, 0, rows, 0, UNKNOWN, 0, 0);
}

/** ceil(log2(max(rows, 2))), the depth at which scikit-learn stops, and the paper's height limit. */
export function depthLimit(rows: u32): u32 {
  return rows <= 2 ? 1 : 32 - clz<u32>(rows - 1);
}

/** Opens a node, or makes it a leaf at once. */
function openNode(
  tree: Grower,
  node: u32,
  start: u32,
  end: u32,
  depth: u32,
  place: u32,
  least: f32,
  greatest: f32,
): void {
  const at = (node as usize) << 2;
  store<u32>(tree.samples + at, end - start);
  if (end - start < 2 || depth >= tree.deepest) {
    makeLeaf(tree, at);
    return;
  }
  const entry = changetype<usize>(tree) + STACK + (tree.open as usize) * ENTRY;
  store<u32>(entry, node);
  store<u32>(entry, start, 4);
  store<u32>(entry, end, 8);
  store<u32>(entry, depth, 12);
  store<u32>(entry, place, 16);
  store<f32>(entry, least, 20);
  store<f32>(entry, greatest, 24);
  tree.open += 1;
}

function makeLeaf(tree: Grower, at: usize): void {
  store<f32>(tree.thresholds + at, 0);
  store<u32>(tree.splits + at, LEAF);
}

/** Writes the addresses of a small node's records. */
function listRecords(tree: Grower, start: u32, end: u32): void {
  for (let row = start; row < end; row++) {
    store<u32>(tree.order + ((row as usize) << 2), (tree.records + (row as usize) * (tree.stride as usize)) as u32);
  }
}

/** Puts a value that is constant in the node behind the candidates. */
function putAside(tree: Grower, place: u32, candidates: u32): void {
  let index = tree.places;
  while ((load<u8>(index) as u32) != place) index += 1;
  const last = tree.places + candidates - 1;
  store<u8>(index, load<u8>(last));
  store<u8>(last, place as u8);
}

/**
 * Grows until the tree is finished or about `budget` rows were touched.
 * @returns the number of nodes once the tree is finished, else 0
 */
export function growTree(grower: usize, budget: i32): u32 {
  const tree = changetype<Grower>(grower);
  const stride = tree.stride as usize;
  while (tree.open != 0) {
    if (budget <= 0) return 0;
    tree.open -= 1;
    const entry = grower + STACK + (tree.open as usize) * ENTRY;
    const node = load<u32>(entry);
    const start = load<u32>(entry, 4);
    const end = load<u32>(entry, 8);
    const depth = load<u32>(entry, 12);
    let place = load<u32>(entry, 16);
    let least = load<f32>(entry, 20);
    let greatest = load<f32>(entry, 24);
    const rows = end - start;
    budget -= rows as i32;
    const large = rows > tree.small;
    const first = tree.order + ((start as usize) << 2);
    const behind = tree.order + ((end as usize) << 2);
    let candidates = tree.width;
    if (place != UNKNOWN) {
      // The parent was large.
      if (!large) listRecords(tree, start, end);
      if (!(least < greatest)) putAside(tree, place, candidates--);
    }
    // Among the features that differ within the node each is equally likely: constant ones are put aside and drawn anew.
    // Unlike scikit-learn, which takes a spread of up to 1e-7 for constant, the answer does not hang on a column's scale.
    while (!(least < greatest) && candidates != 0) {
      place = load<u8>(tree.places + nextBelow(tree.random, candidates));
      let low: v128;
      let high: v128;
      const at = (place as usize) << 2;
      if (large) {
        low = rangeOfRecords(
          tree.records + (start as usize) * stride,
          tree.records + (end as usize) * stride,
          stride,
          at,
        );
        high = f32x4.neg(v128.shuffle<f32>(low, low, 1, 1, 1, 1));
      } else {
        low = v128.load_splat<f32>((load<u32>(first) as usize) + at);
        high = low;
        for (let p = first + 4; p < behind; p += 4) {
          const x = v128.load_splat<f32>((load<u32>(p) as usize) + at);
          low = f32x4.pmin(low, x);
          high = f32x4.pmax(high, x);
        }
      }
      least = f32x4.extract_lane(low, 0);
      greatest = f32x4.extract_lane(high, 0);
      if (!(least < greatest)) putAside(tree, place, candidates--);
    }
    if (!(least < greatest)) {
      makeLeaf(tree, (node as usize) << 2);
      continue;
    }

    const threshold = drawThreshold(tree.random, least, greatest);
    const at = (place as usize) << 2;
    const left = tree.nodes;
    tree.nodes = left + 2;
    store<f32>(tree.thresholds + ((node as usize) << 2), threshold);
    store<u32>(
      tree.splits + ((node as usize) << 2),
      ((load<u8>(tree.features + place) as u32) << FEATURE_SHIFT) | left,
    );

    if (large) {
      // What the children will ask for first is known already: their ranges are found while their rows move.
      const places = tree.places;
      const leftPlace = load<u8>(places + nextBelow(tree.random, tree.width)) as u32;
      const rightPlace = load<u8>(places + nextBelow(tree.random, tree.width)) as u32;
      const base = tree.records;
      const from = base + (start as usize) * stride;
      const to = base + (end as usize) * stride;
      const split = partitionRecords(
        from,
        to,
        stride,
        at,
        threshold,
        (leftPlace as usize) << 2,
        (rightPlace as usize) << 2,
      );
      const middle = start + (((split - from) / stride) as u32);
      const range = nextRange();
      openNode(tree, left + 1, middle, end, depth + 1, rightPlace, f32x4.extract_lane(range, 2), -f32x4.extract_lane(range, 3)); // prettier-ignore
      openNode(tree, left, start, middle, depth + 1, leftPlace, f32x4.extract_lane(range, 0), -f32x4.extract_lane(range, 1)); // prettier-ignore
      continue;
    }
    let middle = first;
    if (rows == 2) {
      middle += 4;
    } else if (depth + 1 == tree.deepest) {
      // Two leaves: their rows need only be counted.
      let count: u32 = 0;
      for (let p = first; p < behind; p += 4) count += u32(load<f32>((load<u32>(p) as usize) + at) <= threshold);
      middle += (count as usize) << 2;
    } else {
      // Lomuto's partition without a branch: rows with x <= threshold come to the front.
      for (let p = first; p < behind; p += 4) {
        const row = load<u32>(p);
        const goesLeft = usize(load<f32>((row as usize) + at) <= threshold);
        store<u32>(p, load<u32>(middle));
        store<u32>(middle, row);
        middle += goesLeft << 2;
      }
    }
    const split = start + (((middle - first) >> 2) as u32);
    openNode(tree, left + 1, split, end, depth + 1, UNKNOWN, 0, 0);
    openNode(tree, left, start, split, depth + 1, UNKNOWN, 0, 0);
  }
  return tree.nodes;
}

/** Uniform from min (included) to max (excluded), so that both children get rows. */
function drawThreshold(random: usize, min: f32, max: f32): f32 {
  const low = min as f64;
  const high = max as f64;
  let threshold = low + nextUnit(random) * (high - low);
  // The sum may round up to the very maximum; scikit-learn takes the minimum then.
  if (threshold >= high) threshold = low;
  // Which of -0 and 0 was found first must not matter.
  return roundDown(threshold) + 0;
}

/** The largest float32 that is not above x: then `f32 <= x` and `f32 <= roundDown(x)` agree for every f32. */
export function roundDown(x: f64): f32 {
  const near = x as f32;
  if ((near as f64) <= x) return near;
  const bits = reinterpret<u32>(near);
  if (near == 0) return reinterpret<f32>(0x80000001);
  return reinterpret<f32>(near > 0 ? bits - 1 : bits + 1);
}
