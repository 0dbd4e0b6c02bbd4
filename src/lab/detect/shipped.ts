// The configuration that the app ships with: the catalogue's floors and caps, and constants that detect/ and the core keep to themselves.
import { EXTRACTED_FEATURES } from '../../features/extract.ts';
import { findFeatures } from '../../features/sets.ts';
import type { Configuration } from './trials.ts';

const bounds = findFeatures(EXTRACTED_FEATURES, 'traffic').map(({ bound }) => bound!);

/** shipped.test.ts holds the app to it. */
export const SHIPPED: Configuration = {
  floors: bounds.map(({ floor }) => floor),
  caps: bounds.map(({ cap }) => cap),
  share: 0.85,
  power: 1.5,
  weights: { own: 0.2, source: 0.4, pair: 0.4 },
};
