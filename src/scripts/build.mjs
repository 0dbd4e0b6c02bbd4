// `npm run build`: builds the site into dist/, or into the folder given as argument.
import './node-version.mjs';
import { join, resolve } from 'node:path';
import { ensurePackages } from './install.mjs';
import { root } from './project.mjs';

process.env.NODE_ENV = 'production';
// How long the compiler of the wasm core takes is no news.
const rolldownOptions = { checks: { pluginTimings: false } };

try {
  await ensurePackages();
  const { build } = await import('vite');
  await build({
    configFile: join(root, 'vite.config.ts'),
    build: { outDir: resolve(process.argv[2] ?? join(root, 'dist')), rolldownOptions },
    worker: { rolldownOptions },
    logLevel: 'warn',
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
