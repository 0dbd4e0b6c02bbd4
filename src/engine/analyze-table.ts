// Scores a traffic with a model that was trained elsewhere: the same features, from what was known at the end of training.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import { checkModelFits, findLacking } from '../features/choose-set.ts';
import { findFeatures, findSet, setWords } from '../features/sets.ts';
import { isOwnTraffic } from '../features/state.ts';
import type { Model } from '../model/file.ts';
import type { PacketTable } from '../packets/table.ts';
import { type ColumnChunks, columnsOf } from './columns.ts';
import { drawSeed, extractColumns } from './extract-features.ts';
import { scoreShared, type Scoring } from './score.ts';
import { type Means, scoreInContext, seeColumns } from './score-traffic.ts';
import type { Analysis } from './types.ts';

/** A traffic's scores, and what they came from. */
export interface Analysed {
  scores: Scoring['scores'];
  /** The columns of the model's features, as they are. */
  columns: ColumnChunks;
  /** What the analysis says of them. */
  said: Pick<Analysis, 'features' | 'levels' | 'extraction'>;
  scoring: Scoring['report'];
}

/** Throws InputError for a model whose features this version does not know, or whose features the packets lack. */
export async function analyzeTable(
  core: CoreInstance,
  model: Model,
  table: PacketTable,
  means: Means,
): Promise<Analysed> {
  const { pacer, pace } = means;
  const { info, context } = model;
  const { features } = info;
  const set = findSet(info.featureSet);
  findFeatures(features, set.id);
  checkModelFits(await doPaced(findLacking(table), pace), set, features);
  if ((set.id === 'basic') !== (context === null)) {
    throw new InputError(
      `This model is not whole: what it knows does not fit the features ${setWords(set)}. Train a new one.`,
    );
  }
  if (context === null) return rescoreTable(core, model, table, columnsOf(table, features), means);
  const seed = await drawSeed(table, info.parameters.random_state, pacer);
  // The packets that it was trained on are new to it once more: they get the scores of the training.
  const state = isOwnTraffic(context.state, seed, table.length) ? null : context.state;
  const { columns, report: extraction } = await extractColumns(core, table, features, seed, state, pacer);
  return rescoreTable(core, model, table, columns, means, extraction);
}

/** `analyzeTable` where the columns of the model's features are there already. */
export async function rescoreTable(
  core: CoreInstance,
  { info: { features, featureSet, parameters, threshold }, forest, context }: Model,
  table: PacketTable,
  columns: ColumnChunks,
  means: Means,
  extraction: Analysis['extraction'] = null,
): Promise<Analysed> {
  const { pacer, pool, pace } = means;
  const seen = await seeColumns(columns, features, context, pace);
  const line = context === null ? threshold : null;
  const { scores: own, report: scoring } = await scoreShared(core, forest, seen, pacer, pool, line);
  const said = { features: { set: findSet(featureSet), features, omitted: [], reason: '' }, levels: null, extraction };
  if (context === null) return { scores: own, columns, said, scoring };
  const seed = await drawSeed(table, parameters.random_state, pacer);
  return { scores: await scoreInContext(core, table, own, context.base, seed, means), columns, said, scoring };
}
