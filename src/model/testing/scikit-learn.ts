// For tests: reads forests that scikit-learn grew, with the scores that it gave (one JSON document a forest, gzip).
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type DrawnTree, drawForest } from './forests.ts';
import type { Forest } from '../forest.ts';

interface Document {
  features: number;
  maxSamples: number;
  contamination: number | 'auto';
  offset: number;
  trees: { feature: number[]; threshold: number[]; left: number[]; right: number[]; samples: number[] }[];
  rows: number[][];
  scoreSamples: number[];
  predict: number[];
  /** Absent where the forest samples features, or where every tree is a single leaf. */
  shap?: { rows: number; expectedValue: number; values: number[][] };
}

/** @param roundDown turns scikit-learn's double thresholds into float32 ones that compare alike */
export function readScikitForest(path: string, roundDown: (x: number) => number): Document & { forest: Forest } {
  const document = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Document;
  const trees = document.trees.map((tree) => {
    const draw = (node: number): DrawnTree =>
      tree.left[node] === -1
        ? tree.samples[node]
        : {
            feature: tree.feature[node],
            threshold: roundDown(tree.threshold[node]),
            left: draw(tree.left[node]),
            right: draw(tree.right[node]),
          };
    return draw(0);
  });
  const names = Array.from({ length: document.features }, (_, index) => `column ${index}`);
  return { ...document, forest: drawForest(names, document.maxSamples, trees) };
}
