// For tests: forests that scikit-learn grew, with its answers: ours in this folder, and others where they are at hand.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { doAtOnce } from '../../base/pacer.ts';
import type { Model } from '../file.ts';
import type { Forest } from '../forest.ts';
import { readScikitPieces } from '../scikit-learn.ts';

export interface ScikitDocument {
  features: number;
  featureNames?: string[];
  maxSamples: number;
  contamination: number | 'auto';
  offset: number;
  trees: { feature: number[]; threshold: number[]; left: number[]; right: number[]; samples: number[] }[];
  rows: number[][];
  scoreSamples: number[];
  decisionFunction: number[];
  predict: number[];
  /** Of the first `rows` rows; values[row][feature]. */
  shap?: { rows: number; expectedValue: number; values: number[][] };
}

const shared = join(import.meta.dirname, '../../../../shared/data/sklearn');

/** Made by src/lab/scikit_forests.py, always at hand. */
export const ownForests: readonly string[] = ['packets', 'bootstrap', 'edges'].map((name) =>
  join(import.meta.dirname, `scikit-${name}.json`),
);

/** Those of ../shared/data/sklearn; none where that folder is absent. */
export const sharedForests: readonly string[] = existsSync(shared)
  ? readdirSync(shared)
      .filter((name) => name.endsWith('.json.gz'))
      .map((name) => join(shared, name))
  : [];

/** The document of a file, with its text, and the model that is made of it. */
export function readScikitFile(path: string): ScikitDocument & { text: string; model: Model; forest: Forest } {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const document = JSON.parse(text) as ScikitDocument;
  const known = document.featureNames ?? Array.from({ length: document.features }, (_, index) => `column ${index}`);
  const model = doAtOnce(readScikitPieces(text, { known, name: 'Peer', created: '2026-01-01T00:00:00.000Z' }));
  return { ...document, text, model, forest: model.forest };
}
