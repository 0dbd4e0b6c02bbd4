// A second traffic beside the one at hand: opened for comparison, scored by the same model, and given back.
import { untrack } from 'svelte';
import { CancelledError, messageOf } from '../base/errors.ts';
import type { EngineClient, LoadReport, Source } from '../engine/types.ts';
import type { Line } from '../detect/findings/types.ts';
import type { Comparison } from '../survey/types.ts';
import type { Dashboard } from './dashboard.svelte.ts';
import { latest } from './latest.ts';
import { type Judge, nameOf } from './loaded.ts';
import type { Session } from './session.svelte.ts';

/** Moves of each kind that are asked for. */
const MOVES = 100;
/** Milliseconds that the line rests before odd packets are counted anew in both. */
const REST = 300;

/** The traffic beside. */
export interface Beside {
  name: string;
  sources: readonly Source[];
  report: LoadReport;
  /** The model that it was scored with; null where it was not. */
  judge: Judge | null;
  /** Why it was not, in words. */
  unscored: string;
}

interface Wish {
  here: number;
  beside: Beside;
  line: Line | null;
}

/** As far as names and lengths tell. */
const isAlike = (some: readonly Source[], others: readonly Source[]): boolean =>
  some.length === others.length &&
  some.every(({ name, data }, place) => name === others[place].name && data.size === others[place].data.size);

export class Comparing {
  beside = $state.raw<Beside | null>(null);
  /** From the other traffic to the one at hand; see `result`. */
  #found = $state.raw<Comparison | null>(null);
  /** Whether the traffic at hand is the one before. */
  turned = $state(false);
  /** Counting; reading and scoring are told of by the session's task. */
  busy = $state(false);
  opening = $state(false);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');
  #before = $state.raw<{ name: string; sources: readonly Source[] } | null>(null);
  /** What was open before the traffic at hand; null where that was the same. */
  readonly former = $derived.by(() => {
    const before = this.#before;
    return before !== null && isAlike(before.sources, this.#session.loaded?.sources ?? []) ? null : before;
  });
  /** What was dropped, and can be opened again. */
  dropped = $state.raw<{ name: string; sources: readonly Source[] } | null>(null);
  readonly result: Comparison | null = $derived(this.#found && this.turned ? turn(this.#found) : this.#found);
  readonly stop: () => void;

  readonly #session: Session;
  readonly #engine: EngineClient;
  readonly #wish: (wish: Wish) => void;
  #here: { name: string; sources: readonly Source[] } | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #openings = 0;

  constructor(dashboard: Dashboard) {
    const { session, engine } = dashboard;
    this.#session = session;
    this.#engine = engine;
    this.#wish = latest(
      ({ beside, here, line }) =>
        this.#isPresent(beside, here)
          ? engine.compare(beside.report.traffic, here, line, MOVES)
          : Promise.resolve(null),
      (found, { beside, here }) => {
        if (found === null || !this.#isPresent(beside, here)) return;
        this.#found = found;
        this.busy = false;
        this.problem = '';
      },
      (error, { beside, here }) => {
        if (!this.#isPresent(beside, here)) return;
        this.busy = false;
        this.problem = messageOf(error);
      },
    );
    const forget = engine.onRestart(() => this.#lose());
    const stop = $effect.root(() => {
      $effect(() => {
        const { loaded } = session;
        untrack(() => this.#follow(loaded));
      });
      $effect(() => {
        const { judge } = session;
        untrack(() => void this.#scoreAgain(judge));
      });
      $effect(() => {
        const { beside } = this;
        const { line } = dashboard;
        const here = session.loaded?.report.traffic ?? null;
        if (beside !== null && here !== null) untrack(() => this.#ask({ here, beside, line }));
      });
    });
    this.stop = () => {
      stop();
      forget();
      this.close();
    };
  }

  openFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return Promise.resolve();
    return this.open(Array.from(files, (file) => ({ name: file.name, data: file })));
  }

  /** Reads another traffic, and scores it with the model of the one at hand. */
  async open(sources: readonly Source[]): Promise<void> {
    const session = this.#session;
    const { loaded, judge } = session;
    const name = nameOf(sources);
    this.close();
    const opening = ++this.#openings;
    this.opening = true;
    try {
      const beside = await session.task.run(
        `Reading ${name} to compare`,
        async (options) => {
          const report = await this.#engine.load([...sources], options);
          try {
            return await this.#score({ name, sources, report, judge: null, unscored: '' }, judge, options);
          } catch (error) {
            this.#release(report.traffic);
            throw error;
          }
        },
        (late) => this.#release(late.report.traffic),
      );
      if (session.loaded === loaded && loaded !== null) this.beside = beside;
      else this.#release(beside.report.traffic);
    } catch (error) {
      if (!isCancelled(error)) this.problem = `${name} was not opened. ${messageOf(error)}`;
    } finally {
      if (opening === this.#openings) this.opening = false;
    }
  }

  close(): void {
    clearTimeout(this.#rest);
    if (this.beside) this.#release(this.beside.report.traffic);
    this.beside = null;
    this.dropped = null;
    this.#found = null;
    this.busy = false;
    this.problem = '';
  }

  /** Only a cancel rejects: a traffic that the model does not fit is compared without scores. */
  async #score(beside: Beside, judge: Judge | null, options: Parameters<EngineClient['analyze']>[2]): Promise<Beside> {
    if (judge === null) return { ...beside, judge, unscored: '' };
    try {
      await this.#engine.analyze(beside.report.traffic, judge.file.slice(), options);
      return { ...beside, judge, unscored: '' };
    } catch (error) {
      if (isCancelled(error)) throw error;
      return { ...beside, judge, unscored: messageOf(error) };
    }
  }

  /** With another model the other traffic gets other scores too. */
  async #scoreAgain(judge: Judge | null): Promise<void> {
    const { beside } = this;
    // A model that is only stored or renamed still is the same forest.
    if (beside === null || judge === null || sameForest(judge, beside.judge)) return;
    try {
      const scored = await this.#session.task.run(`Scoring ${beside.name} to compare`, (options) =>
        this.#score(beside, judge, options),
      );
      if (this.beside === beside) this.beside = scored;
    } catch (error) {
      if (this.beside === beside) {
        this.problem = isCancelled(error) ? `${beside.name} has no scores of this model.` : messageOf(error);
      }
    }
  }

  #ask(wish: Wish): void {
    const first = this.#found === null;
    clearTimeout(this.#rest);
    this.busy = true;
    this.#rest = setTimeout(() => this.#wish(wish), first ? 0 : REST);
  }

  #isPresent(beside: Beside, here: number): boolean {
    return this.beside === beside && this.#session.loaded?.report.traffic === here;
  }

  #follow(loaded: Session['loaded']): void {
    if (loaded?.sources === this.#here?.sources) return;
    if (this.#here !== null) this.#before = this.#here;
    this.#here = loaded && { name: loaded.name, sources: loaded.sources };
    this.close();
  }

  /** The engine has forgotten both; the session opens its own again. */
  #lose(): void {
    const { beside } = this;
    if (beside === null) return;
    this.beside = null;
    this.close();
    this.dropped = { name: beside.name, sources: beside.sources };
    this.problem = `The engine was started again, so ${beside.name} is not beside this traffic any more.`;
  }

  #release(traffic: number): void {
    // Nothing depends on it: at worst the engine keeps some memory, or has forgotten the traffic already.
    this.#engine.release(traffic).catch(() => undefined);
  }
}

const isCancelled = (error: unknown): boolean =>
  error instanceof CancelledError || (error as Error | null)?.name === 'CancelledError';

const sameForest = (a: Judge, b: Judge | null): boolean =>
  b !== null && (a.file === b.file || (a.info.created === b.info.created && a.info.parent === b.info.parent));

/** The same from the other side. */
function turn({ before, after, features, ...kinds }: Comparison): Comparison {
  const turnMoves = ({ moves, ...rest }: Comparison['hosts']): Comparison['hosts'] => ({
    ...rest,
    moves: moves.map((move) => ({ ...move, before: move.after, after: move.before })),
  });
  return {
    before: after,
    after: before,
    hosts: turnMoves(kinds.hosts),
    services: turnMoves(kinds.services),
    protocols: turnMoves(kinds.protocols),
    features: features.map((feature) => ({
      ...feature,
      bins: feature.bins.map((bin) => ({ ...bin, before: bin.after, after: bin.before })),
    })),
  };
}
