// An inbox for component tests of rules, exports and keeping: rules, settings, a log and backups in memory.
import type {
  Alert,
  AlertExport,
  AlertService,
  BackupFacts,
  LogLine,
  Rule,
  RulePreview,
  Settings,
} from '../../alerts/types.ts';
import { Notices } from '../../state/notices.svelte.ts';
import type { AlertDesk } from '../alerts/desk.ts';

const absent = (call: string) => (): never => {
  throw new Error(`the fake does not ${call}`);
};

export class FakeDesk implements AlertDesk {
  readonly notices = new Notices();
  edition = $state(0);
  notKept = $state('');
  readonly calls: { name: string; args: unknown[] }[] = [];
  rules: Rule[] = [];
  /** Alerts that a rule hides, by its id. */
  hidden: Record<string, Alert[]> = {};
  settings: Settings = { keep: true, closedDays: 90, mostAlerts: 100_000 };
  log: LogLine[] = [];
  preview: RulePreview = { before: 412, after: 9, examples: [] };
  facts: BackupFacts = { created: Date.UTC(2026, 4, 3, 12), models: 12, alerts: 412, rules: 3 };
  /** What each call does first: may wait, or throw. */
  before: (name: string) => Promise<void> | void = () => undefined;
  readonly service: AlertService;

  constructor() {
    const call = async (name: string, ...args: unknown[]): Promise<void> => {
      this.calls.push({ name, args });
      await this.before(name);
    };
    const change = () => (this.edition += 1);
    this.service = {
      rules: async () => this.rules,
      ruleCounts: async () =>
        Object.fromEntries(Object.entries(this.hidden).map(([id, alerts]) => [id, alerts.length])),
      previewRule: async (rule) => {
        await call('previewRule', rule);
        return this.preview;
      },
      putRule: async (rule) => {
        await call('putRule', rule);
        const known = this.rules.some(({ id }) => id === rule.id);
        this.rules = known ? this.rules.map((one) => (one.id === rule.id ? rule : one)) : [...this.rules, rule];
        change();
      },
      removeRule: async (id) => {
        await call('removeRule', id);
        this.rules = this.rules.filter((rule) => rule.id !== id);
        change();
      },
      list: async (_filter, _order, start, count) => {
        const entries = Object.entries(this.hidden).flatMap(([hiddenBy, alerts]) =>
          alerts.map((alert) => ({ alert, hiddenBy })),
        );
        const counts = await this.service.counts();
        return { total: entries.length, counts, start, entries: entries.slice(start, start + count) };
      },
      counts: async () => ({ new: 30, acknowledged: 6, closed: 4, hidden: 0 }),
      settings: async () => this.settings,
      putSettings: async (settings) => {
        await call('putSettings', settings);
        this.settings = settings;
        change();
      },
      log: async () => this.log,
      clearLog: async () => {
        await call('clearLog');
        this.log = [];
        change();
      },
      export: async (ids, format: AlertExport) => {
        await call('export', ids, format);
        return new Blob(['x']);
      },
      backup: async () => {
        await call('backup');
        return new Blob(['everything']);
      },
      readBackup: async (file) => {
        await call('readBackup', file);
        return this.facts;
      },
      restore: async (file) => {
        await call('restore', file);
        change();
        return this.facts;
      },
      ids: absent('list ids'),
      get: absent('get'),
      setState: absent('triage'),
      addNote: absent('triage'),
      remove: absent('triage'),
      undo: absent('triage'),
      hiddenBy: absent('judge'),
      keep: absent('keep'),
      group: absent('group'),
      rowsOf: absent('group'),
      findBudgetLine: absent('look for lines'),
      ladder: absent('make ladders'),
      hashPart: absent('hash'),
    };
  }

  called = (name: string) => this.calls.filter((one) => one.name === name).map(({ args }) => args);
}
