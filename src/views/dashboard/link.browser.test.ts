// Links of the Traffic page: the address follows what is shown, a link waits for its capture, and knows another one.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { AppState } from '../../state/app.svelte.ts';
import { Findings } from '../../state/findings.svelte.ts';
import { Inbox } from '../../state/inbox.svelte.ts';
import { startLink } from '../../state/traffic-link.svelte.ts';
import { readTrafficQuery } from '../../state/traffic-query.ts';
import { fakeFinding } from '../testing/fake-alerts.ts';
import { FakeStore, fakeInfo } from '../testing/fake-engine.ts';
import { GroupingAlerts, TeachingEngine } from '../testing/fake-findings.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import TrafficPage from '../traffic/TrafficPage.svelte';
import '../theme.css';

/** SHA-256 of `{"items":[]}`, by sha256sum. */
const DIGEST = 'eef46741adfc3a9f76294d3b78f37a45f113092ac9d44ee77c7a038a88ff09a1';
const OTHER = '0'.repeat(64);
const SPAN = { from: 1725530010.25, to: 1725530020.5 };

let app: AppState;
let engine: TeachingEngine;
let store: FakeStore;
let component: ReturnType<typeof mount> | undefined;

/** A visit of the page at an address. */
async function visit(fragment: string): Promise<void> {
  history.replaceState(null, '', fragment);
  engine = new TeachingEngine(3000);
  app = new AppState(engine, store);
  await app.models.start();
  app.inbox = new Inbox(new GroupingAlerts(), app.notices, async () => undefined);
  app.findings = new Findings(app, engine, app.inbox);
  startLink(app);
  const nothing = () => undefined;
  const { session, models, findings, link } = app;
  const props = { session, models, findings, link, onfiles: nothing, ontext: nothing };
  component = mount(TrafficPage, { target: document.body, props });
  await tick();
}

async function leave(): Promise<void> {
  if (component) await unmount(component);
  component = undefined;
  app.link?.stop();
  app.findings?.stop();
  app.session.dashboard?.stop();
  document.body.replaceChildren();
}

async function open(content = '{"items":[]}'): Promise<void> {
  await app.session.openText(content);
  await wait(() => expect(app.session.dashboard).not.toBeNull());
}

/** Other work may share the machine. */
const wait = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });
const calls = (name: string) => engine.calls.filter((call) => call.name === name).map(({ args }) => args);
const asked = () => readTrafficQuery(location.hash);
const digest = () => wait(() => expect(app.link!.sha256).not.toBeNull());
const shown = () => wait(() => expect(app.link!.wanted).toBeNull());
/** Longer than the address waits. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 400));

beforeAll(loadViews);

beforeEach(() => {
  localStorage.clear();
  store = new FakeStore();
});

afterEach(async () => {
  await leave();
  history.replaceState(null, '', '#/traffic');
});

test('the address follows what is shown: the digest of what is open, the model, the line, the selection and the rest', async () => {
  await visit('#/traffic');
  await open();
  await wait(() => expect(location.hash).toBe(`#/traffic?sha256=${DIGEST}`));
  await app.session.analyze();
  const { session } = app;
  session.threshold.moveTo(0.7);
  session.dashboard!.select({ span: SPAN, host: '10.0.0.1' });
  await session.view.change({ filter: 'tcp', onlyOdd: true });
  await wait(() => expect(app.findings!.result?.line.threshold).toBe(0.7));
  app.findings!.select(fakeFinding(2).id);
  await wait(() => {
    expect(asked()).toMatchObject({
      sha256: [DIGEST],
      model: 'first',
      line: { choice: 'hand', value: 0.7 },
      selection: { span: SPAN, host: '10.0.0.1', source: null },
      filter: 'tcp',
      onlyOdd: true,
      finding: fakeFinding(2).id,
    });
  });
  session.close();
  await wait(() => expect(location.hash).toBe('#/traffic'));
});

test('Back undoes a selection, and nothing else', async () => {
  await visit('#/traffic');
  await open();
  await wait(() => expect(asked().sha256).toEqual([DIGEST]));
  const { dashboard, view } = app.session;
  dashboard!.select({ host: '10.0.0.1' });
  await wait(() => expect(asked().selection.host).toBe('10.0.0.1'));
  await view.change({ filter: 'udp' });
  dashboard!.select({ host: '10.0.0.2' });
  await wait(() => expect(asked().selection.host).toBe('10.0.0.2'));
  history.back();
  await wait(() => expect(dashboard!.selection.host).toBe('10.0.0.1'));
  await wait(() => expect(asked()).toMatchObject({ selection: { host: '10.0.0.1' }, filter: 'udp' }));
  history.back();
  await wait(() => expect(dashboard!.selection.host).toBeNull());
  history.forward();
  await wait(() => expect(dashboard!.selection.host).toBe('10.0.0.1'));
});

test('a link waits for its capture, then trains as it was trained, draws, selects, filters and chooses', async () => {
  const finding = fakeFinding(1).id;
  await visit(
    `#/traffic?sha256=${DIGEST}&model=first&line=0.7&own=0.9@10.0.0.9&from=${SPAN.from}&to=${SPAN.to}&host=10.0.0.1&filter=tcp&odd&sort=-size&rows=service&finding=${finding}&packet=1234`,
  );
  await wait(() => expect(text()).toContain('Open that file to see the same'));
  expect(text()).toContain(`SHA-256 ${DIGEST.slice(0, 4)}…${DIGEST.slice(-4)}`);
  expect(text()).toContain('2024-09-05 09:53:30.25 to 09:53:40.50 UTC, host 10.0.0.1');
  await open();
  await shown();
  const { session, findings } = app;
  expect(calls('train').map(([request]) => request)).toEqual([expect.objectContaining({ parameters: {} })]);
  expect(session.threshold).toMatchObject({
    value: 0.7,
    choice: 'hand',
    hosts: [{ host: '10.0.0.9', threshold: 0.9 }],
  });
  expect(session.dashboard).toMatchObject({ selection: { span: SPAN, host: '10.0.0.1' }, rowKind: 'service' });
  expect(session.view.applied).toMatchObject({ filter: 'tcp', onlyOdd: true, sort: 'size', descending: true });
  expect(findings!.selected?.title).toBe(fakeFinding(1).title);
  // By its place in the traffic, wherever it stands in the table.
  expect(session.why.packet?.row).toBe(1234);
  expect(text()).not.toContain('Opened from a link');
});

test('another capture than the link’s is said to be one, and nothing of the link is applied unless that is asked for', async () => {
  const link = `#/traffic?sha256=${OTHER}&model=first&host=10.0.0.1&filter=tcp&finding=${fakeFinding(0).id}`;
  await visit(link);
  await open();
  await wait(() => expect(text()).toContain('This is another capture than the link’s.'));
  expect(calls('train')).toEqual([]);
  expect(app.session.dashboard!.selects).toBe(false);
  await rest();
  expect(location.hash).toBe(link);
  button(/^Use the link’s selection anyway: host 10\.0\.0\.1/).click();
  await wait(() => expect(app.session.view.applied.filter).toBe('tcp'));
  expect(app.session.dashboard!.selection.host).toBe('10.0.0.1');
  expect(calls('train')).toEqual([]);
  await wait(() => expect(asked()).toMatchObject({ sha256: [DIGEST], model: null, filter: 'tcp' }));
});

test('a link that is forgotten leaves no trace', async () => {
  await visit(`#/traffic?sha256=${OTHER}&host=10.0.0.1`);
  await wait(() => expect(text()).toContain('Opened from a link'));
  button(/^Forget the link/).click();
  await wait(() => expect(location.hash).toBe('#/traffic'));
  expect(text()).not.toContain('Opened from a link');
});

test('a link names a stored model, also one that came from another browser under another id', async () => {
  const stored = await store.add(new Uint8Array([7]), fakeInfo('Office'));
  await visit(`#/traffic?sha256=${DIGEST}&model=feedbeef&trained=${stored.created}`);
  await open();
  await shown();
  expect(calls('analyze')).toHaveLength(1);
  expect(app.session.judge?.info.name).toBe('Office');
  await wait(() => expect(asked().model).toEqual({ id: stored.id, created: stored.created }));
});

test('where the link’s model is not in this browser that is said, and the page offers to train instead', async () => {
  await visit(`#/traffic?sha256=${DIGEST}&model=feedbeef&trained=2020-01-01T00:00:00.000Z&host=10.0.0.1`);
  await open();
  await wait(() => expect(text()).toContain('the link’s model is not in this browser'));
  expect(calls('train')).toEqual([]);
  expect(app.session.dashboard!.selection.host).toBe('10.0.0.1');
  button(/^Train on this traffic/).click();
  await shown();
  expect(app.session.judge?.trained).toBe('first');
});

test('an analysis that is cancelled leaves the link waiting, and it can be asked for again', async () => {
  await visit(`#/traffic?sha256=${DIGEST}&model=first`);
  const train = engine.train.bind(engine);
  engine.train = () => new Promise(() => undefined);
  await open();
  await wait(() => expect(app.session.task.name).toContain('Training'));
  app.session.task.cancel();
  await wait(() => expect(text()).toContain('It was not analysed'));
  engine.train = train;
  button(/^Analyze as the link says/).click();
  await shown();
  expect(app.session.analysis).not.toBeNull();
});

test('a link that is pasted into the address of an open capture is applied, and one of another capture waits', async () => {
  await visit('#/traffic');
  await open();
  await digest();
  await rest();
  location.hash = `#/traffic?sha256=${DIGEST}&host=10.0.0.2`;
  await wait(() => expect(app.session.dashboard!.selection.host).toBe('10.0.0.2'));
  await shown();
  await rest();
  location.hash = `#/traffic?sha256=${OTHER}&host=10.0.0.1`;
  await wait(() => expect(text()).toContain('This is another capture than the link’s.'));
  expect(app.session.dashboard!.selection.host).toBe('10.0.0.2');
  // As a click on the rail does.
  location.hash = '#/traffic';
  await rest();
  expect(text()).toContain('This is another capture than the link’s.');
});

test('nothing is hashed while the engine works, and other sources begin anew', async () => {
  await visit('#/traffic');
  await open();
  let finish = (): void => undefined;
  void app.session.task.run('Working', () => new Promise<void>((resolve) => (finish = resolve)));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(app.link!.sha256).toBeNull();
  expect(button(/^Copy link/).disabled).toBe(true);
  finish();
  await digest();
  await open('{"items":[ ]}');
  expect(app.link!.sha256).toBeNull();
  await digest();
  expect(app.link!.sha256).not.toEqual([DIGEST]);
});

test('a link can be copied, says what it holds, and whom it names', async () => {
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (link) => void copied.push(link));
  await visit('#/traffic');
  await open();
  await digest();
  button(/^Link…$/).click();
  await tick();
  expect(text()).toContain('and the SHA-256 of the file. No packets.');
  expect(text()).not.toContain('It names');
  app.session.dashboard!.select({ source: '10.0.0.1' });
  await app.session.view.change({ filter: 'dst:10.0.0.7' });
  await tick();
  expect(text()).toContain('It names 10.0.0.1, the filter “dst:10.0.0.7”.');
  button(/^Copy link/).click();
  await wait(() => expect(copied).toHaveLength(1));
  expect(readTrafficQuery(new URL(copied[0]).hash)).toMatchObject({ sha256: [DIGEST], filter: 'dst:10.0.0.7' });
  vi.mocked(navigator.clipboard.writeText).mockRejectedValue(new Error('not allowed'));
  button(/^Copy link/).click();
  const byHand = () => document.querySelector<HTMLInputElement>('.by-hand input');
  await wait(() => expect(byHand()?.value).toBe(copied[0]));
  // It is of what was open then.
  await open('{"items":[ ]}');
  await digest();
  await tick();
  expect(byHand()).toBeNull();
  vi.restoreAllMocks();
});
