// A share beyond the training packets' resolution, in words.
import { formatCount } from '../base/format.ts';
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
