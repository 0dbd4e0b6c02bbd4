// Lab "lighthouse": Lighthouse on the built site under a sub-path, with its desktop and its mobile settings.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../scripts/build-site.mjs';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { median } from './browser.ts';

/** Known to work with Node 20. No dependency: hundreds of packages that only this lab would need. */
const VERSION = '12.8.2';
const RUNS = 3;
const SETTINGS = ['desktop', 'mobile'] as const;
/** Least scores, of 100. */
const BARS = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 95 } as const;
type Category = keyof typeof BARS;
/** What performance is made of, in milliseconds but for the last. */
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'speed-index', 'cumulative-layout-shift']; // prettier-ignore

/** The parts of a Lighthouse result that are read here (LHR, docs/understanding-results.md of Lighthouse). */
interface Report {
  lighthouseVersion: string;
  runtimeError?: { message: string };
  runWarnings: string[];
  categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<
    string,
    {
      title: string;
      score: number | null;
      displayValue?: string;
      explanation?: string;
      numericValue?: number;
      details?: { items?: unknown[] };
    }
  >;
}

/** Runs a program in `folder`, its words on stderr, and resolves to its exit code. */
function runNpx(folder: string, args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(findChromium() ? { CHROME_PATH: findChromium() } : {}) };
    const child = spawn('npx', args, { cwd: folder, env, stdio: ['ignore', 2, 2] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function audit(folder: string, url: string, settings: (typeof SETTINGS)[number]): Promise<Report> {
  const path = join(folder, 'report.json');
  rmSync(path, { force: true });
  const args = [
    '--yes',
    `lighthouse@${VERSION}`,
    url,
    '--output=json',
    `--output-path=${path}`,
    '--quiet',
    `--chrome-flags=--headless=new ${chromiumFlags.join(' ')}`,
  ];
  if (settings === 'desktop') args.push('--preset=desktop');
  const code = await runNpx(folder, args);
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}; its words stand above.`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  if (report.runtimeError) throw new Error(report.runtimeError.message);
  return report;
}

/** Audits that cost points, by category, with what they hold against the page. */
function findFailing({ categories, audits }: Report) {
  return Object.entries(categories).flatMap(([category, { auditRefs }]) =>
    auditRefs
      .filter(({ id, weight }) => weight > 0 && (audits[id].score ?? 1) < (category === 'performance' ? 0.9 : 1))
      .map(({ id }) => {
        const { title, displayValue, explanation, details } = audits[id];
        return { category, id, title, displayValue, explanation, items: details?.items?.slice(0, 5) };
      }),
  );
}

export async function run(_: string | undefined, print: (line: object) => void): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-lighthouse-'));
  const short: string[] = [];
  const summary: Record<string, object> = {};
  try {
    if ((await runNpx(folder, ['--yes', `lighthouse@${VERSION}`, '--version'])) !== 0) {
      throw new Error(`Lighthouse ${VERSION} cannot be fetched: npx has to reach a package registry, or have it in its cache.`); // prettier-ignore
    }
    const site = join(folder, 'site');
    await buildSite(site, { stdout: 2 });
    const server = await serveFolder(site, { base: '/net-anomaly/', gzip: true });
    try {
      for (const settings of SETTINGS) {
        const runs: Record<Category, number>[] = [];
        for (let turn = 0; turn < RUNS; turn++) {
          const report = await audit(folder, server.url, settings);
          const scoreOf = (category: Category) => Math.round((report.categories[category].score ?? 0) * 100);
          const scores = Object.fromEntries((Object.keys(BARS) as Category[]).map((id) => [id, scoreOf(id)]));
          runs.push(scores as Record<Category, number>);
          const metrics = Object.fromEntries(METRICS.map((id) => [id, report.audits[id].numericValue]));
          print({ settings, turn, ...scores, metrics, failing: findFailing(report), warnings: report.runWarnings });
        }
        const medians = Object.fromEntries(
          (Object.keys(BARS) as Category[]).map((id) => [id, median(runs.map((scores) => scores[id]))]),
        ) as Record<Category, number>;
        summary[settings] = medians;
        for (const [id, least] of Object.entries(BARS)) {
          const score = medians[id as Category];
          if (score < least) short.push(`${settings}: ${id} ${score} ≥ ${least}`);
        }
      }
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { short, lighthouse: VERSION, runs: RUNS, ...summary };
}
