// Compiles the WebAssembly core with AssemblyScript when its sources are newer, and hands it to Vite as text.
// Inlined on purpose: the page's policy then needs no `connect-src` at all, so nothing can be fetched or sent.
// The page takes it in two parts, so that nothing which is seen first waits for forests; tests and labs take it whole.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The files of assembly/ whose exports each part has; both parts have a memory of their own. */
const PARTS = {
  core: ['memory', 'reading', 'analysis'],
  'reading-core': ['memory', 'reading'],
  'analysis-core': ['memory', 'analysis'],
};

const outputOf = (part) => join(root, 'build', `${part}.wasm`);

function newestSource() {
  const files = readdirSync(join(root, 'assembly'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'assembly', name));
  return Math.max(...[...files, join(root, 'asconfig.json')].map((file) => statSync(file).mtimeMs));
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function compile(part) {
  const asc = await import('assemblyscript/asc');
  const begun = new Date();
  mkdirSync(join(root, 'build'), { recursive: true });
  // Several test processes may compile at once: each writes its own file, and the rename is atomic.
  const temporary = join('build', `${part}.${process.pid}.${Date.now()}.wasm`);
  const entries = PARTS[part].map((name) => `assembly/${name}.ts`);
  const { error, stderr } = await asc.main([
    ...entries,
    '--config',
    'asconfig.json',
    '--outFile',
    temporary,
    '--baseDir',
    root,
  ]);
  if (error) {
    rmSync(join(root, temporary), { force: true });
    throw new Error(`The WebAssembly core does not compile.\n${stderr.toString()}`);
  }
  // As old as its sources are at least: what was saved while the compiler ran is newer, and compiled the next time.
  utimesSync(join(root, temporary), begun, begun);
  renameSync(join(root, temporary), outputOf(part));
}

const compiling = new Map();

/** Path of an up-to-date part. Throws with the compiler's own words when the sources do not compile. */
async function ensurePart(part) {
  if (modified(outputOf(part)) > newestSource()) return outputOf(part);
  // The page and its worker ask at the same time: the second waits for the first.
  if (!compiling.has(part))
    compiling.set(
      part,
      compile(part).finally(() => compiling.delete(part)),
    );
  await compiling.get(part);
  return outputOf(part);
}

/** Vite plugin: `import base64 from 'virtual:core-wasm'` (or `reading-core-wasm`, `analysis-core-wasm`), of the gzipped bytes. */
export function coreWasm() {
  const partOf = (id) => Object.keys(PARTS).find((part) => id === `virtual:${part}-wasm`);
  return {
    name: 'net-anomaly:core-wasm',
    resolveId: (id) => (partOf(id) ? `\0${id}` : undefined),
    async load(id) {
      const part = id.startsWith('\0') ? partOf(id.slice(1)) : undefined;
      if (!part) return undefined;
      // Gzipped first: what compresses script finds little to compress in base64.
      const bytes = gzipSync(readFileSync(await ensurePart(part)), { level: 9 });
      return `export default ${JSON.stringify(bytes.toString('base64'))};`;
    },
    configureServer(server) {
      server.watcher.add(join(root, 'assembly'));
      server.watcher.on('change', (file) => {
        if (!file.startsWith(join(root, 'assembly'))) return;
        for (const part of Object.keys(PARTS)) {
          const module = server.moduleGraph.getModuleById(`\0virtual:${part}-wasm`);
          if (module) server.moduleGraph.invalidateModule(module);
        }
        server.ws.send({ type: 'full-reload' });
      });
    },
  };
}
