// The Traffic page as a link: follows what is shown into the address, and brings back what a link was made of. A late script.
import { tick, untrack } from 'svelte';
import { CancelledError, messageOf } from '../base/errors.ts';
import type { AppState } from './app.svelte.ts';
import { digestSources } from './capture-digest.ts';
import type { Inbox } from './inbox.svelte.ts';
import { drawLine, isJudge, isModel, readSettings, showSettings, showTable } from './link-settings.ts';
import { lookAt } from './look-at.ts';
import type { Loaded } from './loaded.ts';
import { pageOf } from './router.svelte.ts';
import { readTrafficQuery, writeTrafficQuery, type LinkModel, type TrafficQuery } from './traffic-query.ts';
import { until } from './until.svelte.ts';

/**
 * What became of a link: its capture is not open; it is not known yet whether it is; that cannot be known; another one is;
 * its settings are on their way; its model is not here; its model's analysis came to nothing.
 */
export type LinkStage = 'closed' | 'hashing' | 'unknown' | 'other' | 'applying' | 'no-model' | 'stopped';

/** Browsers bear a few changes of the address a second. */
const ADDRESS_PAUSE = 300;
/** Milliseconds until it is looked again whether the engine rests. */
const QUIET_PAUSE = 200;

/** What an entry of the browser's history remembers beside its address. */
interface Entry {
  capture: string;
  selected: string;
}

export class TrafficLink {
  /** The link that the page was opened with, until all of it is shown or it is forgotten. */
  wanted = $state.raw<TrafficQuery | null>(null);
  /** Of what is open; null until they are known. */
  sha256 = $state.raw<readonly string[] | null>(null);
  /** Bytes of what is open that were hashed, and of how many. */
  hashed = $state.raw({ done: 0, total: 0 });
  /** Why there are no digests, in words, or ''. */
  problem = $state('');
  #halted = $state.raw<'no-model' | 'stopped' | null>(null);

  readonly stage = $derived.by((): LinkStage | null => {
    if (this.wanted === null) return null;
    if (this.app.session.loaded === null) return 'closed';
    if (this.sha256 === null) return this.problem === '' ? 'hashing' : 'unknown';
    return this.#isOpen(this.wanted) ? (this.#halted ?? 'applying') : 'other';
  });
  /** What is shown, as a query; null until its capture's digest is known. */
  readonly query: TrafficQuery | null = $derived.by(() => {
    const { sha256 } = this;
    if (sha256 === null) return null;
    return { ...readSettings(this.app.session, this.app.findings?.selectedId ?? null), sha256 };
  });
  readonly stop: () => void;

  /** What is, or was, hashed. */
  #sources: Loaded['sources'] | null = null;
  #controller: AbortController | null = null;
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly app: AppState) {
    const follow = () => this.#followAddress();
    window.addEventListener('hashchange', follow);
    this.#ask(readTrafficQuery(pageOf(location.hash) === 'traffic' ? location.hash : ''));
    const stopEffects = $effect.root(() => {
      $effect(() => {
        const { inbox, session } = app;
        const { loaded } = session;
        if (inbox) untrack(() => this.#open(loaded, inbox));
      });
      $effect(() => {
        void [this.query, this.wanted, app.router.page, app.session.loaded];
        untrack(() => this.#write());
      });
      $effect(() => {
        const { wanted, stage } = this;
        if (wanted !== null && stage === 'applying') untrack(() => void this.#apply(wanted));
      });
    });
    this.stop = () => {
      window.removeEventListener('hashchange', follow);
      clearTimeout(this.#writing);
      this.#controller?.abort();
      stopEffects();
    };
  }

  /** What is open stays as it is, and the address follows it again. */
  forget(): void {
    this.#ask(null);
  }

  /** Selection, zoom and filter of a link that was made of another capture. */
  useAnyway(): void {
    const { wanted, app } = this;
    const { dashboard } = app.session;
    if (wanted === null || dashboard === null) return;
    this.#ask(null);
    showSettings(dashboard, wanted);
    void showTable(app.session, wanted);
  }

  /** Once more, after a cancel or a trouble. With a model instead of the one that is not here. */
  again(model: LinkModel | null = this.wanted?.model ?? null): void {
    if (this.wanted !== null) this.#ask({ ...this.wanted, model });
  }

  /** Reads what is open once more, to know its digest. */
  hashAgain(): void {
    const { inbox, session } = this.app;
    this.#sources = null;
    if (inbox) this.#open(session.loaded, inbox);
  }

  #ask(query: TrafficQuery | null): void {
    this.#halted = null;
    this.wanted = query === null || query.sha256.length === 0 ? null : query;
  }

  #isOpen = ({ sha256 }: TrafficQuery): boolean => this.sha256 !== null && sha256.join() === this.sha256.join();

  #followAddress(): void {
    const { hash } = location;
    if (pageOf(hash) !== 'traffic') return;
    const query = readTrafficQuery(hash);
    const { dashboard, loaded } = this.app.session;
    // A click on the rail: what was shown is shown again.
    if (query.sha256.length === 0) return this.#write();
    // A link that somebody opens. Other entries are our own, which Back and Forward come to.
    if (loaded === null || readEntry() === null) return this.#ask(query);
    // Only the selection goes back, as nothing else made an entry; not what was selected of what is open no more.
    if (this.#isOpen(query) && dashboard) {
      dashboard.select(query.selection);
      dashboard.zoomTo(query.zoom);
    }
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#writeNow(), ADDRESS_PAUSE);
  }

  /**
   * A selection that rests makes an entry of its own, so that Back undoes it; everything else takes the place of the entry.
   * Escape and Reset are entries too: Back from them brings the selection back.
   */
  #writeNow(): void {
    const { query, wanted, app } = this;
    const isHere = app.router.page === 'traffic' && (pageOf(location.hash) ?? 'traffic') === 'traffic';
    if (!isHere || wanted !== null) return;
    const fragment = query === null ? '#/traffic' : writeTrafficQuery(query);
    if (query === null && !location.hash.includes('?')) return;
    const entry: Entry | null = query && {
      capture: query.sha256.join(),
      selected: JSON.stringify([query.selection, query.zoom]),
    };
    const before = readEntry();
    const isStep = entry !== null && before?.capture === entry.capture && before.selected !== entry.selected;
    if (fragment === location.hash && before?.selected === entry?.selected && before?.capture === entry?.capture)
      return;
    history[isStep ? 'pushState' : 'replaceState'](entry, '', fragment);
  }

  #open(loaded: Loaded | null, inbox: Inbox): void {
    const sources = loaded?.sources ?? null;
    // Read again after a restart of the engine: the files are the same.
    if (sources === this.#sources) return;
    this.#controller?.abort();
    this.#sources = sources;
    this.sha256 = null;
    this.problem = '';
    if (sources !== null) void this.#hash(sources, inbox);
  }

  async #hash(sources: Loaded['sources'], { service }: Inbox): Promise<void> {
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    const total = sources.reduce((bytes, { data }) => bytes + data.size, 0);
    const onProgress = (done: number) => {
      if (!signal.aborted) this.hashed = { done, total };
    };
    onProgress(0);
    try {
      await idle();
      const sha256 = await digestSources(service, sources, { signal, onProgress, quiet: () => this.#quiet(signal) });
      if (!signal.aborted) this.sha256 = sha256;
    } catch (error) {
      if (!signal.aborted && !(error instanceof CancelledError)) this.problem = messageOf(error);
    }
  }

  /** Reading, training and scoring want the machine for themselves. */
  async #quiet(signal: AbortSignal): Promise<void> {
    while (this.app.session.task.running && !signal.aborted) await sleep(QUIET_PAUSE);
  }

  async #apply(query: TrafficQuery): Promise<void> {
    const { session, notices } = this.app;
    const { loaded } = session;
    const isCurrent = () => this.wanted === query && session.loaded?.sources === loaded?.sources;
    await until(() => session.dashboard !== null || !isCurrent());
    // The dashboard begins anew with a traffic, before anything can be selected of it.
    await tick();
    if (!isCurrent()) return;
    showSettings(session.dashboard!, query);
    const { model } = query;
    if (model !== null && !isJudge(session.judge, model)) {
      const halt = await this.#analyze(model);
      if (!isCurrent()) return;
      if (halt !== null) return void (this.#halted = halt);
    }
    if (model !== null) drawLine(session.threshold, query);
    await showTable(session, query);
    if (isCurrent() && model !== null) await this.#choose(query, isCurrent);
    if (isCurrent()) await this.#look(query.packet);
    if (!isCurrent()) return;
    this.#ask(null);
    notices.say('What the link was made of is shown.');
  }

  /** By the link's model; says what kept it from that, or null. */
  async #analyze(model: LinkModel): Promise<'no-model' | 'stopped' | null> {
    const { session, models } = this.app;
    if (model === 'first') await session.train({}, null);
    else {
      await until(() => models.ready);
      const list = models.list.filter((one) => isModel(one, model));
      const stored = list.find(({ id }) => id === model.id) ?? list[0];
      if (stored === undefined) return 'no-model';
      models.choose(stored.id);
      await session.analyze();
    }
    return isJudge(session.judge, model) ? null : 'stopped';
  }

  async #choose({ finding }: TrafficQuery, isCurrent: () => boolean): Promise<void> {
    const { app } = this;
    const isSettled = () => {
      const { findings } = app;
      return (
        findings !== null &&
        (findings.problem !== '' || findings.stopped || (findings.result !== null && !findings.old))
      );
    };
    if (finding === null) return app.findings?.select(null);
    // The line that was drawn reaches the findings with the next effects.
    await tick();
    await until(() => isSettled() || !isCurrent());
    if (!isCurrent()) return;
    app.findings!.select(finding);
    if (app.findings!.selected === null) app.notices.show('The finding that the link names is not among those here.');
  }

  async #look(row: number | null): Promise<void> {
    const { session } = this.app;
    session.why.close();
    session.view.look.close();
    if (row !== null && row < (session.loaded?.report.packets ?? 0)) await lookAt(session, row);
  }
}

function readEntry(): Entry | null {
  const entry = history.state as Partial<Entry> | null;
  return typeof entry?.capture === 'string' && typeof entry.selected === 'string' ? (entry as Entry) : null;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the page has nothing else to do. */
const idle = (): Promise<void> =>
  'requestIdleCallback' in window
    ? new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }))
    : sleep(QUIET_PAUSE);

/** From now on, as long as the tab lives. */
export function startLink(app: AppState): void {
  app.link ??= new TrafficLink(app);
}
