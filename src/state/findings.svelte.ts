// The findings of the analysis at hand: asked for anew as the line moves, selected, and looked for where one is wanted.
import { untrack } from 'svelte';
import type { Alert, AlertService } from '../alerts/types.ts';
import { CancelledError, InputError, messageOf } from '../base/errors.ts';
import type { Finding, Line, MarkedPackets } from '../detect/findings/types.ts';
import type { Analysis, EngineClient, FindingCalls, Progress } from '../engine/types.ts';
import type { AppState } from './app.svelte.ts';
import { FindingAlerts, type Standing } from './finding-alerts.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';
import { exportAlert } from './finding-packets.ts';
import { addLadder, findBudget } from './ladder.ts';
import { latest } from './latest.ts';
import { Lesson } from './lesson.svelte.ts';
import type { Judge, Loaded } from './loaded.ts';
import { lineOf, sameLine } from './line.ts';

export type FindingEngine = EngineClient & FindingCalls;

/** What was analysed, and by what: scores of one traffic. */
export interface Case {
  analysis: Analysis;
  judge: Judge;
  loaded: Loaded;
}

/** What one grouping gave. */
export interface Result extends Case {
  line: Line;
  /** The weightiest first; of more than 1,000 only those. */
  findings: Finding[];
  total: number;
  /** Packets above the line, and how many of them were grouped. */
  above: number;
  taken: number;
  /** Fingerprints. */
  traffic: string;
  model: string;
}

/** Milliseconds that a line which is moved rests before packets are grouped anew: that is dearer than counting them. */
const REST = 150;

type Wish = { of: Case; line: Line };

export class Findings {
  /** What is shown; while the line moves it may be of a line that stood a moment ago. */
  result = $state.raw<Result | null>(null);
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');
  /** The newest grouping was given up by hand. */
  stopped = $state(false);
  selectedId = $state<string | null>(null);
  selected = $derived(this.result?.findings.find(({ id }) => id === this.selectedId) ?? null);
  /** The line that findings are wanted for. */
  line = $state.raw<Line | null>(null);
  /** Whether what is shown is of another line, or of other scores, than what is wanted. */
  old = $derived(
    this.result !== null &&
      (this.line === null || !sameLine(this.result.line, this.line) || this.result.analysis !== this.session.analysis),
  );
  readonly alerts: FindingAlerts;
  readonly lesson: Lesson;
  /** Ends the following. */
  readonly stop: () => void;

  /** What is analysed now, or null. */
  #case: Case | null = null;
  #controller: AbortController | null = null;
  /** What the alerts worker was asked to group last: it knows rows of that only. */
  #grouped: { of: Case; line: Line } | null = null;
  readonly #wish: (wish: Wish) => void;
  /** Set while a moved line waits for its rest. */
  #resting: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly app: AppState,
    readonly engine: FindingEngine,
    readonly inbox: Inbox,
  ) {
    this.alerts = new FindingAlerts(this);
    this.lesson = new Lesson(this);
    this.#wish = latest(
      (wish) => (wish.of === this.#case ? this.#find(wish) : Promise.resolve(null)),
      (found) => found && this.#show(found.result, found.standing),
      (error, { of }) => this.#fail(error, of),
    );
    const { session } = this;
    session.completeFile = (judge) => addLadder(this, judge);
    this.stop = $effect.root(() => {
      $effect(() => {
        const { analysis, judge, loaded } = session;
        const line = lineOf(session.threshold);
        const of = analysis && judge && loaded ? { analysis, judge, loaded } : null;
        untrack(() => this.#follow(of, line));
      });
      // Another page, another tab, or a rule may have changed what is known of them.
      $effect(() => {
        void inbox.edition;
        untrack(() => void this.alerts.refresh());
      });
    });
  }

  get session() {
    return this.app.session;
  }

  get service(): AlertService {
    return this.inbox.service;
  }

  /** Once more, after a trouble or a cancel. */
  again(): void {
    if (this.#case && this.line) this.#ask({ of: this.#case, line: this.line });
  }

  cancel(): void {
    const waited = this.#resting !== null;
    this.#wake();
    if (this.#controller !== null) return this.#controller.abort();
    if (waited) [this.busy, this.stopped] = [false, true];
  }

  select(id: string | null): void {
    this.selectedId = id;
    this.lesson.close();
  }

  /**
   * Places of a finding's packets in the traffic, rising. Groups once more where the worker has grouped something else
   * since. Rejects with InputError where the traffic at hand has no such finding at that line.
   */
  async rowsOf(id: string, line: Line): Promise<Uint32Array<ArrayBuffer>> {
    const of = this.#case;
    const shown = this.result;
    if (!of || !shown) throw new InputError('No traffic is analysed: analyse the one that it was found in.');
    let rows: Uint32Array<ArrayBuffer> | null = null;
    // A worker that was started anew holds nothing.
    for (let attempt = 0; rows === null && attempt < 2; attempt++) {
      if (attempt > 0) this.#grouped = null;
      // The line may move while the worker groups: then it holds what is of another one.
      while (this.#grouped?.of !== of || !sameLine(this.#grouped.line, line)) {
        if (of !== this.#case) throw new CancelledError('Looking for its packets');
        await this.#group({ of, line }, {});
      }
      rows = await this.service.rowsOf(id);
    }
    if (rows === null) throw new InputError('This traffic has no such finding at this line any more.');
    return rows;
  }

  /** For the form of lines: the lowest line with at most so many findings an hour in the traffic at hand. */
  findBudget(findingsAnHour: number): Promise<{ threshold: number; findings: number }> {
    return findBudget(this, findingsAnHour, this.line?.hosts ?? []);
  }

  /** Hands out the packets of an alert as a file, or says what has to be open for that. */
  exportPackets(alert: Alert): Promise<void> {
    return exportAlert(this, alert);
  }

  #follow(of: Case | null, line: Line): void {
    const before = this.#case;
    // Saving a model makes another judge of the same scores.
    const same = before !== null && before.analysis === of?.analysis;
    if (same) before.judge = of!.judge;
    if (same && this.line !== null && sameLine(this.line, line)) return;
    this.line = line;
    if (!same) {
      this.#controller?.abort();
      this.#case = of;
      this.#grouped = null;
      if (of === null || this.result?.loaded.report.traffic !== of.loaded.report.traffic) this.result = null;
      this.select(null);
      this.busy = false;
      this.stopped = false;
      this.problem = '';
      this.alerts.start(of, line, before !== null && before.judge === of?.judge);
    }
    this.#wake();
    if (of !== null) this.#ask({ of: this.#case!, line }, same ? REST : 0);
  }

  #ask(wish: Wish, rest = 0): void {
    this.busy = true;
    this.problem = '';
    this.stopped = false;
    this.#wake();
    if (rest === 0) return this.#wish(wish);
    this.#resting = setTimeout(() => {
      this.#resting = null;
      this.#wish(wish);
    }, rest);
  }

  #wake(): void {
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
  }

  async #find(wish: Wish): Promise<{ result: Result; standing: Standing | null } | null> {
    const controller = new AbortController();
    this.#controller = controller;
    this.busy = true;
    this.progress = null;
    const { signal } = controller;
    const onProgress = (progress: Progress) => {
      if (this.#controller === controller) this.progress = progress;
    };
    const result = await this.#group(wish, { signal, onProgress });
    // Known before they are shown: what a rule hides does not appear for a moment.
    const standing = await orAborted(this.alerts.ask(result.findings), signal);
    return wish.of === this.#case ? { result, standing } : null;
  }

  async #group({ of, line }: Wish, options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void }) {
    const marked = await this.engine.marked(of.loaded.report.traffic, line, options);
    const { above, taken, traffic, model }: MarkedPackets = marked;
    this.#grouped = { of, line };
    const { findings, total } = await orAborted(this.service.group(marked, of.analysis.calibration), options.signal);
    return { ...of, line, findings, total, above, taken, traffic, model };
  }

  #show(result: Result, standing: Standing | null): void {
    this.result = result;
    this.alerts.take(standing);
    this.#rest();
    this.app.notices.say(result.total === 1 ? '1 finding.' : `${result.total} findings.`);
    void this.alerts.keepFirst(result);
  }

  #fail(error: unknown, of: Case): void {
    if (of !== this.#case) return;
    this.#rest();
    this.stopped = error instanceof CancelledError;
    if (!this.stopped) this.problem = messageOf(error);
  }

  #rest(): void {
    this.#controller = null;
    this.progress = null;
    this.busy = this.#resting !== null;
  }
}

/** Follows what is analysed as soon as there are alerts, and as long as the tab lives. */
export function startFindings(app: AppState, engine: FindingEngine): void {
  $effect.root(() => {
    $effect(() => {
      const { inbox } = app;
      if (inbox) untrack(() => (app.findings ??= new Findings(app, engine, inbox)));
    });
  });
}

/** What a worker without a way to cancel gives, unless the signal comes first; its answer is passed over then. */
function orAborted<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new CancelledError('Grouping'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
