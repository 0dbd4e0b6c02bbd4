// Fetches the chart's code with the page: a script that waits for nothing and that no other waits for, but that the load
// event waits for, so that after it nothing is asked for. A preload would not hold that event up.

/** Vite plugin: adds the chunk of views/chart.ts, which the page imports when it draws, to the built page. */
export function chartScript() {
  return {
    name: 'net-anomaly:chart-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const chunk = Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith('/views/chart.ts'));
        if (!chunk) throw new Error('views/chart.ts has no chunk of its own: somebody imports it at once.');
        const attrs = { type: 'module', crossorigin: true, async: true, src: `./${chunk.fileName}` };
        return [{ tag: 'script', attrs, injectTo: 'head' }];
      },
    },
  };
}
