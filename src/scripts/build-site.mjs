// Builds the site in a process of its own, for the scripts and tests that serve it.
import { join } from 'node:path';
import { root, run } from './project.mjs';

/**
 * Builds into `folder`. Throws when that fails. A process of its own, because Vite takes NODE_ENV from the process:
 * a build from inside Vitest would otherwise be a development build.
 */
export async function buildSite(folder = join(root, 'dist'), { stdout } = {}) {
  const args = [join(root, 'src/scripts/build.mjs'), folder];
  const code = await run(process.execPath, args, { env: { NODE_ENV: 'production' }, stdout });
  if (code !== 0) throw new Error('The site does not build; the reason stands above.');
}
