// When things go wrong: a cancel, a worker that hangs or is gone, two tabs, and a browser without storage.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page, Worker } from 'playwright';
import { expect } from 'vitest';
import { ensureBatchFile } from '../lab/batch-file.ts';
import { test, Visit } from './page.ts';
import {
  analyze,
  downloadItems,
  expectAnswer,
  goTo,
  openFiles,
  openSample,
  packetGrid,
  thresholdSlider,
  train,
} from './steps.ts';

const alertWith = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words });
const notice = (page: Page, words: RegExp) => page.getByRole('region', { name: 'Notices' }).getByText(words).first();
const rowsInSight = (page: Page) => packetGrid(page).getByRole('row').count();

/** Lets the engine's worker run this in a task of its own: the browser does not end what a debugger's call runs. */
async function runInWorker(page: Page, code: string): Promise<Worker> {
  const [worker] = page.workers();
  await worker.evaluate(`void setTimeout(() => { ${code} })`);
  return worker;
}

test('a long reading is cancelled: what was open stays open and works', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A small batch/);
  await analyze(page);
  // 87 MB of 1,000,000 packets, 40 times: far more than a cancel takes.
  const path = ensureBatchFile(1_000_000, 'ndjson');
  await openFiles(page, Array<string>(40).fill(path));
  const panel = page.getByRole('region', { name: 'Work under way' });
  await expect.poll(() => panel.textContent()).toMatch(/reading: .* of 3\.\d+ GB · [\d,]+ packets/);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await panel.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: '40 packets read' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  // The engine is free at once, and still holds the traffic and its scores.
  expect(await downloadItems(page)).toHaveLength(40);
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('icmp');
  await expect.poll(() => page.locator('.counts').textContent()).toBe('3 of 40 packets');
  // The same reading once more, given up by opening something else.
  await openFiles(page, Array<string>(40).fill(path));
  await expect.poll(() => panel.count()).toBe(1);
  await openFiles(page, [
    { name: 'two.json', mimeType: '', buffer: Buffer.from('[{"size":1,"proto":1},{"size":2,"proto":1}]') },
  ]);
  await page.getByRole('heading', { name: '2 packets read' }).waitFor();
});

test('a worker that hangs is noticed, told and started anew; traffic, scores and line are back', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await analyze(page);
  await thresholdSlider(page).fill('0.6');
  const before = await downloadItems(page);
  const above = before.filter(({ score }) => score > 0.6).length;
  await expectAnswer(page, above, 3000);
  const worker = await runInWorker(page, 'for (;;);');
  const ended = new Promise((resolve) => worker.on('close', resolve));
  // Something that is asked of it.
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('udp');
  await notice(
    page,
    /The engine stopped and was started again; reading the traffic again from office_batch.json/,
  ).waitFor();
  await notice(page, /The engine stopped answering/).waitFor();
  await expectAnswer(page, above, 3000);
  await expect.poll(() => page.locator('.counts').textContent()).toMatch(/3,000 packets/);
  await expect.poll(() => rowsInSight(page)).toBeGreaterThan(5);
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('');
  expect(await downloadItems(page)).toEqual(before);
  await analyze(page);
  // It does not go on in the dark: there are the new one, and the one that keeps the alerts.
  await ended;
  expect(page.workers()).toHaveLength(2);
});

test('a worker that is gone is noticed at the next action, and files are read again from the disk', async ({
  visit,
}) => {
  const { page } = visit;
  const path = ensureBatchFile(20_000, 'batch');
  await openFiles(page, [path]);
  await page.getByRole('heading', { name: '20,000 packets read' }).waitFor();
  await runInWorker(page, 'self.close()');
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await notice(page, /The engine stopped and was started again; reading the traffic again/).waitFor();
  await page.getByRole('heading', { name: '20,000 packets read' }).waitFor();
  await expect.poll(() => rowsInSight(page)).toBeGreaterThan(5);
  await analyze(page);
  expect(await downloadItems(page)).toHaveLength(20_000);
});

test('a worker that fails is started anew at once', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await analyze(page);
  const before = await downloadItems(page);
  visit.expectComplaint(/uncaught: .*made to fail|console\.error: .*made to fail/s);
  await runInWorker(page, 'throw new Error("made to fail")');
  await notice(page, /reading the traffic again from office_batch.json.*made to fail/).waitFor();
  await expect.poll(() => rowsInSight(page)).toBeGreaterThan(5);
  expect(await downloadItems(page)).toEqual(before);
});

test('a worker that fails while it reads: the file is told of, and read by "Try again"', async ({ visit }) => {
  const { page } = visit;
  visit.expectComplaint(/uncaught: .*made to fail|console\.error: .*made to fail/s);
  const path = ensureBatchFile(1_000_000, 'ndjson');
  await openFiles(page, Array<string>(40).fill(path));
  const panel = page.getByRole('region', { name: 'Work under way' });
  await panel.waitFor();
  await runInWorker(page, 'throw new Error("made to fail")');
  const alert = alertWith(page, `Not opened: ${basename(path)} and 39 more files`);
  await expect.poll(() => alert.textContent()).toContain('made to fail');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => panel.textContent()).toMatch(/reading: .* of 3\.\d+ GB · [\d,]+ packets/);
  expect(await alert.count()).toBe(0);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await panel.waitFor({ state: 'detached' });
});

test('a scripting call rejects when the worker fails, and the next one is answered', async ({ visit }) => {
  const { page } = visit;
  visit.expectComplaint(/uncaught: .*made to fail|console\.error: .*made to fail/s);
  // Some gigabytes, of one piece: begun when the page has answered, and by far not done.
  const pending = await page.evaluateHandle(() => {
    const piece = new Blob(['{"size":7,"proto":1}\n'.repeat(100_000)]);
    const call = window.netAnomaly.analyze(new Blob(Array.from({ length: 1000 }, () => piece)));
    return { ended: call.then(String, (error: Error) => error.name) };
  });
  await runInWorker(page, 'throw new Error("made to fail")');
  expect(await pending.evaluate(({ ended }) => ended)).toBe('EngineError');
  const batch = '[{"size":1,"proto":1},{"size":2,"proto":1}]';
  expect(await page.evaluate((text) => window.netAnomaly.analyze(text), batch)).toMatchObject({ rows: 2 });
});

test('a file that has changed on the disk cannot be read again, and that is told', async ({ visit }) => {
  const { page } = visit;
  visit.expectComplaint(/uncaught: .*made to fail|console\.error: .*made to fail/s);
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-'));
  const path = join(folder, 'changing.json');
  await writeFile(path, '[{"size":1,"proto":1},{"size":2,"proto":1}]');
  await openFiles(page, [path]);
  await page.getByRole('heading', { name: '2 packets read' }).waitFor();
  await writeFile(path, '[{"size":1,"proto":1},{"size":2,"proto":1},{"size":3,"proto":1}]');
  await runInWorker(page, 'throw new Error("made to fail")');
  const alert = alertWith(page, 'Not read again: changing.json');
  await expect.poll(() => alert.textContent()).toMatch(/it may have been moved or changed: open it again/);
  // It is not open any more, and the page does not pretend that it were.
  expect(await alert.textContent()).not.toContain('still open');
  await page.getByRole('heading', { name: 'Which packets do not belong?' }).waitFor();
  await openFiles(page, [path]);
  await page.getByRole('heading', { name: '3 packets read' }).waitFor();
  await rm(folder, { recursive: true });
});

test('a model trained in one tab is there in the other, and one deleted there is not used here', async ({ visit }) => {
  const { page } = visit;
  const other = new Visit(await page.context().newPage());
  await other.open();
  await openSample(other.page, /A small batch/);
  await openSample(page);
  // The browser lets the pages of tabs in the background wait.
  await page.bringToFront();
  await train(page, 'Of the first tab');
  const choice = other.page.getByRole('combobox', { name: /Model/ });
  expect(await choice.textContent()).not.toContain('Of the first tab');
  await other.page.bringToFront();
  // Playwright makes each of its tabs believe that it has the focus, so this event never comes by itself.
  await other.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(() => choice.textContent()).toContain('Of the first tab');
  await choice.selectOption({ index: 1 });
  await analyze(other.page);
  await other.page.getByText(/Scored with “Of the first tab”, trained just now/).waitFor();

  await page.bringToFront();
  await goTo(page, 'Models');
  await page.getByRole('button', { name: 'Delete Of the first tab' }).click();
  await page.getByRole('heading', { name: 'No model yet' }).waitFor();
  await other.page.bringToFront();
  await other.page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await alertWith(other.page, 'This model is not stored any more').waitFor();
  await other.page.reload();
  expect(await choice.textContent()).not.toContain('Of the first tab');
  expect(other.complaints).toEqual([]);
});

const withoutStorage: Record<string, string> = {
  'no IndexedDB at all': 'Object.defineProperty(window, "indexedDB", { value: undefined });',
  'IndexedDB that does not open': `IDBFactory.prototype.open = () => { throw new DOMException('made to fail', 'SecurityError'); };
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('made to fail', 'SecurityError'); } });`,
};

test.for(Object.keys(withoutStorage))(
  '%s: the page trains all the same, and says what is not kept',
  async (name, { newVisit }) => {
    const visit = await newVisit();
    const { page } = visit;
    await page.addInitScript(withoutStorage[name]);
    await visit.open();
    await openSample(page);
    await train(page, 'For now');
    await analyze(page);
    await page.getByText(/Scored with “For now”/).waitFor();
    await goTo(page, 'Models');
    await page.getByRole('heading', { name: 'For now' }).waitFor();
    await page.getByText(/Models last only as long as this tab\. This browser gives the page no storage/).waitFor();
    await page.getByText('Export what you want to keep').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'No model yet' }).waitFor();
  },
);
