// What the Traffic page shows, as the address's fragment holds it: settings and the capture's SHA-256. Never data.
import type { HostLine } from '../detect/findings/types.ts';
import type { SortColumn } from '../engine/types.ts';
import type { ThresholdRule } from '../model/line.ts';
import { readProtocol, readService, writeProtocol, writeService } from '../survey/key-text.ts';
import { FARTHEST } from '../survey/time-axis.ts';
import { EVERYTHING, type RowKind, type Selection, type TimeSpan, type TopOrder } from '../survey/types.ts';
import type { Measure } from './dashboard.svelte.ts';

/** 'first': trained on this very traffic with the usual parameters. Else its id in this browser, and when it was trained. */
export type LinkModel = 'first' | { id: string; created: string };

/** How the line was drawn, where it is not the model's own. */
export type LinkLine =
  | { choice: 'trained' | 'auto' }
  | { choice: 'hand'; value: number }
  | { choice: 'rule'; value: number; rule: ThresholdRule };

export interface TrafficQuery {
  /** SHA-256 of each source as it is stored, in the order in which they were opened; see state/capture-digest.ts. */
  sha256: readonly string[];
  /** Null: not analysed, or by a model that is not stored. */
  model: LinkModel | null;
  /** Null: the model's own. */
  line: LinkLine | null;
  /** Hosts with lines of their own. */
  own: readonly HostLine[];
  selection: Selection;
  zoom: TimeSpan | null;
  filter: string;
  onlyOdd: boolean;
  /** Null: as the table begins. */
  sort: { column: SortColumn; descending: boolean } | null;
  rowKind: RowKind;
  measure: Measure;
  order: TopOrder;
  /** Id of the chosen finding. */
  finding: string | null;
  /** 0-based place of the chosen packet. */
  packet: number | null;
}

export const FIRST_TRAFFIC_QUERY: TrafficQuery = {
  sha256: [],
  model: null,
  line: null,
  own: [],
  selection: EVERYTHING,
  zoom: null,
  filter: '',
  onlyOdd: false,
  sort: null,
  rowKind: 'source',
  measure: 'packets',
  order: 'packets',
  finding: null,
  packet: null,
};

/** Digests in a link. */
export const MOST_DIGESTS = 8;
const ROW_KINDS: readonly RowKind[] = ['source', 'destination', 'service', 'protocol'];
const MEASURES: readonly Measure[] = ['packets', 'bytes'];
const ORDERS: readonly TopOrder[] = ['packets', 'bytes', 'marked', 'worst'];
const COLUMNS: readonly SortColumn[] = ['row', 'score', 'ts', 'src', 'src_port', 'dst', 'dst_port', 'proto', 'size', 'tcp_flags']; // prettier-ignore
const ENDS = ['host', 'source', 'destination'] as const;
/** Characters of a fragment, of one text in it, and hosts with lines of their own. */
const MOST_TEXT = 65_536;
const LONGEST = 1000;
const MOST_HOSTS = 500;

const known = <T extends string>(names: readonly T[], text: string | undefined): T | undefined =>
  names.find((name) => name === text);

/** A decimal number that is finite, or null. */
function readNumber(text: string | undefined): number | null {
  const value = text !== undefined && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  // Minus zero is written as zero.
  return Number.isFinite(value) ? value + 0 : null;
}

/** The same within bounds, both included. */
function readWithin(text: string | undefined, least: number, most: number): number | null {
  const value = readNumber(text);
  return value !== null && value >= least && value <= most ? value : null;
}

function readSpan(from: string | undefined, to: string | undefined): TimeSpan | null {
  const [least, most] = [-FARTHEST, FARTHEST];
  const span = { from: readWithin(from, least, most), to: readWithin(to, least, most) };
  return span.from !== null && span.to !== null && span.from < span.to ? (span as TimeSpan) : null;
}

function readModel(id: string | undefined, created: string | undefined): LinkModel | null {
  if (id === 'first') return id;
  if (id === undefined || !/^[\w-]{1,64}$/.test(id)) return null;
  // As Date writes it: a model's file holds nothing else (src/model/info.ts).
  const time = created !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(created) ? created : '';
  return { id, created: time };
}

/** `share:0.01:training`, `score:0.7`, `budget:4`, `auto`. */
function writeRule(rule: ThresholdRule): string {
  if (rule.way === 'share') return `share:${rule.share}:${rule.of}`;
  if (rule.way === 'score') return `score:${rule.score}`;
  return rule.way === 'budget' ? `budget:${rule.findingsAnHour}` : 'auto';
}

function readRule(text: string | undefined): ThresholdRule | null {
  const [way, number, of] = (text ?? '').split(':');
  if (way === 'auto') return { way };
  const value = readWithin(number, 0, way === 'budget' ? 1e9 : 1);
  if (value === null) return null;
  if (way === 'score') return { way, score: value };
  if (way === 'budget') return { way, findingsAnHour: value };
  return way === 'share' && (of === 'training' || of === 'traffic') ? { way, share: value, of } : null;
}

function readLine(text: string | undefined, rule: ThresholdRule | null): LinkLine | null {
  if (text === 'trained' || text === 'auto') return { choice: text };
  const value = readWithin(text, 0, 1);
  if (value === null) return null;
  return rule === null ? { choice: 'hand', value } : { choice: 'rule', value, rule };
}

/** `0.7@10.0.0.1`: addresses of a batch may hold any character, numbers none but their own. The first of a host counts. */
function readOwn(texts: readonly string[]): HostLine[] {
  const own = new Map<string, HostLine>();
  for (const text of texts) {
    const at = text.indexOf('@');
    const threshold = readWithin(text.slice(0, Math.max(0, at)), 0, 1);
    const host = text.slice(at + 1);
    if (threshold === null || host === '' || host.length > LONGEST || own.has(host)) continue;
    own.set(host, { host, threshold });
  }
  return [...own.values()];
}

function readSort(text: string | undefined): TrafficQuery['sort'] {
  const descending = text?.startsWith('-') ?? false;
  const column = known(COLUMNS, text?.slice(Number(descending)));
  return column === undefined ? null : { column, descending };
}

/** The query of a fragment; what nobody knows in it, and what is too long, is left out. */
export function readTrafficQuery(fragment: string): TrafficQuery {
  const at = fragment.indexOf('?');
  if (at < 0 || fragment.length > MOST_TEXT) return FIRST_TRAFFIC_QUERY;
  const asked = new URLSearchParams(fragment.slice(at + 1));
  const get = (name: string): string | undefined => {
    const text = asked.get(name);
    return text === null || text.length > LONGEST ? undefined : text;
  };
  const digests = (get('sha256') ?? '').toLowerCase().split(',');
  const isSound = digests.length <= MOST_DIGESTS && digests.every((digest) => /^[0-9a-f]{64}$/.test(digest));
  const selection: Selection = { ...EVERYTHING, span: readSpan(get('from'), get('to')) };
  for (const end of ENDS) selection[end] = get(end) ?? null;
  selection.service = readService(get('service') ?? '');
  selection.protocol = readProtocol(get('protocol') ?? '');
  const zoom = (get('zoom') ?? '').split(',');
  const packet = readWithin(get('packet'), 0, 2 ** 32 - 1);
  const finding = get('finding');
  return {
    sha256: isSound ? digests : [],
    model: readModel(get('model'), get('trained')),
    line: readLine(get('line'), readRule(get('rule'))),
    own: readOwn(asked.getAll('own').slice(0, MOST_HOSTS)),
    selection,
    zoom: zoom.length === 2 ? readSpan(zoom[0], zoom[1]) : null,
    filter: get('filter') ?? '',
    onlyOdd: asked.has('odd'),
    sort: readSort(get('sort')),
    rowKind: known(ROW_KINDS, get('rows')) ?? FIRST_TRAFFIC_QUERY.rowKind,
    measure: known(MEASURES, get('measure')) ?? FIRST_TRAFFIC_QUERY.measure,
    order: known(ORDERS, get('order')) ?? FIRST_TRAFFIC_QUERY.order,
    finding: finding !== undefined && /^[0-9a-f]{32}$/.test(finding) ? finding : null,
    packet: Number.isInteger(packet) ? packet : null,
  };
}

/**
 * The fragment of a query: `#/traffic`, and what differs from how the page begins. Numbers are the shortest decimals that
 * lead back to the same bits (ECMA-262, Number::toString).
 */
export function writeTrafficQuery(query: TrafficQuery): string {
  const { model, line, selection, zoom, sort } = query;
  const asked = new URLSearchParams();
  const put = (name: string, text: string | number | null) => {
    if (text !== null && String(text).length <= LONGEST) asked.append(name, String(text));
  };
  if (query.sha256.length > 0) put('sha256', query.sha256.join(','));
  if (model !== null) put('model', model === 'first' ? model : model.id);
  if (model !== null && model !== 'first' && model.created !== '') put('trained', model.created);
  if (line !== null) put('line', 'value' in line ? line.value : line.choice);
  if (line?.choice === 'rule') put('rule', writeRule(line.rule));
  put('from', selection.span?.from ?? null);
  put('to', selection.span?.to ?? null);
  for (const end of ENDS) put(end, selection[end]);
  if (selection.service !== null) put('service', writeService(selection.service));
  if (selection.protocol !== null) put('protocol', writeProtocol(selection.protocol));
  if (zoom !== null) put('zoom', `${zoom.from},${zoom.to}`);
  if (query.filter !== '') put('filter', query.filter);
  if (query.onlyOdd) put('odd', '');
  if (sort !== null) put('sort', `${sort.descending ? '-' : ''}${sort.column}`);
  if (query.rowKind !== FIRST_TRAFFIC_QUERY.rowKind) put('rows', query.rowKind);
  if (query.measure !== FIRST_TRAFFIC_QUERY.measure) put('measure', query.measure);
  if (query.order !== FIRST_TRAFFIC_QUERY.order) put('order', query.order);
  put('finding', query.finding);
  put('packet', query.packet);
  // What is longer could not be read again.
  let room = MOST_TEXT - asked.toString().length - '#/traffic?'.length;
  for (const { host, threshold } of query.own.slice(0, MOST_HOSTS)) {
    const own = `${threshold}@${host}`;
    room -= new URLSearchParams({ own }).toString().length + 1;
    if (room < 0) break;
    put('own', own);
  }
  // RFC 3986 section 3.5 lets these stand in a fragment as they are; `odd=` needs no sign.
  const text = asked
    .toString()
    .replace(/%(2F|3A|2C|40)/g, (code) => decodeURIComponent(code))
    .replace(/(^|&)odd=/, '$1odd');
  return text === '' ? '#/traffic' : `#/traffic?${text}`;
}
