// Lab "feature-speed": features extracted in Chromium: packets a second, memory, hostile traffic; and a capture to its findings.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { buildSite } from '../scripts/build-site.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { type Opening, measureOpening } from './batch-visit.ts';
import { launchBrowser, median } from './browser.ts';
import { ensureCaptureFile } from './capture-file.ts';
import { type Timing, measureFeatures } from './features-bench/measure.ts';

const ROUNDS = 5;
/** Packets a second at least: of ordinary flows, and of what is made to hurt. */
const LEAST_RATE = 2e6;
const LEAST_HOSTILE_RATE = 5e5;
const MOST_MEMORY = 64 << 20;
/** Bytes that an address costs beside the tables: its key. */
const KEY = 8;

/** A capture of somewhat more than a million packets, and how often it is opened. */
const CAPTURE_BYTES = 660e6;
const LEAST_PACKETS = 1e6;
const OPENINGS = 3;
const MOST_SECONDS = 3;

type Print = (line: object) => void;

const round = (value: number, digits = 3): number => Number(value.toPrecision(digits));

async function measureInChromium(browser: Browser): Promise<Timing[]> {
  const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-features-'));
  const script = fileURLToPath(new URL('./features-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
  const server = await serveFolder(folder);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => window.measureFeatures !== undefined);
    return await page.evaluate((rounds) => window.measureFeatures!(rounds), ROUNDS);
  } finally {
    await context.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints each traffic's figures, and answers them with the goals that were missed. */
function judgeTimings(timings: readonly Timing[], print: Print) {
  const ordinary = timings[0].milliseconds;
  const figures = timings.map(({ kind, packets, milliseconds, tables, memoryBytes, ...others }) => {
    const ms = median(milliseconds);
    const evicted = tables.reduce((sum, table) => sum + table.evicted, 0);
    const figure = {
      kind,
      packetsPerSecond: Math.round((packets / ms) * 1000),
      nanosecondsAPacket: round((ms / packets) * 1e6),
      timesOrdinary: round(ms / median(ordinary)),
      memoryMB: round(memoryBytes / 2 ** 20, 4),
      evicted,
    };
    print({ ...figure, packets, ...others, milliseconds, tables });
    return figure;
  });
  const short: string[] = [];
  for (const { kind, packetsPerSecond } of figures) {
    const least = kind === 'flows' ? LEAST_RATE : LEAST_HOSTILE_RATE;
    if (packetsPerSecond < least) short.push(`${kind}: ${packetsPerSecond} ≥ ${least} packets/s on one core`);
  }
  for (const { kind, addresses, memoryBytes } of timings) {
    const beyond = memoryBytes - KEY * addresses;
    if (beyond > MOST_MEMORY) short.push(`${kind}: ≤ 64 MB beside keys of addresses, not ${round(beyond / 2 ** 20)}`);
  }
  return { short, extraction: figures };
}

/** From choosing a capture in the built page to what stands out in it, painted. */
async function measureCapture(browser: Browser, print: Print) {
  const path = ensureCaptureFile(CAPTURE_BYTES);
  const site = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-site-'));
  await buildSite(site, { stdout: 2 });
  const server = await serveFolder(site, { base: '/net-anomaly/' });
  try {
    const openings: Opening[] = [];
    for (let turn = 0; turn < OPENINGS; turn++) {
      openings.push(await measureOpening(browser, server.url, path, true));
      print({ turn, ...openings[turn] });
    }
    const [{ packets, bytes }] = openings;
    if (packets < LEAST_PACKETS) throw new Error(`The capture has ${packets} packets, fewer than ${LEAST_PACKETS}.`);
    const seconds = median(openings.map(({ secondsToResults }) => secondsToResults));
    return {
      packets,
      bytes,
      secondsToRead: round(median(openings.map(({ secondsToRead }) => secondsToRead))),
      secondsToResults: round(seconds),
      /** As if it had a million. */
      secondsAMillion: round((seconds / packets) * 1e6),
    };
  } finally {
    await server.stop();
    rmSync(site, { recursive: true, force: true });
  }
}

/** `argument`: `node` extracts in Node instead, and opens no page; `extraction` opens no capture. */
export async function run(argument: string | undefined, print: Print): Promise<object> {
  if (argument === 'node') return judgeTimings(await measureFeatures(ROUNDS), print);
  if (argument !== undefined && argument !== 'extraction')
    throw new Error('The only arguments are node and extraction.');
  const browser = await launchBrowser();
  try {
    const { short, extraction } = judgeTimings(await measureInChromium(browser), print);
    if (argument === 'extraction') return { short, extraction };
    const capture = await measureCapture(browser, print);
    if (capture.secondsAMillion > MOST_SECONDS) short.push(`1,000,000 packets from the file to what stands out in ≤ ${MOST_SECONDS} s`); // prettier-ignore
    return { short, extraction, capture };
  } finally {
    await browser.close();
  }
}
