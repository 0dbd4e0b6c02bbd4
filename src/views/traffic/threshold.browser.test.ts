// The threshold: presets, the slider by keyboard, and the count that follows it.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Line } from '../../detect/findings/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

const slider = () => document.querySelector<HTMLInputElement>('input[type=range]')!;

beforeAll(loadViews);

beforeEach(async () => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  await app.models.start();
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
  await vi.waitFor(() => expect(button(/^Only odd/)).toBeDefined());
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
  const buttons = document.querySelectorAll<HTMLButtonElement>('[aria-labelledby=answer] button');
  [...buttons].find(({ textContent }) => textContent === 'Table')!.click();
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
  expect(text()).toContain('300 packets above 0.900 would be odd in any traffic, and do not count towards the 1 %');
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

const field = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)!;
const says = (id: string) => document.querySelector(`#${id}-says`)!.textContent!.replace(/\s+/g, ' ').trim();
const useOf = (id: string) => field(id).closest('form')!.querySelector<HTMLButtonElement>('button[type=submit]')!;

function type(id: string, value: string): void {
  field(id).value = value;
  field(id).dispatchEvent(new Event('input', { bubbles: true }));
}

/** 3,000 training packets, of which 3 score above 0.9 and 300 above 0.7. */
const calibration = {
  scores: Float32Array.of(0.95, 0.9, 0.75, 0.7, 0.1),
  higher: Uint32Array.of(0, 3, 10, 300, 400),
  upTo: Uint32Array.of(3, 10, 300, 400, 3000),
  whole: true,
};

test('a share of the training packets, of this traffic, and a score say what they would mark before they are drawn', async () => {
  engine.analysis = { calibration };
  await app.session.analyze();
  await tick();
  button(/^More ways/).click();
  await vi.waitFor(() => expect(says('line-share')).toBe('Marks 300 packets, scores above 0.900.'));
  expect(text()).toContain('Scores above 0.612');

  type('line-share', '10 %');
  await vi.waitFor(() => expect(says('line-share')).toBe('Marks 900 packets, scores above 0.700.'));
  type('line-share', 'one in ten');
  await vi.waitFor(() => expect(says('line-share')).toContain('Write a share as 0.1 % or 1 in 100,000'));
  expect(useOf('line-share').disabled).toBe(true);
  type('line-share', '1 in 100,000');
  await vi.waitFor(() =>
    expect(says('line-share')).toBe('Less than one of the 3,000 training packets, too few to tell what is rarer.'),
  );

  type('line-share', '1 in 1,000');
  await vi.waitFor(() => expect(useOf('line-share').disabled).toBe(false));
  useOf('line-share').click();
  await vi.waitFor(() => expect(text()).toContain('Scores above 0.900, the line for 0.1 % of the training packets'));
  expect(useOf('line-share').getAttribute('aria-pressed')).toBe('true');

  const of = document.querySelector<HTMLSelectElement>('[aria-label="Share of what"]')!;
  of.value = 'traffic';
  of.dispatchEvent(new Event('change', { bubbles: true }));
  type('line-share', '20%');
  await vi.waitFor(() => expect(says('line-share')).toBe('Marks 600 packets, scores above 0.800.'));

  type('line-score', '0.65');
  await vi.waitFor(() => expect(says('line-score')).toBe('Marks 1,050 packets, scores above 0.650.'));
  useOf('line-score').click();
  await vi.waitFor(() => expect(text()).toContain('1,050 of 3,000 packets stand out'));
});

test('without times there is no budget, and it says so', async () => {
  button(/^More ways/).click();
  await vi.waitFor(() => expect(says('line-budget')).toContain('Findings an hour are not known here'));
});

test('hosts get lines of their own, which count with the common one: in the count, table, file and answer', async () => {
  await vi.waitFor(() => expect(button(/^Only odd/)).toBeDefined());
  button(/^Only odd/).click();
  button(/^More ways/).click();
  await vi.waitFor(() => expect(button(/^Own line above 0.990/)).toBeDefined());
  button(/^Own line above 0.990/).click();
  const hosts = [{ host: '10.0.0.1', threshold: 0.99 }];
  const last = (call: string) => engine.calls.findLast(({ name }) => name === call)!.args;
  const counted = () => engine.calls.filter(({ name }) => name === 'countMarked').map(({ args }) => args[0]);
  await vi.waitFor(() => expect(counted()).toContainEqual({ threshold: 0.612, hosts }));
  await vi.waitFor(() => expect(last('setView')[0]).toMatchObject({ above: 0.612, hosts }));
  // All packets of the fake engine go to that host.
  await vi.waitFor(() => expect(app.session.view.row(0)).toBeDefined());
  app.session.why.ask(app.session.view.row(0)!);
  await vi.waitFor(() => expect(last('explain')).toEqual([[0], 0.99]));
  await app.session.download('csv', 'odd');
  expect(last('export')).toEqual(['csv', 0.612, 'odd', hosts]);
  button(/^Remove the line of 10.0.0.1/).click();
  await vi.waitFor(() => expect(app.session.threshold.hosts).toEqual([]));
});

test('what a way would mark is counted anew when hosts get lines of their own', async () => {
  button(/^More ways/).click();
  await vi.waitFor(() => expect(field('line-score')).not.toBeNull());
  type('line-score', '0.8');
  const counted = () => engine.calls.filter(({ name }) => name === 'countMarked').map(({ args }) => args[0]);
  await vi.waitFor(() => expect(counted()).toContainEqual({ threshold: 0.8, hosts: [] }));
  const hosts = [{ host: '10.0.0.1', threshold: 0.99 }];
  app.session.threshold.setHosts(hosts);
  await vi.waitFor(() => expect(counted()).toContainEqual({ threshold: 0.8, hosts }));
});

test('what was said of a line goes with that line', async () => {
  await app.session.saveModel('Office LAN');
  app.session.threshold.moveTo(0.8);
  button(/^More ways/).click();
  await vi.waitFor(() => expect(button(/^Use this line by default/)?.disabled).toBe(false));
  button(/^Use this line by default/).click();
  await vi.waitFor(() => expect(text()).toContain('Kept: “Office LAN” begins with this line'));
  app.session.threshold.moveTo(0.9);
  await vi.waitFor(() => expect(text()).not.toContain('Kept: '));
});

test('a model that is renamed goes by its new name in the answer, and still keeps a line', async () => {
  await app.session.saveModel('Office LAN');
  await app.session.analyze();
  await app.models.rename(app.models.chosenId!, 'Office');
  await vi.waitFor(() => expect(text()).toContain('Scored with “Office”'));
  expect(text()).not.toContain('Office LAN');
  button(/^More ways/).click();
  await vi.waitFor(() => expect(button(/^Use this line by default/)).toBeDefined());
});

test('a model that is deleted can be saved again from its scores, and not where it is brought back', async () => {
  await app.session.saveModel('Office LAN');
  await vi.waitFor(() => expect(button(/^Save model/)).toBeUndefined());
  const number = await app.models.remove(app.models.chosenId!);
  await vi.waitFor(() => expect(button(/^Save model/)).toBeDefined());
  app.notices.list.find(({ id }) => id === number)!.action!.run();
  await vi.waitFor(() => expect(button(/^Save model/)).toBeUndefined());
  await app.models.remove(app.models.chosenId!);
  expect(await app.session.saveModel('Office LAN')).toBe(true);
  expect(app.models.list.map(({ name }) => name)).toEqual(['Office LAN']);
});

test('a host whose own line would lie below the common one is not offered one', async () => {
  app.session.threshold.moveTo(0.995);
  await vi.waitFor(() => expect(text()).toContain('Scores above 0.995'));
  button(/^More ways/).click();
  await vi.waitFor(() => expect(text()).toContain('No host has so many packets above the line'));
  expect(button(/^Own line above/)).toBeUndefined();
});

test('the score that is offered first is the line as it is drawn, not as it is written in three figures', async () => {
  engine.analysis = { threshold: 0.6118 };
  await app.session.analyze();
  await tick();
  button(/^More ways/).click();
  await vi.waitFor(() => expect(field('line-score').value).toBe('0.612'));
  const asked = () => engine.calls.filter(({ name }) => name === 'countMarked').map(({ args }) => args[0]);
  await vi.waitFor(() => expect(asked()).toContainEqual({ threshold: 0.6118, hosts: [] }));
  expect(asked()).not.toContainEqual({ threshold: 0.612, hosts: [] });
});

test('a line that was kept with a model is drawn whenever that model analyses, until it is taken back', async () => {
  await app.session.saveModel('Office LAN');
  button(/^More ways/).click();
  await vi.waitFor(() => expect(field('line-score')).not.toBeNull());
  type('line-score', '0.8');
  await vi.waitFor(() => expect(useOf('line-score').disabled).toBe(false));
  useOf('line-score').click();
  await vi.waitFor(() => expect(text()).toContain('Scores above 0.800'));
  button(/^Use this line by default/).click();
  await vi.waitFor(() => expect(text()).toContain('Kept: “Office LAN” begins with this line from now on.'));
  app.session.threshold.moveTo(0.9);
  await app.session.analyze();
  await vi.waitFor(() => expect(text()).toContain('600 of 3,000 packets stand out'));
  await vi.waitFor(() => expect(button(/^Back to the model’s own/)).toBeDefined());
  button(/^Back to the model’s own/).click();
  await vi.waitFor(() => expect(app.models.chosen!.line).toBeUndefined());
  await app.session.analyze();
  await vi.waitFor(() => expect(text()).toContain('1,164 of 3,000 packets stand out'));
});
