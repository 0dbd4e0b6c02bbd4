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

/** Features, and the scores where both sides have some. */
export const partsOf = ({ features, scores }: Drift): FeatureDrift[] =>
  scores === null ? features : [...features, scores];

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

const SURELY = 1e-3;
/** A term of the index; what is none counts as one in 1,000. */
const termOf = (before: number, after: number): number =>
  (after - before) * Math.log((after + SURELY) / (before + SURELY));

/** Where most has moved: a name, or all that is above the edge of a bin. */
export function mostMoved({ bins }: FeatureDrift): { bin: DriftBin; isName: boolean; before: number; after: number } {
  const isName = bins.length === 1 || bins.some(({ unseen }) => unseen) || bins.every(({ from, to }) => from === to);
  let [before, after] = [0, 0];
  const places = bins.toReversed().map((bin) => {
    [before, after] = isName ? [bin.before, bin.after] : [before + bin.before, after + bin.after];
    return { bin, isName, before, after };
  });
  // Above the beginning of the first bin lies everything.
  const telling = isName ? places : places.slice(0, -1);
  return telling.reduce((most, place) =>
    termOf(place.before, place.after) > termOf(most.before, most.after) ? place : most,
  );
}

/** `12 %`, `none`; what rounds to nothing is not none. */
export function shareWords(share: number): string {
  if (share <= 1e-9) return 'none';
  return share < 0.0005 ? 'less than 0.1 %' : formatShare(Number(share.toFixed(3)));
}

/** `above 1,400 bytes: 1 % → 22 %` */
export function moveWords(drift: FeatureDrift): string {
  const { bin, isName, before, after } = mostMoved(drift);
  const { feature } = drift;
  const where = isName
    ? binWords(drift, bin)
    : `${falls(feature) ? 'less than' : 'above'} ${valueOf(feature, bin.from)}`;
  return `${where}: ${shareWords(before)} → ${shareWords(after)}`;
}

/** How much a feature moved, in a word. */
export const degreeWords = (drift: FeatureDrift): string =>
  !hasMoved(drift) ? 'alike' : drift.psi >= MUCH ? 'much moved' : 'moved';

/** `index 0.42, by chance up to 0.03` */
export const indexWords = ({ psi, chance }: FeatureDrift): string =>
  `index ${figure(psi)}, by chance ${chance < 0.005 ? '' : 'up to '}${figure(chance)}`;

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
export function adviceWords(drift: Drift, own: boolean, days: number | null): string {
  const moved = partsOf(drift).filter(hasMoved);
  if (own || moved.length === 0) return '';
  const old = days !== null && days > OLD_DAYS ? `The model is ${plural(days, 'day')} old, and networks change. ` : '';
  if (moved.some(({ psi }) => psi >= MUCH)) {
    return `${old}An attack moves features, too: look at the findings first. If this traffic is usual, train a model on it, or on more like it.`;
  }
  return old === '' ? '' : `${old}Train it anew on usual traffic of these days.`;
}
