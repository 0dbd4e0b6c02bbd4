// The answer: which packets stand out, the threshold, and the table, held to what Node makes of the downloaded items.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import {
  downloadItems,
  expectAnswer,
  openSample,
  packetGrid,
  thresholdSlider,
  train,
  type Item,
  type Scored,
} from './steps.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../samples/${name}.json`, import.meta.url), 'utf8'));
const office: Item[] = sample('office_batch').items;
const planted: number[] = sample('office_batch.expected').planted.map(({ row }: { row: number }) => row);

const counts = (page: Page) => page.locator('.counts');

/** Cells of the rows in sight, under the column's label; rows that are still being fetched are waited for. */
async function readRows(page: Page): Promise<Record<string, string>[]> {
  const grid = packetGrid(page);
  await expect.poll(() => grid.locator('.stroke').count()).toBe(0);
  return grid.evaluate((element) => {
    const words = (cell: Element) => cell.textContent.replace(/\s+/g, ' ').trim();
    const labels = [...element.querySelectorAll('[role=columnheader] button')].map(
      (one) => one.firstChild!.textContent!,
    );
    return [...element.querySelectorAll('[role=row]')].slice(1).map((row) => {
      const cells = [...row.querySelectorAll('[role=gridcell]')].map(words);
      const entries = cells.map((cell, index) => [
        `${labels[index]}${labels.indexOf(labels[index]) < index ? ' 2' : ''}`,
        cell,
      ]);
      return Object.fromEntries(entries) as Record<string, string>;
    });
  });
}

/** Waits until the first row in sight has this in a column. */
async function expectFirst(page: Page, label: string, value: string): Promise<void> {
  await expect.poll(async () => (await readRows(page))[0]?.[label]).toBe(value);
}

const header = (page: Page, name: RegExp): Locator => page.getByRole('columnheader', { name }).getByRole('button');
const written = (count: number) => count.toLocaleString('en-US');

test('the planted packets stand on top of the table, marked', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'By size and protocol');
  const top = (await readRows(page)).slice(0, planted.length);
  expect(top.map(({ Row }) => Number(Row.replaceAll(',', '')) - 1).toSorted((a, b) => a - b)).toEqual(planted);
  expect(top.every(({ Mark }) => Mark === 'odd')).toBe(true);
  for (const { Row, Bytes } of top) expect(Bytes).toBe(written(office[Number(Row.replaceAll(',', '')) - 1].size));
});

test('slider and presets draw the line, and the count is of the scores above it', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'By size and protocol');
  const items = await downloadItems(page);
  const above = (line: number) => items.filter(({ score }) => score > line).length;
  expect(above(0.5)).toBeGreaterThan(above(0.6));
  for (const line of ['0.6', '0.55', '0.7']) {
    await thresholdSlider(page).fill(line);
    await expectAnswer(page, above(Number(line)), 3000);
    await page.getByText('a line drawn by hand').waitFor();
  }
  // By keyboard: one step is a thousandth.
  await thresholdSlider(page).press('ArrowRight');
  await expectAnswer(page, above(0.701), 3000);
  const moved = await downloadItems(page);
  expect(moved.map(({ anomaly }) => anomaly)).toEqual(items.map(({ score }) => score > 0.701));
  await page.getByRole('button', { name: 'auto (0.5)' }).click();
  await expectAnswer(page, above(0.5), 3000);
  await page.getByRole('button', { name: /Model’s own \(oddest 1 %\)/ }).click();
  await expectAnswer(page, items.filter(({ anomaly }) => anomaly).length, 3000);
  expect(items.filter(({ anomaly }) => anomaly).length).toBeLessThanOrEqual(30);
  // The histogram's numbers are the same packets.
  const answer = page.locator('section[aria-labelledby=answer]');
  await answer.getByRole('button', { name: 'Table', exact: true }).click();
  const bars = page.getByRole('region', { name: 'Packets by score, as a table' });
  const shown = await bars
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].slice(0, 3).map((cell) => Number(cell.textContent!.replaceAll(',', '')))),
    );
  expect(shown.reduce((sum, [, , count]) => sum + count, 0)).toBe(3000);
  for (const [from, to, count] of shown) {
    const inside = items.filter(({ score }) => score > Math.fround(from) && score <= Math.fround(to)).length;
    expect(count, `${from} to ${to}`).toBe(inside);
  }
});

test('headers sort, the filter filters, and "Only odd" leaves the marked ones', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'By size and protocol');
  const items = await downloadItems(page);
  const sizes = items.map(({ size }) => size).toSorted((a, b) => b - a);
  await header(page, /Size in bytes/).click();
  await expectFirst(page, 'Bytes', written(sizes[0]));
  const rows = await readRows(page);
  expect(rows.map(({ Bytes }) => Bytes)).toEqual(sizes.slice(0, rows.length).map(written));
  expect(await page.getByRole('columnheader', { name: /Size in bytes/ }).getAttribute('aria-sort')).toBe('descending');
  await header(page, /Size in bytes/).press('Enter');
  await expectFirst(page, 'Bytes', written(sizes.at(-1)!));
  expect(await page.getByRole('columnheader', { name: /Size in bytes/ }).getAttribute('aria-sort')).toBe('ascending');
  await header(page, /place in the traffic/).click();
  await expectFirst(page, 'Row', '1');
  await header(page, /Isolation score/).click();
  await expectFirst(page, 'Score', Math.max(...items.map(({ score }) => score)).toFixed(3));

  const filter = page.getByRole('searchbox', { name: 'Filter packets' });
  const has = (text: string) => (item: Item) => !!item.src?.includes(text) || !!item.dst?.includes(text);
  const filters: [string, (item: Scored) => boolean][] = [
    ['udp', ({ proto }) => proto === 17],
    ['proto:47', ({ proto }) => proto === 47],
    ['size:>1000 -tcp', ({ size, proto }) => size > 1000 && proto !== 6],
    ['10.20.0.28', has('10.20.0.28')],
    ['src:2001:db8:20::/48', ({ src }) => !!src?.startsWith('2001:db8:20:')],
    ['score:>0.6', ({ score }) => score > 0.6],
  ];
  for (const [words, matches] of filters) {
    await filter.fill(words);
    const expected = items.filter(matches).length;
    expect(expected, words).toBeGreaterThan(0);
    await expect
      .poll(() => counts(page).textContent(), { message: words })
      .toBe(`${written(expected)} of 3,000 packets`);
  }
  await filter.fill('size:>');
  await expect.poll(() => page.locator('#filter-note').textContent()).toMatch(/\S/);
  expect(await filter.getAttribute('aria-invalid')).toBe('true');
  await filter.fill('no such thing');
  await page.getByText('No packet matches.').waitFor();
  await filter.fill('');
  await page.getByRole('button', { name: 'Only odd' }).click();
  const odd = items.filter(({ anomaly }) => anomaly).length;
  await expect.poll(() => counts(page).textContent()).toBe(`${odd} of 3,000 packets`);
  // The line moves, and the marked ones with it.
  await thresholdSlider(page).fill('0.6');
  const above = items.filter(({ score }) => score > 0.6).length;
  await expect.poll(() => counts(page).textContent()).toBe(`${written(above)} of 3,000 packets`);
});

test('the keyboard reaches the last packet and the header of the table', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await page.getByRole('searchbox', { name: 'Filter packets' }).focus();
  await page.getByRole('button', { name: /^Download/ }).focus();
  await page.keyboard.press('Tab');
  const focused = page.locator('[role=gridcell]:focus');
  await focused.waitFor();
  await page.keyboard.press('End');
  await expect.poll(async () => (await readRows(page)).at(-1)?.Row).toBe('3,000');
  const last = page.locator('[role=row][aria-rowindex="3001"]');
  expect(await last.locator(':focus').count()).toBe(1);
  expect((await readRows(page)).at(-1)).toMatchObject({
    Source: office[2999].src ?? '',
    Destination: office[2999].dst ?? '',
    Bytes: written(office[2999].size),
  });
  const inside = await last.evaluate(
    (row) => row.getBoundingClientRect().bottom <= row.closest('[role=grid]')!.getBoundingClientRect().bottom + 1,
  );
  expect(inside).toBe(true);
  await page.keyboard.press('ArrowUp');
  await page.locator('[role=row][aria-rowindex="3000"] :focus').waitFor();
  await page.keyboard.press('Control+Home');
  await page.locator('[role=row][aria-rowindex="2"] [aria-colindex="1"]:focus').waitFor();
  await page.keyboard.press('ArrowUp');
  await page.locator('[role=columnheader] button:focus').waitFor();
  await page.keyboard.press('Enter');
  await expectFirst(page, 'Row', '3,000');
});
