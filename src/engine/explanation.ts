// Why packets have their scores: plain data, as it crosses the worker boundary.
import type { Rarity, Typical } from '../detect/rarity.ts';

/** What one feature did to a packet's score. */
export interface Contribution {
  /** Feature id, and what the catalogue says of it. */
  feature: string;
  label: string;
  unit: string;
  /** As the model sees it: float32. */
  value: number;
  /** Cuts that it added to the packet's mean path (Shapley value); below 0 it makes the packet odder. */
  contribution: number;
  /** Where most of the training packets lie, both ends included; null where the model does not say. */
  typical: Typical | null;
}

/** "Would not stand out if this one feature were …". */
export interface Counterfactual {
  feature: string;
  /** The nearest values that would do, both ends included; null: without end. Integers where no others can be. */
  low: number | null;
  high: number | null;
  /** Places between the packet's value and these where its score changes, at least 1. */
  crossed: number;
}

/** Why a packet has its score. */
export interface Explanation {
  row: number;
  score: number;
  /** Mean path length over the trees, E[h]: `expectedPathLength` and all contributions together. */
  pathLength: number;
  /** Of the training packets. */
  expectedPathLength: number;
  /** One a feature, in the model's order. */
  contributions: Contribution[];
  /** Of a packet above the threshold: one for each feature that alone could bring it back, the smallest change first. */
  counterfactuals: Counterfactual[];
  /** Training packets that score this high or higher; null where the model does not say. */
  rarity: Rarity | null;
}
