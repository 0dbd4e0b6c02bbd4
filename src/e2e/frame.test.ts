// The frame around everything: what the first load costs, and that nothing is asked for after it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { expect, inject } from 'vitest';
import { test } from './page.ts';
import { analyze, askWhy, goTo, openSample, pages, thresholdSlider } from './steps.ts';

/** Scripts with all that they import at once; late imports have parentheses. */
function withImports(names: string[]): Set<string> {
  const found = new Set(names);
  for (const name of found) {
    const code = readFileSync(join(inject('siteFolder'), 'assets', name), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import) ?"\.\/([^"]+)"/g)) found.add(imported);
  }
  return found;
}

test('what the page needs takes at most 150 kB, gzipped, 250 kB with all that draws charts, and 470 kB with all that comes later', async ({
  newVisit,
}) => {
  const visit = await newVisit();
  const loads: Promise<{ file: string; gzipped: number }>[] = [];
  visit.page.on('response', (response) => {
    // The worker's blob: is a part of the script that came already.
    if (response.url().startsWith('blob:')) return;
    if (!/javascript|wasm|css/.test(response.headers()['content-type'] ?? '')) return;
    const file = new URL(response.url()).pathname.split('/').at(-1)!;
    loads.push(response.body().then((body) => ({ file, gzipped: gzipSync(body).length })));
  });
  await visit.open();
  await openSample(visit.page);
  await analyze(visit.page);
  for (const name of pages) await goTo(visit.page, name);
  const all = await Promise.all(loads);
  const files = all.map(({ file }) => file);
  expect(new Set(files).size).toBe(files.length);
  const sizeOf = (some: typeof all) => some.reduce((bytes, { gzipped }) => bytes + gzipped, 0);
  expect(sizeOf(all), JSON.stringify(all)).toBeLessThanOrEqual(470_000);
  // Scripts of their own, which nothing that a person sees first waits for (views/late-code.ts), and what only they import.
  const assets = join(inject('siteFolder'), 'assets');
  const html = readFileSync(join(assets, '../index.html'), 'utf8');
  const tags = html.match(/<(?:script|link)[^>]+assets[^>]+>/g)!;
  const first = withImports(
    tags.filter((tag) => !/\sasync\b/.test(tag)).map((tag) => /assets\/([^"]+)"/.exec(tag)![1]),
  );
  const sizeOfThese = (names: Set<string>) => sizeOf(all.filter(({ file }) => names.has(file)));
  const page = gzipSync(html).length;
  expect(page + sizeOfThese(first), [...first].join()).toBeLessThanOrEqual(150_000);
  // chart.js, and the view of an open traffic with every panel that draws; other panels are scripts of their own.
  const drawing = files.filter((file) => /^(chart|Workspace)-/.test(file));
  expect(drawing.length).toBe(2);
  const withCharts = withImports([...first, ...drawing]);
  expect(page + sizeOfThese(withCharts), [...withCharts].join()).toBeLessThanOrEqual(250_000);
  expect(files).toEqual(expect.arrayContaining([...withCharts]));
  // Nor is there anything that this visit has not asked for.
  expect(readdirSync(join(inject('siteFolder'), 'assets')).toSorted()).toEqual(files.toSorted());
});

/** What is seen where, rounded to pixels. */
const seen = (page: Page) =>
  page.locator('#app').evaluate((app) => {
    const texts = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { x, y, width } = range.getBoundingClientRect();
      const words = node.textContent!.trim();
      if (words !== '' && width > 0 && node.parentElement!.checkVisibility({ visibilityProperty: true })) {
        found.push(`${words} at ${Math.round(x)}, ${Math.round(y)}`);
      }
    }
    return found;
  });

test('the first look shows what the page then shows, at the same place, and nothing where another page is asked for', async ({
  newVisit,
  visit,
}) => {
  const early = await newVisit();
  // No script ever comes.
  await early.page.route('**/*.js', () => undefined);
  const lookAt = async (fragment: string) => {
    await early.page.goto(inject('siteUrl') + fragment, { waitUntil: 'commit' });
    await early.page.locator('#main').waitFor({ state: 'attached' });
    await early.page.waitForFunction(() => document.styleSheets.length > 0);
    return seen(early.page);
  };
  const look = await lookAt('');
  expect(look.join('\n')).toContain('Which packets do not belong?');
  expect(look).toEqual(await seen(visit.page));
  for (const name of pages) {
    expect(await lookAt(`#/${name.toLowerCase()}`), name).toEqual(name === 'Traffic' ? look : []);
  }
});

test('everything comes from the site itself, under its sub-path', async ({ visit }) => {
  expect(inject('siteUrl')).toMatch(/\/net-anomaly\/$/);
  expect(visit.requests.length).toBeGreaterThan(0);
  for (const request of visit.requests) expect(request.url().startsWith(inject('siteUrl'))).toBe(true);
});

test('after the load nothing is asked for: not by a sample, a training, an analysis, or another page', async ({
  newVisit,
}) => {
  const { page, requests } = await newVisit();
  // Not only from a quiet network on: a person may click, and may lose the network, as soon as the page is loaded.
  await page.goto(inject('siteUrl'), { waitUntil: 'load' });
  const loaded = requests.length;
  await page.context().setOffline(true);
  await openSample(page);
  await page.getByRole('button', { name: 'Train a model…' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('heading', { name: /stands? out/ }).waitFor();
  await analyze(page);
  for (const name of [...pages, 'Traffic'] as const) await goTo(page, name);
  await page.waitForTimeout(1000);
  expect(requests.slice(loaded).map((request) => request.url())).toEqual([]);
});

test('a chart that comes late takes the place of its numbers, and nothing moves', async ({ newVisit }) => {
  const { page } = await newVisit();
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/chart-*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(inject('siteUrl'), { waitUntil: 'commit' });
  await openSample(page);
  await analyze(page);
  await page.getByRole('region', { name: 'Packets by score, as a table' }).waitFor();
  const slider = thresholdSlider(page);
  const before = await slider.boundingBox();
  release();
  await page.getByRole('img', { name: /^Histogram/ }).waitFor();
  expect((await slider.boundingBox())?.y).toBe(before?.y);
});

test('where the chart cannot be fetched its numbers are shown, and the reason is told', async ({ newVisit }) => {
  const visit = await newVisit();
  await visit.page.route('**/chart-*.js', (route) => route.abort());
  visit.expectComplaint(/chart-.*\.js|chart could not be fetched|ERR_FAILED/);
  await visit.open();
  await openSample(visit.page);
  await analyze(visit.page);
  await visit.page.getByRole('alert').getByText('The charts could not be fetched').waitFor();
  await visit.page.getByRole('region', { name: 'Packets by score, as a table' }).waitFor();
});

test.for([360, 768, 1280, 2560])('no page is wider than a screen of %i px', async (width, { newVisit }) => {
  const visit = await newVisit({ viewport: { width, height: 800 } });
  await visit.open();
  await openSample(visit.page);
  await analyze(visit.page);
  await askWhy(visit.page);
  for (const name of pages) {
    await goTo(visit.page, name);
    const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, name).toBeLessThanOrEqual(0);
  }
});
