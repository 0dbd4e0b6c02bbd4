// How the threshold came about, in words.
import { formatScore, formatShare, plural } from '../../base/format.ts';
import type { Adjustment, Analysis } from '../../engine/types.ts';

/** What adjusting the threshold to this traffic did, in sentences; or nothing. @param share promised, of 1 */
export function adjustmentWords(
  { trained, aboveTrained, ceiling, beyond }: Adjustment,
  { packets, anomalies }: Pick<Analysis, 'packets' | 'anomalies'>,
  share: number,
): string {
  const words = [];
  const [promised, rest] = [formatShare(share), packets - beyond];
  if (aboveTrained !== anomalies) {
    const marked = formatShare(aboveTrained / packets);
    words.push(`Adjusted to this traffic: training’s line, ${formatScore(trained)}, would have marked ${marked} here.`);
  }
  if (beyond > 0) {
    words.push(
      `${plural(beyond, 'packet')} above ${formatScore(ceiling)} would be odd in any traffic, and are beside the ${promised}.`,
    );
  }
  if (rest > 0 && share * rest < 0.5)
    words.push(`${promised} of ${plural(rest, 'packet')} is less than half a packet: none.`);
  return words.join(' ');
}
