// A survey of a traffic: everything that the dashboard counts, over the packets of one selection.
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import type { AddressDictionary } from '../packets/addresses.ts';
import { CHUNK_MASK, CHUNK_SHIFT, HAS_TS, type PacketTable } from '../packets/table.ts';
import { checkQuery } from './check-query.ts';
import { CellsPart, fillKeys, heatRow } from './heat.ts';
import { prepareMarker } from './marker.ts';
import { axisSlots } from './parts.ts';
import { longestOf, Picked } from './picked.ts';
import { makePlan, narrowPartsOf, type Plan, type TimePart, widePartsOf } from './plan.ts';
import { byMeasure, byOddness, rankSlots } from './rank.ts';
import { prepareSelector } from './select.ts';
import type { TableFacts } from './table-facts.ts';
import { groupSums, listSlots, type Sums } from './sums.ts';
import type { HeatMap, Overview, RowKind, Survey, SurveyQuery, TopList } from './types.ts';
import { Walk } from './walk.ts';

/** What a survey looks over. */
export interface Surveyed {
  table: PacketTable;
  /** One array a chunk, or null before an analysis. */
  scores: readonly Float32Array[] | null;
}

type KeyOf = (slot: number) => string | number;

const hostKey =
  (addresses: AddressDictionary): KeyOf =>
  (id) =>
    id === 0 ? '' : addresses.text(id);

function describeOverview({ axis, part: { sums } }: TimePart): Overview {
  const { untimed, outside } = axisSlots(axis);
  const overview: Overview = {
    axis,
    packets: new Uint32Array(axis.count),
    bytes: new Float64Array(axis.count),
    marked: new Uint32Array(axis.count),
    markedBytes: new Float64Array(axis.count),
    worst: new Float32Array(axis.count),
    untimed: sums.packets(untimed),
    outside: sums.packets(outside),
  };
  for (let bucket = 0; bucket < axis.count; bucket++) {
    const totals = sums.totals(bucket);
    overview.packets[bucket] = totals.packets;
    overview.bytes[bucket] = totals.bytes;
    overview.marked[bucket] = totals.marked;
    overview.markedBytes[bucket] = totals.markedBytes;
    overview.worst[bucket] = totals.worst;
  }
  return overview;
}

/** The most of the slots from `from` to below `to`. */
function* listTop(
  sums: Sums,
  [from, to]: readonly [number, number],
  { order, entries }: NonNullable<SurveyQuery['tops']>,
  keyOf: KeyOf,
): Pieces<TopList> {
  const slots = listSlots(sums, from, to);
  const total = slots.length;
  const most = yield* rankSlots(slots, 0, entries, byMeasure(sums, order));
  return { entries: Array.from(most, (slot) => ({ key: keyOf(slot), ...sums.totals(slot) })), total };
}

/** What rows of the heat map are: the sums of each key in the selection. */
function rowsOf(kind: RowKind, plan: Plan, { services, protocols, protocolOf }: TableFacts, table: PacketTable) {
  if (plan.ends !== null)
    return { sums: plan.ends.sums, size: table.addresses.size + 1, keyOf: hostKey(table.addresses) };
  const { sums } = plan.services!;
  if (kind === 'service') return { sums, size: services.length, keyOf: (place: number) => services[place] };
  return {
    sums: groupSums(sums, protocolOf, protocols.length),
    size: protocols.length,
    keyOf: (place: number) => protocols[place],
  };
}

/** Orders the rows, then counts the cells of the page's. */
function* makeHeatMap(
  { table, scores }: Surveyed,
  facts: TableFacts,
  { kind, first, rows }: NonNullable<SurveyQuery['heat']>,
  plan: Plan,
  walk: Walk,
): Pieces<HeatMap | null> {
  if (plan.overall === null) return null;
  const { axis, part } = plan.overall;
  const { sums, size, keyOf } = rowsOf(kind, plan, facts, table);
  const slots = listSlots(sums, 0, size);
  const total = slots.length;
  const keys = yield* rankSlots(slots, first, rows, byOddness(sums));
  const fill = fillKeys(kind, facts.protocolOf);
  const cells = new CellsPart(
    plan.recallCells(axis, keys),
    axis,
    { keys, size, fill, longest: longestOf(table) },
    new Picked(table, facts, scores),
  );
  yield* walk.count({ wide: keys.length > 0 ? [cells] : [], narrow: [] });
  plan.keep([cells]);
  return {
    kind,
    axis,
    overall: heatRow('', plan.whole.totals, part.sums, 0, axis.count),
    rows: Array.from(keys, (key, row) => cells.row(row, keyOf(key), sums.totals(key))),
    first,
    total,
  };
}

/** Reads the packets of a scatter. */
function readPoints({ table, scores }: Surveyed) {
  return (row: number) => {
    const [index, place] = [row >> CHUNK_SHIFT, row & CHUNK_MASK];
    const { ts, size, present } = table.chunks[index];
    return {
      ts: ts !== null && present[place] & HAS_TS ? ts[place] : Number.NaN,
      size: size[place],
      score: scores === null ? 0 : scores[index][place],
    };
  };
}

/**
 * Looks over a traffic, a chunk at a time. Takes 4 bytes a packet for as long as the table is held, 40 an address and up to
 * 60 a pair of addresses; what was counted last is kept, so that the next survey counts only what its change is about.
 * Throws InputError for a query that cannot be, or a line before an analysis.
 */
export function* surveyTraffic({ table, scores: given }: Surveyed, query: SurveyQuery): Pieces<Survey> {
  checkQuery(query);
  const { selection, line, heat, tops, pairs } = query;
  if (line !== null && given === null) {
    throw new InputError('This traffic has not been analysed yet: no packet lies above a line.');
  }
  const surveyed = { table, scores: line === null ? null : given };
  const { scores } = surveyed;
  const selector = yield* prepareSelector(table, selection);
  const marker = line === null ? null : yield* prepareMarker(table, line);
  const { facts } = selector;
  const plan = makePlan(table, scores, facts, query);
  const walk = new Walk({ table, scores, selector, marker });
  const parts = { wide: widePartsOf(plan), narrow: narrowPartsOf(plan) };
  yield* walk.count(parts);
  plan.keep([...parts.wide, ...parts.narrow]);
  const { whole, hosts, services } = plan;
  const hostRange = [1, table.addresses.size + 1] as const;
  const protocols = services && groupSums(services.sums, facts.protocolOf, facts.protocols.length);
  const list = function* (sums: Sums, range: readonly [number, number], keyOf: KeyOf): Pieces<TopList | null> {
    return tops === null ? null : yield* listTop(sums, range, tops, keyOf);
  };
  return {
    totals: whole.totals,
    hosts: listSlots(hosts.sums, ...hostRange).length,
    span: whole.span,
    overview: plan.overview && describeOverview(plan.overview),
    heat: heat && (yield* makeHeatMap(surveyed, facts, heat, plan, walk)),
    sizes: plan.sizes && plan.sizes.sizes(readPoints(surveyed)),
    hostList: yield* list(hosts.sums, hostRange, hostKey(table.addresses)),
    serviceList: services && (yield* list(services.sums, [0, facts.services.length], (place) => facts.services[place])),
    protocolList: protocols && (yield* list(protocols, [0, facts.protocols.length], (place) => facts.protocols[place])),
    pairs: plan.pairs && pairs && (yield* plan.pairs.list(table.addresses, pairs.order, pairs.entries)),
    histogram: plan.histogram && plan.histogram.kept.value.slice(),
  };
}
