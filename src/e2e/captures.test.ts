// A newcomer with captures on the built site: from the empty page to an export for Wireshark, and files that are not as they should be.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, downloadPackets, findViolations, makeFile, openFiles, openSample } from './steps.ts';

const samples = join(import.meta.dirname, '../../samples');

test('the sample capture is opened, analysed, looked into, filtered and saved for Wireshark', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A capture with a scan in it/);
  await page.getByRole('cell', { name: /^pcapng 1\.0/ }).waitFor();
  await page.getByText(/^ARP 0x0806: \d/).waitFor();
  await analyze(page);
  expect(await findViolations(page)).toEqual([]);
  await page.locator('[data-cell="0:1"]').click();
  await page.getByRole('region', { name: /^Why row/ }).waitFor();
  await page.getByRole('treeitem', { name: /^Ethernet/ }).waitFor();
  await expect.poll(() => page.locator('.hex').first().textContent()).toMatch(/^\s*(?:[0-9a-f]{2}\s*){16}$/);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('arp src:02');
  await page.getByText(/^[1-9][\d,]* of [\d,]+ packets$/).waitFor();
  const first = page.getByRole('row').filter({ has: page.locator('[data-cell="0:1"]') });
  await expect.poll(() => first.textContent()).toMatch(/02:[0-9a-f:]+.*ARP/);
  const { name, bytes } = await downloadPackets(page, 'pcapng', 'Marked');
  expect(name).toMatch(/\.pcapng$/);
  // A section header block, and what was found in comments of packets (draft-ietf-opsawg-pcapng, sections 4.1 and 3.5).
  expect(bytes.subarray(0, 4).toString('hex')).toBe('0a0d0d0a');
  expect(bytes.toString('latin1')).toMatch(/score 0\.\d+/i);
});

test('several captures are one traffic; a damaged one is read around its damage, with the place', async ({ visit }) => {
  const { page } = visit;
  const whole = await readFile(join(samples, 'office_scan.pcapng'));
  await openFiles(page, [makeFile('whole.pcapng', whole), makeFile('cut.pcapng', whole.subarray(0, 40001))]);
  await page.getByRole('heading', { name: /packets read/ }).waitFor();
  const files = page.getByRole('row').filter({ hasText: '.pcapng' });
  expect(await files.allTextContents()).toEqual([
    expect.stringContaining('whole.pcapng'),
    expect.stringContaining('cut.pcapng'),
  ]);
  await page.getByText(/^byte [\d,]+ \(0x[0-9a-f]+\): /).waitFor();
  expect(await findViolations(page)).toEqual([]);
  expect((await downloadPackets(page, 'pcapng')).name).toBe('whole and 1 more file-all.pcapng');
});

test('files that are no captures say what they are; what could be read is kept on request', async ({ visit }) => {
  const { page } = visit;
  const zip = makeFile('captures.zip', Buffer.from('504b0304140000000800', 'hex'));
  await openFiles(page, [zip]);
  await page
    .getByRole('alert')
    .getByText(/found a ZIP archive: unpack it/)
    .first()
    .waitFor();
  await openFiles(page, [join(samples, 'office_scan.pcapng')]);
  await page.getByRole('heading', { name: /packets read/ }).waitFor();
  const whole = await readFile(join(samples, 'office_scan.pcapng'));
  await openFiles(page, [makeFile('again.pcapng', whole), zip]);
  await page.getByText(/or from the other files/).waitFor();
  await page.getByRole('button', { name: /^Keep the [\d,]+ packets that were read$/ }).click();
  await page.getByRole('row').filter({ hasText: 'captures.zip' }).waitFor();
});
