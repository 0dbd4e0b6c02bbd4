// Checks what a model says about itself, wherever it comes from.
import { InputError } from '../base/errors.ts';
import { MAX_FEATURES, MAX_SAMPLES } from './forest.ts';
import { checkParameters, featuresPerTree } from './parameters.ts';
import type { FeatureSetName, ModelGroup, ModelInfo } from './types.ts';

/** The newest format of the model file. */
export const FORMAT_VERSION = 3;
/** Longest name of a model, in UTF-16 code units. */
export const MAX_NAME = 200;
/** No model file is as large: the most nodes take 384 MB. */
export const MAX_FILE = 2 ** 29;
const MAX_GROUPS = 64;
/** Trees of all groups together. */
const MAX_TREES = 65_536;

/** The features that all models before format 3 look at. */
export const BASIC_SET: Readonly<FeatureSetName> = { id: 'basic', version: 1 };

/** The only group of a model with one forest. */
export const wholeGroup = (features: string[], trees: number, samplesPerTree: number): ModelGroup[] => [
  { id: 'all', features: [...features], trees, samplesPerTree, sentinels: 0 },
];

/** The name without white space around it. Throws InputError when nothing is left or it is too long. */
export function checkModelName(name: unknown): string {
  const trimmed = typeof name === 'string' ? name.trim() : '';
  if (trimmed !== '' && trimmed.length <= MAX_NAME) return trimmed;
  throw new InputError(`The name of a model must have 1 to ${MAX_NAME} characters; choose another name.`);
}

/** With what older formats did not say; newer ones as they are. */
export function upgradeInfo<T extends Partial<ModelInfo>>(info: T): T {
  const parameters = { bootstrap: false, ...info.parameters };
  return { featuresAssumed: false, firstFormat: 1, ...oneForest(info), ...info, parameters };
}

/** What format 3 says of a model of an older one, whatever that says itself. */
export function oneForest({ features = [], parameters, samplesPerTree = 0 }: Partial<ModelInfo>) {
  const listed = Array.isArray(features) ? features : [];
  const groups = wholeGroup(listed, parameters?.n_estimators ?? 0, samplesPerTree);
  return { leftOut: 0, clean: false, featureSet: { ...BASIC_SET }, groups };
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
  const { created, trainedOn, rows, leftOut, features, featuresAssumed, samplesPerTree, threshold, firstFormat } =
    given;
  must('created', isUtcTime(created), 'a time such as 2026-01-31T12:00:00.000Z');
  must('trainedOn', isTexts(trainedOn), 'a list of texts');
  must('rows', rows === null || isInteger(rows, 2, 2 ** 32 - 1), 'an integer from 2 to 4,294,967,295, or null');
  const most = rows === null ? 0 : (rows as number) - 2;
  must('leftOut', isInteger(leftOut, 0, most), `an integer from 0 to ${most}`);
  must('clean', typeof given.clean === 'boolean', 'true or false');
  const set = given.featureSet as Partial<FeatureSetName> | null | undefined;
  must('featureSet', isId(set?.id) && isInteger(set?.version, 1, 1e6), 'the id and the version of a set of features');
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
  const sampled = Math.min(parameters.max_samples, rows === null ? Infinity : (rows as number) - (leftOut as number));
  must('samplesPerTree', samplesPerTree === sampled, `${sampled}, the smaller of max_samples and rows`);
  const groups = checkGroups(given.groups, features as string[], sampled);
  must('groups', groups !== null, 'a list of groups that fit the features, each with its trees and their samples');
  must('threshold', typeof threshold === 'number' && threshold >= 0 && threshold <= 1, 'a number from 0 to 1');
  must('firstFormat', isInteger(firstFormat, 1, FORMAT_VERSION), `an integer from 1 to ${FORMAT_VERSION}`);
  return {
    name,
    created: created as string,
    trainedOn: [...(trainedOn as string[])],
    rows: rows as number | null,
    leftOut: leftOut as number,
    clean: given.clean as boolean,
    featureSet: { id: set!.id as string, version: set!.version as number },
    features: [...(features as string[])],
    featuresAssumed: featuresAssumed as boolean,
    groups: groups!,
    parameters,
    samplesPerTree: sampled,
    threshold: threshold as number,
    firstFormat: firstFormat as number,
  };
}

/** A copy of the groups, or null where they cannot be. */
function checkGroups(value: unknown, features: readonly string[], mostSamples: number): ModelGroup[] | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_GROUPS) return null;
  const groups: ModelGroup[] = [];
  for (const given of value as (Partial<ModelGroup> | null)[]) {
    const { id, features: own, trees, samplesPerTree, sentinels } = given ?? {};
    const fits =
      isId(id) &&
      isTexts(own) &&
      own.length >= 1 &&
      new Set(own).size === own.length &&
      own.every((feature) => features.includes(feature)) &&
      isInteger(trees, 1, MAX_TREES) &&
      isInteger(sentinels, 0, MAX_SAMPLES) &&
      isInteger(samplesPerTree, 2 + (sentinels as number), Math.min(MAX_SAMPLES, mostSamples + (sentinels as number)));
    if (!fits) return null;
    groups.push({
      id,
      features: [...own],
      trees: trees as number,
      samplesPerTree: samplesPerTree as number,
      sentinels: sentinels as number,
    });
  }
  const named = new Set(groups.flatMap((group) => group.features));
  const trees = groups.reduce((sum, group) => sum + group.trees, 0);
  const different = new Set(groups.map(({ id }) => id)).size === groups.length;
  return different && named.size === features.length && trees <= MAX_TREES ? groups : null;
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= MAX_NAME;

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isUtcTime(value: unknown): boolean {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
  return typeof value === 'string' && shape.test(value) && !Number.isNaN(Date.parse(value));
}
