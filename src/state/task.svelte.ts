// One piece of long work at a time: its name, how far it is, and a cancel that takes effect at once.
import { CancelledError } from '../base/errors.ts';
import type { CallOptions, Preview, Progress } from '../engine/types.ts';

export class Task {
  name = $state('');
  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** What is there so far, as it was told last. */
  preview = $state.raw<Preview | null>(null);
  #controller: AbortController | null = null;

  /**
   * Runs `work`. A cancel, or another run, rejects with CancelledError at once, whatever the work still does;
   * what it then gives all the same is handed to `discard`.
   */
  run<T>(name: string, work: (options: CallOptions) => Promise<T>, discard?: (late: T) => void): Promise<T> {
    this.cancel();
    const controller = new AbortController();
    const { signal } = controller;
    this.#controller = controller;
    this.name = name;
    this.progress = null;
    this.preview = null;
    this.running = true;
    const finish = () => {
      if (this.#controller !== controller) return;
      this.#controller = null;
      this.running = false;
      this.progress = null;
      this.preview = null;
    };
    return new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        finish();
        reject(new CancelledError(name));
      });
      const onProgress = (progress: Progress) => {
        if (this.#controller !== controller) return;
        this.progress = progress;
        this.preview = progress.preview ?? this.preview;
      };
      // In a promise of its own, so that work which throws before its first wait is caught as well.
      Promise.resolve()
        .then(() => work({ signal, onProgress }))
        .then(
          (value) => {
            if (signal.aborted) discard?.(value);
            finish();
            resolve(value);
          },
          (error: unknown) => {
            finish();
            reject(error);
          },
        );
    });
  }

  cancel(): void {
    this.#controller?.abort();
  }
}
