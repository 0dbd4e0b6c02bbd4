// From a traffic to a model of it and the scores that the model gives it.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import { calibrate } from '../detect/calibrate.ts';
import type { Pace } from '../detect/order.ts';
import { profileColumns } from '../detect/profile.ts';
import { quantileThreshold } from '../detect/threshold.ts';
import { FEATURE_IDS } from '../features/ids.ts';
import type { Model } from '../model/file.ts';
import { checkModelName, FORMAT_VERSION } from '../model/info.ts';
import { checkParameters } from '../model/parameters.ts';
import type { ModelInfo } from '../model/types.ts';
import { columnsOf } from './columns.ts';
import type { Pool } from './pool.ts';
import { scoreShared, type Scoring } from './score.ts';
import type { Traffic } from './traffic.ts';
import { trainForest } from './train.ts';
import type { Progress, TrainRequest } from './types.ts';

/** What a long call of the engine works with. */
export interface Means {
  pacer: Pacer<Progress>;
  pool: Pool;
  pace: Pace;
}

export interface TrainedModel {
  model: Model;
  scores: Scoring['scores'];
  scoring: Scoring['report'];
  /** When scoring began, of performance.now(). */
  scoringStart: number;
}

/** Throws InputError for a request that cannot be, and as `trainForest`. */
export async function trainModel(
  core: CoreInstance,
  { table, names }: Pick<Traffic, 'table' | 'names'>,
  request: TrainRequest,
  { pacer, pool, pace }: Means,
): Promise<TrainedModel> {
  const name = checkModelName(request.name);
  const parameters = checkParameters(request.parameters);
  const features = [...FEATURE_IDS];
  const forest = await trainForest(core, table, features, parameters, pacer);
  const scoringStart = performance.now();
  const columns = columnsOf(table, features);
  const { scores, report: scoring } = await scoreShared(core, forest, columns, pacer, pool);
  const info: ModelInfo = {
    name,
    created: new Date().toISOString(),
    trainedOn: names,
    rows: table.length,
    features,
    featuresAssumed: false,
    parameters,
    samplesPerTree: forest.samplesPerTree,
    threshold: await quantileThreshold(scores, parameters.contamination, pace),
    firstFormat: FORMAT_VERSION,
  };
  const calibration = await calibrate(scores, pace);
  const profiles = await profileColumns(columns, pace);
  return { model: { info, forest, calibration, profiles }, scores, scoring, scoringStart };
}
