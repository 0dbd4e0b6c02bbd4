// Cuts long work into slices, so that cancel, progress and pages of rows are answered in between.
import { CancelledError } from './errors.ts';

/** Milliseconds of work between two breaths; the house rule is at most 50. */
const SLICE = 40;

/** Resolves in a later task: messages that have come meanwhile are handled first. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Work that yields after each piece of at most a few milliseconds, so that its caller says when others may work. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Does all pieces at once. */
export function doAtOnce<T>(pieces: Pieces<T>): T {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
  }
}

/** Does the pieces, with `pause` after each; an answer of undefined costs no wait. */
export async function doPaced<T>(pieces: Pieces<T>, pause: () => Promise<void> | undefined): Promise<T> {
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value;
    const wait = pause();
    if (wait !== undefined) await wait;
  }
}

/**
 * Paces one long call. In its loop, after each piece of at most a few milliseconds:
 * `if (pacer.due()) await pacer.breathe(progress);`
 */
export class Pacer<P> {
  readonly #signal: AbortSignal | undefined;
  readonly #onProgress: ((progress: P) => void) | undefined;
  #sliceStart = performance.now();

  constructor(signal?: AbortSignal, onProgress?: (progress: P) => void) {
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /** Whether the slice is used up. */
  due(): boolean {
    return performance.now() - this.#sliceStart >= SLICE;
  }

  /** Tells progress and lets other tasks run. Throws CancelledError once the signal is aborted. */
  async breathe(progress: P): Promise<void> {
    this.check();
    this.#onProgress?.(progress);
    await nextTask();
    this.check();
    this.#sliceStart = performance.now();
  }

  /** Throws CancelledError once the signal is aborted. */
  check(): void {
    if (this.#signal?.aborted) throw new CancelledError();
  }
}
