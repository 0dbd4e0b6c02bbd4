// The configuration that the app ships with.
import type { Configuration } from './trials.ts';

export const SHIPPED: Configuration = {
  floors: [3, 5, 8, 5, 1.5, 3, 4, 2, 2.5, 3, 4, 0, 2, 1.5],
  caps: [2.8, 4, 3, 3, 1, 1, 2.8, 4, 4, 1.4, 2.1, 1, 4, 0.7],
  share: 0.85,
  power: 1.5,
  weights: { own: 0.2, source: 0.4, pair: 0.4 },
};
