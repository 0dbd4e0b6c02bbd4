// Lets the bundler leave out what of chart.js nobody uses: 10 kB, gzipped, of what the page loads.

/** [text, text instead], by file. */
const changes = {
  // Scales that nobody registers. A class whose static fields read a property of something is kept, as that might do
  // more than read; these do not.
  'chart.js': [
    // RadialLinearScale
    ['callback: Ticks.formatters.numeric', 'callback: /* @__PURE__ */ (() => Ticks.formatters.numeric)()'],
    // TimeSeriesScale, and with it TimeScale
    ['static defaults = TimeScale.defaults', 'static defaults = /* @__PURE__ */ (() => TimeScale.defaults)()'],
  ],
  // Arithmetic with colours: what is pointed at keeps its colour, and nothing is animated (chart/setup.ts).
  'chunks/index.js': [
    ['new Color(value).saturate(0.5).darken(0.1).hexString()', 'value'],
    ['new Color(value)', 'value'],
  ],
};

/** Vite plugin. */
export function trimChart() {
  return {
    name: 'net-anomaly:trim-chart',
    apply: 'build',
    transform: {
      filter: { id: /chart\.js[\\/]dist[\\/](chart|chunks[\\/]index)\.js$/ },
      handler(code, id) {
        const file = id.replaceAll('\\', '/').replace(/^.*\/dist\//, '');
        for (const [text] of changes[file]) {
          if (!code.includes(text)) throw new Error(`chart.js has changed: ${text} is not there to be trimmed.`);
        }
        return { code: changes[file].reduce((all, [text, instead]) => all.replaceAll(text, instead), code), map: null };
      },
    },
  };
}
