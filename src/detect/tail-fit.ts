// A generalised Pareto distribution of what stands above a height, as a posterior over its shape and scale.
//
// Peaks over threshold (Pickands 1975; Siffer et al., KDD 2017, SPOT). Likelihood alone is too loose for so few peaks and has no
// maximum below a shape of -1, so peaks are counted in cells (maximum product of spacings: Cheng and Amin 1983, Ranneby
// 1984), which also takes ties as they are, and the shape has a prior (Coles and Dixon 1999). The lab `tail` chose among these.

/** Counts of peaks in cells that lie side by side from the highest down to where the tail begins. */
export interface PeakCells {
  /** Lower end of each cell, falling; the last is 0, where the tail begins. */
  heights: Float64Array;
  /** Peaks in each. */
  counts: Float64Array;
}

/** Parameters that explain the cells, each with its weight; weights sum to 1. */
export interface PeakFit {
  shapes: Float64Array;
  scales: Float64Array;
  weights: Float64Array;
}

/** Shapes that are looked at: closely about 0, where those of scores lie once they are taken as log odds. */
const SHAPES = [-1.4, -1.2, -1, -0.85, -0.7, -0.6, -0.5, -0.4, -0.35];
for (let shape = -0.3; shape < 0.31; shape += 0.03) SHAPES.push(shape);
SHAPES.push(0.35, 0.4, 0.5, 0.6, 0.7);
const SCALE_STEPS = 17;
/** Parameters that explain the cells so much worse than the best ones are dropped. */
const LEAST = 1e-4;

/**
 * Most scores' log odds fade almost exponentially; one in twenty kinds may do anything, as end at an edge.
 */
function priorOf(index: number): number {
  const shape = SHAPES[index];
  const width = (SHAPES[Math.min(index + 1, SHAPES.length - 1)] - SHAPES[Math.max(index - 1, 0)]) / 2;
  const bell = (mean: number, deviation: number) => Math.exp(-(((shape - mean) / deviation) ** 2) / 2) / deviation;
  return width * (0.95 * bell(-0.03, 0.06) + 0.05 * bell(-0.2, 0.5));
}

/** ln of the share of peaks above `height`, of 1 and of 0 scales alike; -Infinity beyond the end of a negative shape. */
export function logShareAbove(height: number, shape: number, scale: number): number {
  const part = height / scale;
  if (Math.abs(shape) < 1e-9) return -part;
  const inner = 1 + shape * part;
  return inner <= 0 ? -Infinity : -Math.log(inner) / shape;
}

/** The posterior on a grid; null where no parameters explain the cells. */
export function fitPeaks({ heights, counts }: PeakCells): PeakFit | null {
  let [peaks, sum] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    peaks += counts[i];
    sum += counts[i] * heights[i];
  }
  const mean = sum / peaks;
  if (!(mean > 0)) return null;
  const reach = Math.min(1.5, 6 / Math.sqrt(counts.length));
  const fits: { shape: number; scale: number; log: number }[] = [];
  let best = -Infinity;
  SHAPES.forEach((shape, index) => {
    const prior = Math.log(priorOf(index));
    for (let step = 0; step < SCALE_STEPS; step++) {
      // The mean of the peaks is scale / (1 - shape).
      const away = reach * ((2 * step) / (SCALE_STEPS - 1) - 1);
      const scale = mean * Math.max(0.3, 1 - shape) * Math.exp(away);
      let log = prior;
      for (let i = 0, above = 0; i < counts.length && log > best - 30; i++) {
        const here = Math.exp(logShareAbove(heights[i], shape, scale));
        log += counts[i] * Math.log(here - above);
        above = here;
      }
      if (log > best) best = log;
      if (log > best - 30) fits.push({ shape, scale, log });
    }
  });
  const kept = fits.filter(({ log }) => log > best + Math.log(LEAST));
  if (kept.length === 0) return null;
  const weights = Float64Array.from(kept, ({ log }) => Math.exp(log - best));
  const total = weights.reduce((all, weight) => all + weight, 0);
  return {
    shapes: Float64Array.from(kept, ({ shape }) => shape),
    scales: Float64Array.from(kept, ({ scale }) => scale),
    weights: weights.map((weight) => weight / total),
  };
}
