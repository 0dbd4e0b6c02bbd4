// Writes the page as it is before anything is open into the built page: it is seen as soon as its styles are there, a
// second or two before its scripts on a slow line. Nothing in it can be used until the scripts put the page in its place.
import { join } from 'node:path';
import { root } from './project.mjs';

const MOUNT = '<div id="app"></div>';
const MAIN = '<script type="module" crossorigin src="./assets/index-';

/** Vite plugin. `plugins`: those that compile components, as the build has them, so that classes are the same. */
export function firstLook(plugins) {
  return {
    name: 'net-anomaly:first-look',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        const { runnerImport } = await import('vite');
        const { module } = await runnerImport(join(root, 'src/first-look.ts'), {
          configFile: false,
          root: join(root, 'src'),
          logLevel: 'error',
          plugins: plugins({ emitCss: false }),
        });
        if (!html.includes(MOUNT)) throw new Error(`index.html has no ${MOUNT} for the first look.`);
        if (!html.includes(MAIN)) throw new Error('index.html has no script of its own.');
        return (
          html
            .replace(MOUNT, () => `<div id="app" inert>${module.renderFirstLook()}</div>`)
            // Styles first: they are all that the first look waits for.
            .replace(MAIN, MAIN.replace(' src', ' fetchpriority="low" src'))
        );
      },
    },
  };
}
