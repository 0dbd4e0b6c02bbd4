// Prepares a forest's trees for the plane kernel: thresholds by feature, path lengths in fixed point, codes and flips.
import { CHILD_MASK, FEATURE_SHIFT, type Forest, LEAF } from '../../model/forest.ts';
import { chooseCodes } from './codes.ts';

/** Code planes of one tree: so many bits may tell its path lengths apart. */
const MAX_CODE_BITS = 7;
/** Thresholds of one feature: ranks have 16 bits. */
const MAX_THRESHOLDS = 65_535;
/** Bits of a path length in fixed point. */
const LENGTH_BITS = 20;

/** One node of a tree after leaves that cannot be told apart were joined. */
export interface PlaneNode {
  feature: number;
  /** Place of its threshold among the feature's, rising. */
  rank: number;
  /** Node whose left mask (or, when `isRight`, right mask) holds the rows that come here; -1 = all rows. */
  parent: number;
  isRight: boolean;
  keepsLeft: boolean;
  keepsRight: boolean;
  /** Code bits to flip for the rows that go left. */
  flips: number;
}

export interface PlaneTree {
  nodes: PlaneNode[];
  /** Path length in fixed point of each code, at most 2^bits. */
  lengths: number[];
  bits: number;
}

export interface PlaneForest {
  trees: PlaneTree[];
  /** Of each feature, distinct and rising; -0 is 0. */
  thresholds: Float32Array<ArrayBuffer>[];
  /** Sum of the path lengths of trees of one leaf, in units. */
  base: number;
  /** Fixed point units in a path length of 1. */
  unit: number;
}

/** Path lengths of all nodes: of a leaf depth + c(rows), of an inner node NaN. */
function findLengths(forest: Forest, averagePathLength: (rows: number) => number): Float64Array {
  const { starts, splits, samples } = forest;
  const lengths = new Float64Array(splits.length);
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const first = starts[tree];
    for (let node = first; node < starts[tree + 1]; node++) {
      if (splits[node] === LEAF) {
        lengths[node] += averagePathLength(samples[node]);
      } else {
        const left = first + (splits[node] & CHILD_MASK);
        lengths[left] = lengths[left + 1] = lengths[node] + 1;
        lengths[node] = NaN;
      }
    }
  }
  return lengths;
}

function findThresholds({ features, splits, thresholds }: Forest): Float32Array<ArrayBuffer>[] {
  const counts = new Uint32Array(features.length);
  for (const split of splits) if (split !== LEAF) counts[split >>> FEATURE_SHIFT]++;
  const lists = Array.from(counts, (count) => new Float32Array(count));
  counts.fill(0);
  splits.forEach((split, node) => {
    const feature = split >>> FEATURE_SHIFT;
    if (split !== LEAF) lists[feature][counts[feature]++] = thresholds[node] + 0;
  });
  return lists.map((list) => {
    list.sort();
    let kept = 0;
    for (const value of list) if (kept === 0 || value !== list[kept - 1]) list[kept++] = value;
    return list.slice(0, kept);
  });
}

/** Where `value` stands in a rising list that holds it. */
function placeOf(list: Float32Array, value: number): number {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Null when the forest is outside of the kernel's limits; `pause` is awaited between trees. */
export async function preparePlanes(
  forest: Forest,
  averagePathLength: (rows: number) => number,
  pause: () => Promise<void>,
): Promise<PlaneForest | null> {
  const { starts } = forest;
  const exact = findLengths(forest, averagePathLength);
  const longest = exact.reduce((most, length) => (length > most ? length : most), 0);
  const unit = 2 ** Math.floor(Math.log2((2 ** LENGTH_BITS - 1) / Math.max(longest, 1)));
  const thresholds = findThresholds(forest);
  if (thresholds.some((list) => list.length > MAX_THRESHOLDS)) return null;
  const trees: PlaneTree[] = [];
  let base = 0;
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const ofTree = exact.subarray(starts[tree], starts[tree + 1]);
    const lengths = Array.from(ofTree, (length) => Math.round(length * unit));
    const ready = prepareTree(forest, thresholds, starts[tree], lengths);
    if (ready === null) return null;
    // All leaves of one length: it is added to every row's, unrounded.
    if (ready.nodes.length === 0) base += ofTree.find((length) => !Number.isNaN(length))! * unit;
    else trees.push(ready);
    await pause();
  }
  return { trees, thresholds, base, unit };
}

function prepareTree(
  { splits, thresholds }: Forest,
  lists: readonly Float32Array[],
  first: number,
  lengths: number[],
): PlaneTree | null {
  const count = lengths.length;
  // From the last node to the first: children come before their parents. A node becomes a leaf when both children are
  // leaves of one length.
  const isLeaf = (node: number): boolean => !Number.isNaN(lengths[node]);
  for (let node = count - 1; node >= 0; node--) {
    if (isLeaf(node)) continue;
    const left = splits[first + node] & CHILD_MASK;
    if (lengths[left] === lengths[left + 1]) lengths[node] = lengths[left];
  }
  // Nodes that are still reached, parents first, with how often each length stands in a leaf.
  const often = new Map<number, number>();
  const reached = [0];
  for (const node of reached) {
    if (isLeaf(node)) often.set(lengths[node], (often.get(lengths[node]) ?? 0) + 1);
    else reached.push(splits[first + node] & CHILD_MASK, (splits[first + node] & CHILD_MASK) + 1);
  }
  const order = [...often.keys()].sort((a, b) => often.get(b)! - often.get(a)! || a - b);
  const bits = Math.ceil(Math.log2(order.length));
  if (bits > MAX_CODE_BITS) return null;
  // A subtree is told by its rightmost leaf: a node flips the bits in which its two subtrees differ.
  const places = new Map(order.map((length, place) => [length, place]));
  const tellers = new Uint8Array(count);
  const neighbours: [number, number][] = [];
  for (const node of reached.toReversed()) {
    if (isLeaf(node)) {
      tellers[node] = places.get(lengths[node])!;
      continue;
    }
    const left = splits[first + node] & CHILD_MASK;
    tellers[node] = tellers[left + 1];
    neighbours.push([tellers[left], tellers[left + 1]]);
  }
  const codes = chooseCodes(order.length, bits, neighbours);
  const parents = new Int32Array(count).fill(-1);
  const rights = new Uint8Array(count);
  const nodes: PlaneNode[] = [];
  for (const node of reached) {
    if (isLeaf(node)) continue;
    const feature = splits[first + node] >>> FEATURE_SHIFT;
    const left = splits[first + node] & CHILD_MASK;
    parents[left] = parents[left + 1] = nodes.length;
    nodes.push({
      feature,
      rank: placeOf(lists[feature], thresholds[first + node]),
      parent: parents[node],
      isRight: rights[node] === 1,
      keepsLeft: !isLeaf(left),
      keepsRight: !isLeaf(left + 1),
      flips: codes[tellers[left]] ^ codes[tellers[left + 1]],
    });
    rights[left + 1] = 1;
  }
  // Planes begin as 0, which must mean the root's code.
  const table = new Array<number>(2 ** bits).fill(0);
  order.forEach((length, place) => (table[codes[place] ^ codes[tellers[0]]] = length));
  return { nodes, lengths: table, bits };
}
