// Builds the lab's page and compiles its naive walk, with the compiler and the options of the site.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';
import { build } from 'vite';
import { coreWasm } from '../../scripts/core-wasm.mjs';
import { root } from '../../scripts/project.mjs';

const PAGE = fileURLToPath(new URL('./page.ts', import.meta.url));
const WALK = fileURLToPath(new URL('./naive-walk.as', import.meta.url));

/** Into `folder`: index.html, its script and worker, and naive-walk.wasm. */
export async function buildBench(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
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
      rolldownOptions: { ...rolldownOptions, input: PAGE, output: { entryFileNames: 'page.js' } },
    },
    logLevel: 'warn',
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Forest</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>\n',
  );
  writeFileSync(join(folder, 'naive-walk.wasm'), await compileNaiveWalk());
}

/** With the options of asconfig.json. The source is no .ts file, since TypeScript does not know its types. */
export async function compileNaiveWalk(): Promise<Uint8Array> {
  const { options } = JSON.parse(readFileSync(join(root, 'asconfig.json'), 'utf8')) as { options: object };
  const flags = Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'outFile') return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
  let compiled: Uint8Array | null = null;
  const { error, stderr } = await compile(['naive-walk.ts', '--outFile', 'naive-walk.wasm', ...flags], {
    readFile: (name) => (name === 'naive-walk.ts' ? readFileSync(WALK, 'utf8') : null),
    writeFile: (_, contents) => void (compiled = contents as Uint8Array),
    listFiles: () => null,
  });
  if (error || compiled === null) throw new Error(`naive-walk.as does not compile.\n${stderr.toString()}`);
  return compiled;
}
