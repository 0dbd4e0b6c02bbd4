// How large a share of the training packets scored within each bar of the histogram, as far as the calibration tells.
import { formatShare } from '../../base/format.ts';
import { findRarity } from '../../detect/rarity.ts';
import type { Analysis } from '../../engine/types.ts';
import type { Bar } from './histogram.ts';

type Calibration = NonNullable<Analysis['calibration']>;

/** A share of 0 to 1; where it is not exact, the packets between two scores that were counted are spread evenly over them. */
export interface TrainingShare {
  share: number;
  exact: boolean;
}

function shareAbove(calibration: Calibration, score: number): TrainingShare {
  const { rows, atLeast, atMost } = findRarity(calibration, score, true)!;
  if (atLeast === atMost) return { share: atMost / rows, exact: true };
  const { scores } = calibration;
  const next = scores.findIndex((counted) => counted <= score);
  const [upper, lower] = [next === 0 ? scores[0] : scores[next - 1], scores[next]];
  const place = upper > lower ? (upper - score) / (upper - lower) : 1;
  return { share: (atLeast + place * (atMost - atLeast)) / rows, exact: false };
}

/** One a bar. */
export function trainingShares(calibration: Calibration, bars: readonly Bar[]): TrainingShare[] {
  return bars.map(({ from, to }) => {
    const [above, beyond] = [shareAbove(calibration, from), shareAbove(calibration, to)];
    return { share: Math.max(0, above.share - beyond.share), exact: above.exact && beyond.exact };
  });
}

/** `1.2 %` where it is exact, else `about 1.2 %`. */
export const trainingWords = ({ share, exact }: TrainingShare): string =>
  `${exact ? '' : 'about '}${formatShare(share)}`;
