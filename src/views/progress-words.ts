// Progress in words: how much of how much, how fast, how long still.
import { formatBytes, formatCount, formatDuration, formatRate } from '../base/format.ts';
import type { Phase, Progress } from '../engine/types.ts';

const PHASES: Readonly<Record<Phase, string>> = {
  reading: 'reading',
  extracting: 'working out features',
  sampling: 'drawing samples',
  training: 'growing trees',
  scoring: 'scoring',
  sorting: 'sorting',
  writing: 'writing',
  explaining: 'explaining',
};

function amount(count: number, unit: Progress['unit']): string {
  return unit === 'bytes' ? formatBytes(count) : formatCount(count);
}

/** `reading: 43.2 MB of 87.1 MB · 512,000 packets · 612 MB/s · 72 ms left` */
export function progressWords(progress: Progress): string {
  const { phase, done, total, unit, packets, seconds } = progress;
  const noun = unit === 'bytes' ? '' : ` ${unit}`;
  const parts = [`${PHASES[phase]}: ${amount(done, unit)}${total === null ? '' : ` of ${amount(total, unit)}`}${noun}`];
  if (packets !== undefined) parts.push(`${formatCount(packets)} packets`);
  if (seconds > 0.1 && done > 0) {
    parts.push(formatRate(done, seconds, unit));
    if (total !== null && total > done) parts.push(`${formatDuration((seconds * (total - done)) / done)} left`);
  }
  return parts.join(' · ');
}
