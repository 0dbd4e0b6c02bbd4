// Lab "line-speed": moving the line over 5 million packets in Chromium, and from a line to its findings.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { serveFolder } from '../scripts/static-server.mjs';
import { createRandom } from './batch-file.ts';
import { launchBrowser, median } from './browser.ts';
import { ensureCaptureFile } from './capture-file.ts';
import type { Answer } from './line-bench/page.ts';

/** A capture of somewhat more than 5 million packets, of which the first bytes are kept. */
const CAPTURE_BYTES = 520e6;
const SNAP_LENGTH = 96;
const PACKETS = 5_000_000;

const LINES = 40;
const HOSTS = 10;
const MOST_MS = 100;
/** Packets that a line marks, and how often it is turned into findings. */
const MARKED = [1000, 50_000, 500_000];
const ROUNDS = 3;
const WAIT = 600_000;

type Print = (line: object) => void;

const round = (value: number): number => Number(value.toPrecision(4));

function buildBench(folder: string): void {
  const script = fileURLToPath(new URL('./line-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
}

function describeAnswers(answers: readonly Answer[]) {
  const times = answers.map(({ ms }) => ms);
  const worst = answers.reduce((most, each) => (each.ms > most.ms ? each : most));
  return { lines: answers.length, medianMs: round(median(times)), worstMs: round(worst.ms), worst };
}

/** The lines are the same without and with lines of hosts, and rise and fall as a hand might move them. */
async function measureLines(page: Page, { min, max }: { min: number; max: number }) {
  const random = createRandom(6);
  const thresholds = Array.from({ length: LINES }, () => min + (max - min) * random());
  const ask = (hosts: { host: string; threshold: number }[]) =>
    page.evaluate((given) => window.line!.answerAll(...given), [thresholds, hosts] as const);
  const common = describeAnswers(await ask([]));
  // Of those hosts whose packets are the most: what is left to compare is the most too.
  const hosts = await page.evaluate((given) => window.line!.hostLines(...given), [min, HOSTS] as const);
  return { common, withHosts: { hosts: hosts.length, ...describeAnswers(await ask(hosts)) } };
}

async function measureFindings(page: Page, packets: number) {
  const threshold = await page.evaluate((count) => window.line!.findThreshold(count), packets);
  const rounds = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    rounds.push(await page.evaluate((given) => window.line!.findFindings(given), threshold));
  }
  const [{ marked, findings }] = rounds;
  const of = (key: 'markMs' | 'groupMs' | 'ms') => round(median(rounds.map((each) => each[key])));
  return { wanted: packets, marked, findings, markMs: of('markMs'), groupMs: of('groupMs'), ms: of('ms') };
}

export async function run(_: string | undefined, print: Print): Promise<object> {
  const path = ensureCaptureFile(CAPTURE_BYTES, 1, SNAP_LENGTH);
  const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-lines-'));
  buildBench(folder);
  const server = await serveFolder(folder);
  const browser = await launchBrowser();
  const short: string[] = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(WAIT);
    await page.goto(server.url);
    await page.waitForFunction(() => window.line !== undefined);
    await page.locator('input').setInputFiles(path);
    const opened = await page.evaluate(() => window.line!.open());
    print({ case: 'opened', ...opened });
    if (opened.packets < PACKETS) throw new Error(`The capture has ${opened.packets} packets, fewer than ${PACKETS}.`);
    const longestTasks: Record<string, number> = {};
    const watch = async <T extends object>(name: string, work: () => Promise<T>): Promise<T> => {
      await page.evaluate(() => window.line!.takeLongestTask());
      const figures = await work();
      longestTasks[name] = round(await page.evaluate(() => window.line!.takeLongestTask()));
      print({ case: name, longestTaskMs: longestTasks[name], ...figures });
      return figures;
    };
    const lines = await watch('lines', () => measureLines(page, opened));
    for (const [words, { medianMs, worstMs }] of [
      ['a line', lines.common],
      ['a line with ten of hosts', lines.withHosts],
    ] as const) {
      if (!(worstMs <= MOST_MS)) {
        short.push(`${words} at ${opened.packets} packets: worst ${worstMs} ms (median ${medianMs}) ≤ ${MOST_MS} ms`);
      }
    }
    const findings = [];
    for (const packets of MARKED) {
      findings.push(await watch(`findings of ${packets}`, () => measureFindings(page, packets)));
    }
    const { grouping } = await watch('grouping', async () => ({
      grouping: await page.evaluate(() => window.line!.groupSeeded()),
    }));
    return { short, packets: opened.packets, ...lines, findings, grouping, longestTasks };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
