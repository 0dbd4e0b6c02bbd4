// For tests: a small model as it comes out of a scikit-learn forest.
import type { Model } from '../file.ts';
import { drawSmallForest, smallInfo } from './forests.ts';

export function importedModel(): Model {
  const info = { ...smallInfo(), trainedOn: ['scikit-learn 1.9.1'], rows: null, featuresAssumed: true };
  return {
    info,
    forest: drawSmallForest(),
    calibration: null,
    profiles: null,
    context: null,
    kept: null,
    ladder: null,
  };
}
