// Waits for what runes tell.

/** Resolves once the condition holds; it is looked at again whenever a rune that it reads changes. */
export function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        if (!condition()) return;
        resolve();
        // An effect cannot end the root that it runs in.
        queueMicrotask(() => stop());
      });
    });
  });
}
