// Scores of a traffic under a model of one forest or several: each group's own, then what they come to together.
import type { CoreInstance } from '../base/core.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { smoothInContext } from '../detect/context.ts';
import { fuseGroups, type Fusion, readFusion, type ScoreChunks, scoreOf } from '../detect/fuse.ts';
import type { Pace } from '../detect/order.ts';
import { rectifyColumns } from '../detect/rectify.ts';
import { findFeatures } from '../features/sets.ts';
import type { Model } from '../model/file.ts';
import type { Forest } from '../model/forest.ts';
import type { PacketTable } from '../packets/table.ts';
import { type ColumnChunks, pickColumns } from './columns.ts';
import type { Pool } from './pool.ts';
import { scoreShared } from './score.ts';
import type { ScoringReport } from './scoring-report.ts';
import type { Progress } from './types.ts';

/** What a long call of the engine works with. */
export interface Means {
  pacer: Pacer<Progress>;
  pool: Pool | null;
  pace: Pace;
}

/** Isolation scores of each forest, and how each was scored. `features` names the columns, as the forests see them. */
export async function scoreGroups(
  core: CoreInstance,
  forests: readonly Forest[],
  features: readonly string[],
  columns: ColumnChunks,
  { pacer, pool }: Means,
): Promise<{ groups: ScoreChunks[]; reports: ScoringReport[] }> {
  const groups: ScoreChunks[] = [];
  const reports: ScoringReport[] = [];
  for (const [index, forest] of forests.entries()) {
    const part = { index, of: forests.length };
    const own = pickColumns(columns, features, forest.features);
    const { scores, report } = await scoreShared(core, forest, own, pacer, pool, part);
    groups.push(scores);
    reports.push(report);
  }
  return { groups, reports };
}

/** Whether its forests' scores are fused and seen in their context: else the score is that of its one forest. */
export const isFused = ({ groupCalibrations }: Pick<Model, 'groupCalibrations'>): boolean =>
  groupCalibrations.length > 0;

/** What fusing goes by in a model. Throws InputError where that cannot be. */
export const fusionOf = ({ info, fusion }: Pick<Model, 'info' | 'fusion'>): Fusion =>
  readFusion(fusion, info.groups.length, info.features.length);

/** The columns as the forests of a model see them. */
export async function seeColumns(
  features: readonly string[],
  { floors }: Pick<Fusion, 'floors'>,
  columns: ColumnChunks,
  pace: Pace,
): Promise<ColumnChunks> {
  const bounds = findFeatures(features).map(({ bound }, place) => bound && { ...bound, floor: floors[place] });
  return doPaced(rectifyColumns(columns, bounds), pace);
}

/** Scores of packets by themselves, without their context. */
export async function fuseAlone(groups: readonly ScoreChunks[], fusion: Fusion, pace: Pace): Promise<ScoreChunks> {
  return mapScores(await doPaced(fuseGroups(groups, fusion.medians), pace), pace);
}

/** Scores of all packets of a table, each in its context. */
export async function fuseInContext(
  table: PacketTable,
  groups: readonly ScoreChunks[],
  fusion: Pick<Fusion, 'medians'>,
  pace: Pace,
): Promise<ScoreChunks> {
  const alone = await doPaced(fuseGroups(groups, fusion.medians), pace);
  return mapScores(await doPaced(smoothInContext(table, alone), pace), pace);
}

/** In place. */
async function mapScores(chunks: ScoreChunks, pace: Pace): Promise<ScoreChunks> {
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row++) chunk[row] = scoreOf(chunk[row]);
    await pace();
  }
  return chunks;
}

/** Scores of all packets of a table under a model whose features these columns are. */
export async function scoreModel(
  core: CoreInstance,
  model: Pick<Model, 'info' | 'forests' | 'groupCalibrations' | 'fusion'>,
  table: PacketTable,
  columns: ColumnChunks,
  means: Means,
): Promise<{ scores: ScoreChunks; reports: ScoringReport[] }> {
  const { forests, info } = model;
  const fusion = isFused(model) ? fusionOf(model) : null;
  const seen = fusion === null ? columns : await seeColumns(info.features, fusion, columns, means.pace);
  const { groups, reports } = await scoreGroups(core, forests, info.features, seen, means);
  if (fusion === null) return { scores: groups[0], reports };
  return { scores: await fuseInContext(table, groups, fusion, means.pace), reports };
}
