// Measures one task in a worker, with the engine's own functions.
import { type CoreInstance, instantiateCore } from '../../base/core.ts';
import { Pacer } from '../../base/pacer.ts';
import { explainRows } from '../../engine/explain.ts';
import { Pool } from '../../engine/pool.ts';
import { scoreShared } from '../../engine/score.ts';
import { MAX_PIECE, openScorer, type Scorer } from '../../engine/scorer.ts';
import { growForest } from '../../engine/train.ts';
import type { ScoringReport } from '../../engine/scoring-report.ts';
import type { Forest } from '../../model/forest.ts';
import { DEFAULT_PARAMETERS } from '../../model/types.ts';
import { loadNaive, openNaive } from './naive.ts';
import type { Machine, RoundTimes, ScoringTimes, Task } from './tasks.ts';
import { timeOnce, timeWork } from './timing.ts';
import { type Chunks, makeColumns, makePacketColumns } from './workloads.ts';

const TREES = 100;
/** Values of the traffic by which one worker is compared with two. */
const LONG_VALUES = 80_000_000;
/** Steps of one call of `spin`, and cycles of one step. */
const SPIN_STEPS = 10_000_000;
const SPIN_CYCLES = 4;

type Of<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

const noPause = (): Promise<void> => Promise.resolve();

function growOn(core: CoreInstance, chunks: Chunks, samples = 256): Promise<Forest> {
  const features = chunks[0].map((_, index) => `f${index}`);
  return growForest(
    core,
    chunks,
    features,
    { ...DEFAULT_PARAMETERS, n_estimators: TREES, max_samples: samples },
    new Pacer(),
  );
}

const makeScores = (chunks: Chunks): Float32Array[] => chunks.map(([column]) => new Float32Array(column.length));

/** All chunks by an open scorer into arrays that stand already, as `scoreShared` goes through them once its pieces have grown. */
function scoreAll(scorer: Scorer, chunks: Chunks, scores: readonly Float32Array[]): void {
  chunks.forEach((columns, chunk) => {
    const { length } = scores[chunk];
    for (let from = 0; from < length; from += MAX_PIECE) {
      scorer.score(columns, from, Math.min(MAX_PIECE, length - from), scores[chunk]);
    }
  });
}

/** Without setting the forest up. */
const scoringMs = ({ seconds, setUpSeconds }: ScoringReport): number => 1000 * (seconds - setUpSeconds);

function largestDifference(a: Iterable<number>, b: ArrayLike<number>): number {
  let [most, index] = [0, 0];
  for (const value of a) most = Math.max(most, Math.abs(value - b[index++]));
  return most;
}

export async function estimateMachine(): Promise<Machine> {
  const { spin } = await loadNaive();
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn++) times.push(await timeOnce(() => spin(SPIN_STEPS)));
  return {
    cores: navigator.hardwareConcurrency,
    userAgent: navigator.userAgent,
    clockGHz: (SPIN_STEPS * SPIN_CYCLES) / Math.min(...times) / 1e6,
  };
}

/** @param helper port to a worker that serves as a helper of the pool, or null */
export async function measureScoring(
  module: WebAssembly.Module,
  { columns, general, rounds, compare }: Of<'scoring'>,
  helper: MessagePort | null,
): Promise<ScoringTimes> {
  const chunks = columns === 'W1 packets' ? makePacketColumns() : makeColumns(columns);
  const core = await instantiateCore(module);
  const forest = await growOn(core, chunks);

  const began = performance.now();
  const scorer = await openScorer(core, forest, noPause, { lookUp: !general });
  const coldOpen = performance.now() - began;
  const scores = makeScores(chunks);
  const loop = () => scoreAll(scorer, chunks, scores);
  const cold = await timeOnce(loop);

  const [warm, naiveMs, whole, alone, wholePair, pair]: number[][] = [[], [], [], [], [], []];
  const times = { warm, naive: naiveMs, whole, alone, wholePair, pair };
  const naive = compare ? openNaive(await loadNaive(), forest, chunks, core.averagePathLength) : null;
  const pool = helper === null ? null : new Pool();
  if (helper !== null) pool?.join(helper);
  let pairScores: Float32Array[] | null = null;
  // The same columns again and again: work enough that beginning and end hardly count.
  const rows = chunks.reduce((sum, [column]) => sum + column.length, 0);
  const long = Array.from({ length: Math.ceil(LONG_VALUES / (rows * chunks[0].length)) }, () => chunks).flat();
  // In turn, so that a change of the machine's speed hits all.
  for (let round = 0; round < rounds; round++) {
    times.warm.push(await timeWork(loop));
    if (naive) times.naive.push(await timeWork(naive.score));
    // The app leaves no kernel out.
    if (!compare || general) continue;
    times.whole.push(1000 * (await scoreShared(core, forest, chunks, new Pacer(), null)).report.seconds);
    if (!pool) continue;
    const two = await scoreShared(core, forest, chunks, new Pacer(), pool);
    times.wholePair.push(1000 * two.report.seconds);
    pairScores = two.scores;
    times.alone.push(scoringMs((await scoreShared(core, forest, long, new Pacer(), null)).report));
    times.pair.push(scoringMs((await scoreShared(core, forest, long, new Pacer(), pool)).report));
  }
  return {
    rows,
    longRows: long.reduce((sum, [column]) => sum + column.length, 0),
    kernel: scorer.report,
    coldOpen,
    cold,
    ...times,
    naiveRows: naive?.rows ?? 0,
    naiveDifference: naive && rounds > 0 ? largestDifference(naive.scores(), scores[0]) : 0,
    pairDifference: Math.max(0, ...(pairScores ?? []).map((each, index) => largestDifference(each, scores[index]))),
  };
}

/** Scoring by a forest of many samples a tree. */
export async function measureDeepScoring(module: WebAssembly.Module, task: Of<'deep scoring'>): Promise<RoundTimes> {
  const chunks = makeColumns('W2', task.rows);
  const core = await instantiateCore(module);
  const forest = await growOn(core, chunks, task.samples);
  const scorer = await openScorer(core, forest, noPause);
  const scores = makeScores(chunks);
  return measureRounds(task.rows, 0, task.rounds, () => scoreAll(scorer, chunks, scores));
}

export async function measureTraining(module: WebAssembly.Module, task: Of<'training'>): Promise<RoundTimes> {
  const chunks = makeColumns('W2');
  const core = await instantiateCore(module);
  return measureRounds(TREES, task.warmUp, task.rounds, () => growOn(core, chunks, task.samples));
}

export async function measureExplaining(module: WebAssembly.Module, task: Of<'explaining'>): Promise<RoundTimes> {
  const chunks = makeColumns('W2');
  const core = await instantiateCore(module);
  const forest = await growOn(core, chunks);
  const rows = Array.from({ length: task.rows }, (_, index) => index);
  return measureRounds(task.rows, 0, task.rounds, () => explainRows(core, forest, chunks[0], rows, new Pacer()));
}

async function measureRounds(count: number, warmUp: number, rounds: number, work: () => unknown): Promise<RoundTimes> {
  const cold = await timeOnce(work);
  for (let turn = 0; turn < warmUp; turn++) await work();
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) warm.push(await timeWork(work));
  return { count, cold, warm };
}
