// Proves that what is to be stored is what it should be, wherever it comes from: the page, or a backup.
import { InputError } from '../base/errors.ts';
import type { Finding, Line } from '../detect/findings/types.ts';
import type { Alert, AlertEvent, AlertNote, AlertState, LogLine, Resolution } from './types.ts';

/** Characters of one note, and notes of one alert. */
export const MAX_NOTE = 10_000;
export const MAX_NOTES = 100;
/** Events of one alert. */
export const MAX_EVENTS = 50;

const STATES: ReadonlySet<unknown> = new Set<AlertState>(['new', 'acknowledged', 'closed']);
const RESOLUTIONS: ReadonlySet<unknown> = new Set<Resolution>([
  'true_positive',
  'false_positive',
  'benign',
  'duplicate',
]);

type Fields<T> = { readonly [K in keyof T]?: unknown };

const isText = (value: unknown, most = 2000): value is string => typeof value === 'string' && value.length <= most;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): boolean => isNumber(value) && Number.isInteger(value) && value >= 0;
const isTime = isCount;
const orNull = (value: unknown, test: (value: unknown) => boolean): boolean => value === null || test(value);
const isList = (value: unknown, most: number, test: (entry: Fields<Record<string, unknown>>) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every((entry) => typeof entry === 'object' && entry !== null && test(entry)); // prettier-ignore
const isState = (value: unknown): boolean => STATES.has(value);
const isResolution = (value: unknown): boolean => RESOLUTIONS.has(value);

/** Throws InputError that names what is wrong: `field must be words`. */
function hold(
  value: unknown,
  what: string,
  tests: readonly (readonly [field: string, right: (value: unknown) => boolean, words: string])[],
): void {
  // prettier-ignore
  if (typeof value !== 'object' || value === null) throw new InputError(`${what} must be an object.`);
  const given = value as Record<string, unknown>;
  for (const [field, right, words] of tests) {
    if (!right(given[field])) throw new InputError(`${field} of ${what} must be ${words}.`);
  }
}

const areHosts = (value: unknown): boolean =>
  isList(value, 20, ({ host, packets }) => isText(host) && isCount(packets));
const areServices = (value: unknown): boolean =>
  isList(value, 20, ({ proto, port, ethertype }) => isCount(proto) && orNull(port, isCount) && orNull(ethertype, isCount)); // prettier-ignore
const areFeatures = (value: unknown): boolean =>
  isList(value, 3, (entry) => isText(entry.feature) && isNumber(entry.value) && orNull(entry.usual, isNumber) && orNull(entry.excess, isNumber)); // prettier-ignore
const areExamples = (value: unknown): boolean =>
  isList(value, 5, ({ row, score, packet }) => isCount(row) && isNumber(score) && typeof packet === 'object' && packet !== null); // prettier-ignore
const isRarity = (value: unknown): boolean =>
  orNull(value, (rarity) => isList([rarity], 1, ({ rows, atLeast, atMost }) => [rows, atLeast, atMost].every(isCount)));

/** Alerts of before there were any have none. */
const isTail = (value: unknown): boolean =>
  value === undefined ||
  orNull(value, (tail) =>
    isList([tail], 1, ({ share, low, high }) => [share, low, high].every(isNumber) && 0 <= (low as number) && (low as number) <= (share as number) && (share as number) <= (high as number) && (high as number) <= 1)); // prettier-ignore

/** Throws InputError for anything that is not a finding. */
export function checkFinding(finding: unknown): asserts finding is Finding {
  hold(finding, 'a finding', [
    ['id', (value) => isText(value) && /^[0-9a-f]{32}$/.test(value), '32 hexadecimal digits'],
    ['kind', (value) => isText(value, 100), 'a word'],
    ['title', (value) => isText(value), 'a text'],
    ['first', (value) => orNull(value, isNumber), 'a time or null'],
    ['last', (value) => orNull(value, isNumber), 'a time or null'],
    ['packets', isCount, 'a count'],
    ['bytes', isCount, 'a count'],
    ['peak', isNumber, 'a number'],
    ['mean', isNumber, 'a number'],
    ['rarity', isRarity, 'counts of packets or null'],
    ['tail', isTail, 'a share with its interval or null'],
    ['weight', isNumber, 'a number'],
    ['hub', (value) => orNull(value, (host) => isText(host)), 'an address or null'],
    ['features', areFeatures, 'at most 3 features'],
    ['sources', areHosts, 'at most 20 hosts'],
    ['sourceCount', isCount, 'a count'],
    ['destinations', areHosts, 'at most 20 hosts'],
    ['destinationCount', isCount, 'a count'],
    ['services', areServices, 'at most 20 services'],
    ['serviceCount', isCount, 'a count'],
    ['examples', areExamples, 'at most 5 packets'],
  ]);
}

/** Throws InputError. */
export function checkOrigin(origin: unknown, what: string): asserts origin is Alert['model'] {
  hold(origin, what, [
    ['fingerprint', (value) => isText(value, 200), 'a text'],
    ['name', (value) => isText(value), 'a text'],
  ]);
}

/** Throws InputError. */
export function checkLine(line: unknown): asserts line is Line {
  hold(line, 'the line', [
    ['threshold', isNumber, 'a number'],
    ['hosts', (value) => isList(value, 10_000, ({ host, threshold }) => isText(host) && isNumber(threshold)), 'hosts'],
  ]);
}

/** Throws InputError for a state that there is not, and for a closed alert without a resolution. */
export function checkState(state: unknown, resolution: unknown): void {
  if (!isState(state)) throw new InputError('The state of an alert is new, acknowledged or closed.');
  if (state === 'closed' ? !isResolution(resolution) : resolution !== null) {
    throw new InputError('An alert that is closed has a resolution, and no other has one.');
  }
}

const isNote = ({ at, text }: Fields<AlertNote>): boolean => isTime(at) && isText(text, MAX_NOTE);
const isEvent = ({ at, what, state, resolution }: Fields<AlertEvent>): boolean =>
  isTime(at) &&
  ['found', 'found_again', 'state', 'note'].includes(what as string) &&
  (state === undefined || isState(state)) &&
  (resolution === undefined || orNull(resolution, isResolution));

/** Throws InputError for anything that is not an alert. */
export function checkAlert(alert: unknown): asserts alert is Alert {
  hold(alert, 'an alert', [
    ['notes', (value) => isList(value, MAX_NOTES, isNote), `at most ${MAX_NOTES} notes`],
    ['events', (value) => isList(value, MAX_EVENTS, isEvent), `at most ${MAX_EVENTS} events`],
    ['created', isTime, 'a time'],
    ['updated', isTime, 'a time'],
  ]);
  const { id, finding, model, traffic, line, state, resolution } = alert as Alert;
  checkFinding(finding);
  if (finding.id !== id) throw new InputError('id of an alert must be that of its finding.');
  checkOrigin(model, 'the model');
  checkOrigin(traffic, 'the traffic');
  checkLine(line);
  checkState(state, resolution);
}

/** Throws InputError. */
export function checkLog(log: unknown): asserts log is LogLine[] {
  if (!isList(log, 200, ({ at, text }) => isTime(at) && isText(text))) {
    throw new InputError('The log must be at most 200 lines with their times.');
  }
}
