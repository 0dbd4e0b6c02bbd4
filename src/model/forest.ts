// The trees of a model as parallel arrays, all trees one after another; assembly/forest/layout.ts describes a node.
import { doAtOnce, type Pieces } from '../base/pacer.ts';

/** Feature of a leaf; real ones are 0 to 254. */
export const LEAF_FEATURE = 255;
/** `splits` of a leaf. */
export const LEAF = 0xff000000;
export const FEATURE_SHIFT = 24;
export const CHILD_MASK = 0x00ffffff;

export const MAX_FEATURES = 255;
/** Rows of one tree: its at most 2 n - 1 nodes must be counted in 24 bits. */
export const MAX_SAMPLES = 2 ** 23;
/** Nodes of all trees: at 12 bytes each, 384 MB of model. */
export const MAX_NODES = 2 ** 25;

/** An isolation forest. `thresholds`, `splits` and `samples` have one element a node. Immutable once grown. */
export interface Forest {
  /** Feature ids in column order, 1 to 255. */
  readonly features: readonly string[];
  /** Rows sampled for each tree (psi of the paper), 2 to 2^23. */
  readonly samplesPerTree: number;
  /** First node of each tree, then the number of all nodes: trees + 1 elements. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** A row goes left when x <= threshold; finite, 0 in a leaf. */
  readonly thresholds: Float32Array<ArrayBuffer>;
  /** Feature << 24 | left child, counted from the tree's first node; the right child follows it. LEAF in a leaf. */
  readonly splits: Uint32Array<ArrayBuffer>;
  /** Sampled rows that came here. */
  readonly samples: Uint32Array<ArrayBuffer>;
}

/** ceil(log2(max(psi, 2))): no leaf is deeper. */
export function depthLimit(samplesPerTree: number): number {
  return samplesPerTree <= 2 ? 1 : 32 - Math.clz32(samplesPerTree - 1);
}

/** What is wrong with a forest's shape, and in which node (counted over all trees; null: none in particular). */
export interface ForestFault {
  array: 'starts' | 'thresholds' | 'splits' | 'samples';
  index: number;
  message: string;
}

/** Nodes that are proved between two pauses: about a millisecond. */
const PROVED_NODES = 1 << 16;

/**
 * The first fault of a forest whose arrays may come from anywhere, or null when it may be walked safely: every node but
 * the roots has one parent, which stands before it; thresholds are finite; features exist; samples add up.
 * @param bootstrap rows were drawn with replacement: a root counts different rows, so that it may have fewer
 */
export function findForestFault(forest: Forest, bootstrap = false): ForestFault | null {
  return doAtOnce(searchForest(forest, bootstrap));
}

/** `findForestFault` in pieces. */
export function* searchForest(forest: Forest, bootstrap = false): Pieces<ForestFault | null> {
  const { starts, splits, samples, samplesPerTree } = forest;
  if (starts[0] !== 0)
    return { array: 'starts', index: 0, message: `the first tree begins at node ${starts[0]}, not 0` };
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const [first, end] = [starts[tree], starts[tree + 1]];
    if (end <= first || end > splits.length || end - first > CHILD_MASK) {
      return {
        array: 'starts',
        index: tree + 1,
        message: `tree ${tree} has nodes ${first} to ${end} of ${splits.length}`,
      };
    }
    const rows = samples[first];
    if (bootstrap ? rows > samplesPerTree : rows !== samplesPerTree) {
      const most = bootstrap ? 'up to ' : '';
      return { array: 'samples', index: first, message: `a root has ${rows} rows, not ${most}${samplesPerTree}` };
    }
    // Depth + 1 of every node that a parent has named; 0 = not yet.
    const levels = new Uint8Array(end - first);
    levels[0] = 1;
    for (let from = first; from < end; from += PROVED_NODES) {
      const fault = findNodeFault(forest, levels, first, from, Math.min(end, from + PROVED_NODES), end);
      if (fault !== null) return fault;
      yield;
    }
  }
  const last = starts.length - 1;
  if (starts[last] === splits.length) return null;
  return { array: 'starts', index: last, message: `the trees end at node ${starts[last]} of ${splits.length}` };
}

/** The first fault in the nodes `from` to before `to` of the tree with the nodes `first` to before `end`. */
function findNodeFault(
  forest: Forest,
  levels: Uint8Array,
  first: number,
  from: number,
  to: number,
  end: number,
): ForestFault | null {
  const { thresholds, splits, samples, samplesPerTree } = forest;
  const featureCount = forest.features.length;
  const deepest = depthLimit(samplesPerTree);
  for (let node = from; node < to; node++) {
    const level = levels[node - first];
    if (level === 0) return { array: 'splits', index: node, message: 'no node before it leads to this one' };
    const feature = splits[node] >>> FEATURE_SHIFT;
    const left = first + (splits[node] & CHILD_MASK);
    if (feature === LEAF_FEATURE) {
      if (left !== first) return { array: 'splits', index: node, message: 'a leaf has a child' };
      if (thresholds[node] !== 0) return { array: 'thresholds', index: node, message: 'a leaf has a threshold' };
      if (samples[node] === 0) return { array: 'samples', index: node, message: 'a leaf has no rows' };
      continue;
    }
    if (feature >= featureCount) {
      return { array: 'splits', index: node, message: `it asks for feature ${feature} of ${featureCount}` };
    }
    if (!Number.isFinite(thresholds[node])) {
      return { array: 'thresholds', index: node, message: `the threshold is ${thresholds[node]}` };
    }
    if (left <= node || left + 1 >= end) {
      return { array: 'splits', index: node, message: `its children are nodes ${left} and ${left + 1} of ${end}` };
    }
    if (levels[left - first] !== 0 || levels[left + 1 - first] !== 0) {
      return { array: 'splits', index: node, message: `node ${left} or ${left + 1} has another parent` };
    }
    if (level > deepest) return { array: 'splits', index: node, message: `it lies deeper than ${deepest} levels` };
    if (samples[left] + samples[left + 1] !== samples[node]) {
      const found = `${samples[left]} + ${samples[left + 1]}`;
      return { array: 'samples', index: node, message: `its ${samples[node]} rows are ${found} in its children` };
    }
    levels[left - first] = level + 1;
    levels[left + 1 - first] = level + 1;
  }
  return null;
}
