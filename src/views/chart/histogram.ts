// The histogram of scores and its threshold line.
import type { ChartConfiguration, Plugin } from 'chart.js';
import { formatCount, formatScore, plural } from '../../base/format.ts';
import type { Bar } from '../traffic/histogram.ts';
import { Chart } from './setup.ts';

export interface HistogramColors {
  calm: string;
  odd: string;
  ink: string;
  muted: string;
  edge: string;
  font: string;
}

export interface HistogramChart {
  /** Draws the line at another threshold, and the colours that change at `step`, which is near it. */
  moveTo(threshold: number, step: number): void;
  /** Left and right edge of the plot in CSS pixels from the canvas's edges, to align a slider with. */
  insets(): { left: number; right: number };
  destroy(): void;
}

/** Draws bars over the score range `from` to `to`. The counts stand on a logarithmic scale: one odd packet is seen. */
export function drawHistogram(
  canvas: HTMLCanvasElement,
  bars: readonly Bar[],
  range: { from: number; to: number },
  threshold: number,
  step: number,
  colors: HistogramColors,
  onLayout: () => void,
): HistogramChart {
  let line = threshold;
  let turn = step;
  const placeOf = (chart: Chart, score: number) => {
    const { left, right } = chart.chartArea;
    return Math.min(right, Math.max(left, chart.scales.x.getPixelForValue(score)));
  };
  const thresholdLine: Plugin<'bar'> = {
    id: 'threshold',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const x = Math.round(placeOf(chart, line)) + 0.5;
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
          // One hard step: a bar that it cuts is shown cut.
          backgroundColor: ({ chart }) => {
            if (!chart.chartArea) return colors.calm;
            const { left, right } = chart.chartArea;
            const share = (placeOf(chart, turn) - left) / Math.max(1, right - left);
            const paint = chart.ctx.createLinearGradient(left, 0, right, 0);
            paint.addColorStop(share, colors.calm);
            paint.addColorStop(share, colors.odd);
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
          // Evenly spaced, from the range's own edges.
          ticks: {
            ...ticks,
            maxRotation: 0,
            stepSize: range.to - range.from > 0.2 ? 0.05 : 0.01,
            callback: (value) => Number(value).toFixed(2),
          },
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
            label: (item) => plural(bars[item.dataIndex].count, 'packet'),
          },
        },
      },
    },
    plugins: [thresholdLine],
  };
  const chart = new Chart(canvas, configuration);
  return {
    moveTo(nextLine, nextTurn) {
      if (nextLine === line && nextTurn === turn) return;
      line = nextLine;
      turn = nextTurn;
      chart.update('none');
    },
    insets: () => ({ left: chart.chartArea.left, right: chart.width - chart.chartArea.right }),
    destroy: () => chart.destroy(),
  };
}
