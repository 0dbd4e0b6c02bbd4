// What a trained model is, apart from its bytes. Parameter names and defaults are scikit-learn's IsolationForest's.
import type { ModelLine } from './line.ts';

export type { ModelLine, ThresholdRule } from './line.ts';

/** Training parameters as the caller gives them; an absent one takes its default. */
export interface TrainParameters {
  /** Trees, 1 to 1,000. Default 100. */
  n_estimators: number;
  /** Rows sampled for each tree, from 2 up; the number used is the smaller of it and the rows. Default 256. */
  max_samples: number;
  /** Features drawn for each tree: a fraction above 0 and up to 1 (1 = all), or a count from 2 up. Default 1. */
  max_features: number;
  /** Draw each tree's rows with replacement. Default false. */
  bootstrap: boolean;
  /** Share of the training packets to mark, above 0 and up to 0.5, or "auto" = threshold 0.5. Default 0.01. */
  contamination: number | 'auto';
  /** Seed of the random generator, integer 0 to 2^32-1. Same seed and rows, same bytes of model. Default 0. */
  random_state: number;
}

export const DEFAULT_PARAMETERS: Readonly<TrainParameters> = {
  n_estimators: 100,
  max_samples: 256,
  max_features: 1,
  bootstrap: false,
  contamination: 0.01,
  random_state: 0,
};

/** A set of features: what its id means may change with its version only. */
export interface FeatureSetName {
  id: string;
  version: number;
}

/** What a model file says about itself. Plain data. */
export interface ModelInfo {
  name: string;
  /** ISO 8601, UTC. */
  created: string;
  /** Names of the files (or "pasted text") that it was trained on; of an imported forest, what grew it. */
  trainedOn: string[];
  /** Packets that it was trained on, or null where that is not known: for a forest that was imported as JSON. */
  rows: number | null;
  /** Where its features come from: it scores only with them. */
  featureSet: FeatureSetName;
  /** Feature ids in column order (see src/features). */
  features: string[];
  /** Whether an imported forest did not name its features, so that their order is only a guess. */
  featuresAssumed: boolean;
  parameters: TrainParameters;
  /** Rows really sampled for each tree: min(max_samples, rows). With bootstrap a row may count several times. */
  samplesPerTree: number;
  /** Made-up rows that every tree has beside them; see src/detect/excess.ts. */
  anchors: number;
  /** Isolation score above which a packet is marked, 0 to 1. */
  threshold: number;
  /** Format of the file that it was first written in: what format 1 did not keep, such a model will never know. */
  firstFormat: number;
  /** What it was taught since, the newest last: packets, and when (ISO 8601, UTC). */
  taught: { packets: number; at: string }[];
  /** Fingerprint of the model that was taught to become this one, or null. */
  parent: string | null;
}

/** A model as the list of models shows it. */
export interface StoredModel extends ModelInfo {
  /** Key in the store. */
  id: string;
  /** Size of the model file. */
  bytes: number;
  /** The line that a person gave it, else absent. */
  line?: ModelLine;
}
