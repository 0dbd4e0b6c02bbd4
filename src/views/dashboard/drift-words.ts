// How distributions differ, in words: which features, by how much, where most, and what to do.
import { formatShare, plural } from '../../base/format.ts';
import { valueWords } from '../../detect/value-words.ts';
import { FEATURE_LABELS } from '../../features/labels.ts';
import { FEATURE_WORDS, type FeatureWords } from '../../features/words.ts';
import { hasMoved, MUCH } from '../../survey/stability.ts';
import type { Drift, DriftBin, FeatureDrift } from '../../survey/types.ts';

const words: Readonly<Record<string, FeatureWords | undefined>> = FEATURE_WORDS;
const labels: Readonly<Record<string, string | undefined>> = FEATURE_LABELS;

/** Days after which a model is said to be old. */
export const OLD_DAYS = 30;

export const labelOf = (feature: string): string => (feature === 'score' ? 'Scores' : (labels[feature] ?? feature));

function valueOf(feature: string, value: number): string {
  if (feature === 'score') return value.toFixed(2);
  const unit = feature === 'size' ? 'bytes' : '';
  return words[feature]?.short(value) ?? valueWords({ feature, label: labelOf(feature), unit }, value);
}

/** Of shares: the higher the value, the less there is of what is told. */
const falls = (feature: string): boolean => {
  const told = words[feature];
  return told !== undefined && told.amount(1) < told.amount(0);
};

/** `above 1,400 bytes`, `up to 60 bytes`, `60 to 66 bytes`, `TCP 6`. */
export function binWords({ feature, bins }: FeatureDrift, bin: DriftBin): string {
  if (bin.unseen) return 'all others';
  const [low, high] = [valueOf(feature, bin.from), valueOf(feature, bin.to)];
  if (bin.from === bin.to) return high;
  const [isFirst, isLast] = [bin === bins[0], bin === bins[bins.length - 1]];
  if (falls(feature)) {
    if (isLast) return `less than ${low}`;
    return isFirst ? `${high} or more` : `${high} to ${low}`;
  }
  if (isLast && !isFirst) return `above ${low}`;
  if (isFirst) return low === high || valueOf(feature, 0) === high ? high : `up to ${high}`;
  return low === high ? `about ${high}` : `above ${low}, up to ${high}`;
}

/** Where most has moved. */
export function mostMoved({ bins }: FeatureDrift): DriftBin {
  const least = 1e-4;
  const termOf = ({ before, after }: DriftBin) => (after - before) * Math.log((after + least) / (before + least));
  return bins.reduce((most, bin) => (termOf(bin) > termOf(most) ? bin : most));
}

/** `12 %`, `none`; what rounds to nothing is not none. */
export function shareWords(share: number): string {
  if (share === 0) return 'none';
  return share < 0.0005 ? 'less than 0.1 %' : formatShare(Number(share.toFixed(3)));
}

/** `above 1,400 bytes: 1 % → 22 %` */
export function moveWords(drift: FeatureDrift): string {
  const bin = mostMoved(drift);
  return `${binWords(drift, bin)}: ${shareWords(bin.before)} → ${shareWords(bin.after)}`;
}

/** How much a feature moved, in a word. */
export const degreeWords = (drift: FeatureDrift): string =>
  !hasMoved(drift) ? 'alike' : drift.psi > MUCH ? 'much moved' : 'moved';

/** `0.42`; chance alone makes of samples as small as these… */
export const indexWords = ({ psi, chance }: FeatureDrift): string =>
  `index ${figure(psi)}, by chance up to ${figure(chance)}`;

const figure = (index: number): string => (index < 0.005 ? 'less than 0.01' : index.toFixed(2));

/** What the traffic is beside the training: one sentence. */
export function driftSentence({ features, scores, packets }: Drift, own: boolean): string {
  if (own) return 'This is the traffic that the model was trained on.';
  const moved = features.filter(hasMoved);
  if (moved.length > 0) {
    const verb = moved.length === 1 ? 'is' : 'are';
    return `${moved.length} of ${plural(features.length, 'feature')} ${verb} distributed differently than in the training.`;
  }
  if (features.some(({ chance }) => 2 * chance > MUCH)) {
    return `${plural(packets, 'packet')} are too few to tell whether this traffic is like the training’s: nothing moved by more than chance.`;
  }
  if (scores !== null && hasMoved(scores)) {
    return 'Each feature looks like what the model was trained on, but their scores do not.';
  }
  return 'This traffic looks like what the model was trained on.';
}

/** Days since an ISO time; null where it is no time. */
export function daysSince(iso: string, now = Date.now()): number | null {
  const days = Math.floor((now - Date.parse(iso)) / 86_400_000);
  return Number.isNaN(days) ? null : days;
}

/** What to do about it; '' for nothing. */
export function adviceWords({ features, scores }: Drift, own: boolean, days: number | null): string {
  const moved = [...features, ...(scores === null ? [] : [scores])].filter(hasMoved);
  if (own || moved.length === 0) return '';
  const old = days !== null && days > OLD_DAYS ? `The model is ${plural(days, 'day')} old, and networks change. ` : '';
  if (moved.some(({ psi }) => psi > MUCH)) {
    return `${old}An attack moves features, too: look at the findings first. If this traffic is usual, train a model on it, or on more like it.`;
  }
  return old === '' ? '' : `${old}Train it anew on usual traffic of these days.`;
}
