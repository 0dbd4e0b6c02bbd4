// The bars of the lab "dashboard" for each size of traffic, and which of them a run missed.
import type { Frames } from './drag.ts';

/** What one capture came to. Times in milliseconds; null where it could not be measured, which misses its bar. */
export interface Visit {
  packets: number;
  /** From the scores to all views painted. */
  paintedMs: number | null;
  /** Views that never came. */
  missing: string[];
  brush: Frames | null;
  threshold: Frames | null;
  /** The longest main-thread task of each stretch; 0 where none was longer than 50 ms. */
  longestTaskMs: Record<string, number>;
  heapMB: number;
}

interface Bars {
  paintedMs: number;
  medianMs: number;
  /** Null: told, not judged. */
  p95Ms: number | null;
  longestTaskMs: number | null;
  heapMB: number | null;
}

/** Up to twice a million packets; beyond, what is asked of five million. */
const LARGE = 2_000_000;
const USUAL_BARS: Bars = { paintedMs: 1500, medianMs: 20, p95Ms: 34, longestTaskMs: 50, heapMB: 250 };
const LARGE_BARS: Bars = { paintedMs: 4000, medianMs: 1000 / 30, p95Ms: null, longestTaskMs: null, heapMB: null };

/** One sentence for every bar that was missed. A figure that is not there misses. */
export function findMissed(visit: Visit): string[] {
  const bars = visit.packets > LARGE ? LARGE_BARS : USUAL_BARS;
  const missed: string[] = visit.missing.map((view) => `painted: ${view}`);
  const judge = (what: string, figure: number | null | undefined, most: number | null, unit: string) => {
    if (most === null || (typeof figure === 'number' && figure <= most)) return;
    missed.push(`${what}: ${figure ?? 'not measured'} ≤ ${Number(most.toFixed(1))} ${unit}`);
  };
  judge('all views painted after the scores', visit.paintedMs, bars.paintedMs, 'ms');
  for (const [name, frames] of [
    ['brush', visit.brush],
    ['threshold', visit.threshold],
  ] as const) {
    judge(`${name} drag, median frame`, frames?.medianMs, bars.medianMs, 'ms');
    judge(`${name} drag, 95th percentile`, frames?.p95Ms, bars.p95Ms, 'ms');
  }
  for (const [stretch, ms] of Object.entries(visit.longestTaskMs)) judge(`longest task, ${stretch}`, ms, bars.longestTaskMs, 'ms'); // prettier-ignore
  judge('heap of the page', visit.heapMB, bars.heapMB, 'MB');
  return missed;
}
