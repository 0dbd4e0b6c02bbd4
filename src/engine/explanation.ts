// Why packets have their scores: plain data, as it crosses the worker boundary.
import type { Rarity, Typical } from '../detect/rarity.ts';

/** What one feature did to a packet's score in one group. */
export interface Contribution {
  /** Feature id, and what is said of it. */
  feature: string;
  label: string;
  unit: string;
  /** `log`: the value is log2(1 + x) of the x that the unit counts, and so is what is typical. */
  scale: 'plain' | 'log';
  /** Id of the group in whose forest it counts. */
  group: string;
  /** As the model sees it: float32. */
  value: number;
  /** Cuts that it added to the packet's mean path there (Shapley value); below 0 it makes the packet odder. */
  contribution: number;
  /** Where most of the training packets lie, both ends included; null where the model does not say. */
  typical: Typical | null;
}

/** How odd a packet is in one group of features. */
export interface GroupExplanation {
  id: string;
  /** Isolation score by the group's forest. */
  score: number;
  /** Mean path length over its trees, E[h]: `expectedPathLength` and the group's contributions together. */
  pathLength: number;
  /** Of the training packets. */
  expectedPathLength: number;
  /** Training packets that score this high or higher in this group; null where the model does not say. */
  rarity: Rarity | null;
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
   * Of a model with several groups: the score that the packet would have by itself, without the packets of the same source
   * and pair before it. Of others, the score.
   */
  alone: number;
  /** Where it is rarest first; one of a model with one forest. */
  groups: GroupExplanation[];
  /** Of the first group. */
  pathLength: number;
  expectedPathLength: number;
  /** Group by group, in the order of `groups`, and there one a feature, in the model's order. */
  contributions: Contribution[];
  /**
   * Of a packet above the threshold: one for each feature that alone could bring it back, the smallest change first. Only
   * of models with one forest: where groups are fused and packets seen in their context, no single value decides.
   */
  counterfactuals: Counterfactual[];
  /** Training packets that score this high or higher; null where the model does not say. */
  rarity: Rarity | null;
}
