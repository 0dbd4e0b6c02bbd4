// The theme's colours for what is drawn on a canvas, and the ramp of oddness: one rule for all views.

const NAMES = [
  'paper',
  'card',
  'soft',
  'edge',
  'line',
  'ink',
  'muted',
  'action',
  'action-soft',
  'calm',
  'odd',
  'heat-1',
  'heat-2',
  'heat-3',
  'heat-4',
  'heat-5',
  'mono',
] as const;

export type Colors = Record<(typeof NAMES)[number], string>;

/** As the theme has them now, for an element of the page. */
export function readColors(element: Element): Colors {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors;
}

/** Calls `changed` whenever the scheme changes between light and dark. Returns how to stop. */
export function watchScheme(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => dark.removeEventListener('change', changed);
}

export const HEAT_STEPS = 5;

/**
 * Step of the ramp, 0 to 5: 0 without packets, 1 up to the line, and from 2 on the farther above it the higher.
 * @param most the highest score of the traffic
 */
export function heatStep(packets: number, worst: number, line: number, most: number): number {
  if (packets === 0) return 0;
  if (!(worst > line)) return 1;
  const share = most > line ? (worst - line) / (most - line) : 1;
  return Math.min(HEAT_STEPS, 2 + Math.floor(share * (HEAT_STEPS - 1)));
}
