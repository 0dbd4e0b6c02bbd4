// The only importer of chart.js, with the parts that are used: the histogram of scores and its threshold line.
import {
  BarController,
  BarElement,
  Chart,
  LinearScale,
  LogarithmicScale,
  Tooltip,
  type ChartConfiguration,
  type Plugin,
} from 'chart.js';
import { formatCount, formatScore } from '../base/format.ts';
import type { Bar } from './traffic/histogram.ts';

Chart.register(BarController, BarElement, LinearScale, LogarithmicScale, Tooltip);

export interface HistogramColors {
  calm: string;
  odd: string;
  ink: string;
  muted: string;
  edge: string;
  font: string;
}

export interface HistogramChart {
  /** Draws the line, and the colours, for another threshold. */
  moveTo(threshold: number): void;
  /** Left and right edge of the plot in CSS pixels from the canvas's edges, to align a slider with. */
  insets(): { left: number; right: number };
  destroy(): void;
}

/** Draws a chart that nobody sees: the first one takes some 50 ms, which are better spent while the page is idle. */
export function warmUp(): void {
  const canvas = document.createElement('canvas');
  const options = {
    animation: false,
    responsive: false,
    scales: { x: { type: 'linear' }, y: { type: 'logarithmic' } },
  } as const;
  new Chart(canvas, { type: 'bar', data: { datasets: [{ data: [{ x: 1, y: 1 }] }] }, options }).destroy();
}

/** Draws bars over the score range `from` to `to`. The counts stand on a logarithmic scale: one odd packet is seen. */
export function drawHistogram(
  canvas: HTMLCanvasElement,
  bars: readonly Bar[],
  range: { from: number; to: number },
  threshold: number,
  colors: HistogramColors,
  onLayout: () => void,
): HistogramChart {
  let line = threshold;
  const edgeOf = (chart: Chart) => {
    const { left, right } = chart.chartArea;
    return Math.min(right, Math.max(left, chart.scales.x.getPixelForValue(line)));
  };
  const thresholdLine: Plugin<'bar'> = {
    id: 'threshold',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const x = Math.round(edgeOf(chart)) + 0.5;
      ctx.save();
      ctx.strokeStyle = colors.ink;
      ctx.fillStyle = colors.ink;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top - 8);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, chartArea.top - 8, 4.5, 0, Math.PI * 2);
      ctx.fill();
      ctx.font = `600 11px ${colors.font}`;
      const label = `odd above ${formatScore(line)}`;
      const fits = x + 12 + ctx.measureText(label).width < chartArea.right;
      ctx.textAlign = fits ? 'left' : 'right';
      ctx.fillText(fits ? `${label} →` : label, fits ? x + 9 : x - 9, chartArea.top - 4);
      ctx.restore();
    },
    afterLayout: onLayout,
  };
  const ticks = { color: colors.muted, font: { family: colors.font, size: 11 } };
  const configuration: ChartConfiguration<'bar', { x: number; y: number }[]> = {
    type: 'bar',
    data: {
      datasets: [
        {
          data: bars.map((bar) => ({ x: (bar.from + bar.to) / 2, y: bar.count })),
          // One hard step at the threshold: a bar that it cuts is shown cut.
          backgroundColor: ({ chart }) => {
            if (!chart.chartArea) return colors.calm;
            const { left, right } = chart.chartArea;
            const step = (edgeOf(chart) - left) / Math.max(1, right - left);
            const paint = chart.ctx.createLinearGradient(left, 0, right, 0);
            paint.addColorStop(step, colors.calm);
            paint.addColorStop(step, colors.odd);
            return paint;
          },
          barPercentage: 1,
          categoryPercentage: 0.92,
          minBarLength: 3,
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 16, right: 8 } },
      interaction: { mode: 'index', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: range.from,
          max: range.to,
          offset: false,
          grid: { display: false },
          border: { color: colors.edge },
          ticks: { ...ticks, maxRotation: 0, callback: (value) => Number(value).toFixed(2) },
        },
        y: {
          type: 'logarithmic',
          min: 0.5,
          grid: { color: colors.edge },
          border: { display: false },
          ticks: {
            ...ticks,
            maxTicksLimit: 5,
            callback: (value) => (Number.isInteger(Math.log10(Number(value))) ? formatCount(Number(value)) : ''),
          },
        },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            title: (items) => {
              const bar = bars[items[0]?.dataIndex ?? -1];
              return bar ? `score ${bar.from.toFixed(2)} to ${bar.to.toFixed(2)}` : '';
            },
            label: (item) => `${formatCount(bars[item.dataIndex].count)} packets`,
          },
        },
      },
    },
    plugins: [thresholdLine],
  };
  const chart = new Chart(canvas, configuration);
  return {
    moveTo(next) {
      line = next;
      chart.update('none');
    },
    insets: () => ({ left: chart.chartArea.left, right: chart.width - chart.chartArea.right }),
    destroy: () => chart.destroy(),
  };
}
