// Compiles the WebAssembly core with AssemblyScript when its sources are newer, and hands it to Vite as text.
// Inlined on purpose: the page's policy then needs no `connect-src` at all, so nothing can be fetched or sent.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const output = join(root, 'build', 'core.wasm');
const virtualId = 'virtual:core-wasm';

function newestSource() {
  const files = readdirSync(join(root, 'assembly'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'assembly', name));
  return Math.max(...[...files, join(root, 'asconfig.json')].map((file) => statSync(file).mtimeMs));
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function compile() {
  const asc = await import('assemblyscript/asc');
  const begun = new Date();
  mkdirSync(dirname(output), { recursive: true });
  // Several test processes may compile at once: each writes its own file, and the rename is atomic.
  const temporary = join('build', `core.${process.pid}.${Date.now()}.wasm`);
  const { error, stderr } = await asc.main(['--config', 'asconfig.json', '--outFile', temporary, '--baseDir', root]);
  if (error) {
    rmSync(join(root, temporary), { force: true });
    throw new Error(`The WebAssembly core does not compile.\n${stderr.toString()}`);
  }
  // As old as its sources are at least: what was saved while the compiler ran is newer, and compiled the next time.
  utimesSync(join(root, temporary), begun, begun);
  renameSync(join(root, temporary), output);
}

let compiling;

/** Path of an up-to-date core.wasm. Throws with the compiler's own words when the sources do not compile. */
export async function ensureCoreWasm() {
  if (modified(output) > newestSource()) return output;
  // The page and its worker ask at the same time: the second waits for the first.
  compiling ??= compile().finally(() => (compiling = undefined));
  await compiling;
  return output;
}

/** Vite plugin: `import base64 from 'virtual:core-wasm'`, of the gzipped bytes. */
export function coreWasm() {
  return {
    name: 'net-anomaly:core-wasm',
    resolveId: (id) => (id === virtualId ? `\0${virtualId}` : undefined),
    async load(id) {
      if (id !== `\0${virtualId}`) return undefined;
      // Gzipped first: what compresses script finds little to compress in base64.
      const bytes = gzipSync(readFileSync(await ensureCoreWasm()), { level: 9 });
      return `export default ${JSON.stringify(bytes.toString('base64'))};`;
    },
    configureServer(server) {
      server.watcher.add(join(root, 'assembly'));
      server.watcher.on('change', (file) => {
        if (!file.startsWith(join(root, 'assembly'))) return;
        const module = server.moduleGraph.getModuleById(`\0${virtualId}`);
        if (module) server.moduleGraph.invalidateModule(module);
        server.ws.send({ type: 'full-reload' });
      });
    },
  };
}
