// Explains packets of an analysed traffic: contributions of the features, and what would keep a packet from standing out.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { atOnce } from '../detect/order.ts';
import { findRarity, findTypical } from '../detect/rarity.ts';
import { FIRST_SHARE } from '../features/context.ts';
import { findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import { startClock } from './clock.ts';
import { type ColumnChunks, countRows } from './columns.ts';
import { createChangeFinder } from './explain-change.ts';
import { explainRows } from './explain.ts';
import { seeColumns } from './score-traffic.ts';
import { openScorer } from './scorer.ts';
import type { Contribution, Explanation, Progress } from './types.ts';

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
  const { forest, calibration, context } = model;
  checkRequest(rows, threshold, countRows(columns));
  const entries = findFeatures(forest.features);
  const attributed = await attributeRows(core, model, columns, rows, pacer);
  const { expected } = attributed;
  const clock = startClock(pacer, 'explaining', rows.length);
  const scoreOf = (row: number): number => scores[row >> CHUNK_SHIFT][row & CHUNK_MASK];
  // Only what stands out by its own values alone is asked what would keep it from that.
  const standsOut = context === null && rows.some((row) => scoreOf(row) > threshold);
  const scorer = standsOut ? await openScorer(core, forest, () => clock.tick(rows.length)) : null;
  const answer = new Float32Array(1);
  const scoreRow = (row: Float32Array): number => {
    scorer!.score(Array.from(row, (value) => Float32Array.of(value)), 0, 1, answer); // prettier-ignore
    return answer[0];
  };
  const normal = core.averagePathLength(forest.samplesPerTree);
  const finder = createChangeFinder(core, forest, entries.map(({ integer }) => integer), threshold, scoreRow); // prettier-ignore
  const explanations: Explanation[] = [];
  for (const [index, row] of rows.entries()) {
    const score = scoreOf(row);
    const contributions = attributed.contributions[index];
    const given = Float32Array.from(contributions, ({ value }) => value);
    const asked = standsOut && score > threshold;
    const changes = asked ? await doPaced(finder.find(given, score), () => clock.tick(rows.length)) : [];
    const pathLength = contributions.reduce((sum, { contribution }) => sum + contribution, expected);
    // Liu, Ting and Zhou 2008, equation 2.
    const alone = context === null ? score : 2 ** (-pathLength / normal);
    explanations.push({
      row,
      score,
      alone,
      first: context === null ? score : context.base + FIRST_SHARE * (alone - context.base),
      pathLength,
      expectedPathLength: expected,
      contributions,
      counterfactuals: changes.map((change) => ({ ...change, feature: entries[change.feature].id })),
      rarity: findRarity(calibration, score),
    });
  }
  scorer?.close();
  return explanations;
}

/** What each feature did to rows of a traffic, in the order of the rows. Throws as `explainRows`. */
export async function attributeRows(
  core: CoreInstance,
  { forest, profiles, context }: Pick<Model, 'forest' | 'profiles' | 'context'>,
  columns: ColumnChunks,
  rows: readonly number[],
  pacer: Pacer<Progress>,
): Promise<{ expected: number; contributions: Contribution[][] }> {
  const entries = findFeatures(forest.features);
  const gathered = gatherRows(columns, rows);
  const [seen] = await seeColumns([gathered], forest.features, context, atOnce);
  const { expected, values } = await explainRows(core, forest, seen, [...rows.keys()], pacer);
  const typical = profiles?.map(findTypical);
  const contributions = rows.map((_, index) =>
    entries.map(({ id: feature, label, unit, step }, place) => ({
      feature,
      label,
      unit,
      step,
      value: gathered[place][index],
      usual: context?.usual[place] ?? null,
      contribution: values[index * entries.length + place],
      typical: typical?.[place] ?? null,
    })),
  );
  return { expected, contributions };
}

function checkRequest(rows: readonly number[], threshold: number, length: number): void {
  const isRow = (row: unknown): boolean => Number.isInteger(row) && (row as number) >= 0 && (row as number) < length;
  if (!Array.isArray(rows) || rows.length > MOST_ROWS || !rows.every(isRow)) {
    throw new InputError(`rows must be a list of at most ${MOST_ROWS} numbers from 0 to ${length - 1}.`);
  }
  if (!(threshold >= 0 && threshold <= 1)) throw new InputError('threshold must be a number from 0 to 1.');
}

/** The rows' values as float32, one column a feature. */
function gatherRows(columns: ColumnChunks, rows: readonly number[]): Float32Array[] {
  return columns[0].map((_, place) =>
    Float32Array.from(rows, (row) => columns[row >> CHUNK_SHIFT][place][row & CHUNK_MASK]),
  );
}
