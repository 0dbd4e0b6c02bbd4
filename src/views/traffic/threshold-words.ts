// How the threshold came about, in words.
import { formatCount, formatScore, formatShare, plural } from '../../base/format.ts';
import type { Adjustment, Analysis } from '../../engine/types.ts';

/** What adjusting the threshold to this traffic did, a sentence each. @param share promised, of 1 */
export function adjustmentWords(
  { trained, aboveTrained, ceiling, beyond }: Adjustment,
  { packets, anomalies }: Pick<Analysis, 'packets' | 'anomalies'>,
  share: number,
): string[] {
  const words = [];
  if (aboveTrained !== anomalies) {
    const [line, marked] = [formatScore(trained), formatShare(aboveTrained / packets)];
    words.push(`Adjusted to this traffic: training’s line, ${line}, would have marked ${marked} here.`);
  }
  if (beyond > 0) {
    const verb = beyond === 1 ? 'scores' : 'score';
    words.push(
      `${plural(beyond, 'packet')} ${verb} above ${formatScore(ceiling)}, unusual in any traffic: they do not count in the ${formatShare(share)}.`,
    );
  }
  const rest = packets - beyond;
  if (rest > 0 && share * rest < 0.5) {
    words.push(`${formatShare(share)} of ${formatCount(rest)} is less than half a packet, and so it marks none.`);
  }
  return words;
}
