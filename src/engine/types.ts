// What crosses the worker boundary: plain data only. Counts are packets unless a name says otherwise.
import type { Problem } from '../base/errors.ts';
import type { ModelInfo, TrainParameters } from '../model/types.ts';
import type { OptionalField, Packet } from '../packets/table.ts';

export type { OptionalField };

/** Names one loaded traffic inside the engine, until `release`. */
export type TrafficId = number;

/** Bytes to read: a File, or pasted text as a Blob. */
export interface Source {
  name: string;
  data: Blob;
}

export type Phase = 'reading' | 'sampling' | 'training' | 'scoring' | 'sorting' | 'writing';

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
}

/** One document of a load. */
export interface SourceReport {
  name: string;
  /** Bytes as stored, and after decompression. */
  bytes: number;
  decompressedBytes: number;
  format: 'batch' | 'array' | 'ndjson' | 'unknown';
  gzip: boolean;
  packets: number;
  /** Items left out because they were not valid. */
  rejected: number;
  /** What ended the reading of this document before its end, or null. */
  stopped: Problem | null;
}

/** What was read, what was not, and where. */
export interface LoadReport {
  traffic: TrafficId;
  sources: SourceReport[];
  packets: number;
  rejected: number;
  /** The first 100 problems of rejected items, in reading order. */
  problems: Problem[];
  /** All problems of rejected items. */
  problemCount: number;
  /** Fields that are not of the payload, with how often each stood there; at most 50 names. */
  unknownFields: { name: string; count: number }[];
  /** All unknown fields together, also those past the 50 names. */
  unknownFieldCount: number;
  /** The optional fields that at least one packet has, in the payload's order. */
  fields: OptionalField[];
  /** Distinct src and dst texts. */
  hosts: number;
  /** Epoch seconds of the earliest and the latest packet, or null when none has a `ts`. */
  span: { first: number; last: number } | null;
  /** Packets by protocol number, most first. */
  protocols: { proto: number; packets: number }[];
  /** Bytes on the wire, summed. */
  wireBytes: number;
  seconds: { total: number; reading: number; parsing: number };
}

/** Isolation scores of one traffic under one model. */
export interface Analysis {
  packets: number;
  /** The model's own default threshold. */
  threshold: number;
  /** Counts of scores in `bins` equal parts of 0 to 1. Bin k holds scores s with k/bins < s <= (k+1)/bins. */
  histogram: Uint32Array;
  min: number;
  max: number;
  mean: number;
  /** Packets above `threshold`. */
  anomalies: number;
  seconds: number;
}

/** What one thread did for a scoring. */
export interface ThreadReport {
  /** Rows whose scores are its own. */
  rows: number;
  /** Milliseconds of scoring alone. */
  ms: number;
  /** Shards that it had not answered at the end: they were scored by the engine as well. */
  pending: number;
  /** What went wrong in it, so that it got no more work, or null. */
  fault: string | null;
}

/** How a traffic was scored: for `?debug`. */
export interface ScoringReport {
  rows: number;
  seconds: number;
  /** The kernel that scored, and why. */
  kernel: object | null;
  /** The engine's own thread first, then the helpers of its pool, where it was worth while to ask them. */
  threads: ThreadReport[];
}

export interface Training {
  info: ModelInfo;
  /** The model file (see src/model/file.ts). */
  file: Uint8Array<ArrayBuffer>;
  /** Of the training traffic itself, whose scores the engine keeps. */
  analysis: Analysis;
  seconds: number;
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
}

/** A packet of a page. */
export interface PacketRow extends Packet {
  /** 0-based place in the traffic. */
  row: number;
  /** Null before an analysis. */
  score: number | null;
}

/** One page of the current view. */
export interface Page {
  start: number;
  rows: PacketRow[];
}

export interface TrainRequest {
  traffic: TrafficId;
  name: string;
  parameters: TrainParameters;
}

export type ExportFormat = 'json' | 'csv';

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

export interface EngineClient {
  /** Reads sources into one new traffic. Rejects with BatchError when no usable packet was found. */
  load(sources: Source[], options?: CallOptions): Promise<LoadReport>;
  /** Trains on a traffic and scores it. Rejects with InputError for parameters out of range or too few packets. */
  train(request: TrainRequest, options?: CallOptions): Promise<Training>;
  /** Scores a traffic with a model file. Rejects with InputError for a file that is not a sound model. */
  analyze(traffic: TrafficId, file: Uint8Array, options?: CallOptions): Promise<Analysis>;
  /** Checks a model file and reads what it says about itself. Rejects with InputError. */
  inspectModel(file: Uint8Array): Promise<ModelInfo>;
  /** The same model under another name. */
  renameModel(file: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Packets above a threshold. Needs an analysis. */
  countAbove(traffic: TrafficId, threshold: number): Promise<number>;
  /** Sorts and filters; pages are then taken from the result. Returns its number of rows. */
  setView(traffic: TrafficId, query: ViewQuery, options?: CallOptions): Promise<number>;
  /** Rows `start` to `start + count` (at most 1,000) of the current view. */
  page(traffic: TrafficId, start: number, count: number): Promise<Page>;
  /** The traffic as a file, with `score` and `anomaly` (score > threshold) once analysed. */
  export(traffic: TrafficId, format: ExportFormat, threshold: number, options?: CallOptions): Promise<Blob>;
  /** Forgets a traffic. */
  release(traffic: TrafficId): Promise<void>;
  /** Called after the engine was started anew: everything that it held is gone and must be loaded again. */
  onRestart(listener: (reason: string) => void): () => void;
}
