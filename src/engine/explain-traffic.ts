// Explains packets of an analysed traffic: contributions of the features, and what would keep a packet from standing out.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { type Feature, findFeatures, type NumberColumn } from '../features/catalogue.ts';
import { findRarity, findTypical } from '../detect/rarity.ts';
import type { Model } from '../model/file.ts';
import { CHUNK_MASK, CHUNK_SHIFT, type PacketTable } from '../packets/table.ts';
import { startClock } from './clock.ts';
import { createChangeFinder } from './explain-change.ts';
import { explainRows } from './explain.ts';
import { openScorer } from './scorer.ts';
import type { Contribution, Explanation, Progress } from './types.ts';

/** A call should answer within seconds, and its answer be of some megabytes at most. */
const MOST_ROWS = 5000;

interface Analysed {
  table: PacketTable;
  /** One array a chunk. */
  scores: readonly Float32Array[];
}

/** Throws InputError for rows or a threshold that cannot be, or as `explainRows`. */
export async function explainTraffic(
  core: CoreInstance,
  { forest, calibration, profiles }: Model,
  { table, scores }: Analysed,
  rows: readonly number[],
  threshold: number,
  pacer: Pacer<Progress>,
): Promise<Explanation[]> {
  checkRequest(rows, threshold, table.length);
  const entries = findFeatures(forest.features);
  const attributed = await attributeRows(core, { forest, profiles }, table, rows, pacer);
  const { expected } = attributed;
  const clock = startClock(pacer, 'explaining', rows.length);
  const scoreOf = (row: number): number => scores[row >> CHUNK_SHIFT][row & CHUNK_MASK];
  // Only what stands out is asked what would keep it from that.
  const standsOut = rows.some((row) => scoreOf(row) > threshold);
  const scorer = standsOut ? await openScorer(core, forest, () => clock.tick(rows.length)) : null;
  const answer = new Float32Array(1);
  const scoreRow = (row: Float32Array): number => {
    scorer!.score(Array.from(row, (value) => Float32Array.of(value)), 0, 1, answer); // prettier-ignore
    return answer[0];
  };
  const finder = createChangeFinder(core, forest, entries.map(({ integer }) => integer), threshold, scoreRow); // prettier-ignore
  const explanations: Explanation[] = [];
  for (const [index, row] of rows.entries()) {
    const score = scoreOf(row);
    const contributions = attributed.contributions[index];
    const given = Float32Array.from(contributions, ({ value }) => value);
    const changes = score > threshold ? await doPaced(finder.find(given, score), () => clock.tick(rows.length)) : [];
    explanations.push({
      row,
      score,
      pathLength: contributions.reduce((sum, { contribution }) => sum + contribution, expected),
      expectedPathLength: expected,
      contributions,
      counterfactuals: changes.map((change) => ({ ...change, feature: entries[change.feature].id })),
      rarity: findRarity(calibration, score),
    });
  }
  scorer?.close();
  return explanations;
}

/** What each feature did to rows of a table, in the order of the rows. Throws as `explainRows`. */
export async function attributeRows(
  core: CoreInstance,
  { forest, profiles }: Pick<Model, 'forest' | 'profiles'>,
  table: PacketTable,
  rows: readonly number[],
  pacer: Pacer<Progress>,
): Promise<{ expected: number; contributions: Contribution[][] }> {
  const entries = findFeatures(forest.features);
  const columns = gatherRows(table, entries, rows);
  const { expected, values } = await explainRows(core, forest, columns, [...rows.keys()], pacer);
  const typical = profiles?.map(findTypical);
  const contributions = rows.map((_, index) =>
    entries.map(({ id: feature, label, unit }, place) => ({
      feature,
      label,
      unit,
      value: columns[place][index],
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

/** The rows' values, one column a feature. */
function gatherRows(table: PacketTable, entries: readonly Feature[], rows: readonly number[]): Float32Array[] {
  const gathered = entries.map(() => new Float32Array(rows.length));
  // Chunk by chunk, so that a column which has to be made is made once, and only one stands at a time.
  let columns: NumberColumn[] = [];
  let chunk = -1;
  for (const index of [...rows.keys()].toSorted((a, b) => rows[a] - rows[b])) {
    if (rows[index] >> CHUNK_SHIFT !== chunk) {
      chunk = rows[index] >> CHUNK_SHIFT;
      columns = entries.map((entry) => entry.column(table.chunks[chunk]));
    }
    columns.forEach((column, place) => (gathered[place][index] = column[rows[index] & CHUNK_MASK]));
  }
  return gathered;
}
