// The threshold: presets, the slider by keyboard, and the count that follows it.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Line } from '../../detect/findings/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

const slider = () => document.querySelector<HTMLInputElement>('input[type=range]')!;

beforeEach(async () => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, {
    target: document.body,
    props: { session, models, onfiles: nothing, ontext: nothing },
  });
  await session.openText('{"items":[]}');
  await session.analyze();
  await tick();
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

test('begins at the model’s own threshold, and says what it means and what was trained', () => {
  expect(text()).toContain('1,164 of 3,000 packets stand out');
  expect(text()).toContain('Scores above 0.612, the line for the oddest 1 % of the training packets');
  expect(text()).toContain('Trained on this traffic first, because no model was chosen');
  expect(button(/Model’s own/).getAttribute('aria-pressed')).toBe('true');
});

test('"auto" is 0.5, and the way back is the model’s own', async () => {
  button(/^auto/).click();
  await vi.waitFor(() => expect(text()).toContain('1,500 of 3,000 packets stand out'));
  expect(text()).toContain('Scores above 0.500, the neutral score');
  button(/Model’s own/).click();
  await vi.waitFor(() => expect(text()).toContain('Scores above 0.612'));
});

test('the slider moves the line, and only the newest wish is counted after the one under way', async () => {
  engine.calls.length = 0;
  for (const value of ['0.7', '0.75', '0.8', '0.9']) {
    slider().value = value;
    slider().dispatchEvent(new Event('input', { bubbles: true }));
  }
  await vi.waitFor(() => expect(text()).toContain('300 of 3,000 packets stand out'));
  expect(text()).toContain('Scores above 0.900, a line drawn by hand');
  expect(slider().getAttribute('aria-valuetext')).toBe('0.900, 300 packets above');
  expect(
    engine.calls.filter((call) => call.name === 'countMarked').map((call) => (call.args[0] as Line).threshold),
  ).toEqual([0.7, 0.9]);
});

test('with "only odd" the table follows the line', async () => {
  button(/^Only odd/).click();
  await vi.waitFor(() => expect(engine.calls.at(-1)?.name).not.toBe('countMarked'));
  slider().value = '0.8';
  slider().dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => {
    const view = engine.calls.findLast((call) => call.name === 'setView')!.args[0];
    expect(view).toMatchObject({ above: 0.8, sort: 'score', descending: true });
  });
});

test('the histogram is there as a table too', async () => {
  button(/^Table$/).click();
  await tick();
  const rows = document.querySelectorAll('[aria-label="Packets by score, as a table"] tbody tr');
  expect(rows).toHaveLength(100);
  const marked = [...rows].map((row) => Number(row.lastElementChild!.textContent));
  // 30 packets in each bar; 1,164 above 0.612, which cuts the bar from 0.61 to 0.62.
  expect(marked.slice(60, 63)).toEqual([0, 24, 30]);
  expect(marked.reduce((sum, count) => sum + count)).toBe(1164);
});

test('packets that share the score at the line are told of, and can be marked too', async () => {
  // As many packets have the highest score as are asked for, and more.
  engine.analysis = { threshold: 0.999, max: 0.999, anomalies: 0 };
  await app.session.analyze();
  await tick();
  expect(text()).toContain('0 of 3,000 packets stand out');
  expect(text()).toContain('So many packets share the score at the line that fewer than 1 % are above it.');
  button(/^Mark those too/).click();
  await vi.waitFor(() => expect(text()).toContain('Scores above 0.998, a line drawn by hand'));
  expect(text()).not.toContain('share the score at the line');
  expect(document.activeElement?.id).toBe('answer');
});

test('a threshold that was adjusted to the traffic is told with what training’s would have marked', async () => {
  engine.analysis = { adjustment: { trained: 0.5, aboveTrained: 1500, ceiling: 0.9, beyond: 300 } };
  await app.session.analyze();
  await tick();
  expect(text()).toContain('Scores above 0.612, the line for the oddest 1 % of this traffic');
  expect(text()).toContain('training’s line, 0.500, would have marked 50 % here');
  expect(text()).toContain('300 packets above 0.900 would be odd in any traffic, and are beside the 1 %');
  button(/^Training’s/).click();
  await vi.waitFor(() => expect(text()).toContain('1,500 of 3,000 packets stand out'));
  expect(text()).toContain('Scores above 0.500, the line for the oddest 1 % of the training packets');
  button(/^This traffic’s/).click();
  await vi.waitFor(() => expect(text()).toContain('1,164 of 3,000 packets stand out'));
});

test('where all scores are equal it says so', async () => {
  engine.analysis = { threshold: 0.5, min: 0.5, max: 0.5, anomalies: 0 };
  await app.session.analyze();
  await tick();
  expect(text()).toContain('All packets have the same score');
});

test('the trained model can be saved under a name', async () => {
  button(/^Save model/).click();
  await vi.waitFor(() => expect(document.activeElement?.id).toBe('save-name'));
  const name = document.activeElement as HTMLInputElement;
  name.value = 'Office LAN';
  name.dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
  button(/^Save$/).click();
  await vi.waitFor(() => expect(app.models.chosen?.name).toBe('Office LAN'));
  await vi.waitFor(() => expect(button(/^Save model/)).toBeUndefined());
});
