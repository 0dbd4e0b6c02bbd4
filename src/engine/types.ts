// What crosses the worker boundary: plain data only. Counts are packets unless a name says otherwise.
import type { Calibration } from '../model/calibration.ts';
import type { FindingLadder, Line, MarkedPackets } from '../detect/findings/types.ts';
import type { FeatureProfile } from '../model/profile.ts';
import type { Inspection } from '../inspect/types.ts';
import type { ModelInfo, TrainParameters } from '../model/types.ts';
import type { Frame } from '../packets/capture.ts';
import type { OptionalField, Packet } from '../packets/table.ts';
import type { FeatureChoice } from '../features/choose-set.ts';
import type { FeatureSetId } from '../features/ids.ts';
import type { Explanation } from './explanation.ts';
import type { ExtractionReport } from './extract-features.ts';
import type { Selection, SurveyCalls } from '../survey/types.ts';
import type { LoadReport, TrafficId } from './load-report.ts';
import type { Preview } from './preview.ts';

export type { ExtractionReport, FeatureChoice, FeatureSetId, FindingLadder };
export type { Contribution, Counterfactual, Explanation } from './explanation.ts';
export type { Preview, ReadingPreview } from './preview.ts';
export type { LoadReport, SourceReport, TrafficId } from './load-report.ts';
export type { OptionalField };

/** Bytes to read: a File, or pasted text as a Blob. */
export interface Source {
  name: string;
  data: Blob;
  /** Gzip is decompressed whatever it becomes; otherwise reading stops where it looks like a bomb (`SourceReport.capped`). */
  unlimited?: boolean;
}

export type Phase =
  'reading' | 'extracting' | 'sampling' | 'training' | 'scoring' | 'sorting' | 'writing' | 'explaining';

/** How far a call is. `total` is null where it cannot be known. */
export interface Progress {
  phase: Phase;
  done: number;
  total: number | null;
  unit: 'bytes' | 'packets' | 'trees';
  /** Packets read so far, while reading. */
  packets?: number;
  /** Seconds since the phase began. */
  seconds: number;
  /** What is there so far, at most twice a second while reading and scoring. */
  preview?: Preview;
}

/** Up to where a feature says nothing. */
export interface FeatureLevel {
  /** In the feature's own values. */
  usual: number;
  /** Training packets above it. */
  above: number;
}

/** Isolation scores of one traffic under one model. */
export interface Analysis {
  packets: number;
  /** The model's own, adjusted to this traffic where `adjustment` says so. */
  threshold: number;
  /** Null where the threshold is as training left it. */
  adjustment: Adjustment | null;
  /** Counts of scores in `bins` equal parts of 0 to 1. Bin k holds scores s with k/bins < s <= (k+1)/bins. */
  histogram: Uint32Array;
  min: number;
  max: number;
  mean: number;
  /** Packets above `threshold`. */
  anomalies: number;
  /** How the model's training packets scored (see src/detect/rarity.ts), or null where that is not known. */
  calibration: Calibration | null;
  /** What was usual of each of the model's features, in their order, or null where that is not known. */
  profiles: readonly FeatureProfile[] | null;
  /** Which set and features it is by, and of a training why not others. */
  features: FeatureChoice;
  /** Of a training on features in context, what is usual of each, in their order; null of others, and of analyses. */
  levels: FeatureLevel[] | null;
  /** How they were extracted; null for features that are the packet's own values. */
  extraction: ExtractionReport | null;
  seconds: number;
}

/** How the threshold came to mark the promised share of this traffic (see src/detect/adjust.ts). */
export interface Adjustment {
  /** The threshold of the training packets, and how many packets here are above it. */
  trained: number;
  aboveTrained: number;
  /** From which score on packets are marked whatever share they are, and how many are. */
  ceiling: number;
  beyond: number;
}

export interface Training {
  info: ModelInfo;
  /** The model file (see src/model/file.ts). */
  file: Uint8Array<ArrayBuffer>;
  /** Of the training traffic itself, whose scores the engine keeps. */
  analysis: Analysis;
  seconds: number;
}

/** A model that came as a file, in today's format. */
export interface ImportedModel {
  info: ModelInfo;
  file: Uint8Array<ArrayBuffer>;
}

export type SortColumn =
  'row' | 'score' | 'ts' | 'src' | 'src_port' | 'dst' | 'dst_port' | 'proto' | 'size' | 'tcp_flags';

export interface ViewQuery {
  sort: SortColumn;
  descending: boolean;
  /** Words that must all match; '' matches every packet. See src/engine/filter.ts for the grammar. */
  filter: string;
  /** Only packets with a score above this; null for all. */
  above: number | null;
  /** With `above`: hosts with lines of their own. Default: none. */
  hosts?: Line['hosts'];
  /** Only these packets: 0-based places. Default: all. */
  rows?: Uint32Array | null;
  /** Only packets of this selection. Default: all. */
  selection?: Selection;
}

/** A packet of a page. */
export interface PacketRow extends Packet {
  /** 0-based place in the traffic. */
  row: number;
  /** Null before an analysis. */
  score: number | null;
  /** What only a capture tells, or null. */
  frame: Frame | null;
}

/** One page of the current view. */
export interface Page {
  start: number;
  rows: PacketRow[];
}

export interface TrainRequest {
  traffic: TrafficId;
  name: string;
  /** Default: those of the traffic where time and addresses are known, else the basic ones. */
  featureSet?: FeatureSetId;
  /** Absent ones take their defaults. */
  parameters: Partial<TrainParameters>;
}

export type ExportFormat = 'json' | 'csv' | 'pcapng';

/** Which packets: every one, those above the threshold, or those of the current view. */
export type ExportRows = 'all' | 'odd' | 'view';

/** A file with packets, and what is to be told of it. */
export interface Exported {
  file: Blob;
  packets: number;
  /** Packets that were asked for and left out of a pcapng, because a JSON batch holds no bytes of them. */
  withoutBytes: number;
  /** Written packets above the threshold; each has a comment in a pcapng. */
  marked: number;
  /** Those of them whose comment also says why; the oddest first. */
  explained: number;
}

/** Called with progress, at most every 50 ms. */
export type OnProgress = (progress: Progress) => void;

/**
 * The engine as the page sees it through the client. Long calls take progress and a signal; an aborted call
 * rejects with CancelledError within a second and leaves everything that was loaded before as it was.
 */
export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface ExportOptions extends CallOptions {
  /** Default 'all'. */
  rows?: ExportRows;
  /** Hosts with lines of their own. Default: none. */
  hosts?: Line['hosts'];
}

/** A host, and how odd it is under the present scores. */
export interface HostLevel {
  host: string;
  /** Packets from or to it, and those of them above the common line. */
  packets: number;
  marked: number;
  /** The score that 1 % of its packets exceed: where a line of its own would stand. */
  level: number;
}

export interface TeachRequest {
  traffic: TrafficId;
  /** The model to teach. */
  file: Uint8Array;
  /** Packets that are normal: 0-based places, rising. */
  rows: Uint32Array;
  /** Of the new version. */
  name: string;
  /** By which the preview counts. */
  line: Line;
}

/** A new version of a model, and what it would change in the traffic at hand. Nothing is changed yet. */
export interface Teaching {
  info: ModelInfo;
  file: Uint8Array<ArrayBuffer>;
  /** Packets that were taught, and how many of them are above the line before and after. */
  taught: number;
  taughtBefore: number;
  taughtAfter: number;
  /** Of all other packets: above the line before, after, and only after. */
  othersBefore: number;
  othersAfter: number;
  othersNew: number;
  /** The new version's own line in this traffic. */
  threshold: number;
}

/** What findings, alerts and teaching ask of the engine. */
export interface FindingCalls {
  /** Copies the packets above a line; of more than 500,000 the oddest. Needs an analysis. */
  marked(traffic: TrafficId, line: Line, options?: CallOptions): Promise<MarkedPackets>;
  /** Packets above a line. Needs an analysis. */
  countMarked(traffic: TrafficId, line: Line): Promise<number>;
  /** The hosts with most packets above a threshold, most first, at most so many. */
  hostLevels(traffic: TrafficId, threshold: number, count: number): Promise<HostLevel[]>;
  /** Grows a new version of a model from its kept training rows and packets of a traffic. Rejects with InputError. */
  teach(request: TeachRequest, options?: CallOptions): Promise<Teaching>;
  /** The same model with the findings of its training traffic. */
  addLadder(file: Uint8Array, ladder: FindingLadder): Promise<Uint8Array<ArrayBuffer>>;
  /** Rows (0-based, rising) as a pcapng, JSON or CSV file. */
  exportRows(
    traffic: TrafficId,
    format: ExportFormat,
    line: Line,
    rows: Uint32Array,
    options?: CallOptions,
  ): Promise<Exported>;
}

export interface EngineClient extends FindingCalls, SurveyCalls {
  /** Reads sources into one new traffic. Rejects with BatchError when no usable packet was found. */
  load(sources: Source[], options?: CallOptions): Promise<LoadReport>;
  /**
   * Trains on a traffic and scores it. Rejects with InputError for parameters out of range or too few packets, and where
   * the traffic lacks what the feature set that was asked for needs.
   */
  train(request: TrainRequest, options?: CallOptions): Promise<Training>;
  /**
   * Scores a traffic with a model file. Rejects with InputError for a file that is not a sound model, and for a traffic
   * that lacks what the model's features are made of.
   */
  analyze(traffic: TrafficId, file: Uint8Array, options?: CallOptions): Promise<Analysis>;
  /**
   * Checks a model file of any format, or a scikit-learn forest as JSON, plain or gzip, and brings it into today's format.
   * `name` is for a forest that has none. Rejects with InputError.
   */
  importModel(file: Uint8Array<ArrayBuffer>, name: string): Promise<ImportedModel>;
  /** The same model under another name. */
  renameModel(file: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Sorts and filters; pages are then taken from the result. Returns its number of rows. */
  setView(traffic: TrafficId, query: ViewQuery, options?: CallOptions): Promise<number>;
  /** Rows `start` to `start + count` (at most 1,000) of the current view. */
  page(traffic: TrafficId, start: number, count: number): Promise<Page>;
  /** Packets by their 0-based places in the traffic, at most 1,000, whatever the view shows. */
  packets(traffic: TrafficId, rows: number[]): Promise<PacketRow[]>;
  /**
   * Packets as a file, in the traffic's own order; an anomaly scores above the threshold. Rejects with InputError for 'odd'
   * before an analysis, for a pcapng of packets that no capture gave, and where a capture has changed since it was opened.
   */
  export(traffic: TrafficId, format: ExportFormat, threshold: number, options?: ExportOptions): Promise<Exported>;
  /**
   * Why rows (0-based, at most 5,000) have their scores, and what would keep those above the threshold below it. Needs an
   * analysis; rejects with InputError for rows or a threshold that cannot be.
   */
  explain(traffic: TrafficId, rows: number[], threshold: number, options?: CallOptions): Promise<Explanation[]>;
  /**
   * The bytes and fields of a captured packet, read again from its file. Rejects with InputError for a packet that no
   * capture gave, and where the file is no longer as it was when it was opened.
   */
  inspect(traffic: TrafficId, row: number, options?: CallOptions): Promise<Inspection>;
  /** Forgets a traffic. */
  release(traffic: TrafficId): Promise<void>;
  /** Called after the engine was started anew: everything that it held is gone and must be loaded again. */
  onRestart(listener: (reason: string) => void): () => void;
}
