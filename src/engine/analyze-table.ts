// Scores a traffic with a model that was trained elsewhere: the same features, from what was known at the end of training.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import type { ScoreChunks } from '../detect/fuse.ts';
import { checkModelFits, type FeatureChoice, findLacking } from '../features/choose-set.ts';
import { findFeatures, findSet, setWords } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import type { PacketTable } from '../packets/table.ts';
import type { ColumnChunks } from './columns.ts';
import { extractColumns, type ExtractedFeatures } from './extract-features.ts';
import { isFused, type Means, scoreModel } from './score-model.ts';
import type { ScoringReport } from './scoring-report.ts';

export interface AnalysedTable {
  scores: ScoreChunks;
  /** The columns of the model's features. */
  columns: ColumnChunks;
  choice: FeatureChoice;
  extracted: ExtractedFeatures['report'];
  scoring: ScoringReport[];
}

/** Throws InputError for a model whose features this version does not know, or whose features the packets lack. */
export async function analyzeTable(
  core: CoreInstance,
  model: Model,
  table: PacketTable,
  means: Means,
): Promise<AnalysedTable> {
  const { features } = model.info;
  const set = findSet(model.info.featureSet);
  findFeatures(features, set.id);
  checkModelFits(await doPaced(findLacking(table), means.pace), set, features);
  if ((set.id !== 'basic') !== isFused(model) || isFused(model) !== model.state.length > 0) {
    throw new InputError(`This model is not whole: it lacks what ${setWords(set)} needs. Train a new one.`);
  }
  const taken = await extractColumns(core, table, set.id, features, model.state, means.pacer);
  const { columns } = taken;
  const { scores, reports } = await scoreModel(core, model, table, columns, means);
  const choice = { set: { id: set.id, version: set.version }, features, omitted: [], reason: '' };
  return { scores, columns, choice, extracted: taken.report, scoring: reports };
}
