// Writes the programs of assembly/forest/planes.ts: a group's nodes in an order in which operations of one kind run together.
import type { PlaneTree } from './trees.ts';

const KEEPS_LEFT = 1;
const KEEPS_RIGHT = 2;
const FLIPS_SHIFT = 2;
const FLIP_ONLY = 12;

/** One operation; masks and code planes by number. Unused ones are 0. */
export interface Operation {
  kind: number;
  feature: number;
  rank: number;
  mask: number;
  left: number;
  right: number;
  /** Code planes, 8 a tree. */
  flips: [number, number];
}

export interface PlaneProgram {
  operations: Operation[];
  /** Masks in use at once. Mask 0 holds all rows. */
  masks: number;
}

interface Task {
  kind: number;
  tree: number;
  node: number;
}

/** The program of up to four trees. */
export function writeProgram(trees: readonly PlaneTree[]): PlaneProgram {
  const ready = Array.from({ length: FLIP_ONLY + 1 }, () => [] as Task[]);
  const children = trees.map(({ nodes }) => nodes.map(() => [-1, -1]));
  const masks = trees.map(({ nodes }) => nodes.map(() => 0));
  trees.forEach(({ nodes }, tree) =>
    nodes.forEach(({ parent, isRight }, node) => {
      if (parent >= 0) children[tree][parent][isRight ? 1 : 0] = node;
    }),
  );
  const open = (tree: number, node: number): void => {
    const { keepsLeft, keepsRight, flips } = trees[tree].nodes[node];
    const bits = countBits(flips);
    // The planes past the second are flipped by the left mask, which must then be kept.
    const keeps = (keepsLeft || bits > 2 ? KEEPS_LEFT : 0) | (keepsRight ? KEEPS_RIGHT : 0);
    const kind = keeps | (Math.min(bits, 2) << FLIPS_SHIFT);
    ready[kind].push({ kind, tree, node });
  };
  trees.forEach((_, tree) => open(tree, 0));

  const free: number[] = [];
  let used = 1;
  const take = (): number => free.pop() ?? used++;
  const give = (mask: number): void => {
    if (mask > 0) free.push(mask);
  };
  const operations: Operation[] = [];
  for (;;) {
    const longest = ready.reduce((best, tasks) => (tasks.length > best.length ? tasks : best));
    if (longest.length === 0) return { operations, masks: used };
    for (let task = longest.pop(); task !== undefined; task = longest.pop()) {
      const { kind, tree, node } = task;
      const { feature, rank, keepsLeft, flips } = trees[tree].nodes[node];
      const mask = masks[tree][node];
      give(mask);
      const planes = bitsOf(flips).map((bit) => 8 * tree + bit);
      const left = kind & KEEPS_LEFT ? take() : 0;
      const right = kind & KEEPS_RIGHT ? take() : 0;
      operations.push({ kind, feature, rank, mask, left, right, flips: [planes[0] ?? 0, planes[1] ?? 0] });
      for (const plane of planes.slice(2)) {
        operations.push({ kind: FLIP_ONLY, feature, rank, mask: left, left: 0, right: 0, flips: [plane, 0] });
      }
      if (!keepsLeft) give(left);
      children[tree][node].forEach((child, side) => {
        if (child < 0) return;
        masks[tree][child] = side === 0 ? left : right;
        open(tree, child);
      });
    }
  }
}

function bitsOf(flips: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((bit) => (flips >> bit) & 1);
}

function countBits(flips: number): number {
  return bitsOf(flips).length;
}
