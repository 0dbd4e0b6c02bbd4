// Whether two lots of trees are of the same kind, figure by figure. The trees of a lot are independent of one another.
import { errorsApart, spreadOf } from './measures.ts';
import type { TreeFigures } from './tree-figures.ts';

/** Two means may be so many standard errors apart: 1 in 370 pairs of equal kind are further. */
const MOST_ERRORS = 3;
/** As rare in Kolmogorov's and Smirnov's statistic: 2 exp(-2 x²) = 0.0027. */
const MOST_DISTANCE = 1.818;

const COMPARED_MEANS = ['nodes', 'leafDepth', 'rowDepth', 'depthSpread', 'deepestShare'] as const;
const COMPARED_DISTRIBUTIONS = ['rootPosition', 'rootShare'] as const;

export interface Comparison {
  figure: keyof TreeFigures;
  /** Means, where means are compared. */
  ours?: number;
  theirs?: number;
  /** The test's statistic, and the most that it may be. */
  statistic: number;
  limit: number;
  within: boolean;
}

/** Compares each figure of our trees with scikit-learn's. */
export function compareTrees(ours: TreeFigures, theirs: TreeFigures): Comparison[] {
  const judge = (figure: keyof TreeFigures, statistic: number, limit: number): Comparison => ({
    figure,
    statistic,
    limit,
    within: statistic <= limit,
  });
  return [
    ...COMPARED_MEANS.map((figure) => {
      const [a, b] = [spreadOf(ours[figure]), spreadOf(theirs[figure])];
      return { ...judge(figure, Math.abs(errorsApart(a, b)), MOST_ERRORS), ours: a.mean, theirs: b.mean };
    }),
    judge('rootFeature', categoryDistance(ours.rootFeature, theirs.rootFeature), MOST_ERRORS),
    ...COMPARED_DISTRIBUTIONS.map((figure) =>
      judge(figure, distributionDistance(ours[figure], theirs[figure]), MOST_DISTANCE),
    ),
  ];
}

/**
 * Pearson's chi-square for equal shares of categories in both lots, as a standard normal deviate (Wilson and Hilferty
 * 1931, doi:10.1073/pnas.17.12.684).
 */
export function categoryDistance(a: readonly number[], b: readonly number[]): number {
  const categories = [...new Set([...a, ...b])];
  const degrees = categories.length - 1;
  if (degrees === 0) return 0;
  const total = a.length + b.length;
  let chiSquare = 0;
  for (const category of categories) {
    const inA = a.filter((each) => each === category).length;
    const inB = b.filter((each) => each === category).length;
    for (const [found, size] of [
      [inA, a.length],
      [inB, b.length],
    ]) {
      const expected = ((inA + inB) * size) / total;
      chiSquare += (found - expected) ** 2 / expected;
    }
  }
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
}

/** The two-sample statistic of Kolmogorov and Smirnov, times sqrt(n m / (n + m)). */
export function distributionDistance(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let [i, j, most] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i], second[j]);
    while (i < first.length && first[i] === value) i++;
    while (j < second.length && second[j] === value) j++;
    most = Math.max(most, Math.abs(i / first.length - j / second.length));
  }
  return most * Math.sqrt((first.length * second.length) / (first.length + second.length));
}
