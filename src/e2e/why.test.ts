// A packet is chosen and the reason for its score is read, by keyboard alone; and what is said holds when it is tried.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { openSample, packetGrid, train } from './steps.ts';

/** Presses Tab until the focus is on what matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < 200; tabs++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement!.matches(wanted), selector)) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

test('by keyboard alone: to the oddest packet, why it is odd, and back to it', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'Judge');
  const why = page.getByRole('region', { name: /^Why row/ });
  await page.locator('#answer').focus();
  await tabTo(page, '[role=gridcell][data-cell]');
  await page.keyboard.press('Enter');
  await why.getByText(/cuts set it apart/).waitFor();
  // samples/office_batch.expected.json: the packet at place 909 is the first of the planted ones to be found.
  expect(await why.getByRole('heading').textContent()).toBe('Why row 910?');
  const words = (await why.textContent())!.replace(/\s+/g, ' ');
  expect(words).toMatch(/Score 0\.\d{3}: odd, above the line at 0\.\d{3}\./);
  expect(words).toMatch(/Would not stand out if (Protocol|Packet size) were/);
  expect(words).toMatch(/Packet size 64,000 bytes [\d.]+ cuts fewer: odder/);
  expect(words).toMatch(/Protocol OSPFIGP 89 [\d.]+ cuts fewer: odder/);
  expect(await page.getByRole('row', { selected: true }).textContent()).toContain('203.0.113.199');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => why.getByRole('heading').textContent()).toBe('Why row 771?');
  await tabTo(page, 'section.why button');
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.cell)).toMatch(/^1:/);
});

test('what would not stand out does not, and one byte more does', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'Judge');
  const told = await page.evaluate(async () => {
    const odd = { size: 58_000, proto: 50 };
    const { items } = await window.netAnomaly.explain([odd], { model: 'Judge', rows: [0] });
    const { high } = items[0].counterfactuals.find(({ feature }) => feature === 'size')!;
    const tried = [high!, high! + 1].map((size) => ({ ...odd, size }));
    const { items: scored } = await window.netAnomaly.analyze(tried, { model: 'Judge' });
    return { high, anomalies: scored.map(({ anomaly }) => anomaly) };
  });
  expect(told.anomalies).toEqual([false, true]);
  // The same as the panel says of the packet that these values are from.
  await page.locator('[data-cell="1:1"]').click();
  const words = `Would not stand out if Packet size were at most ${told.high} bytes.`;
  await page.getByRole('region', { name: 'Why row 771?' }).getByText(words).waitFor();
});

test('beside the panel score and mark stay in sight: ports and flags give way, and the focus stays in the table', async ({
  visit,
}) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'Judge');
  const heads = async () =>
    (await packetGrid(page).getByRole('columnheader').allTextContents()).map((words) => words.replace(/:.*/, ''));
  const all = ['Row', 'Time', 'Source', 'Port', 'Destination', 'Port', 'Protocol', 'Bytes', 'Flags', 'Score', 'Mark'];
  await expect.poll(heads).toEqual(all);
  await page.locator('[data-cell="6:3"]').focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('region', { name: /^Why row/ });
  await why.getByText(/cuts set it apart/).waitFor();
  await expect.poll(heads).toEqual(all.filter((head) => head !== 'Port' && head !== 'Flags'));
  await expect.poll(() => packetGrid(page).evaluate((grid) => grid.scrollWidth - grid.clientWidth)).toBe(0);
  // The panel says what the table has no room for.
  expect(await why.textContent()).toContain('203.0.113.199 port 123 → 10.20.0.31 port 123');
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.cell)).toBe('6:3');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => why.getByRole('heading').textContent()).toBe('Why row 2,696?');
  await page.keyboard.press('Escape');
  await expect.poll(heads).toEqual(all);
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.cell)).toMatch(/^7:/);
});
