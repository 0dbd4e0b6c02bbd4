// What a panel shows of the newest survey: beside the window it waits until no more is asked, so that a drag draws only what is seen.
import type { Dashboard, Shown } from '../../state/dashboard.svelte.ts';

/** Of a window's height: a panel that near is taken as seen. */
const MARGIN = '10%';

/** @param place the panel's element, once it is there */
export function shownInSight(dashboard: Dashboard, place: () => Element | undefined): { readonly shown: Shown | null } {
  let inSight = $state(true);
  let last: Shown | null = null;
  $effect(() => {
    const element = place();
    if (!element) return;
    const watcher = new IntersectionObserver((entries) => (inSight = entries.at(-1)!.isIntersecting), {
      rootMargin: `${MARGIN} 0px`,
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  });
  const shown = $derived.by(() => {
    const next = dashboard.shown;
    // Of another traffic nothing may stay, and what was never shown is not waited for.
    const waits = !inSight && dashboard.busy && next !== null && last?.traffic === next.traffic;
    if (!waits) last = next;
    return last;
  });
  return {
    get shown() {
      return shown;
    },
  };
}
