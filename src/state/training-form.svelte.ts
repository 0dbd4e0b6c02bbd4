// The form for training: what was typed for each parameter, and what is wrong with it.
import { messageOf } from '../base/errors.ts';
import { checkParameters, PARAMETERS as CHECKS, type ParameterEntry } from '../model/parameters.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';

export type ParameterId = ParameterEntry['id'];

/** What each parameter is called, and what it does in one sentence. */
const WORDS: Readonly<Record<ParameterId, { label: string; explanation: string }>> = {
  n_estimators: {
    label: 'Trees',
    explanation: 'More trees make the scores steadier and take longer; past a few hundred little changes.',
  },
  max_samples: {
    label: 'Packets for each tree',
    explanation: 'Each tree sees this many packets drawn at random, or all of them when there are fewer.',
  },
  max_features: {
    label: 'Features for each tree',
    explanation:
      'Each tree sees this share of the features drawn at random (1 = all), or this many when it is 2 or more.',
  },
  bootstrap: {
    label: 'Draw with replacement',
    explanation: 'Each packet of a tree is drawn from all again, so that one may be drawn more than once.',
  },
  contamination: {
    label: 'Share to mark',
    explanation:
      'The threshold is set so that this share of the training packets scores above it; "auto" sets it to 0.5.',
  },
  random_state: {
    label: 'Seed',
    explanation: 'The same seed and the same packets grow the same forest.',
  },
};

/** The parameters as the form shows them. */
export const PARAMETERS = CHECKS.map((entry) => ({
  ...entry,
  ...WORDS[entry.id],
  default: String(DEFAULT_PARAMETERS[entry.id]),
}));

export class TrainingForm {
  name = $state('');
  texts = $state<Record<ParameterId, string>>(defaults());
  /** What is wrong with each parameter; '' when it is right. */
  wrong = $derived(Object.fromEntries(PARAMETERS.map(({ id }) => [id, wrongWith(id, this.texts[id])])));
  complete = $derived(this.name.trim() !== '' && PARAMETERS.every(({ id }) => this.wrong[id] === ''));

  reset(): void {
    this.texts = defaults();
  }

  /** Throws InputError when a text is not a sound parameter. */
  parameters(): TrainParameters {
    return checkParameters(Object.fromEntries(PARAMETERS.map(({ id }) => [id, valueOf(this.texts[id])])));
  }
}

function defaults(): Record<ParameterId, string> {
  return Object.fromEntries(PARAMETERS.map((entry) => [entry.id, entry.default])) as Record<ParameterId, string>;
}

/** A number as typed; other words, such as "auto", as they stand; nothing as NaN, for Number('') is 0. */
function valueOf(text: string): number | string | boolean {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  if (trimmed === '') return Number.NaN;
  const value = Number(trimmed);
  return Number.isNaN(value) ? trimmed : value;
}

function wrongWith(id: ParameterId, text: string): string {
  if (text.trim() === '') return `${id} is empty; it takes ${CHECKS.find((entry) => entry.id === id)!.accepts}.`;
  try {
    checkParameters({ [id]: valueOf(text) });
    return '';
  } catch (error) {
    return messageOf(error);
  }
}
