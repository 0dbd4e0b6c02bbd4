// The parts of chart.js that are used, and the first chart, which nobody sees.
import {
  BarController,
  BarElement,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
);

/** Milliseconds between the parts of the warming up, for whatever else the page begins with. */
const PAUSE = 150;

/** Draws charts that nobody sees: the first one takes some 60 ms, which are better spent while the page is idle, in parts. */
export function warmUp(): void {
  const canvas = () => document.createElement('canvas');
  const draw = (display: boolean): void => {
    const ticks = { callback: String };
    const options = {
      animation: false,
      responsive: false,
      scales: { x: { type: 'linear', display, ticks }, y: { type: 'logarithmic', display, ticks } },
    } as const;
    new Chart(canvas(), { type: 'bar', data: { datasets: [{ data: [{ x: 1, y: 1 }] }] }, options }).destroy();
  };
  // The first text takes some 20 ms by itself.
  const parts = [() => void canvas().getContext('2d')?.measureText('0'), () => draw(false), () => draw(true)];
  for (const [turn, part] of parts.entries()) setTimeout(part, turn * PAUSE);
}

export { Chart };
