// Lab "capture-speed": opens captures of 1 GB and 5 GB in Chromium as a person would: speed, memory, main-thread tasks, cancel.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { buildSite } from '../scripts/build-site.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { type Opening, measureCancel, measureOpening } from './batch-visit.ts';
import { launchBrowser, median } from './browser.ts';
import type { DecodeTimes } from './capture-bench/page.ts';
import { ensureCaptureFile } from './capture-file.ts';

const LARGE = 1e9;
const HUGE = 5e9;
const ROUNDS = 5;
/** Bytes that are decoded out of memory. */
const DECODED = 256 << 20;
const CANCEL_POINTS = [0.01, 0.3, 0.6, 0.95];
const FILTER = 'udp';
const WAIT = 600_000;

type Print = (line: object) => void;

function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** A function of the lab's own page, on a file, in a fresh process. */
async function askPage<T>(browser: Browser, bench: string, path: string, ask: () => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    await page.goto(bench);
    await page.locator('input').setInputFiles(path);
    await page.waitForFunction(() => window.readAlone !== undefined);
    return await page.evaluate(ask);
  } finally {
    await context.close();
  }
}

/** Opening 1 GB against reading alone, in turn, so that a change of the machine's speed hits both. */
async function measureLarge(browser: Browser, site: string, bench: string, path: string, print: Print) {
  const decode = await askPage<DecodeTimes>(browser, bench, path, () => window.decodeAlone!(256 << 20, 7));
  if (decode.bytes < DECODED) throw new Error(`${decode.bytes} bytes were decoded, not ${DECODED}`);
  print({ decodeAlone: decode });
  const openings: Opening[] = [];
  const alone: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    alone.push((await askPage(browser, bench, path, () => window.readAlone!())) / 1000);
    openings.push(await measureOpening(browser, site, path, false));
    print({ turn, ...openings[turn], readAloneSeconds: alone[turn] });
  }
  const { bytes, packets } = openings[0];
  const rate = (ms: number[]) => round(decode.bytes / median(ms) / 1e6);
  return {
    bytes,
    packets,
    decodeGBps: rate(decode.toColumns),
    decodeInCoreGBps: rate(decode.core),
    readAloneMBps: round(median(alone.map((seconds) => bytes / seconds / 1e6))),
    toColumnsMBps: round(median(openings.map(({ secondsToRead }) => bytes / secondsToRead / 1e6))),
    shareOfReadingAlone: round(median(openings.map(({ secondsToRead }, turn) => alone[turn] / secondsToRead))),
    secondsToRead: round(median(openings.map(({ secondsToRead }) => secondsToRead))),
    parseSeconds: round(median(openings.map(({ parseSeconds }) => parseSeconds))),
    memoryGrowthMB: round(Math.max(...openings.map(({ memoryGrowth }) => memoryGrowth)) / 1e6, 4),
    memoryAllowedMB: round((packets * 64 + 64e6) / 1e6, 4),
    longestTaskMs: Math.max(...openings.map(({ longestTaskMs }) => longestTaskMs)),
  };
}

async function measureCancels(browser: Browser, site: string, path: string, print: Print) {
  const cancels = await measureCancel(browser, site, path, CANCEL_POINTS);
  cancels.forEach((cancel) => print({ ...cancel }));
  return {
    slowestMs: round(Math.max(...cancels.map(({ untilToldMs, untilFreeMs }) => Math.max(untilToldMs, untilFreeMs)))),
    kept: cancels.every(({ kept }) => kept),
  };
}

/** Seconds that tcpdump takes for the same file, or null where it is not installed. */
function measureTcpdump(path: string): number | null {
  const start = performance.now();
  const { error, status } = spawnSync('tcpdump', ['-nn', '-r', path], { stdio: 'ignore' });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(`tcpdump ended with ${status}.`);
  return (performance.now() - start) / 1000;
}

/** 5 GB: opened, analysed and filtered. */
async function measureHuge(browser: Browser, site: string, path: string, print: Print) {
  const opening = await measureOpening(browser, site, path, true, FILTER);
  print({ ...opening });
  return {
    bytes: opening.bytes,
    packets: opening.packets,
    secondsToRead: round(opening.secondsToRead),
    secondsToResults: round(opening.secondsToResults),
    secondsToFilter: round(opening.secondsToFilter),
    memoryGrowthMB: round(opening.memoryGrowth / 1e6, 4),
    longestTaskMs: opening.longestTaskMs,
  };
}

function buildBench(folder: string): void {
  const script = fileURLToPath(new URL('./capture-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
}

interface Figures {
  large: Awaited<ReturnType<typeof measureLarge>>;
  cancel: Awaited<ReturnType<typeof measureCancels>>;
  tcpdumpTimes: number | null;
  huge: Awaited<ReturnType<typeof measureHuge>> | null;
}

/** One sentence for each goal that was missed. */
function findShort({ large, cancel, tcpdumpTimes, huge }: Figures): string[] {
  const short: string[] = [];
  if (!(large.decodeGBps >= 3)) short.push('decode alone ≥ 3 GB/s');
  if (!(large.toColumnsMBps >= 500 || large.shareOfReadingAlone >= 0.8))
    short.push('from choosing the file to columns ≥ 500 MB/s, or ≥ 80 % of reading alone');
  if (!(large.memoryGrowthMB <= large.memoryAllowedMB)) short.push('memory growth ≤ 64 bytes a packet + 64 MB');
  if (!(large.longestTaskMs <= 50)) short.push('longest main-thread task ≤ 50 ms (1 GB)');
  if (!(cancel.slowestMs <= 1000 && cancel.kept)) short.push('cancel within 1 s, and what was loaded stays');
  if (tcpdumpTimes !== null && tcpdumpTimes < 10) short.push('≥ 10 x faster than tcpdump -nn -r');
  if (huge === null) return short;
  if (!(huge.packets > 0 && huge.memoryGrowthMB <= 1500)) short.push('5 GB opened, analysed and searched in ≤ 1.5 GB of memory'); // prettier-ignore
  if (!(huge.longestTaskMs <= 50)) short.push('longest main-thread task ≤ 50 ms (5 GB)');
  return short;
}

/** `argument`: `large` leaves the 5 GB out. The files are made in the system's folder for temporary files; that of 5 GB is removed. */
export async function run(argument: string | undefined, print: Print): Promise<object> {
  if (argument !== undefined && argument !== 'large') throw new Error('The only argument is the word large.');
  const [site, page] = ['site', 'page'].map((name) => mkdtempSync(join(tmpdir(), `net-anomaly-lab-${name}-`)));
  await buildSite(site, { stdout: 2 });
  buildBench(page);
  const start = performance.now();
  const path = ensureCaptureFile(LARGE);
  print({ file: path, bytes: statSync(path).size, secondsToMake: round((performance.now() - start) / 1000) });
  const [siteServer, pageServer] = [await serveFolder(site, { base: '/net-anomaly/' }), await serveFolder(page)];
  const browser = await launchBrowser();
  try {
    const large = await measureLarge(browser, siteServer.url, pageServer.url, path, print);
    const cancel = await measureCancels(browser, siteServer.url, path, print);
    const tcpdump = measureTcpdump(path);
    const tcpdumpTimes = tcpdump === null ? null : round(tcpdump / large.secondsToRead);
    let huge: Figures['huge'] = null;
    if (argument === undefined) {
      const hugePath = ensureCaptureFile(HUGE);
      try {
        huge = await measureHuge(browser, siteServer.url, hugePath, print);
      } finally {
        rmSync(hugePath);
      }
    }
    const figures = { large, cancel, tcpdumpTimes, huge };
    return { short: findShort(figures), ...figures, tcpdumpSeconds: tcpdump ?? 'tcpdump is not installed' };
  } finally {
    await browser.close();
    await siteServer.stop();
    await pageServer.stop();
    for (const folder of [site, page]) rmSync(folder, { recursive: true, force: true });
  }
}
