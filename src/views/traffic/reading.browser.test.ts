// Reading: problems that lead to their place, and nothing lost.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { BatchError, type Problem } from '../../base/errors.ts';
import { AppState } from '../../state/app.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { MADE } from '../testing/fake-survey.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

const box = () => document.querySelector<HTMLTextAreaElement>('#paste-box')!;

const problem: Problem = {
  source: 'pasted text',
  line: 2,
  column: 10,
  offset: 20,
  item: 0,
  field: 'size',
  message: 'expected an integer of at least 0, found "abc"',
};

beforeAll(loadViews);

beforeEach(async () => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, {
    target: document.body,
    props: { session, models, onfiles: nothing, ontext: nothing },
  });
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

async function paste(words: string): Promise<void> {
  button(/^Paste$/).click();
  await tick();
  box().value = words;
  box().dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
  button(/^Read the text/).click();
}

test('a click on a problem puts the caret on its place in the pasted text', async () => {
  engine.onLoad = () => Promise.reject(new BatchError('No usable packet was found.', [problem]));
  const words = '{"items":[\n {"size":"abc"}\n]}';
  await paste(words);
  await vi.waitFor(() => expect(text()).toContain('No usable packet was found.'));
  expect(box().value).toBe(words);
  button(/^line 2, column 10, items\[0\]\.size/).click();
  await vi.waitFor(() => expect(box().value.slice(box().selectionStart)).toBe('"abc"}\n]}'));
  expect(document.activeElement === box()).toBe(true);
});

test('reading that stopped at a mistake asks whether to keep what came before it', async () => {
  engine.onLoad = async (sources) => ({
    packets: 17,
    sources: [
      {
        name: sources[0].name,
        bytes: 9,
        decompressedBytes: 9,
        format: 'batch',
        gzip: false,
        capped: false,
        remark: null,
        capture: null,
        packets: 17,
        rejected: 0,
        stopped: problem,
      },
    ],
  });
  await paste('{"items":[');
  await vi.waitFor(() => expect(text()).toContain('Not read to the end: pasted text'));
  expect(app.session.loaded).toBeNull();
  button(/^Keep the 17 packets before it/).click();
  await tick();
  expect(app.session.loaded?.report.packets).toBe(17);
  expect(box()).not.toBeNull();
});

test('skipped items are counted and listed with the total', async () => {
  engine.onLoad = async () => ({
    rejected: 250,
    problems: Array.from({ length: 100 }, (_, item) => ({ ...problem, item })),
    problemCount: 260,
    unknownFields: [{ name: 'ttl', count: 3000 }],
    unknownFieldCount: 3000,
  });
  await paste('{"items":[]}');
  await vi.waitFor(() => expect(text()).toContain('250 items skipped'));
  expect(text()).toContain('These are the first 100 of 260 problems.');
  expect(text()).toContain('ttl: 3,000');
});

test('after a restart of the engine the traffic is read and scored again', async () => {
  await app.session.openText('{}', 'first.json');
  await app.session.analyze();
  engine.calls.length = 0;
  engine.restart('It did not answer.');
  await vi.waitFor(() =>
    expect(engine.calls.map((call) => call.name)).toEqual(expect.arrayContaining(['load', 'analyze', 'setView'])),
  );
  expect(app.notices.list.at(-1)!.text).toBe(
    'The engine stopped and was started again; reading the traffic again from first.json. It did not answer.',
  );
  await vi.waitFor(() => expect(app.session.analysis).not.toBeNull());
  expect(app.session.loaded!.report.traffic).toBe(2);
});

test('the views are of the traffic that was opened after another was closed', async () => {
  const views = () => app.session.dashboard?.shown?.traffic;
  await app.session.openText('{}', 'first.json');
  await vi.waitFor(() => expect(views()).toBe(1));
  button(/^Close traffic$/).click();
  await vi.waitFor(() => expect(app.session.dashboard!.shown).toBeNull());
  await app.session.openText('{}', 'second.json');
  await vi.waitFor(() => expect(views()).toBe(2));
});

test('the form for training is of one traffic, and gone with it', async () => {
  const name = () => document.querySelector<HTMLInputElement>('#model-name');
  await app.session.openText('{}', 'first.json');
  await vi.waitFor(() => expect(button(/^Train a model…$/)).toBeTruthy());
  button(/^Train a model…$/).click();
  await vi.waitFor(() => expect(name()?.value).toBe('first'));
  await app.session.openText('{}', 'second.json');
  await vi.waitFor(() => expect(name()).toBeNull());
  button(/^Train a model…$/).click();
  await vi.waitFor(() => expect(name()?.value).toBe('second'));
});

test('a time that is drawn while other traffic comes is drawn no more, and is not selected of that', async () => {
  engine.onLoad = async () => ({ packets: 600, span: { first: MADE[0].ts, last: MADE.at(-1)!.ts } });
  const plot = () => document.querySelector('[role=group][aria-label="Selected time"]');
  const point = (type: string, clientX: number) =>
    plot()!.dispatchEvent(
      new PointerEvent(type, { clientX, clientY: 9, bubbles: true, isPrimary: true, pointerId: 1 }),
    );
  await app.session.openText('{}', 'first.json');
  await vi.waitFor(() => expect(plot()).not.toBeNull());
  const first = plot();
  const { left, width } = first!.getBoundingClientRect();
  point('pointerdown', left + width / 4);
  point('pointermove', left + width / 2);
  await vi.waitFor(() => expect(app.session.dashboard!.selection.span).not.toBeNull());
  await app.session.openText('{}', 'second.json');
  await vi.waitFor(() => expect(plot()).not.toBe(first));
  await vi.waitFor(() => expect(text()).toContain('All of the time: 09:53:20 to 09:54:20 (1 min)'));
  point('pointerup', left + width / 2);
  expect(app.session.dashboard!.selects).toBe(false);
});

test('what is said of a selection is of the traffic that is open', async () => {
  const said = () => document.querySelector('[aria-label=Selection] [role=status]')!.textContent;
  await app.session.openText('{}', 'first.json');
  await vi.waitFor(() => expect(app.session.dashboard?.shown?.traffic).toBe(1));
  app.session.dashboard!.select({ protocol: 6 });
  await vi.waitFor(() => expect(said()).toContain('Selected: Protocol TCP.'), { timeout: 4000 });
  app.session.dashboard!.clear();
  await vi.waitFor(() => expect(said()).toContain('Nothing selected. 600 packets'), { timeout: 4000 });
  await app.session.analyze();
  await vi.waitFor(() => expect(said()).toBe(''), { timeout: 4000 });
});

test('files of the same name, and unknown fields that are told by the same beginning, stand beside one another', async () => {
  const source = {
    bytes: 9,
    decompressedBytes: 9,
    format: 'batch',
    gzip: false,
    capped: false,
    remark: null,
    capture: null,
    packets: 17,
    rejected: 0,
  } as const;
  const long = `${'x'.repeat(64)}…`;
  engine.onLoad = async () => ({
    packets: 34,
    sources: [problem, { ...problem, line: 3 }].map((stopped) => ({ ...source, name: 'a.json', stopped })),
    unknownFields: [
      { name: long, count: 2 },
      { name: long, count: 1 },
    ],
    unknownFieldCount: 3,
  });
  await app.session.openText('{}', 'a.json');
  await vi.waitFor(() => expect(text()).toContain('Not read to the end: a.json'));
  expect(text()).toMatch(/line 2, column 10.*line 3, column 10/);
  button(/^Keep the 34 packets/).click();
  await vi.waitFor(() => expect(text()).toContain(`${long}: 2`));
  expect(text()).toContain(`${long}: 1`);
});
