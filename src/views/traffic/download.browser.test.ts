// "Download…": what is offered, what the engine is asked for, and how the keyboard gets in and out.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { AppState } from '../../state/app.svelte.ts';
import { fakeCapture } from '../testing/fake-capture.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;
const saved: string[] = [];

const form = () => document.querySelector<HTMLFormElement>('form[aria-label="Download packets"]')!;
const labels = () =>
  [...form().querySelectorAll('label')].map((label) => label.textContent?.replace(/\s+/g, ' ').trim());
const choice = (name: string) =>
  [...form().querySelectorAll('label')]
    .find((label) => label.textContent?.trim().startsWith(name))!
    .querySelector('input')!;
const exports = () => engine.calls.filter(({ name }) => name === 'export').map(({ args }) => args);

async function open(captured: boolean, analysed: boolean): Promise<void> {
  if (captured) {
    engine.onLoad = async () => ({
      sources: [
        { name: 'lab.pcapng', bytes: 1, decompressedBytes: 1, format: 'pcapng', gzip: false, capture: fakeCapture, packets: 3000, rejected: 0, stopped: null, capped: false, remark: null }, // prettier-ignore
      ],
    });
  }
  const { session } = app;
  await session.open([{ name: 'lab.pcapng', data: new Blob(['x']) }]);
  if (analysed) await session.analyze();
  // What is shown of an open traffic comes late.
  await vi.waitFor(() => expect(button(/^Download…/)).toBeDefined(), { timeout: 20_000 });
  button(/^Download…/).click();
  await tick();
}

beforeAll(loadViews);

beforeEach(() => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  const props = { session, models, onfiles: nothing, ontext: nothing };
  component = mount(TrafficPage, { target: document.body, props });
  saved.length = 0;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await unmount(component);
  document.body.replaceChildren();
});

test('a capture that was analysed offers its marked packets as pcapng first', async () => {
  await open(true, true);
  expect(labels()).toEqual([
    'Marked 1,164',
    'Shown 3,000',
    'All 3,000',
    'pcapng opens in Wireshark',
    'CSV for a spreadsheet',
    'JSON opens here again',
  ]);
  expect(choice('Marked').checked && choice('pcapng').checked).toBe(true);
  button(/^Save file/).click();
  await vi.waitFor(() => expect(saved).toEqual(['lab-marked.pcapng']));
  expect(exports()).toEqual([['pcapng', 0.612, 'odd', []]]);
  expect(app.notices.list.at(-1)?.text).toBe(
    'Wrote 3,000 packets to lab-marked.pcapng. Each marked packet has a comment with score, rarity and reasons.',
  );
  expect(form().hidden).toBe(true);
});

test('before an analysis nothing is marked, and a batch has no bytes', async () => {
  await open(false, false);
  expect(labels()).toEqual(['Shown 3,000', 'All 3,000', 'CSV for a spreadsheet', 'JSON opens here again']);
  choice('Shown').click();
  choice('CSV').click();
  button(/^Save file/).click();
  await vi.waitFor(() => expect(saved).toEqual(['lab-shown.csv']));
  expect(exports()).toEqual([['csv', 0.5, 'view', []]]);
});

test('Escape closes it and gives the focus back; so does a press outside, and leaving it by Tab', async () => {
  await open(true, true);
  const opener = button(/^Download…/);
  expect(opener.getAttribute('aria-expanded')).toBe('true');
  choice('All').focus();
  choice('All').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await tick();
  expect([form().hidden, document.activeElement, opener.getAttribute('aria-expanded')]).toEqual([
    true,
    opener,
    'false',
  ]);
  opener.click();
  await tick();
  expect(form().hidden).toBe(false);
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  await tick();
  expect(form().hidden).toBe(true);
  opener.click();
  await tick();
  choice('All').focus();
  document.querySelector<HTMLInputElement>('#filter')!.focus();
  await tick();
  expect(form().hidden).toBe(true);
});
