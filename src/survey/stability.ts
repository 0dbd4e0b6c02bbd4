// The population stability index of counts in the same bins, and what chance alone makes of it. The index: N. Siddiqi, Credit
// Risk Scorecards, Wiley 2006; its distribution: B. Yurdakul, Statistical Properties of Population Stability Index, 2018.
import type { FeatureDrift } from './types.ts';

/**
 * Half a packet more in each bin, or a bin that is empty on one side would make the index infinite. It is Jeffreys' prior of
 * shares: the more packets there are, the less it says.
 */
const PRIOR = 0.5;

/** Rules of thumb (Siddiqi): from here on a little has moved, and from there on much. */
export const SOME = 0.1;
export const MUCH = 0.25;

const sumOf = (counts: ArrayLike<number>): number => {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin];
  return sum;
};

/** Each bin's term of the index, none of them below 0. Counts need not be whole, nor need both have as many. */
export function stabilityTerms(before: ArrayLike<number>, after: ArrayLike<number>): Float64Array<ArrayBuffer> {
  const bins = before.length;
  const [all, now] = [sumOf(before) + PRIOR * bins, sumOf(after) + PRIOR * bins];
  const terms = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const [from, to] = [(before[bin] + PRIOR) / all, (after[bin] + PRIOR) / now];
    terms[bin] = (to - from) * Math.log(to / from);
  }
  return terms;
}

export const stabilityIndex = (before: ArrayLike<number>, after: ArrayLike<number>): number =>
  sumOf(stabilityTerms(before, after));

/** The 95 % point of the normal distribution. */
const POINT = 1.6448536;

/**
 * The 95 % point of the index where both sides are drawn from one distribution: about that of chi-square with one degree of
 * freedom less than bins, by 1/n + 1/m (Yurdakul, section 3). Chi-square's by Wilson and Hilferty (1931), within 3 %.
 */
export function chanceOf(bins: number, before: number, after: number): number {
  const free = bins - 1;
  if (free < 1) return 0;
  const part = 2 / (9 * free);
  return free * (1 - part + POINT * Math.sqrt(part)) ** 3 * (1 / before + 1 / after);
}

/**
 * Whether a feature moved for more reason than chance. Twice what chance exceeds in one of 20 cases: many features are looked
 * at side by side, and packets come in bursts, so they tell less than as many that are drawn one by one.
 */
export const hasMoved = ({ psi, chance }: Pick<FeatureDrift, 'psi' | 'chance'>): boolean =>
  psi >= SOME && psi > 2 * chance;
