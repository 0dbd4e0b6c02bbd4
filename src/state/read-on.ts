// Reading on past what looked like a gzip bomb.
import type { Source } from '../engine/types.ts';
import type { Loaded } from './loaded.ts';

/** The same sources, without the limit for those that it stopped; null where it stopped none. */
export function liftLimits({ sources, report }: Loaded): Source[] | null {
  if (!report.sources.some(({ capped }) => capped)) return null;
  return sources.map((source, index) => (report.sources[index].capped ? { ...source, unlimited: true } : source));
}
