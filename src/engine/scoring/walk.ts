// Puts a forest into the core's memory for the scalar walk (assembly/forest/score.ts): the kernel for any forest.
import type { CoreInstance } from '../../base/core.ts';
import type { Forest } from '../../model/forest.ts';
import type { Blocks } from '../core-blocks.ts';
import { reserveTree } from '../tree-blocks.ts';

/** Puts a forest into the core's memory. Returns the scorer; all of it lives as long as the blocks. */
export async function placeWalk(
  core: CoreInstance,
  blocks: Blocks,
  forest: Forest,
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

  const source = reserveTree(blocks, forest);
  for (let tree = 0; tree < trees; tree++) {
    const size = source.put(tree);
    const at = 8 * starts[tree];
    const { thresholds, splits, samples } = source;
    const depth = core.packTree(thresholds, splits, samples, size, nodes + at, lengths + at);
    blocks.integers(depths, trees)[tree] = depth;
    await pause();
  }
  const normal = core.averagePathLength(forest.samplesPerTree);
  core.setScorer(scorer, nodes, lengths, firsts, depths, trees, sums, normal);
  return scorer;
}
