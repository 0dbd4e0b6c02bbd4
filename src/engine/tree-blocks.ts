// Carries a forest's trees, one at a time, into the same three blocks of the core.
import type { Forest } from '../model/forest.ts';
import type { Blocks } from './core-blocks.ts';

/** Where the arrays of the tree that was put last lie (see assembly/forest/layout.ts). */
export interface TreeBlocks {
  readonly thresholds: number;
  readonly splits: number;
  readonly samples: number;
  /** Returns the tree's number of nodes. */
  put(tree: number): number;
}

/** Reserves room for the largest tree. Throws InputError when there is none. */
export function reserveTree(blocks: Blocks, forest: Forest): TreeBlocks {
  const { starts } = forest;
  const largest = starts.reduce((most, start, index) => Math.max(most, start - starts[Math.max(0, index - 1)]), 0);
  const [thresholds, splits, samples] = [0, 0, 0].map(() => blocks.reserve(4 * largest));
  return {
    thresholds,
    splits,
    samples,
    put(tree) {
      const [first, end] = [starts[tree], starts[tree + 1]];
      blocks.floats(thresholds, end - first).set(forest.thresholds.subarray(first, end));
      blocks.integers(splits, end - first).set(forest.splits.subarray(first, end));
      blocks.integers(samples, end - first).set(forest.samples.subarray(first, end));
      return end - first;
    },
  };
}
