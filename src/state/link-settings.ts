// What a link holds of the Traffic page: read from the state, and put back into it.
import type { Dashboard } from './dashboard.svelte.ts';
import type { Judge } from './loaded.ts';
import type { Session } from './session.svelte.ts';
import type { Threshold } from './threshold.svelte.ts';
import { FIRST_TRAFFIC_QUERY, type LinkLine, type LinkModel, type TrafficQuery } from './traffic-query.ts';

/** Null where no link can name it: it is not stored, and was not trained in the usual way on the traffic at hand. */
export function modelOf(judge: Judge | null): LinkModel | null {
  if (judge?.trained === 'first') return 'first';
  return judge?.id === undefined ? null : { id: judge.id, created: judge.info.created };
}

/** A file that came from another browser has another id, but tells the same time of its training. */
export const isModel = (model: { id: string; created: string }, wanted: LinkModel): boolean =>
  wanted !== 'first' && (model.id === wanted.id || (wanted.created !== '' && model.created === wanted.created));

export function isJudge(judge: Judge | null, wanted: LinkModel): boolean {
  const model = modelOf(judge);
  return wanted === 'first' || model === 'first' ? model === wanted : model !== null && isModel(model, wanted);
}

function lineOf({ choice, value, rule }: Threshold): LinkLine | null {
  if (choice === 'model') return null;
  if (choice === 'hand') return { choice, value };
  if (choice !== 'rule') return { choice };
  return rule === null ? { choice: 'hand', value } : { choice, value, rule };
}

/** The packet that is looked at. */
const packetOf = ({ view, why }: Session): number | null => (view.look.packet ?? why.packet)?.row ?? null;

/** Reads runes: an effect around it follows. */
export function readSettings(session: Session, finding: string | null): TrafficQuery {
  const { dashboard, judge, threshold, view } = session;
  const analysed = session.analysis !== null;
  const { sort: column, descending, filter, onlyOdd } = view.wished;
  const asItBegins = analysed ? column === 'score' && descending : column === 'row' && !descending;
  return {
    sha256: [],
    model: analysed ? modelOf(judge) : null,
    line: analysed ? lineOf(threshold) : null,
    own: analysed ? threshold.hosts : [],
    selection: dashboard?.selection ?? FIRST_TRAFFIC_QUERY.selection,
    zoom: dashboard?.zoom ?? null,
    filter: filter.trim(),
    onlyOdd,
    sort: asItBegins ? null : { column, descending },
    rowKind: dashboard?.rowKind ?? FIRST_TRAFFIC_QUERY.rowKind,
    measure: dashboard?.measure ?? FIRST_TRAFFIC_QUERY.measure,
    order: dashboard?.order ?? FIRST_TRAFFIC_QUERY.order,
    finding,
    packet: packetOf(session),
  };
}

/** What all views share, and what each shows. */
export function showSettings(dashboard: Dashboard, { selection, zoom, rowKind, measure, order }: TrafficQuery): void {
  Object.assign(dashboard, { rowKind, measure, order });
  dashboard.select(selection);
  dashboard.zoomTo(zoom);
}

/** Needs an analysis. */
export function drawLine(threshold: Threshold, { line, own }: TrafficQuery): void {
  if (line?.choice === 'rule') return threshold.draw({ threshold: line.value, rule: line.rule, hosts: own });
  threshold.hosts = own;
  if (line?.choice === 'hand') threshold.moveTo(line.value);
  else threshold.choose(line?.choice ?? 'model');
}

/** Resolves when the table has followed. */
export function showTable(
  { view, analysis }: Session,
  { filter, onlyOdd, sort, selection }: TrafficQuery,
): Promise<void> {
  const analysed = analysis !== null;
  const begins = analysed
    ? ({ column: 'score', descending: true } as const)
    : ({ column: 'row', descending: false } as const);
  const { column, descending } = sort ?? begins;
  return view.change({ filter, onlyOdd: analysed && onlyOdd, sort: column, descending, selection, only: null });
}
