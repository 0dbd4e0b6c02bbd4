// Explains packets of an analysed traffic: contributions of the features, and what would keep a packet from standing out.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { findRarity } from '../detect/rarity.ts';
import { findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import { attributeRows } from './attribute-rows.ts';
import { startClock } from './clock.ts';
import { type ColumnChunks, countRows } from './columns.ts';
import { createChangeFinder } from './explain-change.ts';
import { isFused } from './score-model.ts';
import { openScorer } from './scorer.ts';
import type { Explanation, Progress } from './types.ts';

/** A call should answer within seconds, and its answer be of some megabytes at most. */
const MOST_ROWS = 5000;

interface Analysed {
  /** Of the model's features. */
  columns: ColumnChunks;
  /** One array a chunk. */
  scores: readonly Float32Array[];
}

/** Throws InputError for rows or a threshold that cannot be, or as `explainRows`. */
export async function explainTraffic(
  core: CoreInstance,
  model: Model,
  { columns, scores }: Analysed,
  rows: readonly number[],
  threshold: number,
  pacer: Pacer<Progress>,
): Promise<Explanation[]> {
  checkRequest(rows, threshold, countRows(columns));
  const attributed = await attributeRows(core, model, columns, rows, pacer);
  const clock = startClock(pacer, 'explaining', rows.length);
  const scoreOf = (row: number): number => scores[row >> CHUNK_SHIFT][row & CHUNK_MASK];
  const [forest] = model.forests;
  const entries = isFused(model) ? [] : findFeatures(forest.features);
  // Only what stands out is asked what would keep it from that.
  const wanted = !isFused(model) && rows.some((row) => scoreOf(row) > threshold);
  const scorer = wanted ? await openScorer(core, forest, () => clock.tick(rows.length)) : null;
  const answer = new Float32Array(1);
  const scoreRow = (row: Float32Array): number => {
    scorer!.score(Array.from(row, (value) => Float32Array.of(value)), 0, 1, answer); // prettier-ignore
    return answer[0];
  };
  const finder = createChangeFinder(core, forest, entries.map(({ integer }) => integer), threshold, scoreRow); // prettier-ignore
  const explanations: Explanation[] = [];
  for (const [index, row] of rows.entries()) {
    const score = scoreOf(row);
    const { groups, contributions, alone } = attributed[index];
    const given = Float32Array.from(contributions, ({ value }) => value);
    const asked = scorer !== null && score > threshold;
    const changes = asked ? await doPaced(finder.find(given, score), () => clock.tick(rows.length)) : [];
    const [{ pathLength, expectedPathLength }] = groups;
    explanations.push({
      row,
      score,
      alone: alone ?? score,
      groups,
      pathLength,
      expectedPathLength,
      contributions,
      counterfactuals: changes.map((change) => ({ ...change, feature: entries[change.feature].id })),
      rarity: findRarity(model.calibration, score),
    });
  }
  scorer?.close();
  return explanations;
}

function checkRequest(rows: readonly number[], threshold: number, length: number): void {
  const isRow = (row: unknown): boolean => Number.isInteger(row) && (row as number) >= 0 && (row as number) < length;
  if (!Array.isArray(rows) || rows.length > MOST_ROWS || !rows.every(isRow)) {
    throw new InputError(`rows must be a list of at most ${MOST_ROWS} numbers from 0 to ${length - 1}.`);
  }
  if (!(threshold >= 0 && threshold <= 1)) throw new InputError('threshold must be a number from 0 to 1.');
}
