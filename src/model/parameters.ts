// The training parameters: their ranges, for checking what a caller gave. The form's words are the form's.
import { formatCount } from '../base/format.ts';
import { InputError } from '../base/errors.ts';
import { MAX_SAMPLES } from './forest.ts';
import { DEFAULT_PARAMETERS, type TrainParameters } from './types.ts';

export interface ParameterEntry {
  id: keyof TrainParameters;
  /** What is accepted, in words: "n_estimators must be …". */
  accepts: string;
  isValid(value: unknown): boolean;
}

const isInteger = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

export const PARAMETERS: readonly ParameterEntry[] = [
  {
    id: 'n_estimators',
    accepts: 'an integer from 1 to 1,000',
    isValid: (value) => isInteger(value, 1, 1000),
  },
  {
    id: 'max_samples',
    accepts: `an integer from 2 to ${formatCount(MAX_SAMPLES)}`,
    isValid: (value) => isInteger(value, 2, MAX_SAMPLES),
  },
  {
    id: 'max_features',
    accepts: 'a share above 0 and up to 1 (1 = all features), or an integer from 2 to 255',
    isValid: (value) => (typeof value === 'number' && value > 0 && value <= 1) || isInteger(value, 2, 255),
  },
  {
    id: 'bootstrap',
    accepts: 'true or false',
    isValid: (value) => typeof value === 'boolean',
  },
  {
    id: 'contamination',
    // 0 itself is not in scikit-learn's interval either: Interval(Real, 0, 0.5, closed="right").
    accepts: 'a share above 0 and up to 0.5, or "auto"',
    isValid: (value) => value === 'auto' || (typeof value === 'number' && value > 0 && value <= 0.5),
  },
  {
    id: 'random_state',
    accepts: 'an integer from 0 to 4,294,967,295',
    isValid: (value) => isInteger(value, 0, 2 ** 32 - 1),
  },
];

/**
 * All parameters, absent (or undefined) ones at their defaults.
 * Throws InputError naming the parameter, its range and what was found, or the unknown parameter.
 */
export function checkParameters(given: Partial<Record<keyof TrainParameters, unknown>> = {}): TrainParameters {
  if (typeof given !== 'object' || given === null) {
    throw new InputError(`The training parameters must be an object; found ${describe(given)}.`);
  }
  for (const key of Object.keys(given)) {
    if (PARAMETERS.some(({ id }) => id === key)) continue;
    throw new InputError(`Unknown parameter "${key}": there are ${PARAMETERS.map(({ id }) => id).join(', ')}.`);
  }
  const parameters: Record<string, unknown> = {};
  for (const { id, accepts, isValid } of PARAMETERS) {
    const value = given[id] === undefined ? DEFAULT_PARAMETERS[id] : given[id];
    if (!isValid(value)) throw new InputError(`${id} must be ${accepts}; found ${describe(value)}.`);
    parameters[id] = value;
  }
  return parameters as unknown as TrainParameters;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}

/** Features that each tree gets, as scikit-learn counts them. Throws InputError when more are asked for than there are. */
export function featuresPerTree(maxFeatures: number, featureCount: number): number {
  if (maxFeatures <= 1) return Math.max(1, Math.floor(maxFeatures * featureCount));
  if (maxFeatures <= featureCount) return maxFeatures;
  throw new InputError(
    `max_features is ${maxFeatures}, but there are only ${featureCount} features; choose 1 for all.`,
  );
}
