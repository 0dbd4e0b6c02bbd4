// Turns a tree of layout.ts into the form that the scoring walk likes: a leaf leads to itself, so that every row may take
// the same number of steps.
import { CHILD_MASK, FEATURE_SHIFT, LEAF } from './layout';
import { averagePathLength } from './length';

/**
 * @param nodes   filled, 8 bytes a node: threshold f32, then `splits` u32. A leaf compares feature 0 with +Infinity, which
 *                nothing exceeds, and its left child is itself
 * @param lengths filled, f64 a node: of a leaf its path length, depth + c(rows); of an inner node its depth
 * @returns depth of the deepest leaf
 */
export function packTree(
  thresholds: usize,
  splits: usize,
  samples: usize,
  count: u32,
  nodes: usize,
  lengths: usize,
): u32 {
  let deepest: f64 = 0;
  store<f64>(lengths, 0);
  for (let node: u32 = 0; node < count; node++) {
    const at = (node as usize) << 2;
    const out = nodes + ((node as usize) << 3);
    const length = lengths + ((node as usize) << 3);
    const split = load<u32>(splits + at);
    const depth = load<f64>(length);
    if (split >> FEATURE_SHIFT == LEAF >> FEATURE_SHIFT) {
      store<f32>(out, Infinity);
      store<u32>(out, node, 4);
      store<f64>(length, depth + averagePathLength(load<u32>(samples + at)));
      if (depth > deepest) deepest = depth;
    } else {
      store<f32>(out, load<f32>(thresholds + at));
      store<u32>(out, split, 4);
      const child = lengths + (((split & CHILD_MASK) as usize) << 3);
      store<f64>(child, depth + 1);
      store<f64>(child, depth + 1, 8);
    }
  }
  return deepest as u32;
}
