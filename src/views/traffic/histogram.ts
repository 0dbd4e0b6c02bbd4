// The histogram as it is shown: the part of 0 to 1 where there is something to see.
import type { Analysis } from '../../engine/types.ts';

/** Scores s with from < s <= to. */
export interface Bar {
  from: number;
  to: number;
  count: number;
}

/** Range of scores to show, on edges of a tenth's half: holds all scores, the training's too, the threshold and 0.5. */
export function rangeOf({
  min,
  max,
  threshold,
  calibration = null,
}: Pick<Analysis, 'min' | 'max' | 'threshold'> & Partial<Pick<Analysis, 'calibration'>>): { from: number; to: number } {
  const low = Math.min(min, threshold, 0.5, calibration?.scores.at(-1) ?? 0.5);
  const high = Math.max(max, threshold, 0.5, calibration?.scores[0] ?? 0.5);
  return {
    from: Math.max(0, Math.floor(low * 20 - 1e-9) / 20),
    to: Math.min(1, Math.ceil(high * 20 + 1e-9) / 20),
  };
}

/** How many of a bar's packets are above a threshold, of `count` above it in all. */
export function markedIn(bar: Bar, bars: readonly Bar[], threshold: number, count: number): number {
  if (bar.from >= threshold) return bar.count;
  if (bar.to <= threshold) return 0;
  // The bar that the line cuts: what is not in the bars behind it.
  return bars.reduce((rest, { from, count: packets }) => (from >= threshold ? rest - packets : rest), count);
}

/** The bins inside a range. All bins with packets are inside, as the range holds all scores. */
export function barsOf(histogram: Uint32Array, range: { from: number; to: number }): Bar[] {
  const bins = histogram.length;
  const bars: Bar[] = [];
  for (let bin = Math.floor(range.from * bins + 1e-6); bin < Math.ceil(range.to * bins - 1e-6); bin += 1) {
    bars.push({ from: bin / bins, to: (bin + 1) / bins, count: histogram[bin] });
  }
  return bars;
}
