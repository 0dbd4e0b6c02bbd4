// Packets or bytes over time as an area, with the odd ones as bars on top. Axes and words stand beside it, as HTML.
import type { ChartConfiguration } from 'chart.js';
import { Chart } from './setup.ts';

/** One element a bucket. */
export interface OverviewData {
  total: ArrayLike<number>;
  /** Null before an analysis. */
  odd: ArrayLike<number> | null;
  /** What the full height stands for. */
  most: number;
  /** Pixels of the lowest bar of odd ones. */
  leastOdd: number;
}

export interface OverviewChart {
  show(data: OverviewData): void;
  destroy(): void;
}

/** Least height in pixels of the area, where there is anything at all. */
const LEAST_AREA = 1.5;

/** Fills the canvas from edge to edge: bucket k stands from k / count to (k + 1) / count of its width. */
export function drawOverview(
  canvas: HTMLCanvasElement,
  first: OverviewData,
  colors: { calm: string; odd: string },
): OverviewChart {
  const pointsOf = ({ total, most }: OverviewData) => {
    const least = (most * LEAST_AREA) / Math.max(LEAST_AREA, canvas.clientHeight);
    const heights = Array.from(total, (count) => (count > 0 ? Math.max(count, least) : 0));
    // The last bucket ends at the last edge.
    return [...heights, heights.at(-1) ?? 0].map((y, x) => ({ x, y }));
  };
  // NaN draws no bar: one of nothing would have the least height.
  const barsOf = ({ odd }: OverviewData) =>
    Array.from(odd ?? [], (count, bucket) => ({ x: bucket + 0.5, y: count > 0 ? count : NaN }));
  const scale = { display: false, type: 'linear', min: 0 } as const;
  const configuration: ChartConfiguration<'bar' | 'line', { x: number; y: number }[]> = {
    type: 'bar',
    data: {
      datasets: [
        {
          type: 'bar',
          order: 0,
          data: barsOf(first),
          backgroundColor: colors.odd,
          barPercentage: 1,
          categoryPercentage: 0.84,
          minBarLength: first.leastOdd,
        },
        {
          type: 'line',
          order: 1,
          data: pointsOf(first),
          backgroundColor: colors.calm,
          borderWidth: 0,
          pointRadius: 0,
          stepped: 'before',
          fill: 'origin',
        },
      ],
    },
    options: {
      animation: false,
      events: [],
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: 0, autoPadding: false },
      scales: {
        x: { ...scale, max: first.total.length, offset: false },
        y: { ...scale, max: first.most },
      },
      plugins: { tooltip: { enabled: false } },
    },
  };
  const chart = new Chart(canvas, configuration);
  return {
    show(data) {
      chart.data.datasets[0].data = barsOf(data);
      chart.data.datasets[1].data = pointsOf(data);
      const { x, y } = chart.options.scales as { x: { max: number }; y: { max: number } };
      x.max = data.total.length;
      y.max = data.most;
      chart.update('none');
    },
    destroy: () => chart.destroy(),
  };
}
