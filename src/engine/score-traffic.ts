// Scores of a traffic under a forest: of the packet's own values as they are, of features in context by their excess, and
// then seen among the packets around it.
import type { CoreInstance } from '../base/core.ts';
import { doPaced, type Pacer } from '../base/pacer.ts';
import { takeExcess } from '../detect/excess.ts';
import { countScores, type Pace, rankScores } from '../detect/order.ts';
import { smoothInContext } from '../features/context.ts';
import { findFeatures } from '../features/sets.ts';
import type { Seed } from '../features/state.ts';
import type { ModelContext } from '../model/file.ts';
import type { PacketTable } from '../packets/table.ts';
import { startClock } from './clock.ts';
import type { ColumnChunks } from './columns.ts';
import type { Pool } from './pool.ts';
import type { Scoring } from './score.ts';
import type { Progress } from './types.ts';

/** What a long call of the engine works with. */
export interface Means {
  pacer: Pacer<Progress>;
  pool: Pool;
  pace: Pace;
}

/** Where features in context begin to say something. Throws InputError for an unknown feature. */
export const boundsOf = (features: readonly string[]) =>
  findFeatures(features).map(({ bound }) => bound ?? { floor: 0, cap: 1 });

/** The columns as the forest of a model sees them. */
export async function seeColumns(
  columns: ColumnChunks,
  features: readonly string[],
  context: Pick<ModelContext, 'usual'> | null,
  pace: Pace,
): Promise<ColumnChunks> {
  return context === null ? columns : doPaced(takeExcess(columns, context.usual, boundsOf(features)), pace);
}

/** The median of scores, the higher one of two in the middle. */
export async function medianOf(scores: Scoring['scores'], pace: Pace): Promise<number> {
  const count = countScores(scores);
  return (await rankScores(scores, [count - Math.floor(count / 2)], pace)).scores[0];
}

/** No score is 0, since calibrations count from above it. */
const LEAST = 2 ** -20;

/** The packets' own scores, each seen among those of its source and of its pair of hosts; above 0 and up to 1. */
export async function scoreInContext(
  core: CoreInstance,
  table: PacketTable,
  own: Scoring['scores'],
  base: number,
  seed: Seed,
  { pacer, pace }: Means,
): Promise<Scoring['scores']> {
  const over: Float32Array[] = [];
  for (const chunk of own) {
    over.push(chunk.map((score) => score - base));
    await pace();
  }
  const clock = startClock(pacer, 'scoring', table.length);
  const scores = await smoothInContext(core, table, over, { seed }, (rows) =>
    pacer.due() ? clock.tick(rows) : undefined,
  );
  for (const chunk of scores) {
    for (let row = 0; row < chunk.length; row++) chunk[row] = Math.min(1, Math.max(LEAST, base + chunk[row]));
    await pace();
  }
  return scores;
}
