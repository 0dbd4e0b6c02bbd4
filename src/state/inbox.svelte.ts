// The inbox of alerts as the page knows it: what is shown of them, how many there are, and what changes them. A late script.
import type {
  AlertCounts,
  AlertEntry,
  AlertFilter,
  AlertOrder,
  AlertService,
  LogLine,
  Settings,
} from '../alerts/types.ts';
import { messageOf } from '../base/errors.ts';
import { AlertList } from './alert-list.svelte.ts';
import {
  FIRST_QUERY,
  groupOf,
  readQuery,
  statesOf,
  writeQuery,
  type AlertGroup,
  type AlertQuery,
} from './alert-query.ts';
import { latest } from './latest.ts';
import type { Notices } from './notices.svelte.ts';
import { Triage } from './triage.svelte.ts';

/** The database with what the page must know of it. */
export interface AlertSource extends AlertService {
  /** Called after each change of alerts, rules or settings, by this tab or another. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Whether anything is kept when the tab closes, and why not. */
  readonly persistent: boolean;
  readonly reason: string | null;
}

/** Browsers bear a few changes of the address a second. */
const ADDRESS_PAUSE = 300;
const ASKED_KEY = 'net-anomaly:asked-to-keep';

export class Inbox {
  readonly service: AlertSource;
  readonly notices: Notices;
  readonly list: AlertList;
  readonly triage: Triage;
  query = $state.raw<AlertQuery>(FIRST_QUERY);
  /** Of all alerts; null until they were counted. */
  counts = $state.raw<AlertCounts | null>(null);
  /** Rises with every change, by this tab or another. */
  edition = $state(0);
  settings = $state.raw<Settings | null>(null);
  log = $state.raw<LogLine[]>([]);
  /** Why nothing is stored, '' when it is. */
  notKept = $state('');
  /** Why the database does not answer, '' when it does. */
  problem = $state('');
  /** The alert whose detail is shown; the one before it while it is fetched. */
  opened = $state.raw<AlertEntry | null>(null);
  /** Names of models and traffics by fingerprint, of alerts that were seen. */
  names = $state.raw<ReadonlyMap<string, string>>(new Map());
  modelIds = $state.raw<readonly string[]>([]);
  group = $derived<AlertGroup>(groupOf(this.query.filter));

  readonly #askToKeep: () => Promise<void>;
  readonly #read: (wish: string | null) => void;
  #writing: ReturnType<typeof setTimeout> | undefined;

  /** @param askToKeep asks the browser to keep what is stored */
  constructor(service: AlertSource, notices: Notices, askToKeep: () => Promise<void>) {
    this.service = service;
    this.notices = notices;
    this.#askToKeep = askToKeep;
    this.list = new AlertList(
      service,
      (start, entries) => this.#arrived(start, entries),
      (counts) => (this.counts = counts),
    );
    this.triage = new Triage(this);
    this.#read = latest(
      async (id) => ({
        counts: await service.counts(),
        log: await service.log(),
        settings: await service.settings(),
        opened: id === null ? null : (await service.get([id]))[0],
      }),
      ({ counts, log, settings, opened }, id) => {
        Object.assign(this, { counts, log, settings, problem: '' });
        this.notKept = service.persistent ? '' : (service.reason ?? 'This browser gives the page no storage.');
        if (id === this.query.alert) this.#show(opened);
        this.#keepWhatIsThere(counts);
      },
      (error) => (this.problem = messageOf(error)),
    );
    service.onChange(() => this.refresh());
    this.#read(null);
  }

  /** Reads everything anew that is shown. */
  refresh(): void {
    this.edition += 1;
    this.#read(this.query.alert);
    this.list.refresh();
  }

  /** Follows the address while the page of alerts is shown, and keeps the query in it. Returns how to stop. */
  follow(): () => void {
    // A click on the rail shows the page before the address has followed: then what was shown last is shown again.
    let arriving = true;
    const follow = () => {
      const { hash } = location;
      if (!hash.startsWith('#/alerts')) return;
      const query = arriving && !hash.includes('?') ? this.query : readQuery(hash);
      arriving = false;
      this.#ask(query);
    };
    this.#ask(this.query);
    follow();
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
      clearTimeout(this.#writing);
    };
  }

  filter(change: Partial<AlertFilter>): void {
    this.#ask({ ...this.query, filter: { ...this.query.filter, ...change } });
  }

  /** Shows alerts of one state, or all; how they were closed is asked of closed ones only. */
  choose(group: AlertGroup): void {
    const closed = group === 'closed' || group === 'all';
    this.filter({ states: statesOf(group), ...(closed ? {} : { resolutions: [] }) });
  }

  sort(order: AlertOrder): void {
    this.#ask({ ...this.query, order });
  }

  /** Shows all alerts of the state that is shown. */
  reset(): void {
    const { states, hidden } = this.query.filter;
    this.#ask({ ...this.query, filter: { ...FIRST_QUERY.filter, states, hidden } });
  }

  /** Shows the detail of an alert that is in the list. */
  open(entry: AlertEntry): void {
    this.query = { ...this.query, alert: entry.alert.id };
    this.opened = entry;
    this.#write();
  }

  close(): void {
    this.query = { ...this.query, alert: null };
    this.opened = null;
    this.#write();
  }

  async clearLog(): Promise<void> {
    this.log = [];
    await this.service.clearLog().catch((error: unknown) => this.notices.trouble(messageOf(error)));
  }

  #ask(query: AlertQuery): void {
    const { filter, order, alert } = query;
    const same = JSON.stringify([filter, order]) === JSON.stringify([this.query.filter, this.query.order]);
    this.query = same ? { ...this.query, alert } : query;
    if (!same || this.list.total === null) {
      this.triage.select([]);
      this.list.open(this.query.filter, order);
    }
    if (alert === null) this.opened = null;
    else if (alert !== this.opened?.alert.id) this.#read(alert);
    this.#write();
  }

  /** What the address asks for may be gone. */
  #show(opened: AlertEntry | null): void {
    if (opened === null && this.query.alert !== null) return this.close();
    this.opened = opened;
  }

  #arrived(start: number, entries: readonly AlertEntry[]): void {
    const names = new Map(this.names);
    for (const { alert } of entries) {
      for (const { fingerprint, name } of [alert.model, alert.traffic]) names.set(fingerprint, name);
    }
    if (names.size !== this.names.size) this.names = names;
    const models = new Set([...this.modelIds, ...entries.map(({ alert }) => alert.model.fingerprint)]);
    if (models.size !== this.modelIds.length) this.modelIds = [...models];
    this.triage.arrived(start, entries);
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => {
      if (location.hash.startsWith('#/alerts')) history.replaceState(history.state, '', writeQuery(this.query));
    }, ADDRESS_PAUSE);
  }

  /** Once in this browser, when something worth keeping is stored for the first time. */
  #keepWhatIsThere({ new: fresh, acknowledged, closed }: AlertCounts): void {
    if (!this.service.persistent || fresh + acknowledged + closed === 0) return;
    try {
      if (localStorage.getItem(ASKED_KEY) !== null) return;
      localStorage.setItem(ASKED_KEY, 'yes');
    } catch {
      return; // It could not be remembered that it was asked, and would be asked for ever.
    }
    void this.#askToKeep();
  }
}
