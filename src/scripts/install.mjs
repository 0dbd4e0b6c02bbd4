// Brings node_modules and a Chromium in line with what the project asks for; does nothing when all is there.
import { accessSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { root, run, runTool } from './project.mjs';

function readLock(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8')).packages;
  } catch {
    return undefined; // Not there or cut short: as good as not installed.
  }
}

/**
 * Why node_modules must be installed anew, or undefined. npm itself leaves the stamp: node_modules/.package-lock.json
 * is written at the very end of an install, and names what really lies there.
 */
export function staleReason(wanted, installed) {
  if (!installed) return 'nothing is installed yet';
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    // '' is the project itself; optional packages for other systems are rightly absent.
    if (path === '' || (optional && !installed[path])) continue;
    if (installed[path]?.version !== version) return `${path} is not at ${version}`;
  }
  return undefined;
}

/** Runs `npm ci` when node_modules is missing or does not match package-lock.json. Throws when that fails. */
export async function ensurePackages() {
  const reason = staleReason(readLock('package-lock.json'), readLock('node_modules', '.package-lock.json'));
  if (!reason) return;
  console.error(`Installing packages (${reason}) …`);
  // npm is a shell script on Windows. Its words go to stderr: stdout may be somebody's data.
  // The tools are devDependencies, which npm leaves out where NODE_ENV is production.
  const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    stdout: 2,
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}.`);
}

async function playwrightHasChromium() {
  const { chromium } = await import('playwright');
  try {
    accessSync(chromium.executablePath());
    return true;
  } catch {
    return false; // Not downloaded.
  }
}

/** Makes sure that the tests find a Chromium: CHROME_PATH, PATH, Debian's package, else Playwright's download. */
export async function ensureChromium() {
  if (findChromium() || (await playwrightHasChromium())) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error('Installing Chromium with apt-get …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const updated = await run('apt-get', ['update', '-q'], { stdout: 2, env });
    if (updated === 0) await run('apt-get', ['install', '-y', '-q', 'chromium'], { stdout: 2, env });
    // Where apt-get is missing, or `chromium` is not a real package (Ubuntu), the download below steps in.
    if (findChromium()) return;
  }
  console.error('Downloading Chromium with Playwright …');
  const code = await runTool('playwright', ['install', 'chromium'], { stdout: 2 });
  if (code !== 0) throw new Error('No Chromium could be installed. Install one and set CHROME_PATH to it.');
}
