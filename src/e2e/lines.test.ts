// The ways to draw the line, in the built site: a budget that holds, and lines of hosts that all go by.
import type { Page } from 'playwright';
import { expect, inject } from 'vitest';
import { test } from './page.ts';
import { analyze, downloadPackets, findViolations, openSample } from './steps.ts';

const numberIn = (words: string | null, pattern: RegExp): number => {
  const found = pattern.exec(words!.replace(/\s+/g, ' '));
  expect(found, `${pattern} in ${words}`).not.toBeNull();
  return Number(found![1].replaceAll(',', ''));
};
const countMarked = async (page: Page) =>
  numberIn(await page.locator('#answer').textContent(), /([\d,]+) of [\d,]+ packets/);

/** Opens and analyses the capture with a scan, and waits for its findings. */
async function findScan(page: Page): Promise<void> {
  await page.goto(`${inject('siteUrl')}?debug`, { waitUntil: 'networkidle' });
  await openSample(page, /A capture with a scan/);
  await analyze(page);
  await page.getByRole('heading', { name: /^\d+ findings?$/ }).waitFor();
  await page.getByRole('button', { name: 'More ways' }).click();
}

/** What the findings that are shown are of. */
const grouped = (page: Page) =>
  page.evaluate(() => {
    const { result, old } = window.lab!.app.findings!;
    return { old, total: result!.total, above: result!.above, line: result!.line };
  });

test('a budget of findings an hour comes to a line that keeps it, and that is drawn', async ({ newVisit }) => {
  const { page } = await newVisit();
  await findScan(page);
  const says = page.locator('#line-budget-says');
  await expect.poll(() => says.textContent()).toMatch(/\d+ findings? here\./);
  const findings = numberIn(await says.textContent(), /([\d,]+) findings? here/);
  const packets = numberIn(await says.textContent(), /Marks ([\d,]+) packets?/);
  const { first, last } = await page.evaluate(() => window.lab!.session.loaded!.report.span!);
  // However short a traffic is, three are looked at.
  expect(findings).toBeLessThanOrEqual(Math.max(3, (10 * (last - first)) / 3600));
  await page
    .locator('form', { has: page.locator('#line-budget') })
    .getByRole('button', { name: 'Use' })
    .click();
  await expect.poll(() => countMarked(page)).toBe(packets);
  await expect.poll(() => grouped(page)).toMatchObject({ old: false, total: findings, above: packets });
  await page.locator('#line-budget').fill('a few');
  await expect.poll(() => says.textContent()).toContain('Write how many findings an hour');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a host’s own line counts in answer, findings, table and file alike, ${colorScheme}`, async ({ newVisit }) => {
    const { page } = await newVisit({ colorScheme, reducedMotion: 'reduce' });
    await findScan(page);
    await page.getByRole('button', { name: 'Only odd' }).click();
    const before = await countMarked(page);
    const inTable = async () => numberIn(await page.locator('.counts').textContent(), /^([\d,]+) /);
    await expect.poll(inTable).toBe(before);
    const own = page.getByRole('button', { name: /^Own line above .* for / }).first();
    const host = (await own.textContent())!.split(' for ')[1].trim();
    await own.click();
    await page.getByRole('textbox', { name: `Line of ${host}` }).waitFor();
    await expect.poll(() => countMarked(page)).toBeLessThan(before);
    const after = await countMarked(page);
    await expect.poll(inTable).toBe(after);
    await expect.poll(() => grouped(page)).toMatchObject({ old: false, above: after, line: { hosts: [{ host }] } });
    expect(await findViolations(page)).toEqual([]);
    const { bytes } = await downloadPackets(page, 'CSV', 'Marked');
    expect(bytes.toString().trim().split(/\r?\n/)).toHaveLength(after + 1);

    await page.getByRole('button', { name: `Remove the line of ${host}` }).click();
    await expect.poll(() => countMarked(page)).toBe(before);
    await expect.poll(inTable).toBe(before);
    await expect.poll(() => grouped(page)).toMatchObject({ old: false, above: before, line: { hosts: [] } });
  });
}
