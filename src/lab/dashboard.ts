// Lab "dashboard": a million and five million packets with five attacks in Chromium: until all is painted, drags, tasks, memory.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Browser } from 'playwright';
import type { Finding } from '../detect/findings/types.ts';
import { buildSite } from '../scripts/build-site.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { launchBrowser } from './browser.ts';
import { type AttackCapture, ensureAttackCapture } from './dashboard-bench/attack-capture.ts';
import { findMissed } from './dashboard-bench/bars.ts';
import { describeFrames } from './dashboard-bench/drag.ts';
import { visitDashboard } from './dashboard-bench/visit.ts';

const SIZES = [1_000_000, 5_000_000];
const IDLE_FRAMES = 180;
const WORKS = 100;

type Print = (line: object) => void;

/** Frames of an empty page in which nothing but a small canvas changes: a slow machine is no slow page. */
async function measureBaseline(browser: Browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.setContent('<canvas width="100" height="100"></canvas>');
    const intervals = await page.evaluate(
      (count) =>
        new Promise<number[]>((done) => {
          const paint = document.querySelector('canvas')!.getContext('2d')!;
          const times: number[] = [];
          const note = (now: number) => {
            times.push(now);
            paint.fillStyle = `hsl(${now % 360} 50% 50%)`;
            paint.fillRect(0, 0, 100, 100);
            if (times.length <= count) requestAnimationFrame(note);
            else done(times.slice(1).map((time, index) => time - times[index]));
          };
          requestAnimationFrame(note);
        }),
      IDLE_FRAMES,
    );
    // The same short work over and over: what a busy machine makes of it.
    const works = await page.evaluate(async (rounds) => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const start = performance.now();
        let sum = 0;
        for (let step = 0; step < 8e6; step++) sum = (sum * 31 + step) | 0;
        times.push(performance.now() - start + (sum === 0.5 ? 1 : 0));
        await new Promise((done) => setTimeout(done));
      }
      return times;
    }, WORKS);
    return { ...describeFrames(intervals), works: describeFrames(works) };
  } finally {
    await page.close();
  }
}

const names = ({ hub, sources, destinations }: Finding, host: string): boolean =>
  hub === host || [...sources, ...destinations].some((end) => end.host === host);

/** For each planted attack the first finding that overlaps it in time and names its host. */
function lookForPlanted({ planted, begin }: AttackCapture, findings: readonly Finding[]) {
  return planted.map(({ kind, host, first, last }) => {
    const place = findings.findIndex(
      (finding) =>
        finding.first !== null &&
        finding.last !== null &&
        finding.first <= begin + last &&
        finding.last >= begin + first &&
        names(finding, host),
    );
    return { attack: kind, host, place: place < 0 ? null : place + 1, finding: findings[place]?.title ?? null };
  });
}

/** `argument`: a folder, each file of which is opened instead of the two that are made; or a number of packets. */
export async function run(argument: string | undefined, print: Print): Promise<object> {
  const wanted = argument !== undefined && /^\d+$/.test(argument) ? [Number(argument)] : SIZES;
  const folder = argument === undefined || wanted !== SIZES ? null : resolve(argument);
  const cases =
    folder === null
      ? wanted.map((packets) => ({ ...ensureAttackCapture(packets), made: true as const }))
      : readdirSync(folder)
          .sort()
          .map((name) => ({ path: join(folder, name), made: false as const }))
          .filter(({ path }) => statSync(path).isFile());
  const site = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-site-'));
  const short: string[] = [];
  const summary: Record<string, object> = {};
  try {
    await buildSite(site, { stdout: 2 });
    const server = await serveFolder(site, { base: '/net-anomaly/' });
    try {
      for (const capture of cases) {
        const name = basename(capture.path);
        // A browser of its own: what one capture left behind is no weight on the next.
        const browser = await launchBrowser();
        try {
          const baseline = await measureBaseline(browser);
          print({ case: name, baseline, version: browser.version(), load: loadavg().map((value) => Number(value.toFixed(2))) }); // prettier-ignore
          const { findings, longTasks, ...figures } = await visitDashboard(browser, server.url, capture.path);
          const planted = capture.made ? lookForPlanted(capture, findings) : null;
          const missed = findMissed(figures);
          print({ case: name, ...figures, findings: findings.length, planted, longTasks, short: missed });
          short.push(...missed.map((bar) => `${name}: ${bar}`));
          for (const { attack, place } of planted ?? []) if (place === null) short.push(`${name}: no finding of the ${attack}`); // prettier-ignore
          summary[name] = { ...figures, baseline };
        } catch (error) {
          print({ case: name, failed: (error as Error).message });
          short.push(`${name}: could not be measured: ${(error as Error).message}`);
        } finally {
          await browser.close();
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
  return { short, captures: summary };
}
