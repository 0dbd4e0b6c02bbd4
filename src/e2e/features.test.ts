// Models on the traffic's features: a scan is found in a capture and told in amounts, and what a traffic lacks is said.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, askWhy, findViolations, goTo, makeFile, openFiles, openSample, packetGrid, train } from './steps.ts';

const samples = join(import.meta.dirname, '../../samples');
const words = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent())!.replace(/\s+/g, ' ').trim();

/** The sources of the first rows of the table. */
async function readSources(page: Page, rows: number): Promise<string[]> {
  const grid = packetGrid(page);
  await expect.poll(() => grid.locator('.stroke').count()).toBe(0);
  const lines = await grid.getByRole('row').allTextContents();
  return lines.slice(1, rows + 1).map((line) => line.replace(/\s+/g, ' '));
}

test('trained on a capture with a scan in it, the scan is on top, and Why tells of it in amounts', async ({
  visit,
}) => {
  const { page } = visit;
  await openSample(page, /A capture with a scan/);
  await train(page, 'Office', {}, 'traffic');
  expect(await words(page, 'details summary')).toBe('By 14 traffic features');
  // samples/office_scan.expected.json: the visitor, whose MAC address stands in its ARP frames.
  for (const line of await readSources(page, 10)) expect(line).toMatch(/10\.20\.0\.77|02:00:5e:14:00:4d/);
  await askWhy(page);
  const why = await words(page, 'section.why');
  expect(why).toMatch(/Score 0\.\d{3}: odd, above the line/);
  expect(why).toMatch(/(One of its hosts|Its sender) (had|opened|sent) \d+ [^.]*; usually at most \d+\./);
  expect(await findViolations(page)).toEqual([]);

  await page.locator('details summary').first().click();
  const levels = page.getByRole('region', { name: 'Usual levels' });
  expect(await levels.locator('tbody tr').count()).toBe(14);
  await levels.getByRole('row', { name: /Unanswered connections, 10 s at most \d+ [\d,]+/ }).waitFor();
  expect(await findViolations(page)).toEqual([]);
});

test('a batch with times and addresses: the scan in it is found, and what only captures tell is left out', async ({
  visit,
}) => {
  const { page } = visit;
  await openSample(page);
  await analyze(page);
  const { scan } = JSON.parse(readFileSync(join(samples, 'office_batch.expected.json'), 'utf8'));
  for (const line of await readSources(page, 10)) expect(line).toContain(scan.src);
  await page.locator('details summary').first().click();
  const left = await words(page, 'details');
  expect(left).toMatch(/^By \d+ of 14 traffic features Left out:/);
  expect(left).toMatch(/“Address with another MAC address”[^:]*: most packets here have no MAC addresses/);
});

test('a batch without times is judged by size and protocol, and the page says why', async ({ visit }) => {
  const { page } = visit;
  const items = Array.from({ length: 300 }, (_, i) => ({
    src: '10.0.0.1',
    dst: '10.0.0.2',
    size: 60 + (i % 40),
    proto: 6,
  }));
  await openFiles(page, [makeFile('timeless.json', JSON.stringify({ items }))]);
  await page.getByRole('heading', { name: /packets read/ }).waitFor();
  await page.getByRole('button', { name: 'Train a model…' }).click();
  expect(await page.getByRole('radio', { name: /^Traffic features/ }).isDisabled()).toBe(true);
  expect(await page.getByRole('radio', { name: /^Size and protocol/ }).isChecked()).toBe(true);
  await page.getByText('They cannot be had from this traffic: most packets have no ts.').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await analyze(page);
  expect(await words(page, 'details summary')).toBe(
    'By size and protocol of each packet, since most packets have no ts',
  );
});

test('the guide tells what each feature says, and what none of them can see', async ({ visit }) => {
  const { page } = visit;
  await goTo(page, 'Guide');
  await page.getByRole('link', { name: 'What a model looks at' }).click();
  await page.locator('#features:focus').waitFor();
  const part = page.locator('section', { has: page.locator('#features') });
  expect(await part.locator('article').count()).toBe(14);
  await part.getByText('What is not found').waitFor();
  expect(await findViolations(page)).toEqual([]);
});
