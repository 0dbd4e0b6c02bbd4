// "Why": asked by click and key, answered in words, asked anew when the line moves, and closed by Escape.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { AppState } from '../../state/app.svelte.ts';
import { fakeExplanation, FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

beforeAll(loadViews);

beforeEach(async () => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, { target: document.body, props: { session, models, onfiles: nothing, ontext: nothing } }); // prettier-ignore
  await session.openText('{"items":[]}');
  await vi.waitFor(() => expect(cell(0, 0)?.textContent).toMatch(/\d/));
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

const cell = (row: number, column: number) => document.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)!;
const panel = () => document.querySelector<HTMLElement>('section.why');
const line = (row: number) => cell(row, 0).closest('[role=row]')!;
const asked = () => engine.calls.filter((call) => call.name === 'explain').map((call) => call.args);

async function analyze(): Promise<void> {
  await app.session.analyze();
  await vi.waitFor(() => expect(cell(999, 0) ?? cell(0, 0)).not.toBeNull());
  await tick();
}

async function ask(row: number): Promise<void> {
  cell(row, 1).click();
  await vi.waitFor(() => expect(panel()?.textContent).toContain(`Why row ${row + 1}?`));
  // The answer to the packet before may stand there a moment longer.
  await vi.waitFor(() => expect(app.session.why.answer?.packet.row).toBe(row));
  await vi.waitFor(() => expect(panel()?.textContent).toContain('cuts set it apart'));
}

function press(key: string, target: Element = document.activeElement!): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

test('before an analysis there is nothing to ask', async () => {
  cell(0, 0).click();
  await tick();
  expect(panel()).toBeNull();
  expect(line(0).hasAttribute('aria-selected')).toBe(false);
  expect(text()).not.toContain('Choose a packet to read why.');
});

test('a click on a packet answers in words: score, path, each feature, and what would do', async () => {
  engine.onExplain = () => ({ score: 0.9 });
  await analyze();
  expect(text()).toContain('Choose a packet to read why.');
  await ask(3);
  const words = panel()!.textContent!.replace(/\s+/g, ' ');
  expect(words).toContain('Score 0.900: odd, above the line at 0.612.');
  expect(words).toContain('4.5 cuts set it apart on average; a training packet takes 8.0.');
  expect(words).toContain('Would not stand out if Packet size were at most 583 bytes.');
  expect(words).toMatch(/Packet size 63 bytes 4.0 cuts fewer: odder.*Protocol UDP 17 0.5 cuts more: more usual/);
  expect(words).not.toContain('of the training packets');
  expect(words).toContain('From a JSON batch: there are no bytes to look into.');
  expect(line(3).getAttribute('aria-selected')).toBe('true');
  expect(asked()).toEqual([[[3], 0.612]]);
});

test('rarity and the usual range are said where the model knows them', async () => {
  engine.onExplain = (row) => ({
    rarity: { rows: 1200, atLeast: 3, atMost: 3 },
    contributions: fakeExplanation(row).contributions.map((one) => ({
      ...one,
      typical: { low: 60, high: 1514, common: null },
    })),
  });
  await analyze();
  await ask(3);
  expect(panel()!.textContent).toContain('1 in 400 of the training packets score this high or higher.');
  expect(panel()!.textContent!.replace(/\s+/g, ' ')).toContain('odder; typically from 60 to 1,514 bytes');
});

test('the value is the packet’s own, not what is left of it as a float32', async () => {
  engine.onExplain = (row) => ({
    contributions: fakeExplanation(row).contributions.map((one) =>
      one.feature === 'size' ? { ...one, value: 64 } : one,
    ),
  });
  await analyze();
  await ask(3);
  expect(panel()!.textContent!.replace(/\s+/g, ' ')).toContain('Packet size 63 bytes');
});

test('a packet that is not odd, and one that no single value would help, are told apart', async () => {
  engine.onExplain = () => ({ counterfactuals: [] });
  await analyze();
  await ask(5);
  expect(panel()!.textContent).toContain('not odd, not above');
  expect(panel()!.textContent).not.toContain('No single');
  engine.onExplain = () => ({ counterfactuals: [], score: 0.7 });
  await ask(6);
  expect(panel()!.textContent).toContain('No single other value would keep it from standing out.');
});

test('Enter asks, Escape closes, and the focus is back in its cell', async () => {
  await analyze();
  cell(2, 1).focus();
  press('Enter');
  await vi.waitFor(() => expect(panel()?.textContent).toContain('Why row 3?'));
  expect(document.activeElement).toBe(cell(2, 1));
  button(/^Close$/).focus();
  press('Escape');
  await vi.waitFor(() => expect(panel()).toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(cell(2, 1)));
  press(' ');
  await vi.waitFor(() => expect(panel()).not.toBeNull());
  button(/^Close$/).click();
  await vi.waitFor(() => expect(panel()).toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(cell(2, 1)));
});

test('Enter on a header still sorts', async () => {
  await analyze();
  const head = cell(-1, 0);
  head.focus();
  press('Enter');
  await tick();
  expect(asked()).toEqual([]);
});

test('when the line moves it is asked again; a late answer to an earlier question is dropped', async () => {
  await analyze();
  let release = () => undefined as void;
  engine.onExplain = (row) => (row === 1 ? new Promise((resolve) => (release = () => resolve({}))) : {});
  cell(1, 1).click();
  await tick();
  expect(panel()!.textContent).toContain('Working it out…');
  await ask(2);
  release();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(panel()!.textContent).toContain('Why row 3?');
  app.session.threshold.moveTo(0.001);
  await vi.waitFor(() => expect(panel()!.textContent!.replace(/\s+/g, ' ')).toContain('odd, above the line at 0.001.'));
  expect(asked().at(-1)).toEqual([[2], 0.001]);
});

test('what goes wrong is said, and other traffic closes it', async () => {
  await analyze();
  engine.onExplain = () => Promise.reject(new Error('The engine is out of breath.'));
  cell(1, 1).click();
  await vi.waitFor(() => expect(panel()?.textContent).toContain('The engine is out of breath.'));
  // A region that is busy is not read out.
  expect(panel()!.getAttribute('aria-busy')).toBe('false');
  await app.session.openText('{"items":[]}', 'other.json');
  await tick();
  expect(panel()).toBeNull();
});

test('the arrow keys take the open panel along once they rest, and do nothing to a closed one', async () => {
  await analyze();
  cell(2, 1).focus();
  press('ArrowDown');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(panel()).toBeNull();
  await ask(3);
  cell(3, 1).focus();
  for (let step = 0; step < 3; step++) {
    press('ArrowDown');
    await tick();
  }
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Why row 7?'));
  // Only where they came to rest.
  expect(asked().map(([rows]) => rows)).toEqual([[3], [6]]);
  expect(document.activeElement).toBe(cell(6, 1));
  // Escape while the keys still move: it stays closed.
  press('ArrowDown');
  press('Escape');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(panel()).toBeNull();
});

test('an answer that takes long says so and can be cancelled: back to the one before, or to none', async () => {
  await analyze();
  engine.onExplain = (row) => (row === 3 ? {} : new Promise(() => undefined));
  cell(1, 1).click();
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Working out row 2…'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(panel()).toBeNull());
  await ask(3);
  cell(4, 1).click();
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Working out row 5…'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(panel()!.textContent).not.toContain('Working out'));
  expect(panel()!.textContent).toContain('Why row 4?');
  expect(line(3).getAttribute('aria-selected')).toBe('true');
  // By another line the answer before does not hold any more.
  engine.onExplain = () => new Promise(() => undefined);
  app.session.threshold.moveTo(0.001);
  await vi.waitFor(() => expect(panel()!.textContent).toContain('Working out row 4…'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(panel()).toBeNull());
});

test('an answer below the table is brought into sight; moving the line leaves the page where it is', async () => {
  // The page of a component test is narrower than 1,000 pixels, so the panel is below the table.
  await analyze();
  await ask(3);
  await vi.waitFor(() => expect(panel()!.getBoundingClientRect().top).toBeLessThan(innerHeight));
  scrollTo(0, 0);
  app.session.threshold.moveTo(0.001);
  await vi.waitFor(() => expect(panel()!.textContent).toContain('0.001'));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(scrollY).toBe(0);
});
