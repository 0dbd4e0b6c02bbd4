// Puts a forest into the core's memory for the plane kernel (assembly/forest/score-planes.ts).
import type { CoreInstance } from '../../base/core.ts';
import type { Blocks } from '../core-blocks.ts';
import { type BucketPlan, planBuckets } from './buckets.ts';
import { type Operation, writeProgram } from './program.ts';
import type { PlaneForest, PlaneTree } from './trees.ts';

/** Values looked at one after another in a bucket, at most; beyond, its thresholds are searched by halves. */
const MOST_SCANNED = 4;

/** How one column is ranked, for who looks under the bonnet. */
export interface ColumnReport {
  thresholds: number;
  buckets: 'even' | 'by bits';
  count: number;
  /** Most thresholds in a bucket. */
  fullest: number;
}

interface PlanColumn {
  column: number;
  ranker: number;
  highBits: number;
  lowBits: number;
  planes: number;
}

/** Returns the plan's address and what was chosen for each column; all memory is the blocks'. */
export async function placePlanes(
  core: CoreInstance,
  blocks: Blocks,
  forest: PlaneForest,
  scale: number,
  pause: () => Promise<void>,
): Promise<{ plan: number; columns: (ColumnReport | null)[] }> {
  const plane = core.PLANE_BYTES.value as number;
  const groupTrees = core.GROUP_TREES.value as number;
  const reserve = (bytes: number): number => {
    const pointer = blocks.reserve(bytes);
    blocks.bytes(pointer, bytes).fill(0);
    return pointer;
  };
  const columns: PlanColumn[] = [];
  const reports: (ColumnReport | null)[] = [];
  forest.thresholds.forEach((thresholds, column) => {
    if (thresholds.length === 0) {
      reports.push(null);
      return;
    }
    // Ranks go from 0 to the number of thresholds; nothing compares with the last of them.
    const rankBits = 32 - Math.clz32(thresholds.length);
    const lowBits = rankBits >> 1;
    const highBits = rankBits - lowBits;
    const planes = reserve(plane * (2 ** highBits + 1 + 2 ** lowBits));
    const { ranker, report } = placeRanker(core, blocks, thresholds);
    columns.push({ column, ranker, highBits, lowBits, planes });
    reports.push(report);
  });
  const byFeature = new Map(columns.map((entry) => [entry.column, entry]));

  const codePlanes = reserve(core.GROUP_BYTES.value);
  // Trees with codes of one size stand together, so that few of them are decoded as if they had more.
  const trees = forest.trees.toSorted((a, b) => a.bits - b.bits);
  const groups: number[][] = [];
  const programs = [];
  let most = 1;
  for (let first = 0; first < trees.length; first += groupTrees) {
    const group = trees.slice(first, first + groupTrees);
    const { operations, masks } = writeProgram(group);
    programs.push({ operations, group });
    most = Math.max(most, masks);
    await pause();
  }
  const masks = reserve(plane * most);
  blocks.bytes(masks, plane).fill(255);
  const pointersOf = ({ feature, rank, mask, left, right, flips }: Operation): number[] => {
    const { highBits, lowBits, planes } = byFeature.get(feature)!;
    return [
      planes + plane * (rank >> lowBits),
      planes + plane * (2 ** highBits + 1 + (rank & (2 ** lowBits - 1))),
      masks + plane * mask,
      masks + plane * left,
      masks + plane * right,
      codePlanes + plane * flips[0],
      codePlanes + plane * flips[1],
    ];
  };
  for (const { operations, group } of programs) {
    const words = joinRuns(operations, pointersOf);
    const program = reserve(4 * words.length);
    blocks.integers(program, words.length).set(words);
    const { tables, parts } = writeTables(group, groupTrees);
    const at = reserve(tables.length);
    blocks.bytes(at, tables.length).set(tables);
    groups.push([program, program + 4 * words.length, at, parts]);
    await pause();
  }

  const columnWords = columns.flatMap((entry) => Object.values(entry) as number[]);
  const columnsAt = reserve(4 * columnWords.length);
  blocks.integers(columnsAt, columnWords.length).set(columnWords);
  const groupsAt = reserve(16 * groups.length);
  blocks.integers(groupsAt, 4 * groups.length).set(groups.flat());
  const pointers = [
    columnsAt,
    columnsAt + 4 * columnWords.length,
    groupsAt,
    groupsAt + 16 * groups.length,
    codePlanes,
    reserve(core.COMPARE_SCRATCH.value),
    reserve(core.CODES_BYTES.value),
    reserve(core.SUMS_BYTES.value),
    reserve(4 * core.PLANE_ROWS.value),
  ];
  const plan = reserve(core.PLAN_BYTES.value);
  blocks.integers(plan, pointers.length).set(pointers);
  new Float64Array(core.memory.buffer, plan + core.PLAN_BYTES.value - 16, 2).set([forest.base, scale / forest.unit]);
  return { plan, columns: reports };
}

function placeRanker(
  core: CoreInstance,
  blocks: Blocks,
  thresholds: Float32Array,
): { ranker: number; report: ColumnReport } {
  const count = thresholds.length;
  const ranker = blocks.reserve(core.RANKER_BYTES.value);
  // As far as a search by halves may look.
  const room = 2 * count + 4;
  const values = blocks.reserve(4 * room);
  blocks.floats(values, room).fill(Infinity).set(thresholds);
  const found = blocks.reserve(4 * room);
  const set = (plan: BucketPlan, starts: number, steps: number): void =>
    core.setRanker(
      ranker,
      values,
      starts,
      plan.last,
      plan.byBits ? 1 : 0,
      plan.origin,
      plan.scale,
      plan.originKey,
      plan.shift,
      steps,
    );
  const measure = (plan: BucketPlan) => {
    set(plan, 0, 0);
    core.findBuckets(ranker, values, Math.ceil(count / 4) * 4, found);
    const sizes = new Uint32Array(plan.last + 1);
    for (const bucket of blocks.integers(found, count)) sizes[bucket]++;
    return { plan, sizes, fullest: sizes.reduce((most, size) => Math.max(most, size)) };
  };
  const ways = planBuckets(thresholds);
  const byBits = measure(ways.byBits);
  const even = ways.even === null ? byBits : measure(ways.even);
  const best = even.fullest <= byBits.fullest ? even : byBits;
  const buckets = best.sizes.length;
  const starts = blocks.reserve(2 * buckets);
  const list = new Uint16Array(core.memory.buffer, starts, buckets);
  let before = 0;
  best.sizes.forEach((size, bucket) => {
    list[bucket] = before;
    before += size;
  });
  const steps = best.fullest <= MOST_SCANNED ? 0 : 32 - Math.clz32(best.fullest);
  set(best.plan, starts, steps);
  return {
    ranker,
    report: {
      thresholds: count,
      buckets: best.plan.byBits ? 'by bits' : 'even',
      count: buckets,
      fullest: best.fullest,
    },
  };
}

/** Operations as words, cut into runs of one kind. */
function joinRuns(operations: readonly Operation[], pointersOf: (operation: Operation) => number[]): number[] {
  const words: number[] = [];
  let head = -1;
  operations.forEach((operation, index) => {
    if (index === 0 || operation.kind !== operations[index - 1].kind) {
      head = words.length;
      words.push(operation.kind, 0);
    }
    words[head + 1]++;
    words.push(...pointersOf(operation));
  });
  return words;
}

/** For each of `room` trees, each digit of its path lengths by code, in tables of 16; see assembly/forest/decode.ts. */
function writeTables(group: readonly PlaneTree[], room: number): { tables: Uint8Array; parts: number } {
  const bits = Math.max(4, ...group.map((tree) => tree.bits));
  const codes = 2 ** bits;
  const tables = new Uint8Array(room * 3 * codes);
  group.forEach(({ lengths }, tree) =>
    lengths.forEach((length, code) => {
      const at = tree * 3 * codes + code;
      tables[at] = length >> 14;
      tables[at + codes] = (length >> 8) & 63;
      tables[at + 2 * codes] = length & 255;
    }),
  );
  return { tables, parts: codes / 16 };
}
