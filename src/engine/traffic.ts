// What the engine holds of one traffic: what was read, how it was scored, and the view of it.
import type { ByteWindow } from '../ingest/byte-window.ts';
import type { Model } from '../model/file.ts';
import type { ColumnChunks } from './columns.ts';
import type { ScoringReport } from './scoring-report.ts';
import type { Analysis, LoadReport, Source } from './types.ts';
import type { View, ViewSource } from './view.ts';

export interface Scored {
  /** The model file that the scores are of. */
  file: Uint8Array;
  analysis: Analysis;
  /** Read from the file again once an explanation asks for it. */
  model?: Model;
  /** Of the model's features: what was extracted is kept, since explanations need it. */
  columns: ColumnChunks;
  scoring: ScoringReport;
  /** Of the model, once it was asked for. */
  fingerprint?: string;
}

export interface Traffic extends ViewSource {
  /** What was read: packets of captures are read again from there. */
  sources: readonly Source[];
  /** The source that was looked into last, at its place. */
  reader: ByteWindow | null;
  /** Names of the sources that gave packets. */
  names: string[];
  /** Times of the first and the last packet. */
  span: LoadReport['span'];
  /** Once it was asked for. */
  fingerprint?: string;
  scored: Scored | null;
  view: View;
}
