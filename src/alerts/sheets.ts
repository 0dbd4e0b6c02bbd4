// The index of alerts: what lists need of all of them, some hundreds a record, as 100,000 records take seconds to read.
// It follows from the alerts, is written in the same transactions, and made anew where it is missing or of old form.
import type { Table } from '../store/types.ts';
import { type Brief, briefOf, readBriefs, writeBriefs } from './brief.ts';
import type { Hider } from './rules.ts';
import type { Alert, AlertCounts } from './types.ts';

/** Raised with any change of what a sheet says. */
const FORMAT = 1;
/** Alerts a sheet: a change of one writes its whole sheet, some 200 bytes for each of its alerts. */
const SHEET = 400;
const HEAD = 'head';
/** Sheets have keys of six digits, which come before all letters. */
const keyOf = (number: number): string => String(number).padStart(6, '0');
/** Alerts that are read at a time. */
const BATCH = 500;
/** After all keys. */
const END = '\uffff';

/** Says of every sheet when it was changed last, so that whoever knows a sheet knows whether it is still right. */
interface Head {
  format: number;
  /** Number of the last change, of sheets or rules. */
  change: number;
  rules: number;
  sheets: [number: number, change: number, alerts: number][];
}

export interface Sheet {
  readonly number: number;
  readonly change: number;
  readonly briefs: readonly Brief[];
  readonly byId: ReadonlyMap<string, Brief>;
  /** The rules by which `hiddenBy` of its briefs was found. */
  judgedBy: Hider | null;
  /** By state of those that are not hidden, as `judgedBy` has it. */
  counts: AlertCounts;
}

/** All alerts as they are in one transaction. */
export interface Snapshot {
  readonly head: Readonly<Head>;
  readonly sheets: readonly Sheet[];
  readonly total: number;
}

export const noCounts = (): AlertCounts => ({ new: 0, acknowledged: 0, closed: 0, hidden: 0 });

export function findBrief(snapshot: Snapshot, id: string): Brief | undefined {
  for (const { byId } of snapshot.sheets) {
    const brief = byId.get(id);
    if (brief !== undefined) return brief;
  }
  return undefined;
}

const countAlerts = (head: Head): number => head.sheets.reduce((sum, [, , alerts]) => sum + alerts, 0);

/** Sheets that have not changed since are taken from the snapshot of before. Null where the index must be made anew. */
export async function readSnapshot(index: Table, before: Snapshot | null): Promise<Snapshot | null> {
  const head = await index.get<Head>(HEAD);
  if (head?.format !== FORMAT) return null;
  const known = new Map(before?.sheets.map((sheet) => [sheet.number, sheet]));
  const stale = head.sheets.filter(([number, change]) => known.get(number)?.change !== change);
  const read = ([number, change]: Head['sheets'][number], text: string | undefined): Sheet => {
    const briefs = readBriefs(text!);
    return {
      number,
      change,
      briefs,
      byId: new Map(briefs.map((brief) => [brief.id, brief])),
      judgedBy: null,
      counts: noCounts(),
    };
  };
  const requests = stale.map(async (entry) => read(entry, await index.get<string>(keyOf(entry[0]))));
  for (const sheet of await Promise.all(requests)) known.set(sheet.number, sheet);
  return { head, sheets: head.sheets.map(([number]) => known.get(number)!), total: countAlerts(head) };
}

/** Whether the index lists as many alerts as there are. */
export async function isIndexWhole(index: Table, alerts: Table): Promise<boolean> {
  const [head, count] = await Promise.all([index.get<Head>(HEAD), alerts.count()]);
  return head?.format === FORMAT && countAlerts(head) === count;
}

/** Writes sheet after sheet of an index that is made anew. */
export class IndexBuilder {
  readonly #index: Table;
  readonly #head: Head;
  #waiting: Brief[] = [];

  /** @param change number of the last change of the index that was there before */
  constructor(index: Table, change: number) {
    index.clear();
    this.#index = index;
    this.#head = { format: FORMAT, change: change + 1, rules: change + 1, sheets: [] };
  }

  add(alert: Alert): void {
    this.#waiting.push(briefOf(alert));
    if (this.#waiting.length === SHEET) this.#write();
  }

  finish(): void {
    if (this.#waiting.length > 0) this.#write();
    this.#index.put(HEAD, this.#head);
  }

  #write(): void {
    const { sheets, change } = this.#head;
    this.#index.put(keyOf(sheets.length), writeBriefs(this.#waiting));
    sheets.push([sheets.length, change, this.#waiting.length]);
    this.#waiting = [];
  }
}

/**
 * Number of the last change of the index, of any form. Where there is none it begins with the time, so that numbers of a
 * database that was deleted never come again.
 */
export async function lastChange(index: Table): Promise<number> {
  return (await index.get<Partial<Head>>(HEAD))?.change ?? Date.now();
}

export async function rebuildIndex(index: Table, alerts: Table): Promise<void> {
  const builder = new IndexBuilder(index, await lastChange(index));
  for (let last = ''; ;) {
    const batch = await alerts.values<Alert>(last, END, BATCH);
    for (const alert of batch) builder.add(alert);
    if (batch.length < BATCH) break;
    last = batch[batch.length - 1].id;
  }
  builder.finish();
}

/** Changes of alerts within one transaction that writes: records at once, their sheets at the end. */
export class AlertEdit {
  readonly #snapshot: Snapshot;
  readonly #index: Table;
  readonly #alerts: Table;
  readonly #changed = new Map<string, Brief | null>();
  #rules = false;

  constructor(snapshot: Snapshot, index: Table, alerts: Table) {
    this.#snapshot = snapshot;
    this.#index = index;
    this.#alerts = alerts;
  }

  put(alert: Alert): void {
    this.#alerts.put(alert.id, alert);
    this.#changed.set(alert.id, briefOf(alert));
  }

  remove(id: string): void {
    this.#alerts.remove(id);
    this.#changed.set(id, null);
  }

  /** Rules were changed. */
  touchRules(): void {
    this.#rules = true;
  }

  /** Must be called once, at the end. */
  finish(): void {
    if (this.#changed.size === 0 && !this.#rules) return;
    const { head, sheets } = this.#snapshot;
    const change = head.change + 1;
    const written = new Map<number, readonly Brief[]>();
    for (const { number, briefs, byId } of sheets) {
      const touched =
        this.#changed.size < byId.size ? some(this.#changed.keys(), byId) : some(byId.keys(), this.#changed);
      if (!touched) continue;
      const kept = briefs.map((brief) => {
        const now = this.#changed.get(brief.id);
        return now === undefined ? brief : now;
      });
      written.set(number, kept.filter((brief) => brief !== null)); // prettier-ignore
      for (const { id } of briefs) this.#changed.delete(id);
    }
    const added = [...this.#changed.values()].filter((brief) => brief !== null);
    this.#place(added, written);
    const counts = new Map(head.sheets.map(([number, , count]) => [number, count]));
    const changes = new Map(head.sheets.map(([number, last]) => [number, last]));
    for (const [number, briefs] of written) {
      if (briefs.length === 0) {
        this.#index.remove(keyOf(number));
        counts.delete(number);
        continue;
      }
      this.#index.put(keyOf(number), writeBriefs(briefs));
      counts.set(number, briefs.length);
      changes.set(number, change);
    }
    const entries = [...counts].map(([number, count]): Head['sheets'][number] => [number, changes.get(number)!, count]);
    const next: Head = { format: FORMAT, change, rules: this.#rules ? change : head.rules, sheets: entries };
    this.#index.put(HEAD, next);
  }

  /** New alerts fill the emptiest sheets, so that those of one analysis stand together, then sheets of their own. */
  #place(added: Brief[], written: Map<number, readonly Brief[]>): void {
    const now = (sheet: Sheet): readonly Brief[] => written.get(sheet.number) ?? sheet.briefs;
    const { head, sheets } = this.#snapshot;
    const open = sheets.filter((sheet) => now(sheet).length < SHEET / 2).sort((a, b) => now(a).length - now(b).length);
    let from = 0;
    for (const sheet of open) {
      if (from >= added.length) return;
      const room = SHEET - now(sheet).length;
      written.set(sheet.number, [...now(sheet), ...added.slice(from, from + room)]);
      from += room;
    }
    let number = head.sheets.reduce((most, [each]) => Math.max(most, each), -1);
    for (; from < added.length; from += SHEET) written.set(++number, added.slice(from, from + SHEET));
  }
}

function some(keys: Iterable<string>, among: ReadonlyMap<string, unknown>): boolean {
  for (const key of keys) if (among.has(key)) return true;
  return false;
}
