// The frame around everything: what the first load costs, and that nothing is asked for after it.
import { gzipSync } from 'node:zlib';
import { expect, inject } from 'vitest';
import { test } from './page.ts';
import { analyze, goTo, openSample, pages } from './steps.ts';

test('the first load takes at most 150 kB of scripts, wasm and styles, gzipped, the chart apart', async ({
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
  // The chart comes while the page is idle, so that it is there when a first analysis needs it.
  const first = (await Promise.all(loads)).filter(({ file }) => !file.startsWith('chart-'));
  const sum = first.reduce((bytes, { gzipped }) => bytes + gzipped, 0);
  expect(first.length).toBeGreaterThan(0);
  expect(sum, JSON.stringify(first)).toBeLessThanOrEqual(150_000);
});

test('everything comes from the site itself, under its sub-path', async ({ visit }) => {
  expect(inject('siteUrl')).toMatch(/\/net-anomaly\/$/);
  expect(visit.requests.length).toBeGreaterThan(0);
  for (const request of visit.requests) expect(request.url().startsWith(inject('siteUrl'))).toBe(true);
});

test('after the load nothing is asked for: not by a sample, a training, an analysis, or another page', async ({
  visit,
}) => {
  const loaded = visit.requests.length;
  await openSample(visit.page);
  await analyze(visit.page);
  for (const name of [...pages, 'Traffic'] as const) await goTo(visit.page, name);
  await visit.page.waitForTimeout(500);
  expect(visit.requests.slice(loaded).map((request) => request.url())).toEqual([]);
});

test.for([360, 768, 1280, 2560])('no page is wider than a screen of %i px', async (width, { newVisit }) => {
  const visit = await newVisit({ viewport: { width, height: 800 } });
  await visit.open();
  await openSample(visit.page);
  await analyze(visit.page);
  for (const name of pages) {
    await goTo(visit.page, name);
    const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, name).toBeLessThanOrEqual(0);
  }
});
