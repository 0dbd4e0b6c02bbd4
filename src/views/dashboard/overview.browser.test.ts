// The overview and the bar of the selection: what is drawn, said, dragged and counted, with an engine that makes traffic up.
import { mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import type { SurveyQuery } from '../../survey/types.ts';
import { chartCode } from '../late-code.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { MADE } from '../testing/fake-survey.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import OverviewPanel from './OverviewPanel.svelte';
import SelectionBar from './SelectionBar.svelte';

let engine: FakeEngine;
let app: AppState;
let dashboard: Dashboard;
let mounted: ReturnType<typeof mount>[] = [];

/** 2024-09-05 09:52:10 UTC, when the made-up packets begin: a minute of ten packets a second. */
const START = MADE[0].ts;

const slider = (name: string) => document.querySelector<HTMLElement>(`[role=slider][aria-label="${name}"]`)!;
const plot = () => document.querySelector<HTMLElement>('[role=group][aria-label="Selected time"]')!;
const queries = () => engine.calls.filter(({ name }) => name === 'survey').map(({ args }) => args[0] as SurveyQuery);
const press = (target: Element, key: string, more: KeyboardEventInit = {}) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Of a pointer at a share of the plot's width. */
function point(type: string, share: number, more: PointerEventInit = {}, target: Element = plot()): void {
  const { left, top, width } = plot().getBoundingClientRect();
  const at = { clientX: left + share * width, clientY: top + 40, bubbles: true, cancelable: true };
  target.dispatchEvent(new PointerEvent(type, { ...at, isPrimary: true, pointerId: 1, pointerType: 'mouse', ...more }));
}

async function drag(from: number, to: number, target: Element = plot()): Promise<void> {
  point('pointerdown', from, {}, target);
  for (const share of [0.25, 0.5, 0.75, 1]) point('pointermove', from + (to - from) * share);
  await frame();
}

async function show(
  analyzed: boolean,
  span: { first: number; last: number } | null = { first: START, last: START + 59.9 },
) {
  engine.onLoad = async () => ({ packets: 600, span });
  if (analyzed) engine.analysis = { packets: 600 };
  await app.session.openText('{"items":[]}');
  if (analyzed) await app.session.analyze();
  dashboard = new Dashboard(app.session, engine);
  app.session.dashboard = dashboard;
  for (const view of [SelectionBar, OverviewPanel] as Component<{ dashboard: Dashboard }>[]) {
    mounted.push(mount(view, { target: document.body, props: { dashboard } }));
  }
  await tick();
  if (span) await vi.waitFor(() => expect(plot()).not.toBeNull());
  await settle();
}

const emulate = (value: string) =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });

/** Until the answer shown is that to the newest wish. */
const settle = () =>
  vi.waitFor(() => {
    expect(dashboard.shown?.query).toBe(dashboard.query);
    expect(dashboard.busy).toBe(false);
  });

beforeEach(async () => {
  await chartCode.load();
  await page.viewport(1280, 800);
  engine = new FakeEngine(600);
  app = new AppState(engine, new FakeStore());
});

afterEach(async () => {
  dashboard.stop();
  for (const view of mounted) await unmount(view);
  mounted = [];
  document.body.replaceChildren();
});

test('packets are drawn over time before an analysis, and the odd ones on top after it', async () => {
  await show(false);
  expect(text()).toContain('Packets per 500 ms');
  expect(text()).not.toContain('odd');
  expect(await findViolations()).toEqual([]);
  await app.session.analyze();
  await vi.waitFor(() => expect(text()).toContain('odd, at least 4 px high'));
  expect(text()).toContain('2024-09-05 UTC');
  expect(text()).toContain('All of the time: 09:53:20.0 to 09:54:20.0 (1 min)');
  expect(text()).toContain('600 packets, 17 odd, 452 kB, 3 hosts');
  expect(await findViolations()).toEqual([]);
});

test('a drag over the plot selects whole buckets, tells their length and counts while it lasts, asks once a frame and draws no chart', async () => {
  await show(true);
  const asked = queries().length;
  // Wiping the canvas is how a drawing begins.
  const wipes = vi.spyOn(CanvasRenderingContext2D.prototype, 'clearRect');
  point('pointerdown', 0.501);
  for (let share = 0.502; share < 0.58; share += 0.001) point('pointermove', share);
  await tick();
  expect(text()).toContain('09:53:50.0 to 09:53:55.0 (5 s)');
  expect(text()).toContain('50 packets, 17 odd');
  await frame();
  point('pointerup', 0.58);
  await settle();
  expect(dashboard.selection.span).toEqual({ from: START + 30, to: START + 35 });
  expect(text()).toContain('50 of 600 packets, 17 odd, 3');
  expect(queries().length - asked).toBeLessThanOrEqual(3);
  expect(wipes).not.toHaveBeenCalled();
  wipes.mockRestore();
  expect(await findViolations()).toEqual([]);
  await vi.waitFor(() =>
    expect(document.querySelector('[role=status]')!.textContent).toContain(
      'Selected: Time 09:53:50 to 09:53:55 (5 s). 50 of 600',
    ),
  );
});

test('ends and middle of the span are dragged, a click takes a bucket, shift extends, and Escape gives a drag up', async () => {
  await show(true);
  await drag(0.25, 0.49);
  point('pointerup', 0.49);
  expect(dashboard.selection.span).toEqual({ from: START + 15, to: START + 29.5 });
  await drag(0.4917, 0.75, slider('To'));
  point('pointerup', 0.75);
  expect(dashboard.selection.span).toEqual({ from: START + 15, to: START + 45 });
  await drag(0.5, 0.6, slider('All of it, moved'));
  point('pointerup', 0.6);
  expect(dashboard.selection.span).toEqual({ from: START + 21, to: START + 51 });
  await drag(0.1, 0.9);
  press(document.body, 'Escape');
  expect(dashboard.selection.span).toEqual({ from: START + 21, to: START + 51 });
  point('pointerup', 0.9);
  expect(dashboard.selection.span).toEqual({ from: START + 21, to: START + 51 });
  point('pointerdown', 0.501);
  point('pointerup', 0.501);
  expect(dashboard.selection.span).toEqual({ from: START + 30, to: START + 30.5 });
  point('pointerdown', 0.576, { shiftKey: true });
  expect(dashboard.selection.span).toEqual({ from: START + 30, to: START + 35 });
  press(document.body, 'Escape');
  expect(dashboard.selection.span).toBeNull();
});

test('a drag with a finger that turns into scrolling leaves the selection as it was', async () => {
  await show(true);
  await drag(0.2, 0.6);
  point('pointercancel', 0.6);
  expect(dashboard.selection.span).toBeNull();
});

test('a double click zooms to the bucket, or to the selection that it is in, and there are ways back', async () => {
  await show(true);
  await drag(0.5, 0.58);
  point('pointerup', 0.58);
  for (const _ of [1, 2]) {
    point('pointerdown', 0.54);
    point('pointerup', 0.54);
  }
  plot().dispatchEvent(
    new MouseEvent('dblclick', {
      bubbles: true,
      clientX: plot().getBoundingClientRect().left + 0.54 * plot().clientWidth,
    }),
  );
  expect(dashboard.selection.span).toEqual({ from: START + 30, to: START + 35 });
  expect(dashboard.zoom).toEqual({ from: START + 30, to: START + 35 });
  await vi.waitFor(() => expect(text()).toContain('Packets per 50 ms'));
  await settle();
  button(/^Zoom out$/).click();
  expect(dashboard.zoom!.to - dashboard.zoom!.from).toBeCloseTo(10, 5);
  await settle();
  button(/^All$/).click();
  expect(dashboard.zoom).toBeNull();
  button(/^Reset$/).click();
  expect(dashboard.selects).toBe(false);
});

test('by keyboard both ends are moved, by one, by ten and to the ends of the axis, and then all of it', async () => {
  await show(true);
  expect(slider('From').getAttribute('aria-valuetext')).toBe('09:53:20.0');
  press(slider('From'), 'PageUp');
  press(slider('From'), 'ArrowRight');
  expect(dashboard.selection.span).toEqual({ from: START + 5.5, to: START + 60 });
  press(slider('To'), 'Home');
  await tick();
  expect(slider('To').getAttribute('aria-valuetext')).toBe('09:53:26.0');
  press(slider('To'), 'PageUp');
  await tick();
  press(slider('All of it, moved'), 'ArrowLeft');
  expect(dashboard.selection.span).toEqual({ from: START + 5, to: START + 10.5 });
  press(slider('From'), 'Enter');
  expect(dashboard.zoom).toEqual(dashboard.selection.span);
  await settle();
  press(slider('From'), '-');
  await settle();
  expect(dashboard.zoom!.from).toBeLessThan(START + 5);
  button(/^All$/).click();
  await settle();
  press(slider('From'), 'Home');
  await tick();
  press(slider('To'), 'End');
  // All of the time is no selection.
  expect(dashboard.selection.span).toBeNull();
});

test('the table has the very numbers of the chart, and only buckets with packets', async () => {
  await show(true);
  const before = document.querySelector('section[aria-labelledby="overview-title"]')!.getBoundingClientRect().height;
  button(/^Table$/).click();
  await tick();
  const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  const { overview } = dashboard.survey!;
  expect(rows).toHaveLength(120);
  expect(rows.map((cells) => Number(cells[1]))).toEqual([...overview!.packets]);
  expect(rows.reduce((sum, cells) => sum + Number(cells[3]), 0)).toBe(17);
  // The bucket of the first odd packet, counted from the made-up packets themselves.
  const first = MADE.filter(({ ts }) => ts >= START + 30 && ts < START + 30.5);
  expect(rows[60].slice(0, 2)).toEqual(['09:53:50.0', String(first.length)]);
  expect(rows[60][5]).toBe(Math.max(...first.map(({ score }) => score)).toFixed(3));
  expect(await findViolations()).toEqual([]);
  expect(document.querySelector('section[aria-labelledby="overview-title"]')!.getBoundingClientRect().height).toBe(
    before,
  );
});

test('the bar names each part of the selection, and takes it out; nothing below it moves', async () => {
  await show(true);
  const top = document.querySelector('#overview-title')!.getBoundingClientRect().top;
  dashboard.select({ host: '10.0.0.2', protocol: 6, span: { from: START + 30, to: START + 35 } });
  await settle();
  await tick();
  expect(text()).toContain('Time 09:53:50 to 09:53:55 (5 s)');
  expect(text()).toContain('Host 10.0.0.2');
  expect(text()).toContain('Protocol TCP');
  expect(document.querySelector('#overview-title')!.getBoundingClientRect().top).toBe(top);
  document.querySelector<HTMLElement>('[aria-label="Remove Host 10.0.0.2"]')!.click();
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Remove Time/));
  expect(dashboard.selection).toMatchObject({ host: null, protocol: 6 });
  button(/^Reset$/).click();
  expect(dashboard.selects).toBe(false);
});

test('Escape in a field, or one that something else took, leaves the selection', async () => {
  await show(true);
  dashboard.select({ host: '10.0.0.2' });
  const field = document.body.appendChild(document.createElement('input'));
  press(field, 'Escape');
  const taken = document.body.appendChild(document.createElement('div'));
  taken.addEventListener('keydown', (event) => event.stopPropagation());
  press(taken, 'Escape');
  expect(dashboard.selection.host).toBe('10.0.0.2');
});

test('a finding is marked above the plot where it is', async () => {
  await show(true);
  await unmount(mounted.pop()!);
  const mark = { first: START + 30, last: START + 35 };
  mounted.push(mount(OverviewPanel, { target: document.body, props: { dashboard, mark } }));
  await tick();
  const box = document.querySelector('.mark')!.getBoundingClientRect();
  const whole = plot().getBoundingClientRect();
  expect((box.left - whole.left) / whole.width).toBeCloseTo(0.5, 2);
  expect(box.width / whole.width).toBeCloseTo(5 / 60, 2);
});

test('traffic without times gets a sentence, and nothing to drag', async () => {
  await show(true, null);
  expect(text()).toContain('No packet of this traffic has a time');
  expect(plot()).toBeNull();
  expect(await findViolations()).toEqual([]);
});

test.each(['light', 'dark'])('on a narrow screen nothing is wider than it, in %s', async (scheme) => {
  await page.viewport(360, 800);
  await emulate(scheme);
  await show(true);
  await drag(0.5, 0.58);
  point('pointerup', 0.58);
  await settle();
  await vi.waitFor(() => expect(dashboard.overviewBuckets).toBeLessThan(100));
  await settle();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
  await emulate('');
});
