// Alerts as a table: CSV (RFC 4180), one line an alert, safe to open in a spreadsheet.
import type { Alert } from '../types.ts';
import { kindWords } from '../../detect/findings/kinds.ts';
import { isoMoment, isoTime, serviceName } from './facts.ts';

type Cell = string | number | null;

/** Columns in order; new ones go to the end. */
const COLUMNS: readonly (readonly [head: string, cell: (alert: Alert) => Cell])[] = [
  ['id', ({ id }) => id],
  ['kind', ({ finding }) => kindWords(finding.kind).label],
  ['title', ({ finding }) => finding.title],
  ['state', ({ state }) => state],
  ['resolution', ({ resolution }) => resolution],
  ['first', ({ finding }) => isoTime(finding.first)],
  ['last', ({ finding }) => isoTime(finding.last)],
  ['packets', ({ finding }) => finding.packets],
  ['bytes', ({ finding }) => finding.bytes],
  ['peak_score', ({ finding }) => finding.peak],
  ['mean_score', ({ finding }) => finding.mean],
  ['threshold', ({ line }) => line.threshold],
  ['sources', ({ finding }) => finding.sources.map(({ host }) => host).join(' ')],
  ['source_count', ({ finding }) => finding.sourceCount],
  ['destinations', ({ finding }) => finding.destinations.map(({ host }) => host).join(' ')],
  ['destination_count', ({ finding }) => finding.destinationCount],
  ['services', ({ finding }) => finding.services.map(serviceName).join(' ')],
  ['service_count', ({ finding }) => finding.serviceCount],
  ['features', ({ finding }) => finding.features.map(({ feature }) => feature).join(' ')],
  ['technique', ({ finding }) => kindWords(finding.kind).technique],
  ['model', ({ model }) => model.name],
  ['traffic', ({ traffic }) => traffic.name],
  ['notes', ({ notes }) => notes.map(({ text }) => text).join(' | ')],
  ['created', ({ created }) => isoMoment(created)],
  ['updated', ({ updated }) => isoMoment(updated)],
];

function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A text that a spreadsheet would run as a formula gets an apostrophe: OWASP, "CSV Injection". So does one behind a
  // semicolon, where a spreadsheet of many countries begins a cell whatever the quotes say.
  const safe = cell
    .replace(/^[=+\-@\t\r\n\0]/, "'$&")
    .replace(/([;\t][ \t]*)([=+\-@])/g, "$1'$2")
    // So that a line is an alert to grep and wc, too, and nothing steers a terminal.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const CSV_HEADER = `${COLUMNS.map(([head]) => head).join(',')}\r\n`;

/** One line with its end. */
export function writeCsvLine(alert: Alert): string {
  return `${COLUMNS.map(([, cell]) => writeCell(cell(alert))).join(',')}\r\n`;
}
