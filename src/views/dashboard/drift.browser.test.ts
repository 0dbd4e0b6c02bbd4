// Drift in words: nothing known, loading, alike, the training itself, much moved with an old model, and what went wrong.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import type { Drift, FeatureDrift } from '../../survey/types.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, fakeInfo, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import DriftPanel from './DriftPanel.svelte';

let engine: FakeEngine;
let app: AppState;
let dashboard: Dashboard;
let component: ReturnType<typeof mount>;

const DAY = 86_400_000;
const size: FeatureDrift = {
  feature: 'size',
  psi: 0.61,
  chance: 0.01,
  bins: [
    { from: 60, to: 60, before: 0.5, after: 0.4 },
    { from: 60, to: 1400, before: 0.49, after: 0.38 },
    { from: 1400, to: 9000, before: 0.01, after: 0.22 },
  ],
};
const arp: FeatureDrift = {
  feature: 'arp10',
  psi: 0.02,
  chance: 0.01,
  bins: [
    { from: 0, to: 0, before: 0.98, after: 0.97 },
    { from: 0, to: 3, before: 0.02, after: 0.03 },
  ],
};
const alike = (feature: FeatureDrift): FeatureDrift => ({ ...feature, psi: 0.001 });
const drifted = (changes: Partial<Drift> = {}): Drift => ({
  features: [size, arp],
  scores: null,
  packets: 3000,
  same: false,
  ...changes,
});

/** Scored by a stored model of so many days. */
async function show(drift: Drift | null, days = 3): Promise<void> {
  engine.drifted = drift;
  const created = new Date(Date.now() - days * DAY - 1000).toISOString();
  const info = { ...fakeInfo('Office LAN'), created, trainedOn: ['office.pcapng'] };
  const stored = await app.models.add(new Uint8Array([1]), info);
  app.models.choose(stored.id);
  await app.session.analyze();
  await tick();
}

beforeEach(async () => {
  await page.viewport(1280, 900);
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session } = app;
  await session.openText('{"items":[]}');
  dashboard = new Dashboard(session, engine);
  component = mount(DriftPanel, { target: document.body, props: { dashboard, session } });
  await tick();
});

afterEach(async () => {
  dashboard.stop();
  await unmount(component);
  document.body.replaceChildren();
});

test('before an analysis it says what it needs', async () => {
  expect(text()).toContain('Analyze the traffic to see whether it looks like');
  expect(await findViolations()).toEqual([]);
});

test('while it is being looked at it says so, and what went wrong can be tried again', async () => {
  let fail: (error: Error) => void = () => undefined;
  engine.drift = () => new Promise((_, reject) => (fail = reject));
  await show(drifted());
  expect(text()).toContain('Comparing this traffic with the training’s…');
  fail(new Error('There is not enough memory for this.'));
  await vi.waitFor(() => expect(text()).toContain('There is not enough memory for this.'));
  expect(await findViolations()).toEqual([]);
  engine.drift = async () => drifted();
  button(/^Try again/).click();
  await vi.waitFor(() => expect(text()).toContain('1 of 2 features is distributed differently'));
});

test('what moved is told first, with where it moved most; what is alike on demand', async () => {
  await show(drifted());
  await vi.waitFor(() => expect(text()).toContain('1 of 2 features is distributed differently than in the training.'));
  expect(text()).toContain('“Office LAN” was trained 3 days ago on 3,000 packets of office.pcapng.');
  expect(text()).toContain('Packet size much moved above 1,400 bytes: 1 % → 22 %');
  expect(text()).not.toContain('ARP packets');
  expect(text()).toContain('look at the findings first');
  expect(text()).not.toContain('days old');
  button(/^What is alike \(1\)/).click();
  await tick();
  expect(text()).toContain('ARP packets of a host, 10 s alike');
  document.querySelector('details')!.open = true;
  await tick();
  expect(text()).toContain('index 0.61, by chance up to 0.01');
  expect(text()).toContain('above 60 bytes, up to 1,400 bytes');
  expect(await findViolations()).toEqual([]);
  button(/^Train a model/).click();
  expect(app.session.training).toBe(true);
});

test('an old model that no longer fits is said to be old', async () => {
  await show(drifted(), 43);
  await vi.waitFor(() => expect(text()).toContain('The model is 43 days old, and networks change.'));
});

test('an old model that still fits is not', async () => {
  await show(drifted({ features: [alike(size), arp] }), 43);
  await vi.waitFor(() => expect(text()).toContain('This traffic looks like what the model was trained on.'));
  expect(text()).not.toContain('days old');
  expect(await findViolations()).toEqual([]);
});

test('packets too few to tell are said to be too few', async () => {
  await show(drifted({ packets: 50, features: [{ ...size, psi: 0.5, chance: 0.4 }] }));
  await vi.waitFor(() => expect(text()).toContain('50 packets are too few to tell'));
});

test('the training’s own traffic is called so, and so is a model that keeps nothing', async () => {
  await show(drifted({ same: true, features: [alike(size)] }));
  await vi.waitFor(() => expect(text()).toContain('This is the traffic that the model was trained on.'));
  await show(null);
  await vi.waitFor(() => expect(text()).toContain('“Office LAN” keeps nothing of its training'));
});

test('on a narrow screen nothing is wider than the page', async () => {
  await page.viewport(360, 800);
  const long = 'a-capture-with-a-name-that-nobody-ever-shortened-because-machines-wrote-it.pcapng';
  engine.drifted = drifted();
  await show(drifted());
  app.session.judge = { ...app.session.judge!, info: { ...app.session.judge!.info, trainedOn: [long] } };
  await vi.waitFor(() => expect(text()).toContain('1 of 2 features'));
  document.querySelector('details')!.open = true;
  await tick();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
});
