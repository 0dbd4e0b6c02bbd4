// Progress of one phase of a call, with its seconds.
import type { Pacer } from '../base/pacer.ts';
import type { Phase, Progress } from './types.ts';

/** What a long function of the engine calls after every small piece of work. */
export interface Clock {
  /**
   * Lets other tasks run when the slice is used up. Throws CancelledError once the call is aborted.
   * @param done packets so far, of the phase's total
   */
  tick(done: number): Promise<void>;
}

/** Starts the clock of a phase over `total` packets. */
export function startClock(pacer: Pacer<Progress>, phase: Phase, total: number): Clock {
  const start = performance.now();
  return {
    async tick(done) {
      if (!pacer.due()) return;
      const seconds = (performance.now() - start) / 1000;
      await pacer.breathe({ phase, done, total, unit: 'packets', seconds });
    },
  };
}
