// For tests: checks a grown tree against the definition (Liu, Ting and Zhou 2008, algorithm 2), row by row.
import { CHILD_MASK, FEATURE_SHIFT, type Forest, LEAF_FEATURE } from '../../model/forest.ts';

/**
 * The first thing that is wrong with a tree grown on exactly these rows (each one float32 per feature), or null: each node
 * counts its rows, asks for a feature that differs among them, at a threshold that sends some rows either way, and is a
 * leaf only when it has one row, lies `deepest` levels deep, or has rows that are all equal.
 */
export function findTreeFlaw(
  forest: Forest,
  tree: number,
  rows: readonly (readonly number[])[],
  features: readonly number[],
  deepest: number,
): string | null {
  const first = forest.starts[tree];
  const seen = new Set<number>();
  const open = [{ node: 0, rows, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    const here = next.rows;
    if (seen.has(node)) return `node ${node} has two parents`;
    seen.add(node);
    const [split, threshold] = [forest.splits[first + node], forest.thresholds[first + node]];
    if (forest.samples[first + node] !== here.length) return `node ${node} does not count its rows`;
    const range = (feature: number): [number, number] => {
      const values = here.map((row) => row[feature]).toSorted((a, b) => a - b);
      return [values[0], values[values.length - 1]];
    };
    const differs = (feature: number): boolean => range(feature)[0] < range(feature)[1];
    const feature = split >>> FEATURE_SHIFT;
    if (feature === LEAF_FEATURE) {
      if (threshold !== 0) return `leaf ${node} has a threshold`;
      if (here.length > 1 && depth < deepest && features.some(differs)) return `leaf ${node} could have been split`;
      continue;
    }
    const [low, high] = range(feature);
    if (!features.includes(feature)) return `node ${node} asks for feature ${feature}`;
    if (depth >= deepest) return `node ${node} lies too deep`;
    if (!(low <= threshold && threshold < high)) return `node ${node} splits ${low} to ${high} at ${threshold}`;
    const left = split & CHILD_MASK;
    const goesLeft = (row: readonly number[]): boolean => row[feature] <= threshold;
    open.push({ node: left, rows: here.filter(goesLeft), depth: depth + 1 });
    open.push({ node: left + 1, rows: here.filter((row) => !goesLeft(row)), depth: depth + 1 });
  }
  return seen.size === forest.starts[tree + 1] - first ? null : 'some nodes lead nowhere';
}
