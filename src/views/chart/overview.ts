// Packets or bytes over time as an area, with the odd ones as bars on top: those are drawn here, as they alone change when the
// threshold moves. Axes and words stand beside it, as HTML.
import type { ChartConfiguration, Plugin } from 'chart.js';
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

/** Of a bucket's width that a bar takes. */
const BAR = 0.84;
/** Least height in pixels of the area, where there is anything at all. */
const LEAST_AREA = 1.5;

/** Fills the canvas from edge to edge: bucket k stands from k / count to (k + 1) / count of its width. */
export function drawOverview(
  canvas: HTMLCanvasElement,
  first: OverviewData,
  colors: { calm: string; odd: string },
): OverviewChart {
  let shown = first;
  let frame = 0;
  const pointsOf = ({ total, most }: OverviewData, height: number) => {
    const least = (most * LEAST_AREA) / Math.max(LEAST_AREA, height);
    const heights = Array.from(total, (count) => (count > 0 ? Math.max(count, least) : 0));
    // The last bucket ends at the last edge.
    return [...heights, heights.at(-1) ?? 0].map((y, x) => ({ x, y }));
  };
  const bars: Plugin<'line'> = {
    id: 'odd',
    afterDatasetsDraw({ ctx, chartArea: { left, bottom, width, height } }) {
      const { odd, total, most, leastOdd } = shown;
      if (odd === null) return;
      ctx.save();
      ctx.fillStyle = colors.odd;
      const step = width / total.length;
      for (let bucket = 0; bucket < odd.length; bucket++) {
        if (!(odd[bucket] > 0)) continue;
        const tall = Math.max(leastOdd, (odd[bucket] / most) * height);
        ctx.fillRect(left + (bucket + (1 - BAR) / 2) * step, bottom - tall, BAR * step, tall);
      }
      ctx.restore();
    },
  };
  // Its own words for ticks are by Intl, whose first use takes 30 ms.
  const scale = { display: false, type: 'linear', min: 0, ticks: { callback: () => '' } } as const;
  const configuration: ChartConfiguration<'line', { x: number; y: number }[]> = {
    type: 'line',
    data: {
      datasets: [
        {
          data: pointsOf(first, canvas.clientHeight),
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
      normalized: true,
      parsing: false,
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
    plugins: [bars],
  };
  const chart = new Chart(canvas, configuration);
  return {
    show(data) {
      const before = shown;
      shown = data;
      if (data.odd !== before.odd) {
        // With the next frame, however often it is called until then.
        frame ||= requestAnimationFrame(() => {
          frame = 0;
          chart.draw();
        });
      }
      if (data.most === before.most && isSame(data.total, before.total)) return;
      chart.data.datasets[0].data = pointsOf(data, chart.height);
      const { x, y } = chart.options.scales as { x: { max: number }; y: { max: number } };
      x.max = data.total.length;
      y.max = data.most;
      chart.update('none');
    },
    destroy() {
      cancelAnimationFrame(frame);
      chart.destroy();
    },
  };
}

const isSame = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
};
