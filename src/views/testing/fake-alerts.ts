// A database of alerts in memory for component tests: the real one's calls, a list that is filtered by plain comparison.
import type {
  Alert,
  AlertCounts,
  AlertEntry,
  AlertFilter,
  AlertOrder,
  AlertPage,
  AlertService,
  Change,
  LogLine,
  Resolution,
  Rule,
  Settings,
} from '../../alerts/types.ts';
import { createDigests } from '../../alerts/digest.ts';
import type { Finding } from '../../detect/findings/types.ts';
import type { AlertSource } from '../../state/inbox.svelte.ts';

const START = 1725541330;

/** A finding: number i begins i minutes after the first; even ones are scans of 10.0.0.1, odd ones a DNS tunnel. */
export function fakeFinding(i: number, changes: Partial<Finding> = {}): Finding {
  const scan = i % 2 === 0;
  const source = `10.0.${(i >> 8) & 255}.${(i + 2) & 255}`;
  const packets = 200 + (i % 50);
  return {
    id: i.toString(16).padStart(32, '0'),
    kind: scan ? 'port_scan' : 'dns_tunnel',
    title: scan
      ? `${source} contacted ${packets - 6} ports on 10.0.0.1 in 1.2 s`
      : `${source} asked for 340 new names under example.com`,
    first: START + i * 60,
    last: START + i * 60 + 1.2,
    packets,
    bytes: packets * 60,
    peak: 0.9 - (i % 40) / 100,
    mean: 0.6,
    rarity: { rows: 40_000, atLeast: i % 40, atMost: i % 40 },
    weight: 1000 - i,
    hub: source,
    features: [
      { feature: scan ? 'half_open10' : 'dns_names60', value: 7.7, usual: 2, excess: 0.9 },
      { feature: scan ? 'failed100' : 'dns_long60', value: 6.1, usual: 0, excess: 0.5 },
    ],
    sources: [{ host: source, packets }],
    sourceCount: 1,
    destinations: [{ host: scan ? '10.0.0.1' : '10.0.0.53', packets }],
    destinationCount: 1,
    services: [{ proto: scan ? 6 : 17, port: scan ? 22 : 53, ethertype: null, packets }],
    serviceCount: scan ? 212 : 1,
    examples: [0, 1].map((n) => ({
      row: i * 100 + n,
      score: 0.8,
      packet: {
        size: 60,
        proto: scan ? 6 : 17,
        src: source,
        dst: '10.0.0.1',
        ts: START + i * 60 + n,
        src_port: 40_000 + n,
        dst_port: scan ? 22 : 53,
        tcp_flags: scan ? 2 : undefined,
      } as never,
    })),
    ...changes,
  };
}

export function fakeAlert(i: number, changes: Partial<Alert> = {}): Alert {
  const finding = fakeFinding(i);
  const at = Date.UTC(2026, 0, 5, 9, i % 60);
  return {
    id: finding.id,
    finding,
    model: i % 3 === 0 ? { fingerprint: 'aa', name: 'Office LAN' } : { fingerprint: 'bb', name: 'Plant floor' },
    traffic: { fingerprint: 'cc', name: 'friday.pcapng' },
    line: { threshold: 0.55, hosts: [] },
    state: 'new',
    resolution: null,
    notes: [],
    events: [{ at, what: 'found' }],
    created: at,
    updated: at,
    ...changes,
  };
}

const DEFAULTS: Settings = { keep: true, closedDays: 90, mostAlerts: 100_000 };
const KEYS: Readonly<Record<AlertOrder, (alert: Alert) => number>> = {
  newest: ({ finding }) => finding.first ?? 0,
  oddest: ({ finding }) => finding.peak,
  changed: ({ updated }) => updated,
  packets: ({ finding }) => finding.packets,
};
const absent = (call: string) => (): never => {
  throw new Error(`the fake does not ${call}`);
};

export class FakeAlerts implements AlertSource {
  persistent = true;
  reason: string | null = null;
  /** Ids of alerts that rules hide, and by which. */
  readonly hidden = new Map<string, string>();
  lines: LogLine[] = [];
  /** What every call of the list does first: may wait, or throw. */
  onList: () => Promise<void> | void = () => undefined;
  #alerts: Map<string, Alert>;
  #clock = Date.UTC(2026, 0, 6);
  readonly #undos: Map<string, Alert | null>[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(alerts: readonly Alert[]) {
    this.#alerts = new Map(alerts.map((alert) => [alert.id, alert]));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What another tab would do. */
  put(alert: Alert): void {
    this.#alerts.set(alert.id, alert);
    this.#changed();
  }

  async list(filter: AlertFilter, order: AlertOrder, start: number, count: number): Promise<AlertPage> {
    await this.onList();
    const all = this.#matching(filter, order);
    const entries = all.slice(start, start + Math.min(200, count)).map((alert) => this.#entry(alert));
    return { total: all.length, counts: await this.counts(), start, entries };
  }

  ids = async (filter: AlertFilter, order: AlertOrder) => this.#matching(filter, order).map(({ id }) => id);

  get = async (ids: readonly string[]) =>
    ids.map((id) => {
      const alert = this.#alerts.get(id);
      return alert ? this.#entry(alert) : null;
    });

  async counts(): Promise<AlertCounts> {
    const counts = { new: 0, acknowledged: 0, closed: 0, hidden: this.hidden.size };
    for (const { id, state } of this.#alerts.values()) if (!this.hidden.has(id)) counts[state] += 1;
    return counts;
  }

  async setState(ids: readonly string[], state: Alert['state'], resolution: Resolution | null): Promise<Change> {
    return this.#change(ids, (alert, at) =>
      alert.state === state && alert.resolution === resolution
        ? null
        : { ...alert, state, resolution, events: [...alert.events, { at, what: 'state', state, resolution }] },
    );
  }

  async addNote(ids: readonly string[], text: string): Promise<Change> {
    return this.#change(ids, (alert, at) => ({
      ...alert,
      notes: [...alert.notes, { at, text }],
      events: [...alert.events, { at, what: 'note' }],
    }));
  }

  async remove(ids: readonly string[]): Promise<Change> {
    const before = new Map(ids.flatMap((id) => (this.#alerts.has(id) ? [[id, this.#alerts.get(id)!]] : [])));
    for (const id of before.keys()) this.#alerts.delete(id);
    this.#changed();
    return { changed: before.size, undo: this.#undos.push(before) - 1 };
  }

  async undo(token: number): Promise<number> {
    const before = this.#undos[token];
    for (const [id, alert] of before) if (alert) this.#alerts.set(id, alert);
    this.#changed();
    return before.size;
  }

  settings: AlertService['settings'] = async () => DEFAULTS;
  log = async () => this.lines;

  async clearLog(): Promise<void> {
    this.lines = [];
    this.#changed();
  }

  keep: AlertService['keep'] = async ({ findings }) => ({ added: findings.length, updated: 0, removed: 0 });
  rules = async (): Promise<Rule[]> => [];
  ruleCounts = async () => ({});
  putSettings = async () => undefined;
  hiddenBy: AlertService['hiddenBy'] = async (findings) => findings.map(() => null);
  rowsOf: AlertService['rowsOf'] = async () => null;
  group: AlertService['group'] = absent('group');
  findBudgetLine: AlertService['findBudgetLine'] = absent('look for lines');
  ladder: AlertService['ladder'] = absent('make ladders');
  previewRule = absent('preview');
  putRule = absent('keep rules');
  removeRule = absent('keep rules');
  export = absent('export');
  backup = absent('back up');
  readBackup = absent('back up');
  restore = absent('back up');
  hashPart = createDigests().hashPart;

  #entry = (alert: Alert): AlertEntry => ({ alert, hiddenBy: this.hidden.get(alert.id) ?? null });

  #matching(filter: AlertFilter, order: AlertOrder): Alert[] {
    const key = KEYS[order];
    const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [...this.#alerts.values()].filter((alert) => {
      const { finding, state, resolution, notes } = alert;
      if (!filter.hidden && this.hidden.has(alert.id)) return false;
      if (filter.states.length > 0 && !filter.states.includes(state)) return false;
      if (filter.resolutions.length > 0 && !filter.resolutions.includes(resolution!)) return false;
      if (filter.model !== '' && alert.model.fingerprint !== filter.model) return false;
      if (filter.traffic !== '' && alert.traffic.fingerprint !== filter.traffic) return false;
      if (filter.from !== null && (finding.last ?? 0) < filter.from) return false;
      if (filter.to !== null && (finding.first ?? 0) > filter.to) return false;
      const hosts = [...finding.sources, ...finding.destinations].map(({ host }) => host);
      if (!hosts.some((host) => host.includes(filter.host))) return false;
      if (filter.service !== '' && !finding.services.some(({ port }) => `${port}` === filter.service)) return false;
      const said = [finding.title, ...hosts, ...notes.map(({ text }) => text)].join(' ').toLowerCase();
      return words.every((word) => said.includes(word));
    });
    return found.sort((a, b) => key(b) - key(a));
  }

  #change(ids: readonly string[], change: (alert: Alert, at: number) => Alert | null): Change {
    const before = new Map<string, Alert>();
    const at = (this.#clock += 1000);
    for (const id of ids) {
      const alert = this.#alerts.get(id);
      const changed = alert && change(alert, at);
      if (!alert || !changed) continue;
      before.set(id, alert);
      this.#alerts.set(id, { ...changed, updated: at });
    }
    this.#changed();
    return { changed: before.size, undo: this.#undos.push(before) - 1 };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
