// What the engine tells of a load: plain data.
import type { Problem } from '../base/errors.ts';
import type { FeatureChoice } from '../features/choose-set.ts';
import type { CaptureReport } from '../packets/capture-report.ts';
import type { OptionalField } from '../packets/table.ts';

/** Names one loaded traffic inside the engine, until `release`. */
export type TrafficId = number;

/** One document of a load. */
export interface SourceReport {
  name: string;
  /** Bytes as stored, and after decompression. */
  bytes: number;
  decompressedBytes: number;
  format: 'batch' | 'array' | 'ndjson' | 'pcap' | 'pcapng' | 'unknown';
  gzip: boolean;
  /** Of a capture, or null. */
  capture: CaptureReport | null;
  packets: number;
  /** Items left out because they were not valid. */
  rejected: number;
  /** What ended the reading of this document before its end, or null. */
  stopped: Problem | null;
  /** Whether it was stopped since its gzip data became suspiciously much; `Source.unlimited` reads on. */
  capped: boolean;
  /** Something about the file that cost nothing, or null. */
  remark: string | null;
}

/** What was read, what was not, and where. */
export interface LoadReport {
  traffic: TrafficId;
  sources: SourceReport[];
  /**
   * How the packets of several files stand: `merged` by time, each file's own in its order; whole `files` by the time of
   * their first packets; as `opened`, as that is in time order already, or there are no times; null for a single file.
   */
  order: 'merged' | 'files' | 'opened' | null;
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
  /** What a training looks at unless it is told otherwise, and why not at more. */
  features: FeatureChoice;
  /** Distinct src and dst texts. */
  hosts: number;
  /** Epoch seconds of the earliest and the latest packet, or null when none has a `ts`. */
  span: { first: number; last: number } | null;
  /** Packets by protocol number, most first; without the frames that carry no IP. */
  protocols: { proto: number; packets: number }[];
  /** Frames that carry no IP, by ethertype (0 = the link type has none), most first. */
  ethertypes: { ethertype: number; packets: number }[];
  /** Bytes on the wire, summed. */
  wireBytes: number;
  seconds: { total: number; reading: number; parsing: number };
}
