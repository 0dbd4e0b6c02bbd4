// From a traffic to a model of it and the scores that the model gives it.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import { calibrate } from '../detect/calibrate.ts';
import { medianOf, type ScoreChunks, writeFusion } from '../detect/fuse.ts';
import { profileColumns, quantileOfColumns } from '../detect/profile.ts';
import { quantileThreshold } from '../detect/threshold.ts';
import { keepUsual } from '../detect/trim.ts';
import { chooseSet, type FeatureChoice, findLacking } from '../features/choose-set.ts';
import { FEATURE_SETS, type FeatureGroup, type FeatureSet, findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import type { Forest } from '../model/forest.ts';
import { checkModelName, FORMAT_VERSION } from '../model/info.ts';
import { checkParameters, featuresPerTree } from '../model/parameters.ts';
import type { ModelInfo, TrainParameters } from '../model/types.ts';
import { type ColumnChunks, pickColumns } from './columns.ts';
import { extractColumns, type ExtractedFeatures } from './extract-features.ts';
import { fuseInContext, type Means, scoreGroups, seeColumns } from './score-model.ts';
import type { ScoringReport } from './scoring-report.ts';
import type { Traffic } from './traffic.ts';
import { checkRows, growForest } from './train.ts';
import type { TrainRequest } from './types.ts';

export interface TrainedModel {
  model: Model;
  scores: ScoreChunks;
  /** The columns of the model's features. */
  columns: ColumnChunks;
  choice: FeatureChoice;
  extracted: ExtractedFeatures['report'];
  scoring: ScoringReport[];
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
  const { pacer, pace } = means;
  const name = checkModelName(request.name);
  const { clean = false } = request;
  if (typeof clean !== 'boolean') throw new InputError(`clean must be true or false; found ${String(clean)}.`);
  checkRows(table.length);
  const { choice, groups } = chooseSet(await doPaced(findLacking(table), pace), request.featureSet);
  const { features } = choice;
  const set = FEATURE_SETS[choice.set.id];
  const { samples, quantile, trim } = set.training[clean ? 'clean' : 'mixed'];
  const given = checkParameters(request.parameters);
  const parameters = { ...given, max_samples: request.parameters?.max_samples ?? samples };
  featuresPerTree(parameters.max_features, features.length);
  const taken = await extractColumns(core, table, set.id, features, parameters.random_state, pacer);
  const { columns } = taken;
  const isPlain = set.id === 'basic';
  const floors = isPlain ? [] : await findFloors(features, columns, quantile, pace);
  const seen = isPlain ? columns : await seeColumns(features, { floors }, columns, pace);

  const grow = (rows: Uint32Array | null) => growGroups(core, set, groups, features, seen, parameters, rows, means);
  let forests = await grow(null);
  let kept: Uint32Array | null = null;
  if (trim > 0) {
    const { scores } = await fuse((await scoreGroups(core, forests, features, seen, means)).groups);
    kept = await doPaced(keepUsual(scores, await quantileThreshold(scores, trim, pace)), pace);
    if (kept !== null) forests = await grow(kept);
  }
  const scoringStart = performance.now();
  const { groups: own, reports } = await scoreGroups(core, forests, features, seen, means);
  const { scores, groupCalibrations, fusion } = isPlain
    ? { scores: own[0], groupCalibrations: [], fusion: new Float64Array() }
    : await fuse(own);
  const info: ModelInfo = {
    name,
    created: new Date().toISOString(),
    trainedOn: names,
    rows: table.length,
    leftOut: kept === null ? 0 : table.length - kept.length,
    clean,
    featureSet: { ...choice.set },
    features,
    featuresAssumed: false,
    groups: groups.map((group, index) => ({
      id: group.id,
      features: [...group.features],
      trees: forests[index].starts.length - 1,
      samplesPerTree: forests[index].samplesPerTree,
      sentinels: set.sentinels * group.features.length,
    })),
    parameters,
    samplesPerTree: Math.min(parameters.max_samples, kept?.length ?? table.length),
    threshold: await quantileThreshold(scores, parameters.contamination, pace),
    firstFormat: FORMAT_VERSION,
  };
  const calibration = await calibrate(scores, pace);
  const profiles = await profileColumns(columns, pace);
  const model = { info, forests, calibration, profiles, groupCalibrations, fusion, state: taken.state };
  return { model, scores, columns, choice, extracted: taken.report, scoring: reports, scoringStart };

  async function fuse(groupScores: ScoreChunks[]) {
    const calibrations = [];
    const medians = [];
    for (const each of groupScores) {
      calibrations.push(await calibrate(each, pace));
      medians.push(await medianOf(each, pace));
    }
    const fused = await fuseInContext(table, groupScores, { medians }, pace);
    return { scores: fused, groupCalibrations: calibrations, fusion: writeFusion({ medians, floors }) };
  }
}

/** The floor of each feature: its own, or what most training packets do not exceed where that is more. */
async function findFloors(
  features: readonly string[],
  columns: ColumnChunks,
  quantile: number,
  pace: Means['pace'],
): Promise<number[]> {
  const usual = await quantileOfColumns(columns, quantile, pace);
  return findFeatures(features).map(({ bound }, place) => Math.max(bound?.floor ?? -Infinity, usual[place]));
}

/** One forest a group; the trees are shared out among them, one each at least. */
async function growGroups(
  core: CoreInstance,
  set: FeatureSet,
  groups: readonly FeatureGroup[],
  features: readonly string[],
  columns: ColumnChunks,
  parameters: TrainParameters,
  kept: Uint32Array | null,
  { pacer }: Means,
): Promise<Forest[]> {
  const whole = groups.reduce((sum, { share }) => sum + share, 0);
  const forests: Forest[] = [];
  let stream = 0;
  for (const [index, group] of groups.entries()) {
    const trees = Math.max(1, Math.round((parameters.n_estimators * group.share) / whole));
    // A number of features may be more than the group has.
    const all = parameters.max_features > 1 && parameters.max_features >= group.features.length;
    const own = { ...parameters, n_estimators: trees, max_features: all ? 1 : parameters.max_features };
    const part = { index, of: groups.length };
    const chosen = pickColumns(columns, features, group.features);
    const caps = findFeatures(group.features).map(({ bound }) => bound?.cap ?? 0);
    const sentinels = set.sentinels > 0 ? { each: set.sentinels, caps } : null;
    forests.push(await growForest(core, chosen, group.features, own, pacer, { kept, part, stream, sentinels }));
    stream += trees;
  }
  return forests;
}
