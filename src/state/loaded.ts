// What the session knows: the traffic that is open, what failed, and which model gave the scores.
import type { Problem } from '../base/errors.ts';
import { plural } from '../base/format.ts';
import type { LoadReport, Source, TrainRequest } from '../engine/types.ts';
import type { ModelLine } from '../model/line.ts';
import type { ModelInfo } from '../model/types.ts';

/** Traffic in the engine, and the sources that it can be read from again. */
export interface Loaded {
  name: string;
  sources: readonly Source[];
  report: LoadReport;
  /** The edition of the paste box that it was read from, or null. */
  edition: number | null;
}

/** Which features to train on. */
export type FeatureWish = Pick<TrainRequest, 'featureSet'>;

/** Work that came to nothing: what, why, and what to do. */
export interface Failure {
  title: string;
  message: string;
  problems: readonly Problem[];
  /** As in Loaded. */
  edition: number | null;
  retry: (() => void) | null;
}

/** The model behind the scores. */
export interface Judge {
  info: ModelInfo;
  file: Uint8Array<ArrayBuffer>;
  stored: boolean;
  /** In the store of this browser, once it is known. */
  id?: string;
  /** The line that a person gave it. */
  line?: ModelLine;
  /** 'first' = on this traffic because no model was chosen; 'here' = on this traffic by the form; null = elsewhere. */
  trained: 'first' | 'here' | null;
}

/** What a traffic of one or several sources is called. */
export function nameOf(sources: readonly Source[]): string {
  const [first, ...others] = sources;
  if (!first) return 'nothing';
  return others.length === 0 ? first.name : `${first.name} and ${plural(others.length, 'more file', 'more files')}`;
}
