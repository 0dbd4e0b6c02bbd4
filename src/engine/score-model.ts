// Scores of a traffic under a model of one forest or several: each group's own, then what they come to together.
import type { CoreInstance } from '../base/core.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { smoothInContext } from '../detect/context.ts';
import { checkFusion, excess, fuseGroups, type ScoreChunks, scoreOf } from '../detect/fuse.ts';
import type { Pace } from '../detect/order.ts';
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

/** Isolation scores of each forest, and how each was scored. `features` names the columns. */
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

/** Whether its forests' scores are fused: else the score is that of its one forest. */
export const isFused = ({ groupCalibrations }: Pick<Model, 'groupCalibrations'>): boolean =>
  groupCalibrations.length > 0;

/** Scores of packets, above 0 and up to 1, from how rare they are in the groups; each by itself, without its context. */
export async function fuseAlone(groups: readonly ScoreChunks[], model: Fused, pace: Pace): Promise<ScoreChunks> {
  const bits = await doPaced(fuseGroups(groups, model.groupCalibrations), pace);
  return mapChunks(bits, (bit) => scoreOf(excess(bit, model.fusion)), pace);
}

/** The same of all packets of a table, each in its context. Takes `bits` of `fuseGroups`, and changes them. */
export async function fuseInContext(
  table: PacketTable,
  bits: ScoreChunks,
  fusion: Float64Array,
  pace: Pace,
): Promise<ScoreChunks> {
  await mapChunks(bits, (bit) => excess(bit, fusion), pace);
  return mapChunks(await doPaced(smoothInContext(table, bits), pace), scoreOf, pace);
}

type Fused = Pick<Model, 'groupCalibrations' | 'fusion'>;

/** In place. */
async function mapChunks(chunks: ScoreChunks, map: (value: number) => number, pace: Pace): Promise<ScoreChunks> {
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row++) chunk[row] = map(chunk[row]);
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
  const { info, forests, groupCalibrations, fusion } = model;
  if (isFused(model)) checkFusion(fusion);
  const { groups, reports } = await scoreGroups(core, forests, info.features, columns, means);
  if (!isFused(model)) return { scores: groups[0], reports };
  const bits = await doPaced(fuseGroups(groups, groupCalibrations), means.pace);
  return { scores: await fuseInContext(table, bits, fusion, means.pace), reports };
}
