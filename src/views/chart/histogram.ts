// The histogram of scores: this traffic's bars in front, the training's behind. The threshold's line is not drawn here: it moves
// over the canvas, and only the colour of bars follows.
import type { ChartConfiguration, Plugin } from 'chart.js';
import { formatCount, plural } from '../../base/format.ts';
import type { Colors } from '../dashboard/colors.ts';
import type { Bar } from '../traffic/histogram.ts';
import { type TrainingShare, trainingWords } from '../traffic/training-shares.ts';
import { Chart } from './setup.ts';

/** What the histogram is of. */
export interface HistogramBars {
  bars: readonly Bar[];
  /** One a bar; null where it is not known how the training packets scored. */
  training: readonly TrainingShare[] | null;
}

/** The plot inside of the canvas, in CSS pixels from its left and top edge. */
export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Of the canvas. */
  width: number;
}

export interface HistogramChart {
  /** Other counts in the same bars. */
  show(shown: HistogramBars): void;
  /** Bars are odd above this score: drawn with the next frame, however often it is called until then. */
  turnAt(score: number): void;
  area(): PlotArea;
  destroy(): void;
}

/** Below half a packet nothing is drawn. */
const LEAST = 0.5;

interface Point {
  x: number;
  y: number;
}

function pointsOf({ bars, training }: HistogramBars): [front: Point[], behind: Point[]] {
  const packets = bars.reduce((sum, { count }) => sum + count, 0);
  const middle = ({ from, to }: Bar) => (from + to) / 2;
  return [
    bars.map((bar) => ({ x: middle(bar), y: bar.count })),
    bars.map((bar, index) => {
      const scaled = (training?.[index].share ?? 0) * packets;
      return { x: middle(bar), y: scaled > LEAST ? scaled : 0 };
    }),
  ];
}

/** Draws bars over a range of scores. The counts stand on a logarithmic scale: one odd packet is seen. */
export function drawHistogram(
  canvas: HTMLCanvasElement,
  first: HistogramBars,
  { range, turn: firstTurn, colors }: { range: { from: number; to: number }; turn: number; colors: Colors },
  onLayout: () => void,
): HistogramChart {
  let shown = first;
  let turn = firstTurn;
  let frame = 0;
  const paint: Plugin<'bar'> = {
    id: 'oddness',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const at = Math.max(chartArea.left, chart.scales.x.getPixelForValue(turn));
      ctx.save();
      ctx.fillStyle = colors.odd;
      for (const bar of chart.getDatasetMeta(0).data) {
        const { x, y, base, width } = bar.getProps(['x', 'y', 'base', 'width'] as never[], true) as Record<
          string,
          number
        >;
        const left = Math.max(at, x - width / 2);
        if (left < x + width / 2 && y < base) ctx.fillRect(left, y, x + width / 2 - left, base - y);
      }
      // The training's outline stays in sight where this traffic's bars are higher.
      ctx.strokeStyle = colors.muted;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      for (const bar of chart.getDatasetMeta(1).data) {
        const { x, y, width } = bar.getProps(['x', 'y', 'width'] as never[], true) as Record<string, number>;
        if (!(y < chartArea.bottom)) continue;
        ctx.moveTo(x - width / 2, y);
        ctx.lineTo(x + width / 2, y);
      }
      ctx.stroke();
      ctx.restore();
    },
    afterLayout: onLayout,
  };
  const ticks = { color: colors.muted, font: { family: colors.mono, size: 11 } };
  const [front, behind] = pointsOf(first);
  const configuration: ChartConfiguration<'bar', Point[]> = {
    type: 'bar',
    data: {
      datasets: [
        {
          data: front,
          grouped: false,
          backgroundColor: colors.calm,
          hoverBackgroundColor: colors.calm,
          barPercentage: 1,
          categoryPercentage: 0.92,
          minBarLength: 3,
        },
        {
          data: behind,
          grouped: false,
          backgroundColor: colors.edge,
          hoverBackgroundColor: colors.edge,
          barPercentage: 1,
          categoryPercentage: 1,
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 18, right: 8 } },
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
          min: LEAST,
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
              const bar = shown.bars[items[0]?.dataIndex ?? -1];
              return bar ? `score ${bar.from.toFixed(2)} to ${bar.to.toFixed(2)}` : '';
            },
            label: ({ datasetIndex, dataIndex }) => {
              if (datasetIndex === 0) return plural(shown.bars[dataIndex].count, 'packet');
              const told = shown.training?.[dataIndex];
              return told ? `training: ${trainingWords(told)}` : '';
            },
          },
        },
      },
    },
    plugins: [paint],
  };
  const chart = new Chart(canvas, configuration);
  return {
    show(next) {
      if (next.bars === shown.bars && next.training === shown.training) return;
      shown = next;
      pointsOf(next).forEach((points, index) => (chart.data.datasets[index].data = points));
      chart.update('none');
    },
    turnAt(score) {
      if (score === turn) return;
      turn = score;
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        chart.draw();
      });
    },
    area: () => {
      const { left, right, top, bottom } = chart.chartArea;
      return { left, right, top, bottom, width: chart.width };
    },
    destroy() {
      cancelAnimationFrame(frame);
      chart.destroy();
    },
  };
}
