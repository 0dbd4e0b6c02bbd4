// How a traffic was scored: what `?debug` shows of it.
import type { KernelReport } from './scorer.ts';

/** What one thread did for a scoring. */
export interface ThreadReport {
  /** Rows whose scores are its own. */
  rows: number;
  /** Milliseconds of scoring alone. */
  ms: number;
  /** Shards that it had not answered at the end: they were scored by the engine as well. */
  pending: number;
  /** What went wrong in it, so that it got no more work, or null. */
  fault: string | null;
}

/** How a traffic was scored: for `?debug`. */
export interface ScoringReport {
  rows: number;
  /** In all, and of them until the forest was set up. */
  seconds: number;
  setUpSeconds: number;
  /** The kernel that scored, and why; as the engine's own thread saw it. */
  kernel: KernelReport;
  /** The engine's own thread first, then the helpers of its pool, where it was worth while to ask them. */
  threads: ThreadReport[];
}
