// From a traffic to a model of it and the scores that the model gives it.
import type { CoreInstance } from '../base/core.ts';
import { doPaced } from '../base/pacer.ts';
import { calibrate } from '../detect/calibrate.ts';
import { countAboveUsual, findUsual, makeAnchors } from '../detect/excess.ts';
import { profileColumns } from '../detect/profile.ts';
import { quantileThreshold } from '../detect/threshold.ts';
import { chooseSet, findLacking } from '../features/choose-set.ts';
import type { Model, ModelContext } from '../model/file.ts';
import { checkModelName, FORMAT_VERSION, untaught } from '../model/info.ts';
import { checkParameters, featuresPerTree } from '../model/parameters.ts';
import type { ModelInfo } from '../model/types.ts';
import type { Analysed } from './analyze-table.ts';
import { type ColumnChunks, columnsOf } from './columns.ts';
import { drawSeed, extractColumns } from './extract-features.ts';
import { keepRows } from './keep-rows.ts';
import { scoreShared } from './score.ts';
import { boundsOf, type Means, medianOf, scoreInContext, seeColumns } from './score-traffic.ts';
import type { Traffic } from './traffic.ts';
import { checkRows, growForest } from './train.ts';
import type { FeatureLevel, TrainRequest } from './types.ts';

export interface TrainedModel extends Analysed {
  model: Model;
  /** When scoring began, of performance.now(). */
  scoringStart: number;
}

/** Throws InputError for a request that cannot be, for fewer than two packets, and as `growForest`. */
export async function trainModel(
  core: CoreInstance,
  { table, names }: Pick<Traffic, 'table' | 'names'>,
  request: TrainRequest,
  means: Means,
): Promise<TrainedModel> {
  const { pacer, pool, pace } = means;
  const name = checkModelName(request.name);
  const parameters = checkParameters(request.parameters);
  checkRows(table.length);
  const choice = chooseSet(await doPaced(findLacking(table), pace), request.featureSet);
  const { features } = choice;
  featuresPerTree(parameters.max_features, features.length);
  const seed = await drawSeed(table, parameters.random_state, pacer);
  const isPlain = choice.set.id === 'basic';
  const extracted = isPlain ? null : await extractColumns(core, table, features, seed, null, pacer);
  const columns = extracted?.columns ?? columnsOf(table, features);
  const usual = isPlain ? null : await findUsual(columns, boundsOf(features), pace);
  const seen = await seeColumns(columns, features, usual && { usual }, pace);
  const anchors = isPlain ? [] : makeAnchors(features.length);
  const forest = await growForest(core, seen, features, parameters, pacer, anchors);

  const scoringStart = performance.now();
  const { scores: own, report: scoring } = await scoreShared(core, forest, seen, pacer, pool);
  let context: ModelContext | null = null;
  let levels: FeatureLevel[] | null = null;
  let scores = own;
  if (extracted !== null && usual !== null) {
    const base = await medianOf(own, pace);
    scores = await scoreInContext(core, table, own, base, seed, means);
    context = { usual, base, state: extracted.state };
    levels = await levelsOf(columns, usual, means);
  }
  const made = anchors[0]?.length ?? 0;
  const info: ModelInfo = {
    name,
    created: new Date().toISOString(),
    trainedOn: names,
    rows: table.length,
    featureSet: { ...choice.set },
    features,
    featuresAssumed: false,
    parameters,
    samplesPerTree: forest.samplesPerTree - made,
    anchors: made,
    threshold: await quantileThreshold(scores, parameters.contamination, pace),
    firstFormat: FORMAT_VERSION,
    ...untaught(),
  };
  const calibration = await calibrate(scores, pace);
  const profiles = await profileColumns(columns, pace);
  const kept = keepRows(columns, features.length, parameters.random_state);
  const model = { info, forest, calibration, profiles, context, kept, ladder: null };
  const said = { features: choice, levels, extraction: extracted?.report ?? null };
  return { model, scores, columns, said, scoring, scoringStart };
}

async function levelsOf(columns: ColumnChunks, usual: Float32Array, { pace }: Means): Promise<FeatureLevel[]> {
  const above = await doPaced(countAboveUsual(columns, usual), pace);
  return Array.from(usual, (level, feature) => ({ usual: level, above: above[feature] }));
}
