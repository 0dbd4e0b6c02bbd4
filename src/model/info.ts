// Checks what a model says about itself, wherever it comes from.
import { InputError } from '../base/errors.ts';
import { MAX_FEATURES, MAX_SAMPLES } from './forest.ts';
import { checkParameters, featuresPerTree } from './parameters.ts';
import type { FeatureSetName, ModelInfo } from './types.ts';

/** The newest format of the model file. */
export const FORMAT_VERSION = 4;
/** Longest name of a model, in UTF-16 code units. */
export const MAX_NAME = 200;
/** No model file is as large: the most nodes take 384 MB. */
export const MAX_FILE = 2 ** 29;

/** What all models before format 3 are: on features that are the packet's own values, of trees on drawn rows alone. */
export const plainModel = (): Pick<ModelInfo, 'featureSet' | 'anchors' | 'taught' | 'parent'> => ({
  featureSet: { id: 'basic', version: 1 },
  anchors: 0,
  ...untaught(),
});

/** What all models before format 4 are. */
export const untaught = (): Pick<ModelInfo, 'taught' | 'parent'> => ({ taught: [], parent: null });

/** The name without white space around it. Throws InputError when nothing is left or it is too long. */
export function checkModelName(name: unknown): string {
  const trimmed = typeof name === 'string' ? name.trim() : '';
  if (trimmed !== '' && trimmed.length <= MAX_NAME) return trimmed;
  throw new InputError(`The name of a model must have 1 to ${MAX_NAME} characters; choose another name.`);
}

/** With what older formats did not say; newer ones as they are. */
export function upgradeInfo<T extends Partial<ModelInfo>>(info: T): T {
  const parameters = { bootstrap: false, ...info.parameters };
  return { featuresAssumed: false, firstFormat: 1, ...plainModel(), ...info, parameters };
}

/**
 * A copy of the known fields, in a fixed order. Throws InputError naming the field and what it must be.
 * @param value anything, such as parsed JSON
 */
export function checkModelInfo(value: unknown): ModelInfo {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<keyof ModelInfo, unknown>;
  const must = (field: keyof ModelInfo, right: boolean, words: string): void => {
    if (!right) throw new InputError(`${field} must be ${words}.`);
  };
  const name = checkModelName(given.name);
  const { created, trainedOn, rows, features, featuresAssumed, samplesPerTree, anchors, threshold } = given;
  const { firstFormat, taught, parent } = given;
  const set = given.featureSet as Partial<FeatureSetName> | null | undefined;
  must('created', isUtcTime(created), 'a time such as 2026-01-31T12:00:00.000Z');
  must('trainedOn', isTexts(trainedOn), 'a list of texts');
  must('rows', rows === null || isInteger(rows, 2, 2 ** 32 - 1), 'an integer from 2 to 4,294,967,295, or null');
  const isNamed = typeof set?.id === 'string' && set.id !== '' && set.id.length <= MAX_NAME;
  must('featureSet', isNamed && isInteger(set.version, 1, 1e6), 'the id and the version of a set of features');
  must(
    'features',
    isTexts(features) &&
      features.length >= 1 &&
      features.length <= MAX_FEATURES &&
      new Set(features).size === features.length,
    `a list of 1 to ${MAX_FEATURES} different feature ids`,
  );
  must('featuresAssumed', typeof featuresAssumed === 'boolean', 'true or false');
  const parameters = checkParameters(given.parameters as object);
  featuresPerTree(parameters.max_features, (features as string[]).length);
  const sampled = Math.min(parameters.max_samples, (rows as number | null) ?? Infinity);
  must('samplesPerTree', samplesPerTree === sampled, `${sampled}, the smaller of max_samples and rows`);
  const most = MAX_SAMPLES - sampled;
  must('anchors', isInteger(anchors, 0, most), `an integer from 0 to ${most}`);
  must('threshold', typeof threshold === 'number' && threshold >= 0 && threshold <= 1, 'a number from 0 to 1');
  must('firstFormat', isInteger(firstFormat, 1, FORMAT_VERSION), `an integer from 1 to ${FORMAT_VERSION}`);
  must('taught', isTaught(taught), 'a list of packets, counted, and times');
  const isPrint = typeof parent === 'string' && /^[0-9a-f]{32}$/.test(parent);
  must('parent', (taught as []).length > 0 ? isPrint : parent === null, '32 hexadecimal digits of a taught model');
  return {
    name,
    created: created as string,
    trainedOn: [...(trainedOn as string[])],
    rows: rows as number | null,
    featureSet: { id: set!.id as string, version: set!.version as number },
    features: [...(features as string[])],
    featuresAssumed: featuresAssumed as boolean,
    parameters,
    samplesPerTree: sampled,
    anchors: anchors as number,
    threshold: threshold as number,
    firstFormat: firstFormat as number,
    taught: (taught as ModelInfo['taught']).map(({ packets, at }) => ({ packets, at })),
    parent: parent as string | null,
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isTaught(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isInteger(one?.packets, 1, 2 ** 32 - 1) && isUtcTime(one.at));
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isUtcTime(value: unknown): boolean {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
  return typeof value === 'string' && shape.test(value) && !Number.isNaN(Date.parse(value));
}
