// What the dashboard shows: the one selection that all views share, the time that is zoomed to, and what the engine tells of them.
import { untrack } from 'svelte';
import { messageOf } from '../base/errors.ts';
import type { EngineClient } from '../engine/types.ts';
import type { Line } from '../detect/findings/types.ts';
import {
  EVERYTHING,
  narrows,
  type Drift,
  type RowKind,
  type Selection,
  type Survey,
  type SurveyQuery,
  type TimeSpan,
  type TopOrder,
} from '../survey/types.ts';
import { spanOf } from '../survey/time-axis.ts';
import { Comparing } from './comparison.svelte.ts';
import { latest } from './latest.ts';
import { lineOf } from './line.ts';
import type { Loaded } from './loaded.ts';
import type { Session } from './session.svelte.ts';

/** What the areas of the overview are of. */
export type Measure = 'packets' | 'bytes';

/** Milliseconds that a selection rests before the tables follow: sorting is dearer than counting. */
const REST = 200;
/** Scatter up to so many packets, density beyond. */
const POINTS = 2000;
/** Milliseconds that the engine may rest between two surveys of a drag: its frames need the machine too. */
const BETWEEN = 250;

interface Wish {
  traffic: number;
  query: SurveyQuery;
}

/** What a survey is of. */
export interface Shown {
  traffic: number;
  query: SurveyQuery;
  survey: Survey;
}

export class Dashboard {
  selection = $state.raw<Selection>(EVERYTHING);
  /** The same; of a drag its beginning, until it rests: for what is dear to show. */
  settled = $state.raw<Selection>(EVERYTHING);
  /** What the time axes show; null: all. */
  zoom = $state.raw<TimeSpan | null>(null);
  measure = $state<Measure>('packets');
  rowKind = $state<RowKind>('source');
  /** First row of the heat map's page, and rows of a page. */
  heatFirst = $state(0);
  heatRows = $state(8);
  order = $state<TopOrder>('packets');
  /** How many buckets and cells there is room for; the views say so. */
  overviewBuckets = $state(240);
  heatCells = $state(60);
  sizeBuckets = $state(120);

  /** The newest answer, which may be of a wish before the present one. */
  shown = $state.raw<Shown | null>(null);
  survey = $derived(this.shown?.survey ?? null);
  busy = $state(false);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');
  /** How this traffic differs from the training's; undefined while that is not known, null where it never will be. */
  drift = $state.raw<Drift | null | undefined>(undefined);
  /** Why it is not known, in words; '' when nothing went wrong. */
  driftProblem = $state('');
  /** The traffic beside this one. */
  readonly comparing: Comparing;

  /** All of the traffic's times, with the last packet inside; null without times. */
  readonly whole: TimeSpan | null = $derived.by(() => {
    const span = this.session.loaded?.report.span ?? null;
    return span && spanOf(span);
  });
  /** Anything but everything. */
  readonly selects = $derived(narrows(this.selection));
  readonly stop: () => void;
  readonly engine: EngineClient;

  readonly #wish: (wish: Wish) => void;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #traffic: number | null = null;
  /** What the traffic was read from. */
  #sources: Loaded['sources'] | null = null;

  readonly #session: Session;

  constructor(session: Session, engine: EngineClient) {
    this.#session = session;
    this.engine = engine;
    this.#wish = latest(
      ({ traffic, query }) => (traffic === this.#traffic ? engine.survey(traffic, query) : Promise.resolve(null)),
      (survey, wish) => {
        if (survey === null || wish.traffic !== this.#traffic) return;
        this.shown = { ...wish, survey };
        this.problem = '';
        this.busy = wish.query !== this.#asked;
      },
      (error, { traffic }) => {
        if (traffic !== this.#traffic) return;
        this.problem = messageOf(error);
        this.busy = false;
      },
      BETWEEN,
    );
    const stop = $effect.root(() => {
      $effect(() => {
        const { loaded } = session;
        untrack(() => this.#open(loaded));
      });
      $effect(() => {
        const traffic = session.loaded?.report.traffic ?? null;
        const { query } = this;
        if (traffic !== null) untrack(() => this.#ask(traffic, query));
      });
      $effect(() => {
        const { analysis, loaded } = session;
        if (analysis && loaded) untrack(() => void this.#findDrift(loaded.report.traffic));
        else this.drift = undefined;
      });
      // The model behind the scores may be renamed or deleted, here or in another tab, and a deletion undone.
      $effect(() => {
        const { judge, models } = session;
        if (judge?.id === undefined || !models.ready) return;
        const model = models.list.find(({ id }) => id === judge.id);
        const [stored, name] = [model !== undefined, model?.name ?? judge.info.name];
        if (stored !== judge.stored || name !== judge.info.name) {
          session.judge = { ...judge, stored, info: { ...judge.info, name } };
        }
      });
    });
    this.comparing = new Comparing(this);
    this.stop = () => {
      stop();
      this.comparing.stop();
    };
  }

  /** The line, once there are scores. */
  readonly line: Line | null = $derived(this.session.analysis === null ? null : lineOf(this.session.threshold));

  /** What lists are ordered by: by oddness only while there are scores. */
  readonly listedBy: TopOrder = $derived(
    this.line === null && (this.order === 'marked' || this.order === 'worst') ? 'packets' : this.order,
  );

  readonly query: SurveyQuery = $derived({
    selection: this.selection,
    line: this.line,
    zoom: this.zoom,
    overview: this.overviewBuckets,
    heat:
      this.line === null
        ? null
        : { kind: this.rowKind, first: this.heatFirst, rows: this.heatRows, cells: this.heatCells },
    tops: { order: this.listedBy, entries: 8 },
    sizes: { buckets: this.sizeBuckets, bins: 24, points: POINTS },
    pairs: { order: this.listedBy, entries: 16 },
    histogram: this.line === null ? null : (this.session.analysis?.histogram.length ?? null),
  });

  #asked: SurveyQuery | null = null;

  get session(): Session {
    return this.#session;
  }

  /** Narrows or widens the selection; what is not named stays. */
  select(change: Partial<Selection>): void {
    this.selection = { ...this.selection, ...change };
    this.heatFirst = 0;
    this.#follow();
  }

  /** Back to everything, and to all of the time. */
  clear(): void {
    this.zoom = null;
    this.select(EVERYTHING);
  }

  /** Shows a span as large as the views are; null: all. */
  zoomTo(span: TimeSpan | null): void {
    this.zoom = span;
  }

  again(): void {
    if (this.#traffic !== null) this.#ask(this.#traffic, this.query);
  }

  #follow(): void {
    // A first click is followed at once, what comes right behind it once that rests.
    if (this.#rest === undefined) this.settled = this.selection;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.settled = this.selection;
      void this.session.view.change({ selection: this.selection });
    }, REST);
  }

  #open(loaded: Loaded | null): void {
    const traffic = loaded?.report.traffic ?? null;
    if (traffic === this.#traffic) return;
    const again = loaded !== null && loaded.sources === this.#sources;
    this.#traffic = traffic;
    this.#sources = loaded?.sources ?? null;
    this.shown = null;
    this.drift = undefined;
    // Read again after a restart of the engine: what was selected of it still is.
    if (again) return this.#follow();
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.selection = EVERYTHING;
    this.settled = EVERYTHING;
    this.zoom = null;
    this.heatFirst = 0;
    this.problem = '';
  }

  #ask(traffic: number, query: SurveyQuery): void {
    this.busy = true;
    this.#asked = query;
    this.#wish({ traffic, query });
  }

  /** Looks again how this traffic differs from the training's. */
  findDriftAgain(): void {
    if (this.#traffic !== null) void this.#findDrift(this.#traffic);
  }

  async #findDrift(traffic: number): Promise<void> {
    const { analysis } = this.session;
    this.drift = undefined;
    this.driftProblem = '';
    try {
      const drift = await this.engine.drift(traffic);
      if (analysis === this.session.analysis) this.drift = drift;
    } catch (error) {
      if (analysis === this.session.analysis) this.driftProblem = messageOf(error);
    }
  }
}
