// All alerts of a transaction with what rules make of them, in memory: kept from one transaction to the next where
// nothing has changed, whoever might have changed it.
import type { Storage } from '../store/storage.ts';
import type { Mode, StoreName, Table } from '../store/types.ts';
import type { Brief } from './brief.ts';
import { COMPARE } from './filter.ts';
import { compileRules, type Hider, sortRules } from './rules.ts';
import { AlertEdit, isIndexWhole, noCounts, readSnapshot, rebuildIndex, type Snapshot } from './sheets.ts';
import type { AlertOrder, Rule } from './types.ts';

/** After all keys. */
export const END = '\uffff';

/** Rules as they are in a transaction. */
interface RuleBook {
  readonly change: number;
  readonly rules: readonly Rule[];
  readonly hider: Hider;
}

/** What work in a transaction sees. */
export class Pages {
  readonly snapshot: Snapshot;
  readonly #ruleBook: RuleBook;
  readonly #sort: (order: AlertOrder, snapshot: Snapshot) => readonly Brief[];

  constructor(
    snapshot: Snapshot,
    ruleBook: RuleBook,
    sort: (order: AlertOrder, snapshot: Snapshot) => readonly Brief[],
  ) {
    this.snapshot = snapshot;
    this.#ruleBook = ruleBook;
    this.#sort = sort;
  }

  get rules(): readonly Rule[] {
    return this.#ruleBook.rules;
  }

  get hider(): Hider {
    return this.#ruleBook.hider;
  }

  /** Makes `hiddenBy` of all briefs true of this transaction, until the next wait. */
  judge(): void {
    const { hider, rules } = this.#ruleBook;
    for (const sheet of this.snapshot.sheets) {
      if (sheet.judgedBy === hider) continue;
      const counts = noCounts();
      for (const brief of sheet.briefs) {
        brief.hiddenBy = rules.length === 0 ? null : hider(brief);
        counts[brief.hiddenBy === null ? brief.state : 'hidden']++;
      }
      sheet.counts = counts;
      sheet.judgedBy = hider;
    }
  }

  *briefs(): Generator<Brief> {
    for (const { briefs } of this.snapshot.sheets) yield* briefs;
  }

  inOrder(order: AlertOrder): readonly Brief[] {
    return this.#sort(order, this.snapshot);
  }
}

/** Tables and pages of one transaction. */
export interface Turn {
  readonly pages: Pages;
  readonly table: (name: StoreName) => Table;
  readonly edit: AlertEdit;
}

/** Keeps what was read from one transaction to the next. */
export class AlertBook {
  readonly #storage: Storage;
  #snapshot: Snapshot | null = null;
  #ruleBook: RuleBook | null = null;
  readonly #orders = new Map<AlertOrder, { snapshot: Snapshot; sorted: readonly Brief[] }>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** One transaction over alerts, rules and settings. What `work` throws undoes all of it. */
  async run<T>(mode: Mode, work: (turn: Turn) => Promise<T>): Promise<T> {
    const names: StoreName[] = ['alerts', 'index', 'rules', 'settings'];
    for (;;) {
      const done = await this.#storage.transact(names, mode, async (table) => {
        const pages = await this.#read(table);
        if (pages === null) return null;
        const edit = new AlertEdit(pages.snapshot, table('index'), table('alerts'));
        const result = await work({ pages, table, edit });
        if (mode !== 'readonly') edit.finish();
        return { result };
      });
      if (done !== null) return done.result;
      await this.#rebuild(false);
    }
  }

  /** Makes the index anew where it does not list as many alerts as there are. */
  async prove(): Promise<void> {
    const whole = await this.#storage.transact(['alerts', 'index'], 'readonly', (table) =>
      isIndexWhole(table('index'), table('alerts')),
    );
    if (!whole) await this.#rebuild(true);
  }

  /** @param anyway also where there is an index of today's form */
  async #rebuild(anyway: boolean): Promise<void> {
    await this.#storage.transact(['alerts', 'index'], 'readwrite', async (table) => {
      const [index, alerts] = [table('index'), table('alerts')];
      // Another tab may have done it meanwhile.
      if (anyway ? await isIndexWhole(index, alerts) : (await readSnapshot(index, this.#snapshot)) !== null) return;
      await rebuildIndex(index, alerts);
    });
  }

  async #read(table: (name: StoreName) => Table): Promise<Pages | null> {
    const snapshot = await readSnapshot(table('index'), this.#snapshot);
    if (snapshot === null) return null;
    let ruleBook = this.#ruleBook;
    if (ruleBook?.change !== snapshot.head.rules) {
      const rules = sortRules(await table('rules').values<Rule>('', END));
      ruleBook = { change: snapshot.head.rules, rules, hider: compileRules(rules) };
    }
    // Two transactions may have read at once: either answer is right, as the next one looks again.
    this.#snapshot = snapshot;
    this.#ruleBook = ruleBook;
    return new Pages(snapshot, ruleBook, (order, of) => this.#sort(order, of));
  }

  /** What was in order before stays so: only sheets that have changed are sorted in. */
  #sort(order: AlertOrder, snapshot: Snapshot): readonly Brief[] {
    const before = this.#orders.get(order);
    if (before?.snapshot.head.change === snapshot.head.change) return before.sorted;
    const compare = COMPARE[order];
    const known = new Set(before?.snapshot.sheets);
    const kept = new Set(snapshot.sheets.filter((sheet) => known.has(sheet)));
    const fresh = snapshot.sheets.filter((sheet) => !kept.has(sheet)).flatMap(({ briefs }) => briefs);
    fresh.sort(compare);
    const gone = new Set<Brief>();
    for (const sheet of before?.snapshot.sheets ?? [])
      if (!kept.has(sheet)) for (const brief of sheet.briefs) gone.add(brief);
    const sorted = merge(before?.sorted.filter((brief) => !gone.has(brief)) ?? [], fresh, compare);
    this.#orders.set(order, { snapshot, sorted });
    return sorted;
  }
}

function merge(a: readonly Brief[], b: readonly Brief[], compare: (a: Brief, b: Brief) => number): readonly Brief[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const all: Brief[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) all.push(compare(a[i], b[j]) <= 0 ? a[i++] : b[j++]);
  while (i < a.length) all.push(a[i++]);
  while (j < b.length) all.push(b[j++]);
  return all;
}
