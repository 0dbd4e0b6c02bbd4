// AssemblyScript, for the lab only: the walk that one writes first, to measure the engine's kernels against. Nodes are
// objects with pointers to their children, thresholds and features are doubles, and each row walks each tree by itself.
// Also a loop of known length, to estimate the processor's clock.

@unmanaged
class Node {
  feature: i32 = 0;
  threshold: f64 = 0;
  left: Node | null = null;
  right: Node | null = null;
  /** Of a leaf: its depth and c(its samples). */
  pathLength: f64 = 0;
}

export function allocate(bytes: i32): usize {
  return heap.alloc(bytes as usize);
}

/** A node of its own, a leaf until `addChildren`. */
export function createNode(pathLength: f64): usize {
  const node = new Node();
  node.pathLength = pathLength;
  return changetype<usize>(node);
}

export function addChildren(parent: usize, feature: i32, threshold: f64, left: usize, right: usize): void {
  const node = changetype<Node>(parent);
  node.feature = feature;
  node.threshold = threshold;
  node.left = changetype<Node>(left);
  node.right = changetype<Node>(right);
}

function findPathLength(root: Node, row: usize): f64 {
  let node = root;
  while (node.left !== null) {
    const value = load<f64>(row + ((node.feature as usize) << 3));
    node = value <= node.threshold ? node.left! : node.right!;
  }
  return node.pathLength;
}

/**
 * Isolation scores of rows.
 * @param roots  pointers to the trees' roots
 * @param table  f64, row by row
 * @param scores f64[rows], filled
 */
export function scoreRows(roots: usize, trees: i32, table: usize, rows: i32, width: i32, normalLength: f64, scores: usize): void {
  for (let row = 0; row < rows; row++) {
    let sum: f64 = 0;
    for (let tree = 0; tree < trees; tree++) {
      sum += findPathLength(load<Node>(roots + ((tree as usize) << 2)), table);
    }
    store<f64>(scores + ((row as usize) << 3), Math.pow(2, -sum / (trees as f64) / normalLength));
    table += (width as usize) << 3;
  }
}

/** Multiplies and adds `steps` times, each waiting for the one before: four cycles a step on today's processors. */
export function spin(steps: i32): i32 {
  let value = 1;
  for (let step = 0; step < steps; step++) value = value * 1664525 + 1013904223;
  return value;
}
