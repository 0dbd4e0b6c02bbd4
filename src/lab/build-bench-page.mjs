// Builds a page of a lab into a folder: its script, with workers and the core, and an empty document around it.
// For a process of its own, because Vite takes NODE_ENV from the process, and closes the one that labs are loaded through.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { coreWasm } from '../scripts/core-wasm.mjs';
import { root } from '../scripts/project.mjs';

/**
 * @param {string} folder
 * @param {string} script path of the page's script
 * @param {string} body markup
 */
export async function buildBenchPage(folder, script, body = '') {
  process.env.NODE_ENV = 'production';
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
      rolldownOptions: { ...rolldownOptions, input: script, output: { entryFileNames: 'page.js' } },
    },
    logLevel: 'warn',
  });
  const head = '<!doctype html><title>Lab</title><link rel="icon" href="data:,">';
  writeFileSync(join(folder, 'index.html'), `${head}${body}<script type="module" src="page.js"></script>\n`);
}
