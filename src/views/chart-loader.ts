// The way to the charts: a chunk of its own, fetched once the page is idle.

/** To be called while the page is idle. */
export async function prefetchChart(): Promise<void> {
  const { warmUp } = await loadChart();
  // A piece of work of its own, after the one that has run the chunk.
  setTimeout(warmUp, 50);
}

export function loadChart(): Promise<typeof import('./chart.ts')> {
  return import('./chart.ts');
}
