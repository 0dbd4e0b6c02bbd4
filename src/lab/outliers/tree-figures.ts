// What kind of trees a forest has, one figure a tree: to be held against scikit-learn's (tree_figures.py).
import { type Forest, CHILD_MASK, FEATURE_SHIFT, LEAF_FEATURE, depthLimit } from '../../model/forest.ts';

/** Smallest and largest value of each column over the whole set. */
export type Ranges = readonly { low: number; high: number }[];

/** One element a tree in each list. */
export interface TreeFigures {
  nodes: number[];
  /** Mean depth of the leaves; the root has depth 0. */
  leafDepth: number[];
  /** The same with each leaf counted once a sampled row in it. */
  rowDepth: number[];
  /** Standard deviation of the leaves' depths. */
  depthSpread: number[];
  /** Share of the leaves that stand at the depth limit. */
  deepestShare: number[];
  /** Feature of the root's split, or -1 where the root is a leaf; those trees have no element in the two lists below. */
  rootFeature: number[];
  /** Place of the root's threshold between the feature's smallest and largest value, 0 to 1. */
  rootPosition: number[];
  /** Share of the sampled rows that the root sends left. */
  rootShare: number[];
}

export const noFigures = (): TreeFigures => ({
  nodes: [],
  leafDepth: [],
  rowDepth: [],
  depthSpread: [],
  deepestShare: [],
  rootFeature: [],
  rootPosition: [],
  rootShare: [],
});

/** Adds a forest's trees to the figures, and its leaves to `leavesAtDepth`. */
export function addTreeFigures(forest: Forest, ranges: Ranges, figures: TreeFigures, leavesAtDepth: number[]): void {
  const { starts, splits, samples, thresholds, samplesPerTree } = forest;
  const limit = depthLimit(samplesPerTree);
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const [first, end] = [starts[tree], starts[tree + 1]];
    const depths = new Uint8Array(end - first);
    let [leaves, sum, squares, rowSum, deepest] = [0, 0, 0, 0, 0];
    for (let node = first; node < end; node++) {
      const depth = depths[node - first];
      if (splits[node] >>> FEATURE_SHIFT !== LEAF_FEATURE) {
        const left = splits[node] & CHILD_MASK;
        depths[left] = depth + 1;
        depths[left + 1] = depth + 1;
        continue;
      }
      leaves++;
      sum += depth;
      squares += depth * depth;
      rowSum += depth * samples[node];
      if (depth === limit) deepest++;
      leavesAtDepth[depth] = (leavesAtDepth[depth] ?? 0) + 1;
    }
    figures.nodes.push(end - first);
    figures.leafDepth.push(sum / leaves);
    figures.rowDepth.push(rowSum / samplesPerTree);
    figures.depthSpread.push(Math.sqrt(Math.max(0, squares / leaves - (sum / leaves) ** 2)));
    figures.deepestShare.push(deepest / leaves);
    const feature = splits[first] >>> FEATURE_SHIFT;
    figures.rootFeature.push(feature === LEAF_FEATURE ? -1 : feature);
    if (feature === LEAF_FEATURE) continue;
    const { low, high } = ranges[feature];
    figures.rootPosition.push((thresholds[first] - low) / (high - low));
    figures.rootShare.push(samples[first + (splits[first] & CHILD_MASK)] / samplesPerTree);
  }
}

/** The range of each column over all chunks. */
export function rangesOf(chunks: readonly (readonly Float32Array[])[]): Ranges {
  return chunks[0].map((_, column) => {
    let [low, high] = [Infinity, -Infinity];
    for (const chunk of chunks) {
      for (const value of chunk[column]) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return { low, high };
  });
}
