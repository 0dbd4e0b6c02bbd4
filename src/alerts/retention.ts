// What goes by itself: closed alerts that are old, then whatever is too many. Nothing open goes without a line that says so.
import { InputError } from '../base/errors.ts';
import { formatCount, formatSpan, plural } from '../base/format.ts';
import type { Table } from '../store/types.ts';
import type { Brief } from './brief.ts';
import type { Turn } from './book.ts';
import type { AlertState, LogLine, Settings } from './types.ts';

const DEFAULT_SETTINGS: Readonly<Settings> = { keep: true, closedDays: 90, mostAlerts: 100_000 };
const DAY = 86_400_000;
/** Lines of the log. */
const LOG = 200;

export async function readSettings(settings: Table): Promise<Settings> {
  return { ...DEFAULT_SETTINGS, ...(await settings.get<Partial<Settings>>('settings')) };
}

/** Throws InputError naming what it must be. */
export function checkSettings({ keep, closedDays, mostAlerts }: Settings): Settings {
  const isInteger = (value: unknown, min: number, max: number) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max; // prettier-ignore
  if (typeof keep !== 'boolean') throw new InputError('Alerts are kept or not.');
  if (!isInteger(closedDays, 0, 36_500)) throw new InputError('Closed alerts go after 1 to 36,500 days, or never (0).');
  if (!isInteger(mostAlerts, 100, 500_000)) throw new InputError('Keep 100 to 500,000 alerts.');
  return { keep, closedDays, mostAlerts };
}

export async function readLog(settings: Table): Promise<LogLine[]> {
  return (await settings.get<LogLine[]>('log')) ?? [];
}

async function writeLog(settings: Table, lines: readonly LogLine[]): Promise<void> {
  if (lines.length === 0) return;
  settings.put('log', [...lines, ...(await readLog(settings))].slice(0, LOG));
}

const RANK: Readonly<Record<AlertState, number>> = { closed: 0, acknowledged: 1, new: 2 };

/**
 * Alerts that go: closed ones that were not changed for long; then, as there may only be so many, closed ones, then
 * acknowledged ones, then new ones, of each those first that were changed longest ago.
 * @param spared ids of alerts that were found again
 * @param added alerts that are about to be added
 * @returns `left`: how many of these there is no place for
 */
function chooseRemoved(
  briefs: Iterable<Brief>,
  { closedDays, mostAlerts }: Settings,
  now: number,
  spared: ReadonlySet<string>,
  added: number,
): { removed: Brief[]; left: number } {
  const oldest = closedDays === 0 ? -Infinity : now - closedDays * DAY;
  const removed: Brief[] = [];
  const staying: Brief[] = [];
  let total = added;
  for (const brief of briefs) {
    if (spared.has(brief.id)) total++;
    else if (brief.state === 'closed' && brief.updated < oldest) removed.push(brief);
    else staying.push(brief);
  }
  const excess = total + staying.length - mostAlerts;
  if (excess <= 0) return { removed, left: 0 };
  staying.sort((a, b) => RANK[a.state] - RANK[b.state] || a.updated - b.updated || a.weight - b.weight);
  for (const brief of staying.slice(0, excess)) removed.push(brief);
  return { removed, left: Math.min(added, Math.max(0, excess - staying.length)) };
}

function describeRemoved(removed: readonly Brief[], { mostAlerts }: Settings): string | null {
  const open = removed.filter(({ state }) => state !== 'closed');
  if (open.length === 0) return null;
  const count = (state: AlertState) => open.filter((brief) => brief.state === state).length;
  const words = (['new', 'acknowledged'] as const).filter((state) => count(state) > 0).map((state) => `${formatCount(count(state))} ${state}`); // prettier-ignore
  const times = open.map(({ created }) => created / 1000);
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const alerts = open.length === 1 ? 'alert' : 'alerts';
  return `${words.join(' and ')} ${alerts}, stored ${formatSpan(first, last)}, went because at most ${formatCount(mostAlerts)} are kept.`; // prettier-ignore
}

/**
 * Removes what has to go within a transaction.
 * @returns how many went, and how many of those to be added there is no place for
 */
export async function tidy(
  { pages, table, edit }: Turn,
  settings: Settings,
  now: number,
  spared: ReadonlySet<string> = new Set(),
  added = 0,
): Promise<{ removed: number; left: number }> {
  const { removed, left } = chooseRemoved(pages.briefs(), settings, now, spared, added);
  for (const { id } of removed) edit.remove(id);
  const texts = [describeRemoved(removed, settings)];
  if (left > 0) {
    texts.push(`${plural(left, 'finding')} of least weight were not stored because at most ${formatCount(settings.mostAlerts)} alerts are kept.`); // prettier-ignore
  }
  const lines = texts.filter((text) => text !== null).map((text) => ({ at: now, text }));
  await writeLog(table('settings'), lines);
  return { removed: removed.length, left };
}

/** Whether anything has to go. */
export function isTidy(briefs: Iterable<Brief>, settings: Settings, now: number): boolean {
  return chooseRemoved(briefs, settings, now, new Set(), 0).removed.length === 0;
}
