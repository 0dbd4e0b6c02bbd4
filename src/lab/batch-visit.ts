// What a person does with a large batch or capture in the built site, measured from inside of the page and from outside.
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import type { LoadReport } from '../engine/types.ts';
import { watchMemory } from './browser.ts';

export interface Opening {
  bytes: number;
  packets: number;
  parseSeconds: number;
  readingSeconds: number;
  /** From choosing the file to its report, and (where analysed) to the scores' summary, both painted. */
  secondsToRead: number;
  secondsToResults: number;
  /** From typing a filter to its count of packets, painted; 0 where nothing was searched. */
  secondsToFilter: number;
  /** Bytes. */
  memoryGrowth: number;
  /** Longest main-thread task of more than 50 ms, or 0. */
  longestTaskMs: number;
}

export interface Cancel {
  /** Share of the file read when the cancel was clicked. */
  at: number;
  untilToldMs: number;
  /** Until the engine had read a small batch that was opened right behind the cancel. */
  untilFreeMs: number;
  /** Whether the traffic of before was still there. */
  kept: boolean;
}

interface Marks {
  chosen: number;
  longestTask: number;
}

declare global {
  interface Window {
    marks?: Marks;
  }
}

const REPORT = /packets? read/;
const RESULT = /stands? out/;
/** Milliseconds for the browser to put away what came before. */
const SETTLE = 1000;
const WAIT = { timeout: 600_000 };

async function openSite(browser: Browser, site: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site}?debug`, { waitUntil: 'networkidle' });
  await page.evaluate(() => {
    const marks: Marks = { chosen: 0, longestTask: 0 };
    window.marks = marks;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) marks.longestTask = Math.max(marks.longestTask, duration);
    }).observe({ type: 'longtask' });
    document.addEventListener('change', () => (marks.chosen ||= performance.now()), { capture: true });
  });
  return page;
}

async function chooseFile(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(path);
}

/** Waits for a heading, and for it to be painted; answers seconds since the file was chosen. */
function secondsUntil(page: Page, heading: RegExp): Promise<number> {
  // Told by the page itself: polling for it would take a good part of two cores.
  return page.evaluate(
    (pattern) =>
      new Promise<number>((done) => {
        const isThere = () =>
          [...document.querySelectorAll('h1, h2, h3')].some(({ textContent }) =>
            new RegExp(pattern).test(textContent ?? ''),
          );
        const finish = () =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => done((performance.now() - window.marks!.chosen) / 1000)),
          );
        if (isThere()) return finish();
        const observer = new MutationObserver(() => {
          if (!isThere()) return;
          observer.disconnect();
          finish();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    heading.source,
  );
}

/** Types a filter that some packets match; answers seconds until their count stands there. */
async function filterPackets(page: Page, filter: string): Promise<number> {
  const counts = page.locator('.counts');
  await counts.waitFor(WAIT);
  const start = performance.now();
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill(filter);
  await counts.filter({ hasText: /\d of \d/ }).waitFor(WAIT);
  return (performance.now() - start) / 1000;
}

/** Opens a file in a fresh page and, if wanted, analyses it as soon as it is read, and then filters it. */
export async function measureOpening(
  browser: Browser,
  site: string,
  path: string,
  analyze: boolean,
  filter = '',
): Promise<Opening> {
  const page = await openSite(browser, site);
  try {
    await wait(SETTLE);
    const stopWatching = await watchMemory(browser);
    await chooseFile(page, path);
    const secondsToRead = await secondsUntil(page, REPORT);
    let secondsToResults = 0;
    if (analyze) {
      await page.getByRole('button', { name: 'Analyze', exact: true }).click();
      secondsToResults = await secondsUntil(page, RESULT);
    }
    const secondsToFilter = filter === '' ? 0 : await filterPackets(page, filter);
    await wait(300);
    const memoryGrowth = stopWatching();
    const report = (await page.evaluate(() => window.lab!.session.loaded!.report)) as LoadReport;
    const marks = (await page.evaluate(() => window.marks)) as Marks;
    return {
      bytes: report.sources.reduce((sum, source) => sum + source.decompressedBytes, 0),
      packets: report.packets,
      parseSeconds: report.seconds.parsing,
      readingSeconds: report.seconds.reading,
      secondsToRead,
      secondsToResults,
      secondsToFilter,
      memoryGrowth,
      longestTaskMs: marks.longestTask,
    };
  } finally {
    await page.context().close();
    await wait(SETTLE);
  }
}

/** Seconds that JSON.parse takes for the text of a file, in a page of its own; 0 where the browser cannot hold the text. */
export async function measureJsonParse(browser: Browser, path: string): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.setContent('<input type="file">');
    await page.locator('input').setInputFiles(path);
    return await page.evaluate(async () => {
      const file = document.querySelector('input')!.files![0];
      const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
      const isGzip = head[0] === 0x1f && head[1] === 0x8b;
      const stream = isGzip ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
      let text = await new Response(stream).text();
      // One object a line is not JSON: the same objects as an array are.
      if (/^\s*\{[^\n]*\}\s*\n\s*\{/.test(text.slice(0, 100_000))) text = `[${text.trim().replaceAll(/\r?\n/g, ',')}]`;
      const start = performance.now();
      const parsed = JSON.parse(text) as object;
      const seconds = (performance.now() - start) / 1000;
      if (Object.keys(parsed).length === 0) throw new Error('nothing was parsed');
      return seconds;
    });
  } finally {
    await page.close();
    await wait(SETTLE);
  }
}

/** With a small batch loaded, opens the file and cancels when each share of it has been read. */
export async function measureCancel(
  browser: Browser,
  site: string,
  path: string,
  points: readonly number[],
): Promise<Cancel[]> {
  const page = await openSite(browser, site);
  const small = {
    name: 'small.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"items":[{"size":60,"proto":6},{"size":61,"proto":17}]}'),
  };
  const input = page.locator('input[type=file]').first();
  const cancels: Cancel[] = [];
  try {
    await input.setInputFiles(small);
    await page.getByRole('heading', { name: REPORT }).waitFor(WAIT);
    for (const at of points) {
      await input.setInputFiles(path);
      await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor(WAIT);
      await page.waitForFunction(
        (share) => {
          const progress = window.lab!.session.task.progress;
          return progress !== null && progress.total !== null && progress.done >= share * progress.total;
        },
        at,
        { polling: 4, ...WAIT },
      );
      const times = await page.evaluate(async () => {
        const { session } = window.lab!;
        const start = performance.now();
        const button = [...document.querySelectorAll('button')].find((element) =>
          /^cancel$/i.test(element.textContent!.trim()),
        );
        button!.click();
        while (session.task.running) await new Promise((done) => setTimeout(done));
        const told = performance.now() - start;
        const kept = session.loaded?.name === 'small.json';
        await window
          .lab!.engine.load([{ name: 'probe', data: new Blob(['[{"size":1,"proto":6}]']) }])
          .then(({ traffic }) => window.lab!.engine.release(traffic));
        return { untilToldMs: told, untilFreeMs: performance.now() - start, kept };
      });
      cancels.push({ at, ...times });
    }
    return cancels;
  } finally {
    await page.context().close();
  }
}
