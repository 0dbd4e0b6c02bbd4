// What is said of a load without any packet.
import { BatchError, describeByte, describeProblem } from '../base/errors.ts';
import type { Problem } from '../base/errors.ts';
import { formatCount, plural } from '../base/format.ts';
import type { SourceReport } from '../engine/types.ts';

/** The plain answer to a load without any packet. */
export function explainEmptiness(
  reports: readonly SourceReport[],
  problems: readonly Problem[],
  problemCount: number,
): BatchError {
  const stops = reports.flatMap((report) => (report.stopped === null ? [] : [report.stopped]));
  const rejected = reports.reduce((sum, report) => sum + report.rejected, 0);
  const all = [...stops, ...problems];
  if (rejected > 0) {
    const items =
      rejected === 1 ? 'The only item cannot be used' : `None of the ${formatCount(rejected)} items can be used`;
    const more = problemCount > 1 ? ` (the first of ${formatCount(problemCount)} problems)` : '';
    return new BatchError(`${items}: ${describeProblem(problems[0])}${more}.`, all);
  }
  if (reports.length > 0 && reports.every(({ bytes }) => bytes === 0)) {
    const what = reports.length === 1 ? 'The file is' : `All ${reports.length} files are`;
    return new BatchError(`${what} empty: there is not a single byte to read.`, []);
  }
  if (stops.length > 0) return new BatchError(`No packet could be read: ${describeProblem(stops[0])}.`, all);
  if (reports.length > 0 && reports.every(({ capture }) => capture !== null)) return explainEmptyCaptures(reports);
  if (reports.length === 1) {
    return new BatchError('The batch is empty: it has no items, so there is nothing to train on or to analyze.', all);
  }
  return new BatchError(
    'There is not a single packet in any of the files, so there is nothing to train on or to analyze.',
    all,
  );
}

function explainEmptyCaptures(reports: readonly SourceReport[]): BatchError {
  const notes: Problem[] = reports.flatMap(({ name, capture }) =>
    capture!.notes.map(({ offset, message }) => ({
      source: name,
      line: null,
      column: null,
      offset,
      item: null,
      field: null,
      message,
    })),
  );
  const what =
    reports.length === 1 ? 'The capture has no packets' : `None of the ${reports.length} captures has a packet`;
  if (notes.length > 0) {
    const { offset, message } = notes[0];
    return new BatchError(`${what}: at ${describeByte(offset)} ${message}.`, notes);
  }
  const interfaces = reports.reduce((sum, { capture }) => sum + capture!.interfaceCount, 0);
  const told =
    interfaces === 0 ? 'it holds no interface either' : `${plural(interfaces, 'interface')}, and nothing was captured`;
  return new BatchError(`${what}: ${told}, so there is nothing to train on or to analyze.`, []);
}
