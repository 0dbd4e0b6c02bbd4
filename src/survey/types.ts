// What the dashboard asks of a traffic and what it is told: plain data that crosses the worker boundary. Counts are packets.
import type { Line } from '../detect/findings/types.ts';

/** Half-open: times t with from <= t < to. Seconds since 1970. */
export interface TimeSpan {
  from: number;
  to: number;
}

/**
 * Which packets all views speak of: those for which everything that is not null holds. Ends are those of packets/ends.ts:
 * IP addresses, in ARP the protocol addresses, else MAC addresses.
 */
export interface Selection {
  /** Packets without a time are in no span. */
  span: TimeSpan | null;
  /** Either end. */
  host: string | null;
  source: string | null;
  destination: string | null;
  /** A service key: see survey/keys.ts. */
  service: number | null;
  /** A protocol key: see survey/keys.ts. */
  protocol: number | null;
}

export const EVERYTHING: Selection = {
  span: null,
  host: null,
  source: null,
  destination: null,
  service: null,
  protocol: null,
};

/** Whether it is anything but everything. */
export const narrows = (selection: Selection): boolean => Object.values(selection).some((part) => part !== null);

/** Even steps of time: bucket k holds times t with edge(k) <= t < edge(k + 1), edge(k) = start + k * width; see survey/time-axis.ts. */
export interface TimeAxis {
  start: number;
  /** Seconds. */
  width: number;
  count: number;
}

/** What is known of any set of packets. */
export interface Totals {
  packets: number;
  /** On the wire. */
  bytes: number;
  /** Above the line; 0 before an analysis. */
  marked: number;
  markedBytes: number;
  /** Highest score; 0 without packets or before an analysis. */
  worst: number;
}

/** Time: of the selection without its span, so that what stands beside the span stays in sight. */
export interface Overview {
  axis: TimeAxis;
  /** One element a bucket each, as in Totals. */
  packets: Uint32Array<ArrayBuffer>;
  bytes: Float64Array<ArrayBuffer>;
  marked: Uint32Array<ArrayBuffer>;
  markedBytes: Float64Array<ArrayBuffer>;
  worst: Float32Array<ArrayBuffer>;
  /** Packets of the selection that stand in no bucket: without a time, or outside of the axis. */
  untimed: number;
  outside: number;
}

export type RowKind = 'source' | 'destination' | 'service' | 'protocol';

/** A host, service or protocol, with its packets in the whole selection. */
export interface Top extends Totals {
  /** The host's text ('' of packets without such an end), or the key of a service or protocol. */
  key: string | number;
}

export interface HeatRow {
  /** As in Top. */
  key: string | number;
  /** In the whole selection: what rows are ordered by (worst, marked, packets, then the order of appearance). */
  totals: Totals;
  /** One element a cell, of the selection without its span. */
  worst: Float32Array<ArrayBuffer>;
  packets: Uint32Array<ArrayBuffer>;
  marked: Uint32Array<ArrayBuffer>;
}

export interface HeatMap {
  kind: RowKind;
  axis: TimeAxis;
  /** All packets together; its key is ''. */
  overall: HeatRow;
  /** The page's rows, the worst first. */
  rows: HeatRow[];
  /** 0-based place of the first of them, and how many there are in the selection. */
  first: number;
  total: number;
}

/** What a list of the most is ordered by. */
export type TopOrder = 'packets' | 'bytes' | 'marked' | 'worst';

export interface TopList {
  /** In the query's order, at most so many as were asked for. */
  entries: Top[];
  /** Different ones in the selection. */
  total: number;
}

/** Sizes over time in the selection. */
export interface Sizes {
  axis: TimeAxis;
  /** Rising: bin b holds sizes s with edges[b] <= s < edges[b + 1]; the last bin also what is larger. */
  edges: Float64Array<ArrayBuffer>;
  /** Packets of bucket k and bin b at k * (edges.length - 1) + b. */
  packets: Uint32Array<ArrayBuffer>;
  marked: Uint32Array<ArrayBuffer>;
  /** Every packet that stands in a bucket, where there are at most `points` of the query, in the traffic's order; else null. */
  points: {
    rows: Uint32Array<ArrayBuffer>;
    ts: Float64Array<ArrayBuffer>;
    sizes: Float64Array<ArrayBuffer>;
    scores: Float32Array<ArrayBuffer>;
    /** 1 for those above the line. */
    marked: Uint8Array<ArrayBuffer>;
  } | null;
}

/** One direction of a conversation; '' for an end that is not known. Packets of which neither is are in no pair. */
export interface Pair extends Totals {
  source: string;
  destination: string;
}

export interface Pairs {
  /** In the query's order. */
  entries: Pair[];
  total: number;
  /** False where there are more pairs than can be counted: those that came first are. */
  whole: boolean;
}

/** Each part is made only if it is asked for. */
export interface SurveyQuery {
  selection: Selection;
  /** Null before an analysis: then no packet has a score. */
  line: Line | null;
  /** What the time axes show; null: all of the traffic's times. */
  zoom: TimeSpan | null;
  /** Most buckets of the overview. */
  overview: number | null;
  heat: { kind: RowKind; first: number; rows: number; cells: number } | null;
  /** Entries of each list of the most. */
  tops: { order: TopOrder; entries: number } | null;
  sizes: { buckets: number; bins: number; points: number } | null;
  pairs: { order: TopOrder; entries: number } | null;
  /** Equal parts of 0 to 1, as in Analysis.histogram. */
  histogram: number | null;
}

export interface Survey {
  /** Of the selection. */
  totals: Totals;
  /** Different hosts at either end of the selection's packets. */
  hosts: number;
  /** First and last time in the selection, or null. */
  span: { first: number; last: number } | null;
  /** Null where it was not asked for, or where no packet has a time. */
  overview: Overview | null;
  heat: HeatMap | null;
  sizes: Sizes | null;
  /** Null where it was not asked for. Without '': `total` is `hosts`. */
  hostList: TopList | null;
  serviceList: TopList | null;
  protocolList: TopList | null;
  pairs: Pairs | null;
  /** Counts of scores in equal parts as Analysis.histogram has them, of the selection; null before an analysis too. */
  histogram: Uint32Array<ArrayBuffer> | null;
}

/**
 * One bin of a feature: values v with from < v <= to, the first from its beginning on; of a feature whose values are names
 * the one value from = to. Shares of 0 to 1.
 */
export interface DriftBin {
  from: number;
  to: number;
  before: number;
  after: number;
  /** Of names: all those that were not there before, which lie between `from` and `to`. */
  unseen?: true;
}

/** How differently one feature is distributed here and there. */
export interface FeatureDrift {
  feature: string;
  /** Population stability index: the sum over bins of (after - before) * ln(after / before), see src/survey/stability.ts. */
  psi: number;
  /** What so many packets of one and the same distribution exceed by chance in one of 20 cases, were each drawn by itself. */
  chance: number;
  bins: DriftBin[];
}

/** How this traffic differs from what the model was trained on. */
export interface Drift {
  /** The most moved first. */
  features: FeatureDrift[];
  /** Of the scores, against the training's; null where the training's are not known. */
  scores: FeatureDrift | null;
  /** Packets that were looked at: evenly drawn where there are many. */
  packets: number;
  /** Whether these are the packets that the model was trained on. */
  same: boolean;
}

/** A host, service or protocol in two traffics. */
export interface Move {
  key: string | number;
  before: Totals;
  after: Totals;
  /** Its term of the population stability index of packets over all of its kind. */
  psi: number;
}

export interface Comparison {
  /** Packets and seconds of each. */
  before: { packets: number; seconds: number | null };
  after: { packets: number; seconds: number | null };
  /** The most moved first, and the index of all together. */
  hosts: { moves: Move[]; psi: number; total: number };
  services: { moves: Move[]; psi: number; total: number };
  protocols: { moves: Move[]; psi: number; total: number };
  features: FeatureDrift[];
}

/** What the dashboard asks of the engine. */
export interface SurveyCalls {
  /** Looks over a traffic. With a line it needs an analysis. Rejects with InputError for spans or counts that cannot be. */
  survey(traffic: number, query: SurveyQuery): Promise<Survey>;
  /** Against the training of the model that the scores are of; null where that keeps nothing of it. Needs an analysis. */
  drift(traffic: number): Promise<Drift | null>;
  /** From one traffic to another; features where both were analysed by one model. At most `count` moves of each kind. */
  compare(before: number, after: number, line: Line | null, count: number): Promise<Comparison>;
}
