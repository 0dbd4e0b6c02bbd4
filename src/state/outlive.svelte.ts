// State that a component makes first and that lives on without it.

/** Makes it outside of the component's life: its deriveds are else of no use once that component is gone (derived_inert). */
export function outlive<T>(make: () => T): T {
  let made: T;
  $effect.root(() => {
    made = make();
  });
  return made!;
}
