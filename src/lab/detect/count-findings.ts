// Findings among marked packets, counted one by one: the plain way, which the budget is held against.
import { FINDING_GAP } from './budget.ts';

/** Packets of one capture, in the order of the file; all lists have one entry a packet. */
export interface ScoredPackets {
  /** In (0, 1]. */
  scores: Float32Array;
  /** Seconds. */
  times: ArrayLike<number>;
  /** A number for each pair of hosts, whichever of them sends. */
  pairs: ArrayLike<number>;
}

/** Runs of packets above the threshold of one pair, with gaps below a minute. */
export function countFindings({ scores, times, pairs }: ScoredPackets, threshold: number): number {
  const last = new Map<number, number>();
  let findings = 0;
  scores.forEach((score, row) => {
    if (score <= threshold) return;
    const before = last.get(pairs[row]);
    if (before === undefined || times[row] - before >= FINDING_GAP) findings++;
    last.set(pairs[row], times[row]);
  });
  return findings;
}
