// What the whole window takes in: pasted text, long or short, and dropped files; the ways between pages; and progress.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import App from '../App.svelte';
import { AppState } from '../state/app.svelte.ts';
import type { Source } from '../engine/types.ts';
import { modelsCode } from './late-code.ts';
import { FakeEngine, FakeStore } from './testing/fake-engine.ts';
import { loadViews } from './testing/load-views.ts';
import './theme.css';

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

beforeAll(async () => {
  await Promise.all([loadViews(), modelsCode.load()]);
});

beforeEach(async () => {
  location.hash = '#/traffic';
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const answer = async () => ({}) as never;
  component = mount(App, {
    target: document.body,
    props: { app, scripting: { status: answer, train: answer, analyze: answer, explain: answer } },
  });
  await tick();
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

function paste(text: string, target: Element = document.body): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

const words = () => document.body.textContent!.replace(/\s+/g, ' ');
const loads = () => engine.calls.filter((call) => call.name === 'load').map((call) => (call.args[0] as Source[])[0]);

test('text that is pasted outside of boxes stands in the paste box', async () => {
  paste('{"items":[]}');
  await vi.waitFor(() => expect(document.querySelector<HTMLTextAreaElement>('#paste-box')?.value).toBe('{"items":[]}'));
  expect(loads()).toEqual([]);
});

test('text that is pasted into a box is left to the box', async () => {
  app.session.paste.show('');
  await tick();
  paste('{"items":[]}', document.querySelector('#paste-box')!);
  await tick();
  expect(app.session.paste.text).toBe('');
});

test('a long text is read at once and never put into a box', async () => {
  const text = `{"items":[${'{"size":1,"proto":6},'.repeat(60_000)}{"size":1,"proto":6}]}`;
  paste(text);
  await vi.waitFor(() => expect(loads()).toHaveLength(1));
  expect(loads()[0].data.size).toBe(text.length);
  expect(document.querySelector('#paste-box')).toBeNull();
  expect(app.notices.list[0].text).toContain('read at once');
});

test('dropped files are opened, all of them as one traffic', async () => {
  const dataTransfer = new DataTransfer();
  for (const name of ['a.json', 'b.ndjson.gz']) dataTransfer.items.add(new File(['[]'], name));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(app.session.loaded?.name).toBe('a.json and 1 more file'));
});

test('another page is shown with its heading in focus, and its name in the title', async () => {
  document.querySelector<HTMLElement>('a[href="#/models"]')!.click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Models'));
  expect(document.title).toBe('Models · Net Anomaly');
});

test('progress has numbers, and cancel takes effect at once with the traffic before it in place', async () => {
  await app.session.openText('{}', 'first.json');
  let release = () => undefined as void;
  engine.onLoad = (_sources, { onProgress }) => {
    onProgress!({ phase: 'reading', done: 40e6, total: 80e6, unit: 'bytes', packets: 400_000, seconds: 2 });
    return new Promise((resolve) => (release = () => resolve({})));
  };
  const opening = app.session.openText('{}', 'second.json');
  await vi.waitFor(() => expect(words()).toContain('reading: 40 MB of 80 MB · 400,000 packets · 20 MB/s · 2 s left'));
  // On every page.
  app.router.go('guide');
  await tick();
  expect(document.querySelector('progress')!.value).toBe(40e6);
  document.querySelector<HTMLElement>('[aria-label="Work under way"] button')!.click();
  await opening;
  await tick();
  expect(words()).not.toContain('reading: 40 MB');
  expect(app.session.loaded?.name).toBe('first.json');
  expect(app.session.failure).toBeNull();
  release();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(app.session.loaded?.name).toBe('first.json');
});
