// Lab "batch": opens large batches in Chromium as a person would, and measures speed, memory, main-thread tasks and cancel.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Browser } from 'playwright';
import { buildSite } from '../scripts/build-site.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { ensureBatchFile } from './batch-file.ts';
import { launchBrowser, median } from './browser.ts';
import { measureCancel, measureJsonParse, measureOpening } from './batch-visit.ts';
import type { Opening } from './batch-visit.ts';

const ROUNDS = 5;
const HUGE_ITEMS = 23_500_000;
/** Files above this are beyond JSON.parse, whose strings end at 536,870,888 characters. */
const HUGE_BYTES = 400_000_000;
const CANCEL_POINTS = [0.01, 0.3, 0.6, 0.95];

interface Visit {
  site: string;
  browser: Browser;
}

function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** A file that fits JSON.parse: parse speed against it, time to results, memory, longest main-thread task. */
async function measureLarge(visit: Visit, path: string, print: (line: object) => void) {
  const openings: Opening[] = [];
  const jsonParse: number[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    // In turn, so that a change of the machine's speed hits both.
    openings.push(await measureOpening(visit.browser, visit.site, path, true));
    jsonParse.push(await measureJsonParse(visit.browser, path));
    const opening = openings[turn];
    print({ file: basename(path), turn, ...opening, jsonParseMBps: round(opening.bytes / jsonParse[turn] / 1e6) });
  }
  const figures = {
    bytes: openings[0].bytes,
    packets: openings[0].packets,
    parseMBps: round(median(openings.map(({ bytes, parseSeconds }) => bytes / parseSeconds / 1e6))),
    jsonParseMBps: round(median(jsonParse.map((seconds) => openings[0].bytes / seconds / 1e6))),
    timesJsonParse: round(median(openings.map(({ parseSeconds }, turn) => jsonParse[turn] / parseSeconds))),
    secondsToResults: round(median(openings.map(({ secondsToResults }) => secondsToResults))),
    memoryGrowthMB: round(Math.max(...openings.map(({ memoryGrowth }) => memoryGrowth)) / 1e6, 4),
    longestTaskMs: Math.max(...openings.map(({ longestTaskMs }) => longestTaskMs)),
  };
  const short: string[] = [];
  if (figures.parseMBps < 600) short.push('parse ≥ 600 MB/s');
  if (figures.timesJsonParse < 5) short.push('parse ≥ 5 x JSON.parse');
  if (figures.secondsToResults > 2.5) short.push('choosing to results ≤ 2.5 s');
  if (figures.memoryGrowthMB > 300) short.push('memory growth ≤ 300 MB');
  if (figures.longestTaskMs > 50) short.push('longest main-thread task ≤ 50 ms');
  return { figures, short };
}

/** A file too large to hold: completes, in bounded memory, and can be cancelled anywhere. */
async function measureHuge(visit: Visit, path: string, print: (line: object) => void) {
  const opening = await measureOpening(visit.browser, visit.site, path, false);
  print({ file: basename(path), ...opening });
  const cancels = await measureCancel(visit.browser, visit.site, path, CANCEL_POINTS);
  cancels.forEach((cancel) => print({ file: basename(path), ...cancel }));
  const allowed = opening.packets * 64 + 64e6;
  const figures = {
    bytes: opening.bytes,
    packets: opening.packets,
    parseMBps: round(opening.bytes / opening.parseSeconds / 1e6),
    secondsToRead: round(opening.secondsToRead),
    memoryGrowthMB: round(opening.memoryGrowth / 1e6, 4),
    memoryAllowedMB: round(allowed / 1e6, 4),
    bytesPerItem: round((opening.memoryGrowth - 64e6) / opening.packets),
    slowestCancelMs: round(
      Math.max(...cancels.map(({ untilToldMs, untilFreeMs }) => Math.max(untilToldMs, untilFreeMs))),
    ),
    longestTaskMs: opening.longestTaskMs,
  };
  const short: string[] = [];
  if (!(opening.packets > 0)) short.push('a 2 GB file completes');
  if (opening.memoryGrowth > allowed) short.push('growth ≤ 64 bytes an item + 64 MB');
  if (figures.slowestCancelMs > 1000 || cancels.some(({ kept }) => !kept))
    short.push('cancel within 1 s at any point, and what was loaded stays');
  if (figures.longestTaskMs > 50) short.push('longest main-thread task ≤ 50 ms (2 GB)');
  return { figures, short };
}

/** `folder`: files to measure instead of the seeded ones, which are made in the system's folder for temporary files. */
export async function run(folder: string | undefined, print: (line: object) => void): Promise<object> {
  const paths =
    folder === undefined
      ? [ensureBatchFile(1_000_000, 'batch'), ensureBatchFile(HUGE_ITEMS, 'ndjson')]
      : readdirSync(resolve(folder))
          .sort()
          .map((name) => join(resolve(folder), name))
          .filter((path) => statSync(path).isFile());
  const site = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-site-'));
  await buildSite(site, { stdout: 2 });
  const server = await serveFolder(site, { base: '/net-anomaly/' });
  const browser = await launchBrowser();
  const summary: Record<string, object> = {};
  const short: string[] = [];
  try {
    for (const path of paths) {
      const measure = statSync(path).size > HUGE_BYTES ? measureHuge : measureLarge;
      const measured = await measure({ site: server.url, browser }, path, print);
      summary[basename(path)] = measured.figures;
      short.push(...measured.short.map((bar) => (folder === undefined ? bar : `${basename(path)}: ${bar}`)));
    }
  } finally {
    await browser.close();
    await server.stop();
    rmSync(site, { recursive: true, force: true });
  }
  return { short, files: summary };
}
