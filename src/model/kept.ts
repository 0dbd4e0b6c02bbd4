// What a model keeps for later: some of its training rows, to be taught with more, and how many findings lines make.
import type { FindingLadder } from '../engine/types.ts';

/** Training rows that are kept at most. */
export const MOST_KEPT = 4096;

/** Where something of these is not as it must be: the section, an element of it, and what is wrong. */
export interface KeptFault {
  section: 'ROWS' | 'HOUR' | 'LINE' | 'FIND';
  index: number;
  message: string;
}

/**
 * @param kept     values of the features, one feature after another; empty where none are kept
 * @param features how many
 * @param rows     training packets, or null where that is not known
 */
export function findRowsFault(kept: Float32Array, features: number, rows: number | null): KeptFault | null {
  const fault = (index: number, message: string): KeptFault => ({ section: 'ROWS', index, message });
  const count = kept.length / features;
  // Of a model that was taught they may be more than it was trained on.
  const most = rows === null ? 0 : MOST_KEPT;
  if (!Number.isInteger(count) || count > most) return fault(0, `${count} rows are kept of at most ${most}`);
  const odd = kept.findIndex((value) => !Number.isFinite(value));
  return odd === -1 ? null : fault(odd, `the value is ${kept[odd]}`);
}

/** @param hours one number, or none where there is no ladder */
export function findLadderFault(
  hours: Float64Array,
  { thresholds, findings }: Pick<FindingLadder, 'thresholds' | 'findings'>,
): KeptFault | null {
  if (hours.length > 1 || (hours.length === 1 && !(hours[0] > 0 && hours[0] < Infinity))) {
    return { section: 'HOUR', index: 0, message: `the hours are ${hours.join()}, which must be one number above 0` };
  }
  if (findings.length !== thresholds.length || (hours.length === 0 && findings.length > 0)) {
    return { section: 'FIND', index: 0, message: 'the lists of lines and findings differ in length' };
  }
  for (let i = 0; i < findings.length; i++) {
    if (!(thresholds[i] >= 0 && thresholds[i] <= (i === 0 ? 1 : thresholds[i - 1]))) {
      return { section: 'LINE', index: i, message: `${thresholds[i]} stands where lines must fall within 0 to 1` };
    }
    if (i > 0 && findings[i] < findings[i - 1]) {
      return { section: 'FIND', index: i, message: `${findings[i]} stands where findings must rise` };
    }
  }
  return null;
}
