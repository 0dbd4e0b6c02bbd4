// The report: saved by a click, opened as a file, without an address of the traffic in it where pseudonyms were wished for.
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, download, findViolations, openSample } from './steps.ts';

test('a report with pseudonyms is a page of its own that tells all findings and no address', async ({
  visit,
  newVisit,
}) => {
  const { page } = visit;
  await openSample(page, /A capture with a scan in it/);
  await analyze(page);
  const list = page.getByRole('region', { name: /finding/ }).first();
  await list
    .getByRole('button', { name: /contacted .* ports/ })
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Report…' }).click();
  expect(await findViolations(page)).toEqual([]);
  const plain = await download(page, 'Save report');
  expect(plain.name).toBe('office_scan-report.html');
  const text = plain.bytes.toString('utf8');
  const addresses = [...new Set(text.match(/\b\d{1,3}(\.\d{1,3}){3}\b|\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g))];
  expect(addresses.length).toBeGreaterThan(5);

  await page.getByRole('button', { name: 'Report…' }).click();
  await page.getByRole('checkbox', { name: 'Pseudonyms instead of addresses' }).check();
  const hidden = await download(page, 'Save report');
  expect(hidden.name).toBe('traffic-report.html');
  const secret = hidden.bytes.toString('utf8');
  expect(addresses.filter((address) => secret.includes(address))).toEqual([]);
  expect(secret).not.toContain('office_scan');

  // As a visitor's own page: its policy, or a script, would show in the complaints.
  const reader = await newVisit();
  for (const report of [text, secret]) {
    await reader.page.setContent(report);
    expect(await reader.page.locator('script, iframe, link, img, form').count()).toBe(0);
    expect(await findViolations(reader.page)).toEqual([]);
    const answer = await page.locator('#answer').textContent();
    const marked = answer!.trim().split(/\s/)[0];
    expect(await reader.page.locator('.answer').textContent()).toMatch(
      new RegExp(`^\\s*${marked} of .* packets stand out`),
    );
    const findings = Number((await reader.page.locator('#findings').textContent())!.match(/\d+/)![0]);
    expect(await reader.page.locator('article').count()).toBe(findings);
    const titles = await reader.page.locator('article h3').allTextContents();
    expect(titles.some((title) => /contacted \d+ ports on/.test(title))).toBe(true);
  }
  expect(reader.requests).toEqual([]);
});
