// What the lab asks of a fresh page, and what comes back: plain data. Times are milliseconds, one element a round.
import type { KernelReport } from '../../engine/scorer.ts';
import type { Hostile, Workload } from './workloads.ts';

export type Task =
  | { kind: 'machine' }
  /**
   * `general`: without look-up. `rounds` 0: only the cold run. `compare`: with the naive walk,
   * `scoreChunks` and the pool.
   */
  | { kind: 'scoring'; columns: Workload | 'W1 packets' | Hostile; general: boolean; rounds: number; compare: boolean }
  | { kind: 'deep scoring'; samples: number; rows: number; rounds: number }
  /** `warmUp`: runs between the first and the measured ones. */
  | { kind: 'training'; samples: number; warmUp: number; rounds: number }
  | { kind: 'explaining'; rows: number; rounds: number };

export interface Machine {
  cores: number;
  userAgent: string;
  /** Estimated by a chain of multiplications. */
  clockGHz: number;
}

export interface ScoringTimes {
  rows: number;
  /** What the engine says of its choice. */
  kernel: KernelReport;
  /** Setting the forest up and all chunks scored, the first time in a fresh worker with a freshly compiled core. */
  coldOpen: number;
  cold: number;
  /** All chunks scored by a scorer that is open, into arrays that stand already. */
  warm: number[];
  /** `scoreShared`: the same with setting the forest up; empty for `general`, since the app leaves no kernel out. */
  whole: number[];
  /** `whole` once more, with one helper in another worker. */
  wholePair: number[];
  /** `longRows` rows by one worker and by two, without setting the forest up, which both do at the same time. */
  longRows: number;
  alone: number[];
  pair: number[];
  naiveRows: number;
  naive: number[];
  /** Between the naive walk's scores and the kernel's, and between one worker's and two; 0 where not compared. */
  naiveDifference: number;
  pairDifference: number;
}

export interface RoundTimes {
  /** Rows or trees. */
  count: number;
  cold: number;
  warm: number[];
}
