// State that a component makes first and that lives on without it.

/**
 * Makes it right after the component has taken its place. Made inside of the component, its deriveds would end with the
 * component, and its effects might never run again: a root of effects hangs from the effect that it was made in, and what is
 * marked to run while that one is taken away stays marked for ever (Svelte 5.57, `Batch.#resolve`).
 */
export function outlive(make: () => void): void {
  queueMicrotask(make);
}
