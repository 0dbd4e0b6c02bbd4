// The code that nobody needs at first: scripts that wait for nothing and that no other waits for. The page's own script asks
// for them when it runs (src/views/fetch-late-scripts.ts): on a slow line they would else share it with what is seen first. The load
// event waits for them, so that after it nothing is asked for; it would not wait for a preload.

/** The modules that views/late-code.ts, engine/client.ts, store/storage.ts, and in state app.svelte.ts, start.ts and samples.ts import when wanted. */
const LATE = [
  '/base/analysis-core.ts',
  '/engine/read-forest.ts',
  '/state/scripting.ts',
  '/views/chart.ts',
  '/views/guide/GuidePage.svelte',
  '/state/open-inbox.ts',
  '/views/alerts/AlertsPage.svelte',
  '/views/models/ModelsPage.svelte',
  '/views/report/write-report.ts',
  '/views/dashboard/ArrivingPanel.svelte',
  '/views/traffic/Workspace.svelte',
  '/views/dashboard/LinkNote.svelte',
  '/views/traffic/TrainPanel.svelte',
  '/views/traffic/FeaturesPanel.svelte',
  '/views/traffic/FindingsPanel.svelte',
  '/views/traffic/ThresholdPanel.svelte',
  '/views/traffic/WhyPanel.svelte',
  '/views/traffic/LookPanel.svelte',
  '/views/dashboard/HandOn.svelte',
  '/views/dashboard/DriftPanel.svelte',
  '/views/dashboard/ComparePanel.svelte',
  '/views/traffic/TablePanel.svelte',
  '/samples/make-sample.ts',
  '/store/memory.ts',
];

/** Vite plugin: names the chunks of the late modules in the built page, for src/views/fetch-late-scripts.ts. */
export function lateScripts() {
  return {
    name: 'net-anomaly:late-scripts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const files = LATE.map((module) => {
          const chunk = Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
          if (!chunk) throw new Error(`${module} has no chunk of its own: somebody imports it at once.`);
          return `./${chunk.fileName}`;
        });
        return [{ tag: 'meta', attrs: { name: 'late-scripts', content: files.join(' ') }, injectTo: 'head' }];
      },
    },
  };
}
