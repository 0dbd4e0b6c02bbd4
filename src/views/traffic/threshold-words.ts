// How the threshold came about, in words.
import { formatCount, formatScore, formatShare, plural } from '../../base/format.ts';
import type { Adjustment, Analysis } from '../../engine/types.ts';
import type { ThresholdRule } from '../../model/types.ts';

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
      `${plural(beyond, 'packet')} above ${formatScore(ceiling)} would be odd in any traffic, and do not count towards the ${promised}.`,
    );
  }
  if (rest > 0 && share * rest < 0.5)
    words.push(`${promised} of ${plural(rest, 'packet')} is less than half a packet: none.`);
  return words.join(' ');
}

/** What a line is that a rule came to: "the line for 0.1 % of the training packets". */
export function ruleWords(rule: ThresholdRule | null): string {
  if (rule?.way === 'share') {
    return `the line for ${shareWords(rule.share)} of ${rule.of === 'training' ? 'the training packets' : 'this traffic'}`;
  }
  if (rule?.way === 'budget') return `the line for at most ${plural(rule.findingsAnHour, 'finding')} an hour`;
  return rule?.way === 'auto' ? 'the neutral score' : 'a line drawn by hand';
}

/** `1 %`, and `1 in 100,000` from 0.01 % down. */
export function shareWords(share: number): string {
  return share > 1.001e-4 ? formatShare(share) : `1 in ${formatCount(Math.round(1 / share))}`;
}
