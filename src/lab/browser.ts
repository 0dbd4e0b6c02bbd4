// Chromium for the labs: launching it, and reading how much memory its pages hold.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Resident private and shared memory (not mapped files) of the browser's page processes, bytes. Linux only. */
export async function residentBytes(browser: Browser): Promise<() => number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return () => {
    let total = 0;
    for (const pid of pids) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      for (const match of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB/gm)) total += Number(match[1]) * 1024;
    }
    return total;
  };
}

/** Watches the page processes' memory from now on; call the answer to stop and to get the greatest growth in bytes. */
export async function watchMemory(browser: Browser): Promise<() => number> {
  const read = await residentBytes(browser);
  const before = read();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, read())), 50);
  return () => {
    clearInterval(timer);
    return Math.max(most, read()) - before;
  };
}
