// The scoring walk: tree outer, block of rows inner, eight rows in flight, so that their loads overlap.
import { CHILD_MASK, FEATURE_SHIFT } from './layout';

/** A packed forest. The host reserves it and every block that it points to. */
@unmanaged
class Scorer {
  /** 8 bytes a node, see pack.ts. */
  nodes: usize = 0;
  /** f64 a node. */
  lengths: usize = 0;
  /** u32[trees]: first node of each tree. */
  starts: usize = 0;
  /** u32[trees]: steps to its deepest leaf. */
  depths: usize = 0;
  trees: u32 = 0;
  /** f64[BLOCK_ROWS], scratch. */
  sums: usize = 0;
  /** -1 / (trees * c(psi)). */
  scale: f64 = 0;
}

/** Bytes to reserve for a scorer. */
export const SCORER_BYTES: usize = offsetof<Scorer>();

/** Rows of one block: their sums stay in the first-level cache. */
export const BLOCK_ROWS: u32 = 512;

/** See Scorer for the pointers; `normalLength` is c(psi) of the forest's sample size, above 0. */
export function setScorer(
  scorer: usize,
  nodes: usize,
  lengths: usize,
  starts: usize,
  depths: usize,
  trees: u32,
  sums: usize,
  normalLength: f64,
): void {
  const forest = changetype<Scorer>(scorer);
  forest.nodes = nodes;
  forest.lengths = lengths;
  forest.starts = starts;
  forest.depths = depths;
  forest.trees = trees;
  forest.sums = sums;
  forest.scale = -1 / ((trees as f64) * normalLength);
}

/**
 * Isolation scores 2^(-E[h] / c(psi)) of rows (Liu, Ting and Zhou 2008, equation 2), each in (0, 1].
 * Every row adds its trees in the same order in f64, so its place among others never shows in its score.
 *
 * @param columns f32 columns, `stride` bytes from one to the next, readable up to the next multiple of 8 rows
 * @param scores  f32[rows], filled
 */
export function scoreRows(scorer: usize, columns: usize, stride: usize, rows: u32, scores: usize): void {
  for (let from: u32 = 0; from < rows; from += BLOCK_ROWS) {
    const offset = (from as usize) << 2;
    scoreBlock(changetype<Scorer>(scorer), columns + offset, stride, min(BLOCK_ROWS, rows - from), scores + offset);
  }
}

function scoreBlock(forest: Scorer, columns: usize, stride: usize, rows: u32, scores: usize): void {
  const sums = forest.sums;
  const groups = (rows + 7) >> 3;
  memory.fill(sums, 0, (groups as usize) << 6);
  for (let tree: u32 = 0; tree < forest.trees; tree++) {
    const start = load<u32>(forest.starts + ((tree as usize) << 2)) as usize;
    const depth = load<u32>(forest.depths + ((tree as usize) << 2));
    addTree(forest.nodes + (start << 3), forest.lengths + (start << 3), depth, columns, stride, groups, sums);
  }
  const scale = forest.scale;
  for (let row: usize = 0; row < (rows as usize); row++) {
    store<f32>(scores + (row << 2), NativeMath.exp2(load<f64>(sums + (row << 3)) * scale) as f32);
  }
}

/** Adds one tree's path lengths to the sums of `groups` times 8 rows. */
function addTree(
  nodes: usize,
  lengths: usize,
  depth: u32,
  columns: usize,
  stride: usize,
  groups: u32,
  sums: usize,
): void {
  const end = columns + ((groups as usize) << 5);
  while (columns < end) {
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    for (let step = depth; step != 0; step--) {
      a = next(nodes + ((a as usize) << 3), columns, stride);
      b = next(nodes + ((b as usize) << 3), columns + 4, stride);
      c = next(nodes + ((c as usize) << 3), columns + 8, stride);
      d = next(nodes + ((d as usize) << 3), columns + 12, stride);
      e = next(nodes + ((e as usize) << 3), columns + 16, stride);
      f = next(nodes + ((f as usize) << 3), columns + 20, stride);
      g = next(nodes + ((g as usize) << 3), columns + 24, stride);
      h = next(nodes + ((h as usize) << 3), columns + 28, stride);
    }
    store<f64>(sums, load<f64>(sums) + load<f64>(lengths + ((a as usize) << 3)));
    store<f64>(sums, load<f64>(sums, 8) + load<f64>(lengths + ((b as usize) << 3)), 8);
    store<f64>(sums, load<f64>(sums, 16) + load<f64>(lengths + ((c as usize) << 3)), 16);
    store<f64>(sums, load<f64>(sums, 24) + load<f64>(lengths + ((d as usize) << 3)), 24);
    store<f64>(sums, load<f64>(sums, 32) + load<f64>(lengths + ((e as usize) << 3)), 32);
    store<f64>(sums, load<f64>(sums, 40) + load<f64>(lengths + ((f as usize) << 3)), 40);
    store<f64>(sums, load<f64>(sums, 48) + load<f64>(lengths + ((g as usize) << 3)), 48);
    store<f64>(sums, load<f64>(sums, 56) + load<f64>(lengths + ((h as usize) << 3)), 56);
    columns += 32;
    sums += 64;
  }
}

/** The child to which a row goes from a node. */
function next(node: usize, column: usize, stride: usize): u32 {
  const split = load<u32>(node, 4);
  const x = load<f32>(column + ((split >> FEATURE_SHIFT) as usize) * stride);
  return (split & CHILD_MASK) + u32(x > load<f32>(node));
}
