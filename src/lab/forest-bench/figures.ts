// Turns the times that came back from the page into figures: medians, rows a second, ratios.
import { median } from '../browser.ts';
import type { KernelReport } from '../../engine/scorer.ts';
import type { RoundTimes, ScoringTimes } from './tasks.ts';

/** One kernel on one core. */
export interface KernelFigures {
  rowsPerSecond: number;
  /** The first call in a fresh worker with a freshly compiled core; the median of several such workers. */
  coldRowsPerSecond: number;
  /** Setting the forest up in a fresh worker. */
  coldOpenMs: number;
  kernel: KernelReport;
}

export interface WorkloadFigures extends KernelFigures {
  rows: number;
  naiveRowsPerSecond: number;
  naiveRatio: number;
  /** Largest difference from the naive walk's score. */
  naiveDifference: number;
  /** With setting the forest up, as the app does it for each traffic; absent where kernels were left out. */
  wholeRowsPerSecond?: number;
  /** Absent where kernels were left out. `speedup`: of a long traffic, without setting the forest up; `wholeSpeedup`: with it. */
  twoWorkers?: { rowsPerSecond: number; speedup: number; wholeSpeedup: number; difference: number };
}

export interface RoundFigures {
  perSecond: number;
  milliseconds: number;
  coldMilliseconds: number;
}

const perSecond = (count: number, milliseconds: number): number => (count / milliseconds) * 1000;

/** @param visits at least one fresh page's times, the full ones first */
export function kernelFigures(visits: readonly ScoringTimes[]): KernelFigures {
  const [{ rows, warm, kernel }] = visits;
  return {
    rowsPerSecond: perSecond(rows, median(warm)),
    coldRowsPerSecond: perSecond(rows, median(visits.map(({ cold }) => cold))),
    coldOpenMs: median(visits.map(({ coldOpen }) => coldOpen)),
    kernel,
  };
}

export function workloadFigures(visits: readonly ScoringTimes[]): WorkloadFigures {
  const kernel = kernelFigures(visits);
  const [{ rows, longRows, whole, alone, wholePair, pair, naive, naiveRows, naiveDifference, pairDifference }] = visits;
  const naiveRowsPerSecond = perSecond(naiveRows, median(naive));
  return {
    ...kernel,
    rows,
    naiveRowsPerSecond,
    naiveRatio: kernel.rowsPerSecond / naiveRowsPerSecond,
    naiveDifference,
    ...(whole.length > 0 && { wholeRowsPerSecond: perSecond(rows, median(whole)) }),
    ...(pair.length > 0 && {
      twoWorkers: {
        rowsPerSecond: perSecond(longRows, median(pair)),
        speedup: median(alone) / median(pair),
        wholeSpeedup: median(whole) / median(wholePair),
        difference: pairDifference,
      },
    }),
  };
}

export function roundFigures({ count, cold, warm }: RoundTimes): RoundFigures {
  const milliseconds = median(warm);
  return { perSecond: perSecond(count, milliseconds), milliseconds, coldMilliseconds: cold };
}

/** The same figures with four significant digits; whole numbers keep theirs. */
export function roundDeep<T>(value: T): T {
  const round = (_: string, each: unknown): unknown =>
    typeof each === 'number' && !Number.isInteger(each) ? Number(each.toPrecision(4)) : each;
  return JSON.parse(JSON.stringify(value, round)) as T;
}
