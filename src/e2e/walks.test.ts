// From an empty page to an exported finding: by the keyboard alone, and by a finger on a narrow screen.
import { readFile } from 'node:fs/promises';
import type { CDPSession, Download, Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';

/** More stops than a person should have to pass before what comes next. */
const MOST_STOPS = 25;

/** What has the focus, as a screen reader names it in the first place, and what lies over it. */
const focused = (page: Page): Promise<{ name: string; under: string | null }> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const label = element.getAttribute('aria-label') ?? element.textContent ?? '';
    const name = label.replace(/\s+/g, ' ').trim();
    const { left, top, width, height } = element.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    // Nothing at that point: it is out of sight.
    const seen = over !== null && (element.contains(over) || over.contains(element));
    return { name, under: seen ? null : (over?.outerHTML.slice(0, 80) ?? 'the edge of the window') };
  });

/** Tabs on until something of this name has the focus. All that has it on the way is in sight. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    expect(now.under, `${now.name} is under something`).toBeNull();
    if (name.test(now.name)) return;
    passed.push(now.name.slice(0, 40));
  }
  throw new Error(`${MOST_STOPS} times ${key} do not reach ${name}: ${passed.join(' | ')}`);
}

/** Enhanced packet blocks (type 6) of a pcapng file, counted by the blocks' lengths. */
async function countPackets(file: Download): Promise<number> {
  const bytes = await readFile(await file.path());
  let packets = 0;
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) packets += Number(bytes.readUInt32LE(at) === 6);
  return packets;
}

const list = (page: Page): Locator => page.getByRole('region', { name: /^\d+ findings?$/ });
const selection = (page: Page): Locator => page.getByRole('region', { name: 'Selection' });
const selectedCount = (page: Page) => selection(page).getByText(/^[\d,]+ of 4,207 packets/);

/** The first finding as the list tells of it: its title, and of how many packets it is. */
async function readFirst(page: Page): Promise<{ title: string; packets: number }> {
  const words = await list(page).getByRole('listitem').first().innerText();
  const title = await list(page).getByRole('listitem').first().locator('strong').innerText();
  return { title: title.replace(/\s+/g, ' '), packets: Number(/([\d,]+) packets/.exec(words)![1].replace(',', '')) };
}

/** Why it is one, and its oddest packet down to the bytes: 02:00… are the sample's own MAC addresses. */
async function readDetail(page: Page, title: string): Promise<void> {
  const detail = page.getByRole('region', { name: title });
  await detail
    .getByText(/^Usually at most/)
    .first()
    .waitFor();
  const packet = page.getByRole('region', { name: /^Packet [\d,]+ the oddest/ });
  await packet.getByRole('treeitem', { name: /Internet Protocol version 4/ }).waitFor();
  await packet
    .getByText(/^(02 00 5e ?)/)
    .first()
    .waitFor();
}

test('by the keyboard alone: open, analyse, select a span, read a finding, export it', async ({ visit }) => {
  const { page } = visit;
  await tabTo(page, /^A capture with a scan/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '4,207 packets read' }).waitFor();
  await tabTo(page, /^Analyze$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await list(page)
    .getByText(/kept in Alerts/)
    .waitFor();

  // The span: its beginning a step later. Then back to everything.
  await tabTo(page, /^From$/);
  await page.keyboard.press('ArrowRight');
  await selectedCount(page).waitFor();
  await tabTo(page, /^To$/);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Escape');
  await selection(page)
    .getByText(/^Nothing selected/)
    .first()
    .waitFor();
  expect(await selectedCount(page).count()).toBe(0);

  const { title, packets } = await readFirst(page);
  await tabTo(page, new RegExp(title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  await page.keyboard.press('Enter');
  await readDetail(page, title);
  // Its packet's fields and bytes are reached, each by one stop, and walked by arrows.
  await tabTo(page, /Frame \d+ bytes/);
  await page.keyboard.press('ArrowDown');
  expect((await focused(page)).name).toMatch(/^\W*Ethernet/);
  await tabTo(page, /^Bytes\./);
  await page.keyboard.press('ArrowRight');
  await page
    .getByText(/^Byte \d+: [0-9a-f]{2}\./)
    .first()
    .waitFor({ state: 'attached' });

  await tabTo(page, /^Packets as pcapng$/, 'Shift+Tab');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect(await countPackets(await coming)).toBe(packets);
});

/** Draws a finger across an element, from one share of its width to another. */
async function drawAcross(cdp: CDPSession, element: Locator, from: number, to: number): Promise<void> {
  const { x, y, width, height } = (await element.boundingBox())!;
  const at = (share: number) => [{ x: x + share * width, y: y + height / 2 }];
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(from + part * (to - from)) });
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** What a finger must hit is large enough (WCAG 2.2, 2.5.8: 24 px), and the page is no wider than its screen. */
async function expectFits(page: Page): Promise<void> {
  const targets =
    ':is(button, select, summary, [role=slider], [role=tab], input[type=range], label:has(input), nav a):visible';
  const small = await page.locator(targets).evaluateAll((all) =>
    all
      .map((target) => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.height < 24 || box.width < 24))
      .map(({ target, box }) => `${target.textContent!.trim() || target.ariaLabel} ${box.width} x ${box.height}`),
  );
  expect(small).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

test('by a finger on a screen of 360 px: the finding comes first, and leaves as a file', async ({ newVisit }) => {
  const visit = await newVisit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const { page } = visit;
  await visit.open();
  await expectFits(page);
  await page.getByRole('button', { name: /^A capture with a scan/ }).tap();
  await page.getByRole('heading', { name: '4,207 packets read' }).waitFor();
  await expectFits(page);
  await page.getByRole('button', { name: 'Analyze', exact: true }).tap();
  await list(page)
    .getByText(/kept in Alerts/)
    .waitFor();

  // Findings stand above the charts on a narrow screen.
  const overview = page.getByRole('region', { name: /^Packets per / });
  const top = async (panel: Locator) => (await panel.boundingBox())!.y;
  expect(await top(list(page))).toBeLessThan(await top(overview));

  const brush = overview.getByRole('group', { name: 'Selected time' });
  await brush.scrollIntoViewIfNeeded();
  await drawAcross(await page.context().newCDPSession(page), brush, 0.3, 0.7);
  await selectedCount(page).waitFor();
  await expectFits(page);
  await selection(page).getByRole('button', { name: 'Reset' }).tap();
  await selection(page)
    .getByText(/^Nothing selected/)
    .first()
    .waitFor();

  const { title, packets } = await readFirst(page);
  await list(page).getByRole('listitem').first().getByRole('button').tap();
  await readDetail(page, title);
  await expectFits(page);
  const coming = page.waitForEvent('download');
  await page.getByRole('region', { name: title }).getByRole('button', { name: 'Packets as pcapng' }).tap();
  expect(await countPackets(await coming)).toBe(packets);
});
