// Where the project lies, and how its scripts run other programs. Uses Node only: nothing need be installed yet.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Runs a program in the project's folder and resolves to its exit code (1 when it could not be started).
 * It gets no stdin: nothing here may wait for a keyboard. `stdout` may be a file descriptor, such as 2.
 */
export function run(command, args, { env = {}, stdout = 'inherit', shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdout, 'inherit'],
      shell,
    });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program of an installed npm package with this very Node, so that no shell and no npx is needed.
 * `tool` is the package's name, or package/program where the two differ.
 */
export function runTool(tool, args, options) {
  const [packageName, program = packageName] = tool.split('/');
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return run(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[program]), ...args], options);
}
