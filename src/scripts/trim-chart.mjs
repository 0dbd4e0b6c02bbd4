// Lets the bundler leave out the scales of chart.js that nobody registers: 6 kB, gzipped, of what the page loads.
// It keeps a class whose static fields read a property of something, as that might do more than read; these do not.
const reads = [
  // RadialLinearScale
  ['callback: Ticks.formatters.numeric', 'callback: /* @__PURE__ */ (() => Ticks.formatters.numeric)()'],
  // TimeSeriesScale, and with it TimeScale
  ['static defaults = TimeScale.defaults', 'static defaults = /* @__PURE__ */ (() => TimeScale.defaults)()'],
];

/** Vite plugin. */
export function trimChart() {
  return {
    name: 'net-anomaly:trim-chart',
    apply: 'build',
    transform: {
      filter: { id: /chart\.js[\\/]dist[\\/]chart\.js$/ },
      handler(code) {
        for (const [read] of reads) {
          if (!code.includes(read)) throw new Error(`chart.js has changed: ${read} is not there to be trimmed.`);
        }
        return { code: reads.reduce((text, [read, pure]) => text.replaceAll(read, pure), code), map: null };
      },
    },
  };
}
