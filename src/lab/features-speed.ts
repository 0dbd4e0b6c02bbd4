// Lab "features-speed": packets a second whose features are extracted on one core of Chromium, with 100,000 hosts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../scripts/static-server.mjs';
import { launchBrowser, median } from './browser.ts';
import { type Timing, measureFeatures } from './features-bench/measure.ts';

const ROUNDS = 5;
/** Packets a second at least, of ordinary flows and of what hurts most. */
const LEAST = { flows: 2e6, strangers: 5e5, 'new sources': 5e5 };

async function measureInChromium(): Promise<Timing[]> {
  const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-features-'));
  const script = fileURLToPath(new URL('./features-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
  const server = await serveFolder(folder);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => window.measureFeatures !== undefined);
    return await page.evaluate((rounds) => window.measureFeatures!(rounds), ROUNDS);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `argument`: `node` measures in Node instead. */
export async function run(argument: string | undefined, print: (line: object) => void): Promise<object> {
  if (argument !== undefined && argument !== 'node') throw new Error('The only argument is the word node.');
  const timings = argument === 'node' ? await measureFeatures(ROUNDS) : await measureInChromium();
  const rates = timings.map((timing) => {
    const packetsPerSecond = Math.round((timing.packets / median(timing.milliseconds)) * 1000);
    print({ ...timing, packetsPerSecond });
    return { kind: timing.kind, packetsPerSecond };
  });
  const slow = rates.filter(({ kind, packetsPerSecond }) => packetsPerSecond < LEAST[kind]);
  return { short: slow.map(({ kind }) => `${kind}: ≥ ${LEAST[kind] / 1e6} M packets/s`), rates };
}
