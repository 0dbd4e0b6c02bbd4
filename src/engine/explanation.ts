// Why packets have their scores: plain data, as it crosses the worker boundary.
import type { Rarity, Typical } from '../detect/rarity.ts';

/** What one feature did to a packet's own score. */
export interface Contribution {
  /** Feature id, and what is said of it. */
  feature: string;
  label: string;
  unit: string;
  /** Of a logarithm: the value is log2(1 + amount / step) of the amount that the unit counts. 0: it is the amount itself. */
  step: number;
  /** As it was extracted: float32. */
  value: number;
  /** Up to where such values are usual to the model and say nothing; null of the packet's own values. */
  usual: number | null;
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
  /**
   * The packet's own score, which path and contributions are about. What is left to the score comes from the packets of its
   * source and of its pair of hosts before it; nothing does in a model on the packet's own values.
   */
  alone: number;
  /** The score that it would have without the packets of its source and of its pair before it; of others, the score. */
  first: number;
  /** Mean path length over the trees, E[h]: `expectedPathLength` and all contributions together. */
  pathLength: number;
  /** Of the training packets. */
  expectedPathLength: number;
  /** One a feature, in the model's order. */
  contributions: Contribution[];
  /**
   * Of a packet above the threshold: one for each feature that alone could bring it back, the smallest change first. Only of
   * models on the packet's own values: in its context no single value of a packet decides.
   */
  counterfactuals: Counterfactual[];
  /** Training packets that score this high or higher; null where the model does not say. */
  rarity: Rarity | null;
}
