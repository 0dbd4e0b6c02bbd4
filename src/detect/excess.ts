// What a forest sees of features in context: how far a value is above what is usual, from 0 to 1.
import { doPaced, type Pieces } from '../base/pacer.ts';
import { atOnce, type Pace } from './order.ts';
import { valuesAtRank } from './profile.ts';

/** From where on a feature says something, and how much more than usual says no more. */
export interface Bound {
  floor: number;
  cap: number;
}

type Column = ArrayLike<number>;
/** A column a feature, in chunks. */
type Chunks = readonly (readonly Column[])[];

/** Share of the training packets that are taken for usual: an attack among them must be longer than the rest to be so. */
const USUAL = 0.85;

/** Of each feature, its floor, or what 85 % of the packets do not exceed where that is more. One row or more. */
export async function findUsual(
  chunks: Chunks,
  bounds: readonly Bound[],
  pace: Pace = atOnce,
): Promise<Float32Array<ArrayBuffer>> {
  const rows = chunks.reduce((sum, [column]) => sum + column.length, 0);
  const rank = Math.floor(USUAL * rows) + 1;
  const usual = Float32Array.from(bounds, ({ floor }) => floor);
  // Few features are above their floor so often that it must be known where exactly.
  const above = await doPaced(countAboveUsual(chunks, usual), pace);
  for (let feature = 0; feature < usual.length; feature++) {
    if (rows - above[feature] >= rank) continue;
    const column = chunks.map((columns) => [columns[feature]]);
    usual[feature] = Math.max(usual[feature], (await valuesAtRank(column, rank, pace))[0]);
  }
  return usual;
}

/** How many packets lie above what is usual, of each feature. */
export function* countAboveUsual(chunks: Chunks, usual: Float32Array): Pieces<number[]> {
  const counts = Array.from(usual, () => 0);
  for (const columns of chunks) {
    for (const [feature, column] of columns.entries()) {
      const most = usual[feature];
      let above = 0;
      for (let row = 0; row < column.length; row++) if (column[row] > most) above++;
      counts[feature] += above;
    }
    yield;
  }
  return counts;
}

/** The columns as a forest sees them, 0 to 1: little above the usual is less than in proportion. */
export function* takeExcess(
  chunks: Chunks,
  usual: Float32Array,
  bounds: readonly Bound[],
): Pieces<Float32Array<ArrayBuffer>[][]> {
  const seen: Float32Array<ArrayBuffer>[][] = [];
  for (const columns of chunks) {
    seen.push(
      columns.map((column, feature) => {
        const [least, { cap }] = [usual[feature], bounds[feature]];
        const excess = new Float32Array(column.length);
        for (let row = 0; row < excess.length; row++) {
          const over = column[row] - least;
          if (!(over > 0)) continue;
          const share = over < cap ? over / cap : 1;
          excess[row] = share * Math.sqrt(share);
        }
        return excess;
      }),
    );
    yield;
  }
  return seen;
}

/** Where the anchors of a feature stand. */
const ANCHORS = [13, 15, 17, 19, 21, 23].map((part) => part / 24);

/**
 * Rows that every tree has beside those that it draws, one column a feature: six of each feature, high up in it and 0 in all
 * others. They keep each feature's range open beyond what the training has seen: a feature that never was above its usual
 * value is cut all the same.
 */
export function makeAnchors(features: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: features }, (_, feature) => {
    const column = new Float32Array(ANCHORS.length * features);
    column.set(ANCHORS, ANCHORS.length * feature);
    return column;
  });
}
