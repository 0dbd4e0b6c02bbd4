// The chart's code, a script of its own: it comes with the page, but nothing that a person sees first waits for it.
type ChartCode = typeof import('./chart.ts');

let code: ChartCode | null = null;

/** The code, if it has come and was asked for before. */
export const chartCode = (): ChartCode | null => code;

/** Rejects when it could not be fetched. */
export async function loadChart(): Promise<ChartCode> {
  code ??= await import('./chart.ts');
  return code;
}
