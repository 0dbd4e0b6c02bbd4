// One visit of the lab "dashboard": a capture opened, analysed and looked at in the built site, as a person would.
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright';
import type { Finding } from '../../detect/findings/types.ts';
import { residentBytes } from '../browser.ts';
import type { Visit } from './bars.ts';
import { drag, type Frames, type Point } from './drag.ts';
import { installWatch, type ViewName, watchScores } from './watch-page.ts';

/** What has to be painted; README.md says when that is. */
const views: readonly ViewName[] = [
  { name: 'overview', heading: '^(packets|bytes) per ', canvas: true },
  { name: 'heat map', heading: '^worst score', canvas: true },
  { name: 'histogram', heading: 'stands? out$', canvas: true },
  { name: 'shape', heading: '^shape of', canvas: true },
  { name: 'findings', heading: '^([\\d,]+ (of [\\d,]+ )?)?findings?$', canvas: false },
];

const WAIT = { timeout: 600_000 };
/** Milliseconds: until views are given up, of each drag, and for what follows it. */
const MOST_PAINTING = 60_000;
const DRAG = 3000;
const REST = 2000;

export interface Figures extends Visit {
  readSeconds: number;
  scoresSeconds: number;
  /** Tasks of more than 50 ms: the stretch, when in it, how long, and what ran as far as the browser says. */
  longTasks: { stretch: string; atMs: number; ms: number; scripts: string[] }[];
  /** Milliseconds until all views had followed the drag's end. */
  brushSettledMs: number | null;
  thresholdSettledMs: number | null;
  residentMB: number;
  findings: Finding[];
}

/** Where the drags go: null where the page has no such place. */
async function boxOf(place: Locator): Promise<{ x: number; y: number; width: number; height: number } | null> {
  if ((await place.count()) === 0) return null;
  await place.first().scrollIntoViewIfNeeded();
  return place.first().boundingBox();
}

/** To and fro, and at the end in the middle of it. */
const sway = (share: number): number => 0.5 - 0.5 * Math.cos(2.5 * Math.PI * share);

/** Brushes over the overview; null where nothing was selected by that. */
async function dragBrush(page: Page): Promise<Frames | null> {
  const box = await boxOf(page.getByRole('group', { name: 'Selected time' }));
  if (!box) return null;
  const path = (share: number): Point => ({
    x: box.x + box.width * (0.2 + 0.6 * sway(share)),
    y: box.y + box.height / 2,
  });
  const frames = await drag(page, path, DRAG);
  const selected = await page.evaluate(() => window.lab!.session.dashboard?.selection.span !== null);
  return selected ? frames : null;
}

/** Drags the threshold from where it stands; null where it is where it was. */
async function dragThreshold(page: Page): Promise<Frames | null> {
  const slider = page.getByRole('slider', { name: /^Threshold/ });
  const box = await boxOf(slider);
  if (!box) return null;
  const place = await slider.first().evaluate((element) => {
    const { min, max, value } = element as HTMLInputElement;
    return (Number(value) - Number(min)) / (Number(max) - Number(min));
  });
  // A thumb is 16 pixels wide, and stays inside.
  const pixel = (share: number): number => 8 + (box.width - 16) * Math.max(0, Math.min(1, share));
  const path = (share: number): Point => ({
    x: box.x + pixel(place - 0.2 * sway(share)),
    y: box.y + box.height / 2,
  });
  const before = await page.evaluate(() => window.lab!.session.threshold.value);
  const frames = await drag(page, path, DRAG);
  const after = await page.evaluate(() => window.lab!.session.threshold.value);
  return before === after ? null : frames;
}

/** Opens a file and measures all of it. Rejects where it cannot be opened or analysed at all. */
export async function visitDashboard(browser: Browser, site: string, path: string): Promise<Figures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT.timeout);
  try {
    await page.addInitScript(installWatch, views);
    // A new window of the browser has much to do of its own at first, which is not the page's.
    await wait(REST);
    await page.goto(`${site}?debug`, { waitUntil: 'networkidle' });
    await page.evaluate(watchScores);
    // As somebody does who is about to choose a file.
    await page.mouse.move(700, 300);
    await wait(REST);
    const marks: [stretch: string, at: number][] = [['starting', 0]];
    const mark = async (stretch: string) => {
      marks.push([stretch, await page.evaluate(() => performance.now())]);
    };
    await mark('reading');
    await page.locator('input[type=file]').first().setInputFiles(path);
    await page.waitForFunction(() => window.lab!.session.loaded ?? window.lab!.session.failure, null, {
      polling: 50,
      ...WAIT,
    });
    const failure = await page.evaluate(() => window.lab!.session.failure?.message ?? null);
    if (failure !== null) throw new Error(failure);
    const read = await page.evaluate(() => performance.now() - window.watch!.chosen);
    await page.getByRole('button', { name: 'Analyze', exact: true }).waitFor();
    await wait(REST);
    await mark('analysing');
    const asked = await page.evaluate(() => performance.now());
    await page.getByRole('button', { name: 'Analyze', exact: true }).click();
    await page.waitForFunction(() => window.watch!.scores > 0 || window.lab!.session.failure, null, {
      polling: 50,
      ...WAIT,
    });
    const { at, missing } = await page.evaluate((most) => window.watch!.painted(most), MOST_PAINTING);
    const scores = await page.evaluate(() => window.watch!.scores);
    if (scores === 0) throw new Error(await page.evaluate(() => window.lab!.session.failure?.message ?? 'No scores.'));
    marks.push(['painting', scores]);
    await wait(REST);
    const findings = await page.evaluate(() => window.lab!.app.findings?.result?.findings ?? []);
    const settle = async (done: Frames | null) => {
      if (!done) return null;
      const begun = await page.evaluate(() => performance.now());
      const settled = await page.evaluate((most) => window.watch!.painted(most), MOST_PAINTING);
      return settled.missing.length > missing.length ? null : Math.round(settled.at - begun);
    };
    await mark('brush drag');
    const brush = await dragBrush(page);
    const brushSettledMs = await settle(brush);
    await wait(REST);
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.lab!.session.dashboard?.clear());
    await page.evaluate((most) => window.watch!.painted(most), MOST_PAINTING);
    await mark('threshold drag');
    const threshold = await dragThreshold(page);
    const thresholdSettledMs = await settle(threshold);
    await wait(REST);
    await mark('end');
    const devtools = await context.newCDPSession(page);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const { tasks, frames } = await page.evaluate(() => ({ tasks: window.watch!.tasks, frames: window.watch!.frames }));
    const packets = await page.evaluate(() => window.lab!.session.loaded!.report.packets);
    const stretchOf = (time: number) => marks.findLast(([, begin]) => time >= begin)!;
    const longTasks = tasks.map((task) => {
      const [stretch, begin] = stretchOf(task.at + task.ms);
      const frame = frames.find(({ at: begun, ms }) => begun < task.at + task.ms && task.at < begun + ms);
      const scripts = frame?.scripts.map(({ invoker, name, place, ms }) => `${invoker} ${name} ${place} ${Math.round(ms)} ms`) ?? []; // prettier-ignore
      return { stretch, atMs: Math.round(task.at - begin), ms: Math.round(task.ms), scripts };
    });
    const longestTaskMs = Object.fromEntries(
      marks
        .slice(0, -1)
        .map(([stretch]) => [
          stretch,
          Math.max(0, ...longTasks.filter((task) => task.stretch === stretch).map(({ ms }) => ms)),
        ]),
    );
    return {
      packets,
      readSeconds: Number((read / 1000).toFixed(2)),
      scoresSeconds: Number(((scores - asked) / 1000).toFixed(2)),
      paintedMs: Math.round(at - scores),
      missing,
      brush,
      brushSettledMs,
      threshold,
      thresholdSettledMs,
      longestTaskMs,
      longTasks,
      heapMB: Number((usedSize / 1e6).toFixed(1)),
      residentMB: Math.round((await residentBytes(browser))() / 1e6),
      findings,
    };
  } finally {
    await context.close();
  }
}
