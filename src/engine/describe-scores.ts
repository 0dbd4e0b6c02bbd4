// What an analysis tells of a traffic's scores.
import { adjustThreshold } from '../detect/adjust.ts';
import type { Pace } from '../detect/order.ts';
import { countAbove, summarizeScores } from '../detect/summary.ts';
import type { Model } from '../model/file.ts';
import type { Analysis } from './types.ts';

const BINS = 100;

/**
 * What an analysis tells of these scores.
 * @param ceiling see `findCeiling`; where there is one, the threshold adjusts to these scores
 * @param start   when it began, of performance.now()
 */
export async function describeScores(
  scores: Float32Array[],
  { info, calibration, profiles }: Model,
  ceiling: number | null,
  said: Pick<Analysis, 'features' | 'levels' | 'extraction'>,
  start: number,
  pace: Pace,
): Promise<Analysis> {
  const summary = await summarizeScores(scores, BINS, pace);
  const { threshold, adjustment } = await adjust(scores, info, ceiling, pace);
  const anomalies = await countAbove(scores, threshold, pace);
  const packets = scores.reduce((count, part) => count + part.length, 0);
  return {
    packets,
    threshold,
    adjustment,
    ...summary,
    anomalies,
    calibration,
    profiles,
    ...said,
    seconds: (performance.now() - start) / 1000,
  };
}

async function adjust(
  scores: Float32Array[],
  { threshold: trained, parameters: { contamination: share } }: Model['info'],
  ceiling: number | null,
  pace: Pace,
): Promise<Pick<Analysis, 'threshold' | 'adjustment'>> {
  if (ceiling === null || share === 'auto') return { threshold: trained, adjustment: null };
  const { threshold, beyond } = await adjustThreshold(scores, share, ceiling, pace);
  return { threshold, adjustment: { trained, aboveTrained: await countAbove(scores, trained, pace), ceiling, beyond } };
}
