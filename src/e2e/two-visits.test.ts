// The way of two visits: what was found is there again and only once, a rule hides and gives back, a backup restores.
import type { Page } from 'playwright';
import { expect, inject } from 'vitest';
import { test } from './page.ts';
import { analyze, download, goTo, makeFile, openSample } from './steps.ts';

/** Everything that is stored of alerts, as the database has it. */
const readAlerts = (page: Page) =>
  page.evaluate(async () => {
    const any = { states: [], resolutions: [], host: '', service: '', model: '', traffic: '', from: null, to: null, text: '', hidden: true }; // prettier-ignore
    const { entries } = await window.lab!.app.inbox!.service.list(any, 'oddest', 0, 200);
    return entries.map(({ alert, hiddenBy }) => ({ ...alert, hiddenBy }));
  });

async function open(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${inject('siteUrl')}?debug`, { waitUntil: 'networkidle' });
  await expect.poll(() => page.evaluate(() => window.lab!.app.inbox !== null)).toBe(true);
}

/** Opens and analyses the capture with a scan; answers what is said of its findings. */
async function find(page: Page): Promise<string> {
  await openSample(page, /A capture with a scan/);
  await analyze(page);
  const kept = page.getByText(/findings? kept in Alerts/);
  await kept.waitFor();
  return (await kept.textContent())!.replace(/\s+/g, ' ').trim();
}

/** Waits until so many alerts are said to be in the inbox. */
async function expectNew(page: Page, count: number): Promise<void> {
  const group = page.getByRole('group', { name: 'Alerts by state' });
  await group.getByRole('button', { name: `Inbox ${count}`, exact: true }).waitFor();
}

test('two visits, a rule, and a backup: alerts are never twice and never lost', async ({ newVisit }) => {
  const { page } = await newVisit();
  await open(page);
  const [, count] = /^(\d+) findings? kept in Alerts; \1 new\.$/.exec(await find(page))!.map(Number);
  expect(count).toBeGreaterThan(1);
  const found = await readAlerts(page);
  expect(found).toHaveLength(count);
  const essence = (alerts: typeof found) => alerts.map(({ id, finding, state, hiddenBy }) => ({ id, title: finding.title, state, hiddenBy })); // prettier-ignore

  await open(page);
  expect(await find(page)).toBe(`${count} finding${count === 1 ? '' : 's'} kept in Alerts; 0 new.`);
  const again = await readAlerts(page);
  expect(essence(again)).toEqual(essence(found));
  await goTo(page, 'Alerts');
  await expectNew(page, count);

  await page.getByText(found[0].finding.title).first().click();
  await page.getByRole('button', { name: 'Make a rule…' }).click();
  const preview = page.getByRole('status', { name: 'Preview' });
  await expect.poll(() => preview.textContent()).toMatch(/Open alerts:\s+\d+ → \d+/);
  const [, before, after] = /Open alerts:\s+(\d+) → (\d+)/.exec((await preview.textContent())!)!.map(Number);
  expect(before).toBe(count);
  expect(after).toBeLessThan(count);
  await page.getByRole('textbox', { name: 'Reason' }).fill('our own scanner');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  await expectNew(page, after);
  const ruled = await readAlerts(page);
  expect(ruled.filter(({ hiddenBy }) => hiddenBy !== null)).toHaveLength(count - after);

  await page.getByRole('button', { name: 'Keeping' }).click();
  const { bytes } = await download(page, 'Download a backup');

  await page.getByRole('button', { name: 'Rules', exact: true }).click();
  await page.getByRole('button', { name: /^Delete / }).click();
  await expectNew(page, count);

  // Everything is wiped, as by a browser that clears what a site has stored.
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      const request = indexedDB.deleteDatabase(name!);
      await new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error!);
      });
    }
  });
  await open(page);
  expect(await readAlerts(page)).toEqual([]);
  await goTo(page, 'Alerts');
  await page.getByRole('button', { name: 'Keeping' }).click();
  const backup = makeFile('backup', bytes);
  await page.setInputFiles('#restore-file', backup);
  await page.getByRole('button', { name: 'Replace everything' }).click();
  await page
    .getByText(/^Restored /)
    .first()
    .waitFor();
  expect(await readAlerts(page)).toEqual(ruled);
  await expectNew(page, after);
});
