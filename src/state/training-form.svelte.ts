// The form for training: what was typed for each parameter, and what is wrong with it.
import { messageOf } from '../base/errors.ts';
import { checkParameters, PARAMETERS, type ParameterEntry } from '../model/parameters.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from '../model/types.ts';

export type ParameterId = ParameterEntry['id'];

export { DEFAULT_PARAMETERS, PARAMETERS };

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
  return Object.fromEntries(Object.entries(DEFAULT_PARAMETERS).map(([id, value]) => [id, String(value)])) as Record<
    ParameterId,
    string
  >;
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
  try {
    checkParameters({ [id]: valueOf(text) });
    return '';
  } catch (error) {
    return text.trim() === '' ? `${id} is empty.` : messageOf(error);
  }
}
