// The goals that the forest has to reach, and which of them were missed or not measured.
import type { KernelFigures, RoundFigures, WorkloadFigures } from './figures.ts';
import { HOSTILE, type Hostile } from './workloads.ts';

/** All figures of one run; what could not be measured is absent. */
export interface BenchFigures {
  /** W1 without look-up. */
  W1?: WorkloadFigures;
  /** W1 as the app scores it. */
  lookup?: WorkloadFigures;
  W2?: WorkloadFigures;
  W3?: WorkloadFigures;
  /** By samples a tree. */
  training: { 256?: RoundFigures; 65536?: RoundFigures; 1000000?: RoundFigures };
  /** Scoring by a forest of 4,096 samples a tree. */
  deep?: RoundFigures;
  explaining?: RoundFigures;
  /** `general` as for W1. */
  hostile: Partial<Record<Hostile, { app?: KernelFigures; general?: KernelFigures }>>;
}

const MILLION = 1e6;
/** Scores may differ by so much from a walk in doubles. */
const MOST_DIFFERENCE = 1e-6;

const millions = (rowsPerSecond: number): string => `${(rowsPerSecond / MILLION).toPrecision(4)} M rows/s`;
const times = (ratio: number): string => `${ratio.toPrecision(4)} x`;
const milliseconds = (value: number): string => `${value < 1000 ? value.toPrecision(4) : Math.ceil(value)} ms`;

/** One sentence for each goal that was missed. */
export function findShort({ W1, lookup, W2, W3, training, deep, explaining, hostile }: BenchFigures): string[] {
  const short: string[] = [];
  const atLeast = (goal: string, value: number | undefined, bar: number, say: (value: number) => string): void => {
    if (value === undefined) short.push(`${goal}: not measured`);
    else if (!(value >= bar)) short.push(`${goal}: ${say(value)}`);
  };
  const atMost = (goal: string, value: number | undefined, bar: number, say: (value: number) => string): void => {
    if (value === undefined) short.push(`${goal}: not measured`);
    else if (!(value <= bar)) short.push(`${goal}: ${say(value)}`);
  };

  atLeast('W2 ≥ 4.5 M rows/s on one core', W2?.rowsPerSecond, 4.5 * MILLION, millions);
  atLeast('W2 ≥ 25 x the naive walk', W2?.naiveRatio, 25, times);
  atLeast('W3 ≥ 3.2 M rows/s on one core', W3?.rowsPerSecond, 3.2 * MILLION, millions);
  atLeast('W1 general ≥ 4.2 M rows/s on one core', W1?.rowsPerSecond, 4.2 * MILLION, millions);
  atLeast('W1 look-up ≥ 300 M rows/s on one core', lookup?.rowsPerSecond, 300 * MILLION, millions);
  atLeast('W2 with two workers ≥ 1.9 x one', W2?.twoWorkers?.speedup, 1.9, times);
  atLeast('W3 with two workers ≥ 1.9 x one', W3?.twoWorkers?.speedup, 1.9, times);
  atMost('100 trees of 256 from 1,000,000 x 10 ≤ 3 ms', training[256]?.milliseconds, 3, milliseconds);
  atMost('100 trees of 65,536 ≤ 1.3 s', training[65536]?.milliseconds, 1300, milliseconds);
  atMost('100 trees of 1,000,000 ≤ 10 s', training[1000000]?.milliseconds, 10_000, milliseconds);
  atLeast('a forest of 4,096 samples a tree ≥ 0.5 M rows/s', deep?.perSecond, 0.5 * MILLION, millions);
  atLeast('explanations ≥ 2,000 rows/s', explaining?.perSecond, 2000, (value) => `${value.toPrecision(4)} rows/s`);
  for (const columns of HOSTILE) {
    for (const way of ['app', 'general'] as const) {
      const goal = `${columns}${way === 'app' ? '' : ', without look-up'}: no slower than a quarter of W2`;
      atLeast(goal, W2 && hostile[columns]?.[way]?.rowsPerSecond, (W2?.rowsPerSecond ?? 0) / 4, millions);
    }
  }
  for (const [name, figures] of Object.entries({ 'W1 general': W1, 'W1 look-up': lookup, W2, W3 })) {
    const differs = (value: number): string => `${value.toExponential(2)} apart`;
    atMost(`${name}: scores as the naive walk’s, to 1e-6`, figures?.naiveDifference ?? 0, MOST_DIFFERENCE, differs);
    atMost(`${name}: the same scores with two workers`, figures?.twoWorkers?.difference ?? 0, 0, differs);
  }
  return short;
}
