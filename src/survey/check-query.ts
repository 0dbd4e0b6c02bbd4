// Whether a survey can be made as it is asked for.
import { InputError } from '../base/errors.ts';
import type { SurveyQuery, TimeSpan } from './types.ts';

function checkSpan(span: TimeSpan | null, what: string): void {
  if (span === null) return;
  const { from, to } = span;
  if (!Number.isFinite(from) || !Number.isFinite(to)) {
    throw new InputError(`${what} must be two finite times, in seconds; found ${from} and ${to}.`);
  }
  if (from > to) throw new InputError(`${what} must end after it begins; found ${from} to ${to}.`);
}

function checkCount(count: number | undefined, what: string, least: number, most: number): void {
  if (count === undefined || (Number.isInteger(count) && count >= least && count <= most)) return;
  throw new InputError(`${what} must be a whole number from ${least} to ${most.toLocaleString('en')}; found ${count}.`);
}

/** Throws InputError naming what cannot be. */
export function checkQuery({ selection, zoom, overview, heat, tops, sizes, pairs, histogram }: SurveyQuery): void {
  checkSpan(selection.span, 'The span');
  checkSpan(zoom, 'The zoom');
  checkCount(overview ?? undefined, 'Buckets of the overview', 1, 10_000);
  checkCount(heat?.first, 'The first row of the heat map', 0, 2 ** 32);
  checkCount(heat?.rows, 'Rows of the heat map', 1, 1000);
  checkCount(heat?.cells, 'Cells of the heat map', 1, 2000);
  checkCount(tops?.entries, 'Entries of a list', 1, 10_000);
  checkCount(sizes?.buckets, 'Buckets of sizes', 1, 2000);
  checkCount(sizes?.bins, 'Bins of sizes', 1, 1000);
  checkCount(sizes?.points, 'Points of sizes', 0, 100_000);
  checkCount(pairs?.entries, 'Entries of pairs', 1, 10_000);
  checkCount(histogram ?? undefined, 'Bins of scores', 1, 65_536);
}
