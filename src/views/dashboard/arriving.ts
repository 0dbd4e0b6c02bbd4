// Shapes of numbers that are still growing: their scales change in steps, so that what stands does not tremble.
import type { TimeSpan } from '../../survey/types.ts';
import type { ReadingPreview } from '../../engine/types.ts';

/** Buckets that an axis may come to have: what is read fills it from the left, by halves and more. */
export const SLOTS = 256;

/** The next of 1, 2, 5, 10, 20 … from a count on. */
export function roundUp(count: number): number {
  if (!(count > 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(count));
  return [1, 2, 5, 10].find((factor) => factor * power >= count)! * power;
}

/** An area of steps, each 1 wide, from 0 to 100 high and drawn downwards; what is there at all is at least 2 high. */
export function areaPath(counts: ArrayLike<number>, most: number): string {
  const steps = Array.from(counts, (count) => {
    const height = count > 0 ? Math.max(2, (100 * count) / most) : 0;
    return `V${Number((100 - height).toFixed(1))}h1`;
  });
  return `M0 100${steps.join('')}V100Z`;
}

/** What the axis of a preview may come to show before its buckets are doubled. */
export const roomOf = ({ axis }: NonNullable<ReadingPreview['over']>): TimeSpan => ({
  from: axis.start,
  to: axis.start + axis.width * SLOTS,
});
