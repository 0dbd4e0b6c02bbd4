// Shapley values of the mean path length: what each feature of a row did to its path in one tree, exactly.
//
// This is "tree path dependent" TreeSHAP (Lundberg et al., "From local explanations to global understanding with
// explainable AI for trees", Nature Machine Intelligence 2020, algorithm 2) summed in another order. A leaf of value v gives
//
//   feature i:  v (o_i - z_i) * integral over t from 0 to 1 of the product, j != i, of o_j t + z_j (1 - t)
//
// over the distinct features j on its path: o_j is 1 where the row keeps to the path at all of its cuts on j, else 0, and
// z_j is the product of the shares of training rows at those cuts. The integral weighs subsets as Shapley does, and
// Gauss-Legendre quadrature gives it exactly: m features need ceil(m / 2) places t. All terms are positive, so nothing
// cancels, however deep the tree. At one place let G be the product so far, q = o t + z (1 - t) of the last edge on a
// feature, and H the sum of v G over the leaves below. Then, as (o - z) / q = (1 / q - 1) / (1 - t) on a kept edge and
// -1 / (1 - t) on a lost one, a node of feature i adds up to H(kept child) / q(that edge) - H(node) / q(last edge on i),
// over 1 - t, and nothing once i is lost: one walk through the tree, as in Linear TreeSHAP (Yu et al., NeurIPS 2022).
// Rows stand in the lanes: no branch depends on data, and one walk serves a block of rows.
import { CHILD_MASK, FEATURE_SHIFT, LEAF } from './layout';
import { averagePathLength } from './length';

/** Most rows of a block: its levels then stay in the first-level cache. */
export const EXPLAIN_ROWS: u32 = 32;

@unmanaged
class Explainer {
  /** The tree, see layout.ts. */
  thresholds: usize = 0;
  splits: usize = 0;
  samples: usize = 0;
  /** f64[features][rows]: the block's values, and what is added to. */
  values: usize = 0;
  results: usize = 0;
  /** Rows, a multiple of 2. */
  rows: u32 = 0;
  features: u32 = 0;
  /** f64[places][3]: t, 1 - t, and the weight over 1 - t. */
  places: usize = 0;
  placeCount: u32 = 0;
  /** f64[places][2], scratch: factors of G along an edge, for rows that keep to it and for those that it loses. */
  factors: usize = 0;
  /** Of each feature: u32, where the mask of the rows that kept to its cuts so far lies; and f64, the share z. */
  masks: usize = 0;
  shares: usize = 0;
  /** f64[rows]: a mask of all rows. */
  all: usize = 0;
  /** Where the open levels lie: the first has no node, and the root is the second. */
  levels: usize = 0;
  levelBytes: usize = 0;
  level: usize = 0;
  depth: u32 = 0;
  /** Mean path length of the training rows. */
  expected: f64 = 0;
}

/** A node on the path at hand. f64[places] own and edge, f64[rows] masks of the children, f64[rows][places] G and H follow. */
@unmanaged
class Level {
  node: u32 = 0;
  feature: u32 = 0;
  /** Children visited. */
  visited: u32 = 0;
  /** Mask and share of its feature at the cuts above. */
  mask: u32 = 0;
  share: f64 = 0;
}

const HEAD: usize = offsetof<Explainer>();
const LEVEL_HEAD: usize = offsetof<Level>();
const MASK_BYTES: usize = (EXPLAIN_ROWS as usize) << 3;

function levelBytes(places: usize): usize {
  return LEVEL_HEAD + (places << 4) + 2 * MASK_BYTES + 2 * places * MASK_BYTES;
}

/** Bytes of an explainer for trees of `depth` levels, with so many places of quadrature. */
export function explainerBytes(features: u32, places: u32, depth: u32): usize {
  return (
    HEAD +
    (places as usize) * 40 +
    (features as usize) * 12 +
    8 +
    MASK_BYTES +
    ((depth + 2) as usize) * levelBytes(places as usize)
  );
}

/**
 * Lays an explainer out in a block of `explainerBytes` bytes.
 * @returns where the host puts f64[places][3], see Explainer
 */
export function setExplainer(explainer: usize, features: u32, places: u32): usize {
  const e = changetype<Explainer>(explainer);
  e.features = features;
  e.placeCount = places;
  e.levelBytes = levelBytes(places as usize);
  e.places = explainer + HEAD;
  e.factors = e.places + (places as usize) * 24;
  e.shares = e.factors + ((places as usize) << 4);
  e.masks = e.shares + ((features as usize) << 3);
  e.all = e.masks + ((((features + 1) & ~1) as usize) << 2);
  e.levels = e.all + MASK_BYTES;
  return e.places;
}

/** Begins the walk of a block through a tree. See Explainer for the pointers. */
export function beginExplanation(
  explainer: usize,
  thresholds: usize,
  splits: usize,
  samples: usize,
  values: usize,
  results: usize,
  rows: u32,
): void {
  const e = changetype<Explainer>(explainer);
  e.thresholds = thresholds;
  e.splits = splits;
  e.samples = samples;
  e.values = values;
  e.results = results;
  e.rows = rows;
  e.depth = 0;
  e.expected = 0;
  e.level = e.levels;
  memory.fill(e.all, 0xff, MASK_BYTES);
  for (let feature: usize = 0; feature < (e.features as usize); feature++) {
    store<u32>(e.masks + (feature << 2), e.all as u32);
    store<f64>(e.shares + (feature << 3), 1);
  }
  if (load<u32>(splits) == LEAF) {
    // Without a cut there is nothing to explain.
    e.expected = averagePathLength(load<u32>(samples));
    return;
  }
  // The level above the root takes what it hands up, and weighs it with 0.
  memory.fill(e.levels, 0, 2 * e.levelBytes);
  e.level += e.levelBytes;
  const root = e.level + LEVEL_HEAD + ((e.placeCount as usize) << 4) + 2 * MASK_BYTES;
  for (let row: u32 = 0, at = root; row < rows; row += 2) {
    for (let place = e.places; place < e.factors; place += 24, at += 16) {
      v128.store(at, v128.load64_splat(place, 16));
    }
  }
}

/** Mean path length of the tree's training rows, at the end of a walk. */
export function expectedLength(explainer: usize): f64 {
  return changetype<Explainer>(explainer).expected;
}

/** Walks on, over about `budget` nodes. Returns whether the tree is finished. */
export function explainTree(explainer: usize, budget: i32): bool {
  const e = changetype<Explainer>(explainer);
  while (e.level != e.levels) {
    if (--budget < 0) return false;
    const level = changetype<Level>(e.level);
    if (level.visited == 2) {
      store<u32>(e.masks + ((level.feature as usize) << 2), level.mask);
      store<f64>(e.shares + ((level.feature as usize) << 3), level.share);
      leaveNode(e, e.level);
      e.level -= e.levelBytes;
      e.depth -= 1;
      continue;
    }
    const node = (level.node as usize) << 2;
    const split = load<u32>(e.splits + node);
    if (level.visited == 0) openNode(e, level, split >> FEATURE_SHIFT, load<f32>(e.thresholds + node));
    const feature = level.feature as usize;
    const child = (split & CHILD_MASK) + level.visited;
    const mask = e.level + LEVEL_HEAD + ((e.placeCount as usize) << 4) + (level.visited as usize) * MASK_BYTES;
    level.visited += 1;
    const rows = load<u32>(e.samples + ((child as usize) << 2));
    const kept = (rows as f64) / (load<u32>(e.samples + node) as f64);
    const share = kept * level.share;
    if (load<u32>(e.splits + ((child as usize) << 2)) == LEAF) {
      const value = ((e.depth + 1) as f64) + averagePathLength(rows);
      e.expected += (value * (rows as f64)) / (load<u32>(e.samples) as f64);
      weighEdge(e, share, value);
      addLeaf(e, e.level, mask, level.mask, kept * value);
      continue;
    }
    store<u32>(e.masks + (feature << 2), mask as u32);
    store<f64>(e.shares + (feature << 3), share);
    weighEdge(e, share, 1);
    enterChild(e, e.level, mask, level.mask, kept);
    e.level += e.levelBytes;
    e.depth += 1;
    changetype<Level>(e.level).node = child;
    changetype<Level>(e.level).visited = 0;
  }
  return true;
}

/** Which rows keep to the left and to the right child, and 1 / q of the last edge on the node's feature. */
function openNode(e: Explainer, level: Level, feature: u32, threshold: f32): void {
  level.feature = feature;
  level.mask = load<u32>(e.masks + ((feature as usize) << 2));
  level.share = load<f64>(e.shares + ((feature as usize) << 3));
  let own = changetype<usize>(level) + LEVEL_HEAD;
  for (let place = e.places; place < e.factors; place += 24, own += 8) {
    store<f64>(own, 1 / (load<f64>(place) + level.share * load<f64>(place, 8)));
  }
  let left = own + ((e.placeCount as usize) << 3);
  let above = level.mask as usize;
  const bytes = (e.rows as usize) << 3;
  let x = e.values + (feature as usize) * bytes;
  const bound = f64x2.splat(threshold as f64);
  for (const end = x + bytes; x < end; x += 16, above += 16, left += 16) {
    const mask = v128.load(above);
    const goes = f64x2.le(v128.load(x), bound);
    v128.store(left, v128.and(mask, goes));
    v128.store(left + MASK_BYTES, v128.andnot(mask, goes));
  }
}

/** Factors of G along the edge to a child, times `value`; and 1 / q of that edge, in the next level. */
function weighEdge(e: Explainer, share: f64, value: f64): void {
  let own = e.level + LEVEL_HEAD;
  let edge = own + e.levelBytes + ((e.placeCount as usize) << 3);
  let factor = e.factors;
  for (let place = e.places; place < e.factors; place += 24, own += 8, edge += 8, factor += 16) {
    const lost = share * load<f64>(place, 8);
    const q = load<f64>(place) + lost;
    const scale = load<f64>(own) * value;
    store<f64>(factor, q * scale);
    store<f64>(factor, lost * scale, 8);
    store<f64>(edge, 1 / q);
  }
}

/** G of an inner child, and an empty H. `scale` is the factor of rows that had lost the feature before. */
function enterChild(e: Explainer, level: usize, mask: usize, above: usize, scale: f64): void {
  let g = level + LEVEL_HEAD + ((e.placeCount as usize) << 4) + 2 * MASK_BYTES;
  let next = g + e.levelBytes;
  let sum = next + (e.placeCount as usize) * MASK_BYTES;
  const before = f64x2.splat(scale);
  for (const end = mask + ((e.rows as usize) << 3); mask < end; mask += 16, above += 16) {
    const keeps = v128.load(mask);
    const kept = v128.load(above);
    for (let factor = e.factors; factor < e.shares; factor += 16) {
      const lost = v128.bitselect(v128.load64_splat(factor, 8), before, kept);
      v128.store(next, f64x2.mul(v128.load(g), v128.bitselect(v128.load64_splat(factor), lost, keeps)));
      v128.store(sum, f64x2.splat(0));
      g += 16;
      next += 16;
      sum += 16;
    }
  }
}

/** Adds a leaf to H of its parent, and H / q of its edge to the parent's feature. The factors hold its value. */
function addLeaf(e: Explainer, level: usize, mask: usize, above: usize, scale: f64): void {
  let g = level + LEVEL_HEAD + ((e.placeCount as usize) << 4) + 2 * MASK_BYTES;
  let sum = g + (e.placeCount as usize) * MASK_BYTES;
  const edges = level + e.levelBytes + LEVEL_HEAD + ((e.placeCount as usize) << 3);
  const bytes = (e.rows as usize) << 3;
  let result = e.results + (changetype<Level>(level).feature as usize) * bytes;
  const before = f64x2.splat(scale);
  for (const end = mask + bytes; mask < end; mask += 16, above += 16, result += 16) {
    const keeps = v128.load(mask);
    const kept = v128.load(above);
    let gained = f64x2.splat(0);
    for (let factor = e.factors, edge = edges; factor < e.shares; factor += 16, edge += 8) {
      const lost = v128.bitselect(v128.load64_splat(factor, 8), before, kept);
      const h = f64x2.mul(v128.load(g), v128.bitselect(v128.load64_splat(factor), lost, keeps));
      gained = f64x2.add(gained, f64x2.mul(h, v128.load64_splat(edge)));
      v128.store(sum, f64x2.add(v128.load(sum), h));
      g += 16;
      sum += 16;
    }
    v128.store(result, f64x2.add(v128.load(result), v128.and(keeps, gained)));
  }
}

/** Takes H / q of the last edge on its feature from that feature, adds H / q of its edge to its parent's, and H to its H. */
function leaveNode(e: Explainer, level: usize): void {
  const places = (e.placeCount as usize) << 3;
  const owns = level + LEVEL_HEAD;
  let h = owns + 2 * places + 2 * MASK_BYTES + (e.placeCount as usize) * MASK_BYTES;
  let sum = h - e.levelBytes;
  const bytes = (e.rows as usize) << 3;
  const parent = changetype<Level>(level - e.levelBytes).feature as usize;
  let mask = load<u32>(e.masks + (parent << 2)) as usize;
  let result = e.results + parent * bytes;
  let above = changetype<Level>(level).mask as usize;
  let own = e.results + (changetype<Level>(level).feature as usize) * bytes;
  for (const end = mask + bytes; mask < end; mask += 16, above += 16, own += 16, result += 16) {
    let taken = f64x2.splat(0);
    let gained = f64x2.splat(0);
    for (let place = owns; place < owns + places; place += 8) {
      const part = v128.load(h);
      taken = f64x2.add(taken, f64x2.mul(part, v128.load64_splat(place)));
      gained = f64x2.add(gained, f64x2.mul(part, v128.load64_splat(place + places)));
      v128.store(sum, f64x2.add(v128.load(sum), part));
      h += 16;
      sum += 16;
    }
    v128.store(own, f64x2.sub(v128.load(own), v128.and(v128.load(above), taken)));
    v128.store(result, f64x2.add(v128.load(result), v128.and(v128.load(mask), gained)));
  }
}
