// Compiles the lab's naive walk, with the compiler and the options of the site's core.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main as compile } from 'assemblyscript/asc';
import { root } from '../../scripts/project.mjs';

const source = join(root, 'src/lab/forest-bench/naive-walk.as');

/** The bytes of the module. The source is no .ts file, since TypeScript does not know its types. */
export async function compileNaiveWalk() {
  const { options } = JSON.parse(readFileSync(join(root, 'asconfig.json'), 'utf8'));
  const flags = Object.entries(options)
    .filter(([name]) => name !== 'outFile')
    .flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
  let compiled;
  const { error, stderr } = await compile(['naive-walk.ts', '--outFile', 'naive-walk.wasm', ...flags], {
    readFile: (name) => (name === 'naive-walk.ts' ? readFileSync(source, 'utf8') : null),
    writeFile: (_, contents) => (compiled = contents),
    listFiles: () => null,
  });
  if (error || compiled === undefined) throw new Error(`naive-walk.as does not compile.\n${stderr.toString()}`);
  return compiled;
}
