// A share beyond the training packets' resolution, in words.
import { formatCount } from '../base/format.ts';
import type { Finding } from './findings/types.ts';
import { rarityWords, shareOfTraining } from './rarity.ts';
import type { TailShare } from './tail.ts';

/** Nobody can tell what is rarer. */
const MOST = 1e12;

/** Of so few packets nobody counts to the last one: two significant digits. */
function oneIn(share: number): string {
  return `1 in ${formatCount(Number((1 / share).toPrecision(2)))}`;
}

/**
 * "About 1 in 120,000 (between 1 in 40,000 and 1 in 900,000), beyond what the 3,000 training packets show".
 * @param rows training packets
 */
export function tailWords({ share, low, high, extrapolated }: TailShare, rows: number): string {
  const rarest = low * MOST < 1 ? 'rarer than can be told' : oneIn(low);
  const beyond = extrapolated ? `, beyond what the ${formatCount(rows)} training packets show` : '';
  if (share * MOST < 1) return `Rarer than ${oneIn(Math.max(high, 1 / MOST))}${beyond}`;
  return `About ${oneIn(share)} (between ${oneIn(high)} and ${rarest})${beyond}`;
}

/**
 * How rare a finding's peak is: `1 in 1,240 of the training packets`, or of a peak above all of them what their tail says,
 * with its interval. '' where it is not known.
 */
export function peakShare({ rarity, tail }: Finding): string {
  if (rarity === null) return '';
  if (!tail) return shareOfTraining(rarity);
  const words = tailWords({ ...tail, extrapolated: true }, rarity.rows);
  return `${words[0].toLowerCase()}${words.slice(1)}`;
}

/** The same as a sentence. */
export function peakWords(finding: Finding): string {
  const { rarity, tail } = finding;
  if (rarity === null) return 'How rare such a score is, the model does not know.';
  if (!tail) return rarityWords(rarity);
  return `${rarityWords(rarity)} Extrapolated from their tail: ${peakShare(finding)}.`;
}

/** In a word or two: `1 in 1,240`, `none of the 3,000`, `about 1 in 120,000, extrapolated`; null where it is not known. */
export function peakShort({ rarity, tail }: Finding): string | null {
  if (rarity === null) return null;
  if (!tail) return shareOfTraining(rarity).replace(/ (of the )?training packets$/, '');
  const words = tailWords({ ...tail, extrapolated: false }, rarity.rows).replace(/ \(.*$/, '');
  return `${words[0].toLowerCase()}${words.slice(1)}, extrapolated`;
}
