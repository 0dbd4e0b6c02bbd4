// `npm run -s lab -- NAME [ARGUMENT …]`: runs src/lab/NAME.ts and prints its findings, one JSON object a line.
// Only those lines go to stdout; everything else that is said goes to stderr.
import './node-version.mjs';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { coreWasm } from './core-wasm.mjs';
import { ensurePackages } from './install.mjs';
import { root } from './project.mjs';

const folder = join(root, 'src', 'lab');

/** A lab is a file that exports `run`; its first line says what it is for. */
function listLabs() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .map((file) => ({ name: file.slice(0, -3), text: readFileSync(join(folder, file), 'utf8') }))
    .filter(({ text }) => /^export (async )?(function|const) run\b/m.test(text));
}

async function runLab(name, [argument, ...rest]) {
  await ensurePackages();
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(folder, `${name}.ts`), {
    configFile: false,
    root: join(root, 'src'),
    logLevel: 'error',
    plugins: [coreWasm()],
  });
  const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
  const { short = [], ...figures } = await module.run(argument, print, rest);
  print({ summary: true, short, ...figures });
}

const [name, ...given] = process.argv.slice(2);
const labs = listLabs();
console.log = console.error;
console.info = console.error;
if (!labs.some((lab) => lab.name === name)) {
  if (name !== undefined) console.error(`There is no lab named ${name}.`);
  console.error('npm run -s lab -- NAME [ARGUMENT …], where NAME is one of:');
  for (const lab of labs) {
    console.error(`  ${lab.name.padEnd(10)} ${lab.text.slice(0, lab.text.indexOf('\n')).replace(/^\/\/ /, '')}`);
  }
  process.exitCode = name === undefined ? 0 : 1;
} else {
  try {
    await runLab(name, given);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
