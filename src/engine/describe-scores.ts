// What an analysis tells of a traffic's scores.
import type { Pace } from '../detect/order.ts';
import { countAbove, summarizeScores } from '../detect/summary.ts';
import type { Model } from '../model/file.ts';
import type { Analysis } from './types.ts';

const BINS = 100;

/** What an analysis tells of these scores. `start`: when it began, of performance.now(). */
export async function describeScores(
  scores: Float32Array[],
  { info: { threshold }, calibration, profiles }: Model,
  said: Pick<Analysis, 'features' | 'levels' | 'extraction'>,
  start: number,
  pace: Pace,
): Promise<Analysis> {
  const summary = await summarizeScores(scores, BINS, pace);
  const anomalies = await countAbove(scores, threshold, pace);
  const packets = scores.reduce((count, part) => count + part.length, 0);
  return {
    packets,
    threshold,
    ...summary,
    anomalies,
    calibration,
    profiles,
    ...said,
    seconds: (performance.now() - start) / 1000,
  };
}
