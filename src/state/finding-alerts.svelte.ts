// What the database knows of the findings that are shown: keeping them, how they stand as alerts, which rules hide them.
import type { AlertEntry, AlertState, Kept, Resolution } from '../alerts/types.ts';
import { messageOf } from '../base/errors.ts';
import { plural } from '../base/format.ts';
import type { Finding, Line } from '../detect/findings/types.ts';
import type { Case, Findings, Result } from './findings.svelte.ts';
import { sameLine } from './line.ts';
import { fileNameOf, saveBlob } from './saving.ts';

/** So many of the weightiest are asked about; of others when they are shown. */
const FIRST = 500;

/** Something that could not be stored, or not be read. */
interface Trouble {
  message: string;
  /** The disk is full. */
  full: boolean;
}

/** How findings stand in the database. */
export type Standing = Pick<FindingAlerts, 'entries' | 'rules'>;

export class FindingAlerts {
  /** By ids of findings; null where one is no alert. */
  entries = $state.raw<ReadonlyMap<string, AlertEntry | null>>(new Map());
  /** Ids of rules that hide findings, by ids of findings. */
  rules = $state.raw<ReadonlyMap<string, string>>(new Map());
  showHidden = $state(false);
  keeping = $state(false);
  /** What was kept last, and of which grouping. */
  kept = $state.raw<(Kept & { of: Result }) | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** Findings that are listed. */
  shown = $derived.by(() => {
    const all = this.findings.result?.findings ?? [];
    return this.showHidden ? all : all.filter(({ id }) => !this.rules.has(id));
  });
  hidden = $derived.by(() => (this.findings.result?.findings ?? []).filter(({ id }) => this.rules.has(id)).length);

  /** The analysis whose findings are still to be kept by themselves, and the line that it began with. */
  #first: { of: Case; line: Line } | null = null;
  /** The line that the analysis at hand began with. */
  #began: Line | null = null;

  /** What is being stored; never rejects. */
  readonly #keeping: { of: Result; done: Promise<Kept | null> }[] = [];

  constructor(readonly findings: Findings) {}

  /**
   * To be called with every other analysis.
   * @param again the same one after a restart of the engine: the line may be one that was moved since
   */
  start(of: Case | null, line: Line, again: boolean): void {
    if (!again || this.#began === null) this.#began = line;
    this.#first = of && { of, line: this.#began };
    this.kept = null;
    this.trouble = null;
  }

  /** Asks how findings stand in the database; null where that cannot be read. */
  async ask(all: readonly Finding[], first = FIRST): Promise<Standing | null> {
    const some = all.slice(0, first);
    const { service } = this.findings;
    try {
      const [entries, rules] = await Promise.all([service.get(some.map(({ id }) => id)), service.hiddenBy(some)]);
      return {
        entries: new Map(some.map(({ id }, i) => [id, entries[i]])),
        rules: new Map(some.flatMap(({ id }, i) => (rules[i] === null ? [] : [[id, rules[i]]]))),
      };
    } catch (error) {
      // Findings are shown all the same: they are of the traffic, not of the database.
      this.trouble = { message: `What is known of them cannot be read. ${messageOf(error)}`, full: false };
      return null;
    }
  }

  /** To be called with the findings that are shown from now on. */
  take(standing: Standing | null): void {
    if (standing) Object.assign(this, standing);
  }

  /** Asks again: another page, a rule, or another tab may have changed something. */
  async refresh(first = FIRST): Promise<void> {
    const { result } = this.findings;
    const standing = await this.ask(result?.findings ?? [], Math.max(FIRST, first));
    // By now others may be shown, which were asked about by themselves.
    if (result === this.findings.result) this.take(standing);
  }

  /** Keeps what an analysis found at the line that it began with, once, unless the person wants none of that. */
  async keepFirst(result: Result): Promise<void> {
    const first = this.#first;
    if (first === null || first.of.analysis !== result.analysis || !sameLine(first.line, result.line)) return;
    this.#first = null;
    if (result.findings.length === 0) return;
    try {
      if (!(await this.findings.service.settings()).keep) return;
    } catch (error) {
      this.trouble = { message: `Not kept. ${messageOf(error)}`, full: false };
      return;
    }
    await this.keep(result);
  }

  /** Keeps all findings of a grouping. What cannot be stored stays on the screen. */
  async keep(result: Result): Promise<void> {
    if (this.#keeping.at(-1)?.of === result) return;
    // What another analysis found waits its turn.
    const before = this.#keeping.at(-1)?.done;
    const own = { of: result, done: Promise.resolve(before).then(() => this.#store(result, result.findings)) };
    this.#keeping.push(own);
    this.keeping = true;
    const kept = await own.done;
    this.#keeping.shift();
    this.keeping = this.#keeping.length > 0;
    if (kept !== null) this.kept = { ...kept, of: result };
  }

  /** Changes the state of a finding as an alert, which it becomes if it was none. */
  async setState(finding: Finding, state: AlertState, resolution: Resolution | null): Promise<void> {
    if (await this.ensure(finding)) await this.findings.inbox.triage.setState([finding.id], state, resolution);
  }

  /** Makes a finding an alert if it is none. Returns whether it is one now. */
  async ensure(finding: Finding): Promise<boolean> {
    const { result } = this.findings;
    if (this.entries.get(finding.id)) return true;
    if (result === null || (await this.#store(result, [finding])) === null) return false;
    await this.refresh();
    return true;
  }

  /** What is on the screen as a file, where it cannot be stored. */
  save(result: Result): void {
    const { findings, line, traffic, model, loaded, judge } = result;
    const content = {
      traffic: { fingerprint: traffic, name: loaded.name },
      model: { fingerprint: model, name: judge.info.name },
      line,
      findings,
    };
    const file = new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' });
    saveBlob(fileNameOf(`${loaded.name} findings`, '.json'), file);
  }

  async #store(result: Result, findings: Finding[]): Promise<Kept | null> {
    const { loaded, judge, line } = result;
    const traffic = { fingerprint: result.traffic, name: loaded.name };
    const model = { fingerprint: result.model, name: judge.info.name };
    try {
      const kept = await this.findings.service.keep({ findings, traffic, model, line });
      this.trouble = null;
      return kept;
    } catch (error) {
      const full = (error as Error | null)?.name === 'QuotaError';
      const message = `${plural(findings.length, 'finding')} not kept. ${messageOf(error)}`;
      this.trouble = { message, full };
      return null;
    }
  }
}
