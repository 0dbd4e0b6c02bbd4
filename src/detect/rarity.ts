// How rare a score is among the training packets, and what was usual there, as data and in words.
import { formatCount, formatShare } from '../base/format.ts';
import type { Calibration } from '../model/calibration.ts';
import type { FeatureProfile } from '../model/profile.ts';

/** How many of the training packets score so; `atLeast` = `atMost` where that is known exactly. */
export interface Rarity {
  /** All training packets. */
  rows: number;
  atLeast: number;
  atMost: number;
}

/**
 * The training packets that score this high or higher; with `strictly`, only those that score higher. Null where it is
 * not known how they scored (an imported forest).
 * @param score any number; NaN counts as lower than all
 */
export function findRarity(calibration: Calibration | null, score: number, strictly = false): Rarity | null {
  if (calibration === null) return null;
  const { scores, higher, upTo, whole } = calibration;
  const rows = upTo[upTo.length - 1];
  // The first step that does not count: about ten looks at most.
  let [next, end] = [0, scores.length];
  while (next < end) {
    const middle = (next + end) >> 1;
    if (strictly ? scores[middle] <= score : scores[middle] < score) end = middle;
    else next = middle + 1;
  }
  const atLeast = next === 0 ? 0 : upTo[next - 1];
  const atMost = next === scores.length ? rows : higher[next];
  // At a kept score itself the count is exact, and so it is beside one.
  if (whole && strictly && scores[next] === score) return { rows, atLeast: atMost, atMost };
  if (whole && !strictly && scores[next - 1] === score) return { rows, atLeast, atMost: atLeast };
  return { rows, atLeast, atMost };
}

/** A sentence; see `shareOfTraining`. */
export function rarityWords(rarity: Rarity): string {
  const share = shareOfTraining(rarity);
  return `${share[0].toUpperCase()}${share.slice(1)} score this high or higher.`;
}

/**
 * "1 in 1,240 of the training packets", "between 1 in 88 and 1 in 100 of …", "12 % of …", and "none of the 3,000 training
 * packets" beyond the resolution, where nothing is known. What is known within 2 % is "about" its middle.
 */
export function shareOfTraining({ rows, atLeast, atMost }: Rarity): string {
  if (atMost === 0) return `none of the ${formatCount(rows)} training packets`;
  if (atLeast === rows) return `all ${formatCount(rows)} training packets`;
  const [low, high] = [shareWords(atLeast, rows), shareWords(atMost, rows)];
  const near = atMost - atLeast <= 0.02 * atMost;
  let words = `between ${low} and ${high}`;
  if (low === high) words = low;
  else if (near) words = `about ${shareWords((atLeast + atMost) / 2, rows)}`;
  return `${words} of the training packets`;
}

/** "1 in 1,240" up to a tenth, three significant digits; "12 %" above. */
function shareWords(count: number, rows: number): string {
  if (count * 10 > rows) return formatShare(count / rows);
  return `1 in ${formatCount(Number((rows / count).toPrecision(3)))}`;
}

/** What was usual of one feature. */
export interface Typical {
  /** 98 of 100 training packets lie from `low` to `high`. */
  low: number;
  high: number;
  /** The different values, most frequent first, with their shares of 1; null where there are many. */
  common: { value: number; share: number }[] | null;
}

export function findTypical({ quantiles, listed }: FeatureProfile): Typical {
  // QUANTILES[2] is 1 %, QUANTILES[8] 99 %.
  const [low, high] = [quantiles[2], quantiles[8]];
  if (listed === null) return { low, high, common: null };
  const { values, counts } = listed;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const common = Array.from(values, (value, i) => ({ value, share: counts[i] / rows }));
  return { low, high, common: common.sort((a, b) => b.share - a.share || a.value - b.value) };
}
