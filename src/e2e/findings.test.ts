// Findings from a capture to the inbox: found, explained, acknowledged, and there again after a reload.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, download, findViolations, goTo, openSample, thresholdSlider } from './steps.ts';

const findings = (page: Page) => page.getByRole('region', { name: /^\d+ findings?$/ });

async function findIn(page: Page, sample: RegExp): Promise<void> {
  await openSample(page, sample);
  await analyze(page);
  await findings(page)
    .getByText(/kept in Alerts/)
    .waitFor();
}

const words = async (text: Promise<string | null>) => (await text)!.replace(/\s+/g, ' ').trim();

test('the scan in the capture is the first finding, in sight at once, and stays acknowledged', async ({ visit }) => {
  const { page } = visit;
  await findIn(page, /A capture with a scan/);
  const first = findings(page).getByRole('listitem').first();
  const box = (await first.boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(800);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  // The generator plants one scan, of ports.
  const title = await words(first.locator('strong').textContent());
  expect(title).toMatch(/ ports on /);
  expect(await words(first.textContent())).toContain('New');
  expect(await findViolations(page)).toEqual([]);

  await first.getByRole('button').click();
  const detail = page.getByRole('region', { name: title });
  await detail
    .getByText(/Usually at most/)
    .first()
    .waitFor();
  expect(await findViolations(page)).toEqual([]);
  await detail.getByRole('button', { name: 'Acknowledge' }).click();
  await first.getByText('Acknowledged').waitFor();

  await page.reload({ waitUntil: 'networkidle' });
  await goTo(page, 'Alerts');
  await page.getByRole('button', { name: /^Acknowledged/ }).click();
  await page.getByText(title).first().waitFor();
});

test('its packets stand alone in the table and leave as a pcapng', async ({ visit }) => {
  const { page } = visit;
  await findIn(page, /A capture with a scan/);
  await findings(page).getByRole('listitem').first().getByRole('button').click();
  await page.getByRole('button', { name: 'Show its packets' }).click();
  const counts = page.locator('.counts');
  await expect.poll(() => counts.textContent()).toMatch(/ of /);
  const shown = Number((await counts.textContent())!.split(' ')[0].replaceAll(',', ''));
  const { name, bytes } = await download(page, 'Packets as pcapng');
  expect(name).toMatch(/^office_scan .* ports on .*\.pcapng$/);
  // Enhanced packet blocks (type 6) of the file, counted by their lengths.
  let packets = 0;
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) packets += Number(bytes.readUInt32LE(at) === 6);
  expect(packets).toBe(shown);
});

test('analysing again changes nothing, moving the line is followed, and a kept line adds what is new', async ({
  visit,
}) => {
  const { page } = visit;
  await findIn(page, /An office at work/);
  await analyze(page);
  await findings(page)
    .getByText(/; 0 new\./)
    .waitFor();
  const before = await words(findings(page).getByRole('heading').first().textContent());
  await thresholdSlider(page).press('End');
  await findings(page).getByText('Worked, nothing found.').waitFor();
  await thresholdSlider(page).press('Home');
  await findings(page).getByRole('button', { name: 'Keep these findings' }).click();
  await findings(page)
    .getByText(/kept in Alerts/)
    .waitFor();
  expect(await words(findings(page).getByRole('heading').first().textContent())).not.toBe(before);
});

test('teaching a finding shows what would change, and keeps both models', async ({ visit }) => {
  const { page } = visit;
  await findIn(page, /A capture with a scan/);
  await findings(page).getByRole('listitem').first().getByRole('button').click();
  await page.getByRole('button', { name: 'This is normal…' }).click();
  await page.getByRole('button', { name: 'See what would change' }).click();
  const preview = page.getByRole('group', { name: 'What would change' });
  const told = await words(preview.textContent());
  const [, taught, before, after] = /Of the (\d+) taught packets (\d+) were above the line, now (\d+)\./
    .exec(told)!
    .map(Number);
  expect(before).toBe(taught);
  expect(after).toBeLessThan(taught / 2);
  await preview.getByRole('button', { name: 'Save and analyse again' }).click();
  await page.getByText(/^Scored with “office_scan\.pcapng, taught 1”/).waitFor();
  await goTo(page, 'Models');
  await page.getByRole('heading', { name: 'office_scan.pcapng, taught 1' }).waitFor();
  await page.getByRole('heading', { name: 'office_scan.pcapng', exact: true }).waitFor();
});
