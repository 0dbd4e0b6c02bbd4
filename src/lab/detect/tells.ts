// What tells an attack: how far each feature stands above its usual level in the packets of each kind of attack.
import { findThreshold, rankScores } from '../outliers/measures.ts';

/** Of one kind of attack in a capture. */
export interface KindFigures {
  kind: string;
  packets: number;
  /** Share of them above the threshold that marks 1 % of the others. */
  marked: number;
  /** Features by mean excess (0 to 1) over its packets, the greatest first; those of less than 0.01 left out. */
  features: [feature: string, excess: number][];
}

const LEAST = 0.01;

/**
 * @param kinds  one a packet, '' where there is no attack
 * @param excess a column a feature
 */
export function tellKinds(
  kinds: readonly string[],
  scores: Float32Array,
  features: readonly string[],
  excess: readonly Float32Array[],
): KindFigures[] {
  const labels = Uint8Array.from(kinds, (kind) => (kind === '' ? 0 : 1));
  const { threshold } = findThreshold(rankScores([scores], labels), 0.01);
  return [...new Set(kinds)]
    .filter((kind) => kind !== '')
    .map((kind) => {
      const rows = [...kinds.keys()].filter((row) => kinds[row] === kind);
      const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
      const told = features.map((feature, place): [string, number] => [feature, mean((row) => excess[place][row])]);
      return {
        kind,
        packets: rows.length,
        marked: mean((row) => (scores[row] >= threshold ? 1 : 0)),
        features: told.filter(([, value]) => value >= LEAST).toSorted((a, b) => b[1] - a[1]),
      };
    });
}
