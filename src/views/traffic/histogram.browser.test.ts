// The histogram: the training behind, the line dragged on the plot, and the counts of a selection.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { MADE } from '../testing/fake-survey.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import { chartCode } from '../late-code.ts';
import Histogram from './Histogram.svelte';
import { rangeOf } from './histogram.ts';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

/** 1,000 training packets: 10 at 0.8, 200 at 0.41, 790 at 0.2. */
const calibration = {
  scores: Float32Array.of(0.805, 0.415, 0.205),
  higher: Uint32Array.of(0, 10, 210),
  upTo: Uint32Array.of(10, 210, 1000),
  whole: true,
};

async function show(changes: FakeEngine['analysis']): Promise<void> {
  await chartCode.load();
  engine = new FakeEngine(3000);
  engine.analysis = changes;
  app = new AppState(engine, new FakeStore());
  const { session } = app;
  await session.openText('{"items":[]}');
  session.dashboard = new Dashboard(session, engine);
  await session.analyze();
  const analysis = session.analysis!;
  const props = { analysis, range: rangeOf(analysis), threshold: session.threshold, dashboard: session.dashboard };
  component = mount(Histogram, { target: document.body, props });
  await tick();
}

beforeEach(() => void (document.body.style.width = '600px'));

afterEach(async () => {
  app.session.dashboard?.stop();
  await unmount(component);
  document.body.replaceChildren();
  document.body.removeAttribute('style');
});

const plot = () => document.querySelector<HTMLElement>('.plot')!;
const line = () => document.querySelector<HTMLElement>('.line')!;
const cells = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));

function point(name: string, x: number, pointerType = 'mouse'): void {
  const box = plot().getBoundingClientRect();
  const where = { clientX: box.left + x, clientY: box.top + 50 };
  plot().dispatchEvent(new PointerEvent(name, { ...where, pointerId: 1, pointerType, isPrimary: true, button: 0 }));
}
const frame = () => new Promise(requestAnimationFrame);

test('the training stands behind in percent, and is said to be scaled', async () => {
  await show({ calibration });
  expect(text()).toContain('training, scaled to this traffic');
  button(/^Table$/).click();
  await tick();
  const shares = Object.fromEntries(cells().map(([from, , , share]) => [from, share]));
  expect([shares['0.80'], shares['0.41'], shares['0.20'], shares['0.50']]).toEqual(['1 %', '20 %', '79 %', '0 %']);
  expect(await findViolations()).toEqual([]);
});

test('where hosts have lines of their own nobody can say which packets of a bar are marked, so the table does not', async () => {
  await show({});
  const { threshold } = app.session;
  // Above the common line, but for most of them not above that of their host.
  threshold.hosts = [{ host: '10.0.0.1', threshold: 0.9 }];
  threshold.count = 5;
  threshold.counted = 0.505;
  button(/^Table$/).click();
  await tick();
  expect(document.querySelector('table')!.textContent).not.toMatch(/Marked|-\d/);
  expect(text()).toContain('Some hosts have lines of their own');
  threshold.hosts = [];
  await tick();
  expect(document.querySelector('table')!.textContent).toContain('Marked');
});

test('where it is not known how the training scored it says so', async () => {
  await show({ calibration: null });
  expect(text()).toContain('How the training packets scored is not known: nothing stands behind.');
  button(/^Table$/).click();
  await tick();
  expect(text()).not.toContain('Training share');
});

/** A synthetic pointer cannot be captured. */
const uncaptured = () => vi.spyOn(plot(), 'setPointerCapture').mockImplementation(() => undefined);

test('the line follows the pointer, once a frame', async () => {
  await show({ calibration });
  await vi.waitFor(() => expect(line()).not.toBeNull());
  await frame();
  uncaptured();
  const moves = vi.spyOn(app.session.threshold, 'moveTo');
  point('pointerdown', 300);
  for (let x = 300; x <= 400; x += 2) point('pointermove', x);
  await frame();
  await tick();
  expect(moves).toHaveBeenCalledTimes(1);
  const { value } = app.session.threshold;
  const middle = line().getBoundingClientRect().left + 0.75 - plot().getBoundingClientRect().left;
  expect(Math.abs(middle - 400)).toBeLessThan(1.5);
  point('pointerup', 200);
  await frame();
  expect(app.session.threshold.value).toBeLessThan(value);
  const after = app.session.threshold.value;
  point('pointermove', 500);
  await frame();
  expect(app.session.threshold.value).toBe(after);
  expect(document.querySelector<HTMLInputElement>('input[type=range]')!.valueAsNumber).toBeCloseTo(after, 3);
});

test('a finger that goes up or down scrolls, a tap and a finger that goes sideways move the line', async () => {
  await show({});
  await vi.waitFor(() => expect(line()).not.toBeNull());
  expect(getComputedStyle(plot()).touchAction).toBe('pan-y');
  uncaptured();
  const moves = vi.spyOn(app.session.threshold, 'moveTo');
  point('pointerdown', 300, 'touch');
  point('pointermove', 303, 'touch');
  point('pointercancel', 303, 'touch');
  await frame();
  expect(moves).not.toHaveBeenCalled();
  point('pointerdown', 300, 'touch');
  point('pointermove', 340, 'touch');
  await frame();
  expect(moves).toHaveBeenCalledTimes(1);
  point('pointerup', 340, 'touch');
  await frame();
  point('pointerdown', 100, 'touch');
  point('pointerup', 100, 'touch');
  await frame();
  expect(app.session.threshold.value).toBeLessThan(0.2);
});

test('of a selection, the bars are its packets, and so are those marked', async () => {
  await show({ calibration });
  app.session.dashboard!.select({ host: '192.168.4.31' });
  await vi.waitFor(() => expect(text()).toContain('Packets by score in the selection'));
  const chosen = MADE.filter(({ source, destination }) => [source, destination].includes('192.168.4.31'));
  expect(text()).toContain(`the selection, ${chosen.length} packets`);
  button(/^Table$/).click();
  await tick();
  const sum = (column: number) => cells().reduce((all, row) => all + Number(row[column]), 0);
  expect(sum(2)).toBe(chosen.length);
  expect(sum(4)).toBe(chosen.filter(({ score }) => score > 0.612).length);
  app.session.dashboard!.clear();
  await vi.waitFor(() => expect(text()).toContain('this traffic'));
  expect(sum(2)).toBe(3000);
});
