// The calls of the alert database, as a plain object over the storage.
import { InputError } from '../base/errors.ts';
import type { Storage } from '../store/storage.ts';
import type { StoreName } from '../store/types.ts';
import { AlertBook, type Pages } from './book.ts';
import { type Brief, briefOf } from './brief.ts';
import { compileFilter } from './filter.ts';
import { keepFindings } from './keep.ts';
import { createBackupCalls } from './backup.ts';
import { checkSettings, isTidy, readLog, readSettings, tidy } from './retention.ts';
import { checkRule, compileRules, sortRules } from './rules.ts';
import { findBrief, noCounts } from './sheets.ts';
import { createTriage } from './triage.ts';
import type { Alert, AlertCounts, AlertEntry, AlertFilter, AlertOrder, AlertService, Rule } from './types.ts';
import { createWriter, type Estimate } from './writer.ts';

/** What is kept; grouping, exports and digests come beside it. */
export type AlertDatabase = Omit<
  AlertService,
  'group' | 'rowsOf' | 'findBudgetLine' | 'ladder' | 'export' | 'hashPart'
>;

export interface ServiceOptions {
  storage: Storage;
  /** Told after each change of what is stored. */
  announce?: (stores: readonly StoreName[]) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How much room there is. */
  estimate?: Estimate;
}

/** Most entries a page. */
const PAGE = 200;
const MOST_RULES = 1000;

function countStates(pages: Pages): AlertCounts {
  const counts = noCounts();
  pages.judge();
  for (const sheet of pages.snapshot.sheets) {
    for (const key of ['new', 'acknowledged', 'closed', 'hidden'] as const) counts[key] += sheet.counts[key];
  }
  return counts;
}

function findMatching(pages: Pages, filter: AlertFilter, order: AlertOrder): readonly Brief[] {
  const matches = compileFilter(filter);
  pages.judge();
  return pages.inOrder(order).filter((brief) => (filter.hidden || brief.hiddenBy === null) && matches(brief));
}

/** Nothing is read before the first call. */
export function createAlertDatabase(options: ServiceOptions): AlertDatabase & { open(): Promise<void> } {
  const { storage, announce = () => undefined, now = Date.now, estimate } = options;
  const book = new AlertBook(storage);
  const write = createWriter(book, announce, estimate);

  return {
    /** Makes whole what is not, and lets go what is too old. */
    async open() {
      await book.prove();
      const isRight = await book.run('readonly', async ({ pages, table }) =>
        isTidy(pages.briefs(), await readSettings(table('settings')), now()),
      );
      if (isRight) return;
      await write('readwrite', ['alerts', 'settings'], 'the log', async (turn) =>
        tidy(turn, await readSettings(turn.table('settings')), now()),
      );
    },

    ...createTriage(write, now),
    ...createBackupCalls(storage, announce, estimate, now),

    keep: (request) => keepFindings(write, request, now()),

    list: (filter, order, start, count) =>
      book.run('readonly', async ({ pages, table }) => {
        const matching = findMatching(pages, filter, order);
        const counts = countStates(pages);
        const from = Math.max(0, Math.floor(start));
        const shown = matching.slice(from, from + Math.min(PAGE, count)).map(({ id, hiddenBy }) => ({ id, hiddenBy }));
        const alerts = await Promise.all(shown.map(({ id }) => table('alerts').get<Alert>(id)));
        const entries = shown.map(({ hiddenBy }, i) => ({ alert: alerts[i]!, hiddenBy }));
        return { total: matching.length, counts, start: from, entries };
      }),

    ids: (filter, order) =>
      book.run('readonly', async ({ pages }) => findMatching(pages, filter, order).map(({ id }) => id)),

    get: (ids) =>
      book.run('readonly', async ({ pages, table }) => {
        const alerts = await Promise.all(ids.map((id) => table('alerts').get<Alert>(id)));
        return alerts.map((alert): AlertEntry | null =>
          alert === undefined ? null : { alert, hiddenBy: pages.hider(briefOf(alert)) },
        );
      }),

    counts: () => book.run('readonly', async ({ pages }) => countStates(pages)),

    rules: () => book.run('readonly', async ({ pages }) => [...pages.rules]),

    previewRule: (rule) =>
      book.run('readonly', async ({ pages, table }) => {
        const checked = checkRule(rule);
        const others = pages.rules.filter(({ id }) => id !== checked.id);
        const hider = compileRules(sortRules([...others, checked]));
        pages.judge();
        const inbox = pages.inOrder('newest').filter(({ state }) => state !== 'closed');
        const examples: Brief[] = [];
        let [before, after] = [0, 0];
        for (const brief of inbox) {
          const [was, is] = [brief.hiddenBy !== null, hider(brief) !== null];
          if (!was) before++;
          if (!is) after++;
          if (!was && is && examples.length < 5) examples.push(brief);
        }
        const alerts = await Promise.all(examples.map(({ id }) => table('alerts').get<Alert>(id)));
        return { before, after, examples: alerts as Alert[] };
      }),

    ruleCounts: () =>
      book.run('readonly', async ({ pages }) => {
        const counts: Record<string, number> = Object.fromEntries(pages.rules.map(({ id }) => [id, 0]));
        pages.judge();
        for (const { hiddenBy } of pages.briefs()) if (hiddenBy !== null) counts[hiddenBy]++;
        return counts;
      }),

    async putRule(rule: Rule) {
      const checked = checkRule(rule);
      await write('readwrite', ['rules'], 'this rule', async ({ pages, table, edit }) => {
        if (pages.rules.length >= MOST_RULES && !pages.rules.some(({ id }) => id === checked.id)) {
          throw new InputError('There are 1,000 rules already. Remove some that you do not need.');
        }
        table('rules').put(checked.id, checked);
        edit.touchRules();
      });
    },

    async removeRule(id) {
      await write('readwrite', ['rules'], 'this change', async ({ table, edit }) => {
        table('rules').remove(id);
        edit.touchRules();
      });
    },

    hiddenBy: (findings) =>
      book.run('readonly', async ({ pages }) =>
        findings.map((finding) => {
          const stored = findBrief(pages.snapshot, finding.id);
          const origin = { fingerprint: '', name: '' };
          const fresh = { ...unworked(now()), id: finding.id, finding, model: origin, traffic: origin };
          return pages.hider({ ...briefOf(fresh), created: stored?.created ?? now() });
        }),
      ),

    settings: () => book.run('readonly', ({ table }) => readSettings(table('settings'))),

    async putSettings(settings) {
      const checked = checkSettings(settings);
      await write('readwrite', ['settings', 'alerts'], 'these settings', async (turn) => {
        turn.table('settings').put('settings', checked);
        await tidy(turn, checked, now());
      });
    },

    log: () => book.run('readonly', ({ table }) => readLog(table('settings'))),

    async clearLog() {
      await write('readwrite', ['settings'], 'this change', async ({ table }) => table('settings').remove('log'));
    },
  };
}

/** An alert that nobody has worked on. */
const unworked = (now: number): Omit<Alert, 'id' | 'finding' | 'model' | 'traffic'> => ({
  line: { threshold: 0, hosts: [] },
  state: 'new',
  resolution: null,
  notes: [],
  events: [],
  created: now,
  updated: now,
});
