// The line that a person gave a model: how it was chosen, and where it lies.

/** The ways to draw a line. */
export type ThresholdRule =
  /** So many of the training packets, of 1, are above it; or of the traffic that it was drawn in. */
  | { way: 'share'; share: number; of: 'training' | 'traffic' }
  | { way: 'score'; score: number }
  | { way: 'budget'; findingsAnHour: number }
  /** 0.5. */
  | { way: 'auto' };

/** Kept with a stored model, and drawn whenever it is chosen and analyses. */
export interface ModelLine {
  rule: ThresholdRule;
  /** What the rule came to; strictly above it packets are marked. */
  threshold: number;
  /** Hosts with a line of their own. */
  hosts: readonly { host: string; threshold: number }[];
}
