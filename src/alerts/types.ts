// Alerts: findings that are stored and worked on, and the calls of their database. Plain data only.
import type { Calibration } from '../model/calibration.ts';
import type { Finding, FindingLadder, Line, MarkedPackets } from '../detect/findings/types.ts';

export type AlertState = 'new' | 'acknowledged' | 'closed';
export type Resolution = 'true_positive' | 'false_positive' | 'benign' | 'duplicate';

export interface AlertNote {
  /** Milliseconds since 1970, as all times of alerts that are not the packets' own. */
  at: number;
  text: string;
}

/** What a person, or an analysis, did with an alert; the newest last, at most 50. */
export interface AlertEvent {
  at: number;
  what: 'found' | 'found_again' | 'state' | 'note';
  /** Of `state`. */
  state?: AlertState;
  resolution?: Resolution | null;
}

/** One record of the database. */
export interface Alert {
  /** The finding's. */
  id: string;
  finding: Finding;
  model: { fingerprint: string; name: string };
  traffic: { fingerprint: string; name: string };
  /** With which it was found. */
  line: Line;
  state: AlertState;
  /** Of a closed alert, else null. */
  resolution: Resolution | null;
  notes: AlertNote[];
  events: AlertEvent[];
  /** First stored, last changed by anything. */
  created: number;
  updated: number;
}

/** All conditions that are given must hold, of all the finding's hosts on that side. */
export interface RuleMatch {
  /** An address, or a subnet in CIDR notation (RFC 4632, RFC 4291). */
  source?: string;
  destination?: string;
  /** On either side: the finding's hub, or its only source or destination. */
  host?: string;
  /** Of the service, one or a range, both ends included. */
  port?: { from: number; to: number };
  /** IP protocol number. */
  protocol?: number;
  /** Feature id: the finding's first. */
  feature?: string;
  /** Hours of the day by this machine's clock in which the finding began, from (0 to 23) and before (1 to 24); may go over midnight. */
  hours?: { from: number; before: number };
}

/** `allow`: expected here, for good. `suppress`: not now. Both hide alerts from the inbox and keep them. */
export interface Rule {
  id: string;
  action: 'allow' | 'suppress';
  match: RuleMatch;
  reason: string;
  enabled: boolean;
  created: number;
  /** Alerts that were stored from then on are not hidden any more; null: never ends. */
  expires: number | null;
}

/** An alert as lists show it. */
export interface AlertEntry {
  alert: Alert;
  /** Id of the first rule that hides it, or null. */
  hiddenBy: string | null;
}

export interface AlertFilter {
  /** Empty: any. */
  states: AlertState[];
  resolutions: Resolution[];
  /** A part of an address, or a subnet; '' for any. */
  host: string;
  /** `tcp/22`, `22`, `dns`, `icmp`; '' for any. */
  service: string;
  /** Fingerprint of the model; '' for any. */
  model: string;
  /** Fingerprint of the traffic; '' for any. */
  traffic: string;
  /** Of the packets, seconds since 1970: alerts that overlap; null for any. */
  from: number | null;
  to: number | null;
  /** Words that all stand in title, notes, hosts, or names. */
  text: string;
  /** Also alerts that rules hide. */
  hidden: boolean;
}

export type AlertOrder = 'newest' | 'oddest' | 'changed' | 'packets';

export interface AlertCounts {
  new: number;
  acknowledged: number;
  closed: number;
  /** Of all states. */
  hidden: number;
}

export interface AlertPage {
  /** That match, and how they are divided without the filter. */
  total: number;
  counts: AlertCounts;
  start: number;
  entries: AlertEntry[];
}

/** What an undo needs: alerts as they were; only what was not changed since is put back. */
export type UndoToken = number;

export interface Change {
  /** Alerts that were changed. */
  changed: number;
  undo: UndoToken;
}

/** What is said when something vanished by itself, newest first. */
export interface LogLine {
  at: number;
  text: string;
}

export interface Settings {
  /** Alerts of every analysis are stored. Default true. */
  keep: boolean;
  /** Closed alerts older than so many days go; default 90, 0 = never. */
  closedDays: number;
  /** Most alerts that are kept: closed ones go first, oldest first; default 100,000. */
  mostAlerts: number;
}

/** What an analysis found. */
export interface Grouped {
  /** The weightiest first. All of them, up to 1,000; `total` counts them all. */
  findings: Finding[];
  total: number;
}

export interface KeepRequest {
  findings: Finding[];
  model: Alert['model'];
  traffic: Alert['traffic'];
  line: Line;
}

export interface Kept {
  added: number;
  updated: number;
  /** Alerts that had to go for them, see the log. */
  removed: number;
}

export interface RulePreview {
  /** Alerts in the inbox (neither closed nor hidden) now, and with the rule. */
  before: number;
  after: number;
  /** Some that it would hide, at most 5. */
  examples: Alert[];
}

/** What lies in a backup, as a person is told before it is put back. */
export interface BackupFacts {
  created: number;
  models: number;
  alerts: number;
  rules: number;
}

export type AlertExport = 'ecs' | 'eve' | 'csv';

/**
 * The worker that groups marked packets and keeps alerts. Calls reject with InputError, in words for the user; where the
 * disk is full nothing is changed (`name` is 'QuotaError' then).
 */
export interface AlertService {
  /** Groups marked packets into findings. The buffers of `marked` are transferred. */
  group(marked: MarkedPackets, calibration: Calibration | null): Promise<Grouped>;
  /** Rows, rising, of a finding of the last grouping; null for another. */
  rowsOf(finding: string): Promise<Uint32Array<ArrayBuffer> | null>;
  /** The lowest line, at most the ceiling, above which there are at most so many findings an hour. Transfers `marked`. */
  findBudgetLine(marked: MarkedPackets, findingsAnHour: number): Promise<{ threshold: number; findings: number }>;
  /** Lines and findings of a training traffic. Transfers `marked`. */
  ladder(marked: MarkedPackets): Promise<FindingLadder | null>;

  /** Stores findings: new ones as new alerts; of known ones the finding is renewed, with its traffic and line. All or none. */
  keep(request: KeepRequest): Promise<Kept>;
  /** At most 200 of those that match. */
  list(filter: AlertFilter, order: AlertOrder, start: number, count: number): Promise<AlertPage>;
  /** Ids of all that match, in order. */
  ids(filter: AlertFilter, order: AlertOrder): Promise<string[]>;
  /** In the order of the ids; null where there is none. */
  get(ids: readonly string[]): Promise<(AlertEntry | null)[]>;
  counts(): Promise<AlertCounts>;

  setState(ids: readonly string[], state: AlertState, resolution: Resolution | null): Promise<Change>;
  addNote(ids: readonly string[], text: string): Promise<Change>;
  remove(ids: readonly string[]): Promise<Change>;
  undo(token: UndoToken): Promise<number>;

  rules(): Promise<Rule[]>;
  previewRule(rule: Rule): Promise<RulePreview>;
  /** How many alerts each rule hides, by its id. */
  ruleCounts(): Promise<Record<string, number>>;
  putRule(rule: Rule): Promise<void>;
  removeRule(id: string): Promise<void>;
  /** Whether and by which rule each finding would be hidden now. */
  hiddenBy(findings: readonly Finding[]): Promise<(string | null)[]>;

  settings(): Promise<Settings>;
  putSettings(settings: Settings): Promise<void>;
  log(): Promise<LogLine[]>;
  clearLog(): Promise<void>;

  export(ids: readonly string[], format: AlertExport): Promise<Blob>;
  /**
   * Hashes the part of a file that begins at byte `from`; the parts of one `of` come in order. Answers the SHA-256 in
   * hexadecimal with the last one, else null. Rejects where the part cannot be read, or does not follow on the one before.
   */
  hashPart(of: string, from: number, part: Blob, isLast: boolean): Promise<string | null>;
  /** Models, alerts, rules, settings and log in one file. */
  backup(): Promise<Blob>;
  /** Proves a backup to the last byte. Rejects with InputError saying where it is wrong. */
  readBackup(file: Blob): Promise<BackupFacts>;
  /** Puts a backup in place of everything that is stored, in one transaction. */
  restore(file: Blob): Promise<BackupFacts>;
}
