// What is told of long work while it goes on: plain data that crosses the worker boundary. Counts are packets.
import type { TimeAxis } from '../survey/types.ts';

/** What has been read so far. */
export interface ReadingPreview {
  of: 'packets';
  packets: number;
  /** On the wire. */
  bytes: number;
  /** Packets without a time, which stand in no bucket. */
  untimed: number;
  /** First and last time so far. */
  span: { first: number; last: number } | null;
  /**
   * Over time, one element a bucket; null without times. The axis begins at the first time, and its buckets become twice
   * as wide when there would be too many.
   */
  over: { axis: TimeAxis; packets: Uint32Array<ArrayBuffer>; bytes: Float64Array<ArrayBuffer> } | null;
  /** By IP protocol number, most packets first. */
  protocols: { proto: number; packets: number }[];
  /** Frames that no IP packet was found in; they are in no protocol. */
  withoutIp: number;
}

/** Scores so far, of the packets that have one. */
export interface ScoringPreview {
  of: 'scores';
  packets: number;
  /** Counts in equal parts as Analysis.histogram has them. */
  histogram: Uint32Array<ArrayBuffer>;
  /** Packets above the model's line; null where a packet's own score is not yet what the line is drawn for. */
  above: { threshold: number; packets: number } | null;
}

export type Preview = ReadingPreview | ScoringPreview;
