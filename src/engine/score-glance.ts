// The scores so far, for the eye, now and then while a traffic is scored.
import { binOf } from '../detect/summary.ts';
import type { ScoringPreview } from './preview.ts';
import type { ShardPlan } from './shard-plan.ts';

/** Milliseconds between two looks. */
const PAUSE = 500;
const BINS = 100;

/** Looks at each score once, when its shard is finished. */
export class ScoreGlance {
  readonly #plan: ShardPlan;
  readonly #scores: readonly Float32Array[];
  readonly #line: number | null;
  readonly #histogram = new Uint32Array(BINS);
  #packets = 0;
  #above = 0;
  #taken = performance.now();

  /** @param line the model's, or null where these scores are not yet what it is drawn for */
  constructor(plan: ShardPlan, scores: readonly Float32Array[], line: number | null) {
    this.#plan = plan;
    this.#scores = scores;
    this.#line = line;
  }

  /** Nothing while the last look is not long ago, and before the first score. */
  take(): ScoringPreview | undefined {
    if (performance.now() - this.#taken < PAUSE || this.#plan.done === 0) return undefined;
    const preview = this.look();
    this.#taken = performance.now();
    return preview;
  }

  look(): ScoringPreview {
    for (const { chunk, from, rows } of this.#plan.takeFinished()) {
      this.#packets += rows;
      const scores = this.#scores[chunk];
      for (let row = from; row < from + rows; row++) {
        this.#histogram[binOf(scores[row], BINS)]++;
        if (this.#line !== null && scores[row] > this.#line) this.#above++;
      }
    }
    const above = this.#line === null ? null : { threshold: this.#line, packets: this.#above };
    return { of: 'scores', packets: this.#packets, histogram: this.#histogram.slice(), above };
  }
}
