// What each feature did to rows in the forest of its group, and how rare the rows are there.
import type { CoreInstance } from '../base/core.ts';
import type { Pacer } from '../base/pacer.ts';
import { atOnce } from '../detect/order.ts';
import { findRarity, findTypical } from '../detect/rarity.ts';
import { findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import { CHUNK_MASK, CHUNK_SHIFT } from '../packets/table.ts';
import { type ColumnChunks, pickColumns } from './columns.ts';
import { explainRows } from './explain.ts';
import type { Contribution, GroupExplanation } from './explanation.ts';
import { scoreChunks } from './score.ts';
import { fuseAlone, fusionOf, isFused, seeColumns } from './score-model.ts';
import type { Progress } from './types.ts';

/** What groups and features did to one row. */
export interface Attributed {
  /** The one where it is rarest first. */
  groups: GroupExplanation[];
  /** In the order of the groups, and there in the model's order. */
  contributions: Contribution[];
  /** The fused score without its context; null for a model of one forest, whose score is no other. */
  alone: number | null;
}

/**
 * In the order of the rows. Throws as `explainRows`.
 * @param columns of the model's features, for a whole traffic
 */
export async function attributeRows(
  core: CoreInstance,
  model: Model,
  columns: ColumnChunks,
  rows: readonly number[],
  pacer: Pacer<Progress>,
): Promise<Attributed[]> {
  const { info, forests, profiles } = model;
  const typical = new Map(info.features.map((id, place) => [id, profiles && findTypical(profiles[place])]));
  const given = gatherRows(columns, rows);
  const fusion = isFused(model) ? fusionOf(model) : null;
  const seen = fusion === null ? [given] : await seeColumns(info.features, fusion, [given], atOnce);
  const found = rows.map(() => [] as { group: GroupExplanation; contributions: Contribution[] }[]);
  const scores: Float32Array<ArrayBuffer>[] = [];
  for (const [index, forest] of forests.entries()) {
    const { id } = info.groups[index];
    const entries = findFeatures(forest.features);
    const [own] = pickColumns(seen, info.features, forest.features);
    const [values] = pickColumns([given], info.features, forest.features);
    const { expected, values: added } = await explainRows(core, forest, own, [...rows.keys()], pacer);
    const calibration = fusion ? model.groupCalibrations[index] : model.calibration;
    // As they were scored, to the bit: rarity is counted at exact scores.
    scores.push(...(await scoreChunks(core, forest, [own], pacer)));
    for (const [place, list] of found.entries()) {
      const contributions = entries.map(({ id: feature, label, unit, scale }, column) => ({
        feature,
        label,
        unit,
        scale,
        group: id,
        value: values[column][place],
        contribution: added[place * entries.length + column],
        typical: typical.get(feature) ?? null,
      }));
      const score = scores[index][place];
      const pathLength = contributions.reduce((sum, { contribution }) => sum + contribution, expected);
      const rarity = findRarity(calibration, score);
      list.push({ group: { id, score, pathLength, expectedPathLength: expected, rarity }, contributions });
    }
  }
  const wrapped = scores.map((own) => [own]);
  const [alone] = fusion === null ? [null] : await fuseAlone(wrapped, fusion, atOnce);
  return found.map((list, place) => {
    const ordered = list.toSorted((a, b) => shareOf(a.group) - shareOf(b.group) || b.group.score - a.group.score);
    return {
      groups: ordered.map(({ group }) => group),
      contributions: ordered.flatMap(({ contributions }) => contributions),
      alone: alone?.[place] ?? null,
    };
  });
}

/** Share of the training packets that are as odd. */
export const shareOf = ({ rarity }: GroupExplanation): number => (rarity === null ? 1 : rarity.atMost / rarity.rows);

/** The rows' values as float32, one column a feature. */
function gatherRows(columns: ColumnChunks, rows: readonly number[]): Float32Array<ArrayBuffer>[] {
  return columns[0].map((_, place) =>
    Float32Array.from(rows, (row) => columns[row >> CHUNK_SHIFT][place][row & CHUNK_MASK]),
  );
}
