// Builds the page of the lab "forest" into the folder given as argument: script, worker and the naive walk's wasm.
// A process of its own, because Vite takes NODE_ENV from the process, and closes the one that labs are loaded through.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { coreWasm } from '../../scripts/core-wasm.mjs';
import { root } from '../../scripts/project.mjs';
import { compileNaiveWalk } from './naive-walk-wasm.mjs';

process.env.NODE_ENV = 'production';
const folder = process.argv[2];
// How long the compiler of the wasm core takes is no news.
const rolldownOptions = { checks: { pluginTimings: false } };

await build({
  configFile: false,
  root: join(root, 'src'),
  base: './',
  publicDir: false,
  plugins: [coreWasm()],
  worker: { format: 'iife', plugins: () => [coreWasm()], rolldownOptions },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      ...rolldownOptions,
      input: fileURLToPath(new URL('./page.ts', import.meta.url)),
      output: { entryFileNames: 'page.js' },
    },
  },
  logLevel: 'warn',
});
writeFileSync(join(folder, 'naive-walk.wasm'), await compileNaiveWalk());
writeFileSync(
  join(folder, 'index.html'),
  '<!doctype html><title>Forest</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>\n',
);
