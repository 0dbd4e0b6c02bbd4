// Puts a forest into naive-walk.as: one object a node, rows as doubles.
import type { Forest } from '../../model/forest.ts';
import { CHILD_MASK, FEATURE_SHIFT, LEAF_FEATURE } from '../../model/forest.ts';
import type { Chunks } from './workloads.ts';

export interface NaiveExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  createNode(pathLength: number): number;
  addChildren(parent: number, feature: number, threshold: number, left: number, right: number): void;
  scoreRows(
    roots: number,
    trees: number,
    table: number,
    rows: number,
    width: number,
    normalLength: number,
    scores: number,
  ): void;
  spin(steps: number): number;
}

export interface NaiveForest {
  /** Scores all rows that it was given. */
  score(): void;
  /** The scores of the last `score`. */
  scores(): Float64Array;
}

/** The compiled naive-walk.as of the page's folder. */
export async function loadNaive(): Promise<NaiveExports> {
  const response = await fetch(new URL('naive-walk.wasm', location.href.replace(/assets\/.*$/, '')));
  if (!response.ok) throw new Error(`naive-walk.wasm: ${response.status}`);
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());
  return instance.exports as unknown as NaiveExports;
}

/** @param averagePathLength c(n), for the leaves and the scale */
export function openNaive(
  naive: NaiveExports,
  forest: Forest,
  [columns]: Chunks,
  averagePathLength: (rows: number) => number,
): NaiveForest & { rows: number } {
  const { starts, splits, samples, thresholds } = forest;
  const trees = starts.length - 1;
  const roots = naive.allocate(4 * trees);
  // Each node before its left subtree, and that before the right one, as trees grow.
  const build = (first: number, index: number, depth: number): number => {
    const node = first + index;
    const feature = splits[node] >>> FEATURE_SHIFT;
    const pointer = naive.createNode(depth + averagePathLength(samples[node]));
    if (feature === LEAF_FEATURE) return pointer;
    const child = splits[node] & CHILD_MASK;
    const left = build(first, child, depth + 1);
    naive.addChildren(pointer, feature, thresholds[node], left, build(first, child + 1, depth + 1));
    return pointer;
  };
  for (let tree = 0; tree < trees; tree++) {
    const root = build(starts[tree], 0, 0);
    new Uint32Array(naive.memory.buffer, roots, trees)[tree] = root;
  }

  const rows = columns[0].length;
  const width = columns.length;
  const table = naive.allocate(8 * rows * width);
  const scores = naive.allocate(8 * rows);
  const values = new Float64Array(naive.memory.buffer, table, rows * width);
  columns.forEach((column, index) => column.forEach((value, row) => (values[row * width + index] = value)));
  const normalLength = averagePathLength(forest.samplesPerTree);
  return {
    rows,
    score: () => naive.scoreRows(roots, trees, table, rows, width, normalLength, scores),
    scores: () => new Float64Array(naive.memory.buffer, scores, rows).slice(),
  };
}
