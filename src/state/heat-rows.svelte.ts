// Which rows the heat map shows. Two rules keep it from moving under a hand:
// - Rows beside the selected one stay in sight, as the times beside the selected span do: its rows are counted without the
//   selection's own part of their kind.
// - A cell or a label that is chosen in the map stays where it is. Rows are sorted anew, by what is odd inside the
//   selection, as soon as that changes elsewhere: by the overall row (which never moves), the overview, or Reset.
import { untrack } from 'svelte';
import { messageOf } from '../base/errors.ts';
import type { HeatMap, RowKind, Selection, SurveyQuery, TopList } from '../survey/types.ts';
import type { Dashboard, Shown } from './dashboard.svelte.ts';
import { latest } from './latest.ts';
import { sameLine } from './line.ts';

/** Without times: a list instead, of either end, services or protocols. */
export interface WorstList {
  kind: 'host' | 'service' | 'protocol';
  list: TopList;
}

const endOf = (kind: RowKind): WorstList['kind'] => (kind === 'service' || kind === 'protocol' ? kind : 'host');

export class HeatRows {
  /** What is drawn, and the question that it answers. */
  shown = $state.raw<{ query: SurveyQuery; heat: HeatMap } | null>(null);
  worst = $state.raw<WorstList | null>(null);
  /** Why rows beside the selected one, or the list, are not known; '' when they are. */
  problem = $state('');
  readonly dashboard: Dashboard;
  #made: Selection | null = null;
  #traffic: number | null = null;
  readonly #ask: (wish: { traffic: number; query: SurveyQuery }) => void;

  constructor(dashboard: Dashboard) {
    this.dashboard = dashboard;
    const { session, engine } = dashboard;
    this.#ask = latest(
      ({ traffic, query }) =>
        traffic === session.loaded?.report.traffic ? engine.survey(traffic, query) : Promise.resolve(null),
      (survey, wish) => {
        if (survey === null || this.#own === null || wish.traffic !== session.loaded?.report.traffic) return;
        this.problem = '';
        this.#take({ ...wish, survey });
      },
      (error, { query }) => {
        if (query === this.#own) this.problem = messageOf(error);
      },
    );
    $effect(() => {
      const traffic = session.loaded?.report.traffic ?? null;
      const query = this.#own;
      if (traffic !== null && query !== null) untrack(() => this.#ask({ traffic, query }));
    });
    $effect(() => {
      const { shown } = dashboard;
      const wanted = this.#own === null;
      untrack(() => {
        if (shown === null) this.shown = null;
        else if (wanted && shown.query.heat && shown.query.selection[shown.query.heat.kind] === null) this.#take(shown);
      });
    });
  }

  /** What only the heat map asks: rows beside the selected one, or a list where there are no times. */
  readonly #own: SurveyQuery | null = $derived.by(() => {
    const { query, rowKind, whole } = this.dashboard;
    if (query.heat === null) return null;
    const bare = { ...query, overview: null, tops: null, sizes: null, pairs: null, histogram: null };
    if (whole === null) {
      const selection = { ...query.selection, [endOf(rowKind)]: null };
      return { ...bare, selection, heat: null, tops: { order: 'worst', entries: query.heat.rows } };
    }
    return query.selection[rowKind] === null ? null : { ...bare, selection: { ...query.selection, [rowKind]: null } };
  });

  /** Selects; with `stays` rows keep their places, and so does the page. */
  select(change: Partial<Selection>, stays: boolean): void {
    const { dashboard } = this;
    const { heatFirst } = dashboard;
    dashboard.select(change);
    this.#made = stays ? dashboard.selection : null;
    if (stays) dashboard.heatFirst = heatFirst;
  }

  again(): void {
    const traffic = this.dashboard.session.loaded?.report.traffic;
    if (traffic !== undefined && this.#own) this.#ask({ traffic, query: this.#own });
    else this.dashboard.again();
  }

  #take({ traffic, query, survey }: Shown): void {
    if (query.heat === null) {
      const kind = endOf(this.dashboard.rowKind);
      const { hostList, serviceList, protocolList } = survey;
      const list = { host: hostList, service: serviceList, protocol: protocolList }[kind];
      this.worst = list && { kind, list };
      return;
    }
    const { shown } = this;
    const made = this.#made === this.dashboard.selection && traffic === this.#traffic;
    if (made && shown && survey.heat && sameCells(shown.query, query)) return;
    this.#traffic = traffic;
    this.shown = survey.heat && { query, heat: survey.heat };
  }
}

/** Whether both ask for the same cells; what rows are ordered by may differ, which is the span. */
function sameCells(a: SurveyQuery, b: SurveyQuery): boolean {
  const { kind } = a.heat!;
  const rest = (selection: Selection) => JSON.stringify({ ...selection, span: null, [kind]: null });
  return (
    JSON.stringify([a.heat, a.zoom]) === JSON.stringify([b.heat, b.zoom]) &&
    rest(a.selection) === rest(b.selection) &&
    sameLine(a.line!, b.line!)
  );
}
