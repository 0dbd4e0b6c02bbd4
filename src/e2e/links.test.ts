// A link from one visit to another: the same capture gives the same findings and selection, another one is said to be another.
import type { Page } from 'playwright';
import { expect, inject } from 'vitest';
import { test } from './page.ts';
import { analyze, goTo, openSample } from './steps.ts';

const CAPTURE = /A capture with a scan/;

const findings = (page: Page) => page.getByRole('region', { name: /^\d+( of \d+)? findings?$/ });
const note = (page: Page) => page.getByRole('region', { name: 'Opened from a link' });
const fragmentOf = (page: Page) => page.evaluate(() => location.hash);

/** What a person sees as chosen and found: the state that the page holds, in plain data. */
const readState = (page: Page) =>
  page.evaluate(() => {
    const { session, findings: found } = window.lab!.app;
    const { threshold, dashboard, view, why } = session;
    return {
      ids: found!.result?.findings.map(({ id, title, peak }) => [id, title, peak]),
      selected: found!.selectedId,
      line: [threshold.value, threshold.choice],
      selection: dashboard!.selection,
      filter: view.applied.filter,
      packet: why.packet?.row,
    };
  });

test('a link shows the same findings, selection and packet in a fresh visit once the same capture is open', async ({
  newVisit,
}) => {
  const { page } = await newVisit();
  await page.goto(`${inject('siteUrl')}?debug`, { waitUntil: 'networkidle' });
  await openSample(page, CAPTURE);
  await analyze(page);
  await findings(page)
    .getByText(/kept in Alerts/)
    .waitFor();
  await page.getByRole('slider', { name: /Threshold/ }).press('ArrowRight');
  const source = await page.evaluate(() => {
    const { session, findings: found } = window.lab!.app;
    const [first] = found!.result!.findings;
    const span = { from: first.first!, to: first.last! + 0.001 };
    session.dashboard!.select({ source: first.sources[0].host, span });
    return first.sources[0].host;
  });
  await findings(page).getByRole('listitem').first().getByRole('button').click();
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('tcp');
  await expect.poll(() => page.locator('.counts').textContent()).toMatch(/ of /);
  await page.locator('[data-cell="0:1"]').click();
  await expect.poll(() => fragmentOf(page), { timeout: 5000 }).toMatch(/&finding=.*&packet=\d+$/);
  // What sha256sum prints of samples/office_scan.pcapng.
  const link = await fragmentOf(page);
  expect(link).toContain('sha256=9fd80eb1588d42ec7a7ccd933cf6959d60c5f854617cde7e942bf3ed1065622d&model=first&line=');
  await page.getByRole('button', { name: 'Link…' }).click();
  expect((await page.getByRole('form', { name: 'Link' }).textContent())!.replace(/\s+/g, ' ')).toContain(
    `It names ${source}, the filter “tcp”.`,
  );
  await page.keyboard.press('Escape');
  const told = await readState(page);

  // The pages keep it.
  await goTo(page, 'Models');
  await goTo(page, 'Traffic');
  await expect.poll(() => fragmentOf(page)).toBe(link);

  const second = await newVisit();
  await second.page.goto(`${inject('siteUrl')}?debug${link}`, { waitUntil: 'networkidle' });
  await note(second.page)
    .getByText(/Open that file to see the same/)
    .waitFor();
  expect(await note(second.page).textContent()).toContain(`source ${source}`);
  const asked = second.requests.length;
  await openSample(second.page, CAPTURE);
  await expect.poll(() => second.page.evaluate(() => window.lab!.app.link!.stage), { timeout: 10_000 }).toBeNull();
  expect(await readState(second.page)).toEqual(told);
  await expect.poll(() => fragmentOf(second.page)).toBe(link);
  // The promise: nothing is asked of anybody, and no address that was asked for had the link in it.
  expect(second.requests.slice(asked)).toEqual([]);
  expect(second.requests.filter((request) => request.url().includes('sha256'))).toEqual([]);
});

test('another capture than the link’s is said to be another, and nothing of the link is applied', async ({
  newVisit,
}) => {
  const { page } = await newVisit();
  await page.goto(
    `${inject('siteUrl')}?debug#/traffic?sha256=${'ab'.repeat(32)}&model=first&host=10.0.0.1&filter=udp`,
    {
      waitUntil: 'networkidle',
    },
  );
  await note(page).waitFor();
  await openSample(page, CAPTURE);
  await note(page).getByText('This is another capture than the link’s.').waitFor();
  expect(await page.getByRole('searchbox', { name: 'Filter packets' }).inputValue()).toBe('');
  expect(await page.evaluate(() => window.lab!.session.analysis)).toBeNull();
  await note(page).getByRole('button', { name: 'Forget the link' }).click();
  await expect.poll(() => fragmentOf(page)).toMatch(/^#\/traffic\?sha256=[0-9a-f]{64}$/);
  expect(await note(page).count()).toBe(0);
});
