// Scoring in several threads, in the built site with its policy: as many as the machine has, up to eight.
import { expect, inject } from 'vitest';
import { DEFAULT_PARAMETERS } from '../model/types.ts';
import { test } from './page.ts';

test('a large batch is scored by several workers of the one script, and ?debug tells who did what', async ({
  newVisit,
}) => {
  const { page, requests } = await newVisit();
  await page.goto(`${inject('siteUrl')}?debug`, { waitUntil: 'load' });
  const loaded = requests.length;
  const { cores, report } = await page.evaluate(async (parameters) => {
    const { engine } = window.lab!;
    const line = (_: unknown, i: number) => `{"size":${(i * 2_654_435_761) % 1e9},"proto":${i % 256}}\n`;
    const data = new Blob(Array.from({ length: 150_000 }, line));
    const { traffic } = await engine.load([{ name: 'a.ndjson', data }]);
    await engine.train({ traffic, name: 'x', parameters });
    // By now all helpers have started.
    await engine.train({ traffic, name: 'x', parameters: { ...parameters, random_state: 1 } });
    return { cores: navigator.hardwareConcurrency, report: (await engine.describeScoring(traffic))! };
  }, DEFAULT_PARAMETERS);
  expect(report.threads).toHaveLength(Math.min(8, cores));
  expect(report.threads.reduce((rows, thread) => rows + thread.rows, 0)).toBe(150_000);
  // And one more, of another script, that keeps the alerts.
  await expect.poll(() => page.evaluate(() => window.lab!.app.inbox !== null)).toBe(true);
  expect(page.workers()).toHaveLength(Math.min(8, cores) + 1);
  expect(requests.slice(loaded)).toEqual([]);
});
