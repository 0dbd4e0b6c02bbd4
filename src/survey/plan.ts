// Which parts a survey counts over which packets, and what each depends on.
import type { PacketTable } from '../packets/table.ts';
import { fillKeys } from './heat.ts';
import { HistogramPart } from './histogram.ts';
import { type Kept, memoryOf, numberOf } from './memory.ts';
import { makePairs, PairPart } from './pairs.ts';
import { axisSlots, type Fill, fillBuckets, fillOtherEnd, makeWhole, type Part, SlotPart, WholePart } from './parts.ts';
import { chooseEdges, makeSizes, SizesPart } from './sizes.ts';
import type { TableFacts } from './table-facts.ts';
import { makeBase } from './sums.ts';
import { chooseAxis, spanOf } from './time-axis.ts';
import type { SurveyQuery, TimeAxis, TimeSpan } from './types.ts';

/** Sums of buckets of time. */
export interface TimePart {
  axis: TimeAxis;
  part: SlotPart;
}

export interface Plan {
  /** Of the selection without its span; null where it was not asked for, or where no packet has a time. */
  overview: TimePart | null;
  /** The heat map's overall row. */
  overall: TimePart | null;
  /** Of the selection. */
  whole: WholePart;
  /** By address id, with one slot more for what is not to be counted. */
  hosts: SlotPart;
  /** By places of the table's services. */
  services: SlotPart | null;
  /** By address id: rows of the heat map that are hosts. */
  ends: SlotPart | null;
  sizes: SizesPart | null;
  pairs: PairPart | null;
  histogram: HistogramPart | null;
  /** Counts of the page's cells, which depend on its rows. */
  recallCells(axis: TimeAxis, keys: Uint32Array): Kept<Float64Array>;
  /** Keeps the counts for the next survey. */
  keep(parts: readonly Part[]): void;
}

export const widePartsOf = ({ overview, overall }: Plan): Part[] =>
  [overview?.part, overall?.part].filter((part) => part !== undefined);

export const narrowPartsOf = ({ whole, hosts, services, ends, sizes, pairs, histogram }: Plan): Part[] =>
  [whole, hosts, services, ends, sizes, pairs, histogram].filter((part) => part !== null);

export function makePlan(
  table: PacketTable,
  scores: readonly Float32Array[] | null,
  facts: TableFacts,
  query: SurveyQuery,
): Plan {
  const { selection, zoom, heat, tops } = query;
  const { span, host, source, destination, service, protocol } = selection;
  const memory = memoryOf(table);
  const wideKey = [numberOf(scores), host, source, destination, service, protocol];
  const narrowKey = [...wideKey, span?.from ?? null, span?.to ?? null];
  const slotPart = (name: string, key: readonly unknown[], slots: number, ...fills: Fill[]): SlotPart =>
    new SlotPart(
      memory.recall(name, key, () => makeBase(slots)),
      fills,
    );
  const axisOf = (own: TimeSpan | null, most: number | undefined): TimeAxis | null =>
    facts.span === null || most === undefined ? null : chooseAxis(own ?? zoom ?? spanOf(facts.span), most);
  const timePart = (name: string, most: number | undefined): TimePart | null => {
    const axis = axisOf(null, most);
    if (axis === null) return null;
    return { axis, part: slotPart(name, [...wideKey, axis], axisSlots(axis).slots, fillBuckets(axis)) };
  };
  const addresses = table.addresses.size + 1;
  const fillSources = fillKeys('source', facts.protocolOf);
  const needsServices = tops !== null || heat?.kind === 'service' || heat?.kind === 'protocol';
  const hasEnds = heat?.kind === 'source' || heat?.kind === 'destination';
  const sizes = (): SizesPart | null => {
    const axis = axisOf(span, query.sizes?.buckets);
    if (axis === null || query.sizes === null) return null;
    const { bins, points } = query.sizes;
    const edges = chooseEdges(facts.sizes, bins);
    const kept = memory.recall('sizes', [...narrowKey, axis, bins, points], () => makeSizes(axis, edges));
    return new SizesPart(kept, axis, edges, points);
  };
  const { histogram } = query;
  return {
    overview: timePart('overview', query.overview ?? undefined),
    overall: timePart('overall', heat?.cells),
    whole: new WholePart(memory.recall('whole', narrowKey, makeWhole)),
    hosts: slotPart('hosts', narrowKey, addresses + 1, fillSources, fillOtherEnd(addresses)),
    services: needsServices
      ? slotPart('services', narrowKey, facts.services.length, fillKeys('service', facts.protocolOf))
      : null,
    ends: hasEnds
      ? slotPart('ends', [...narrowKey, heat.kind], addresses, fillKeys(heat.kind, facts.protocolOf))
      : null,
    sizes: sizes(),
    pairs: query.pairs === null ? null : new PairPart(memory.recall('pairs', narrowKey, makePairs)),
    histogram:
      histogram === null || scores === null
        ? null
        : new HistogramPart(memory.recall('histogram', [...narrowKey, histogram], () => new Uint32Array(histogram))),
    recallCells: (axis, keys) =>
      memory.recall('cells', [...wideKey, axis, heat?.kind, ...keys], () =>
        makeBase(keys.length * axisSlots(axis).slots),
      ),
    keep: (parts) =>
      parts.filter((part) => !(part instanceof PairPart && part.isLarge)).forEach(({ kept }) => memory.keep(kept)),
  };
}
