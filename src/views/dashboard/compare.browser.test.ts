// Another traffic beside this one: opening, ranks, selecting, turning round, giving back, and what can go wrong.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import { InputError } from '../../base/errors.ts';
import { serviceKey } from '../../survey/keys.ts';
import type { Comparison, Totals } from '../../survey/types.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import ComparePanel from './ComparePanel.svelte';

let engine: FakeEngine;
let app: AppState;
let dashboard: Dashboard;
let component: ReturnType<typeof mount>;

const of = (packets: number, marked = 0): Totals => ({
  packets,
  bytes: packets * 100,
  marked,
  markedBytes: 0,
  worst: 0.5,
});
const COMPARED: Comparison = {
  before: { packets: 1000, seconds: 100 },
  after: { packets: 2000, seconds: 100 },
  hosts: {
    moves: [
      { key: '10.0.0.9', before: of(0), after: of(440, 212), psi: 1.2 },
      { key: '192.168.4.31', before: of(300), after: of(0), psi: 0.9 },
      { key: '10.0.0.1', before: of(500), after: of(1100), psi: 0.01 },
    ],
    psi: 2.1,
    total: 12,
  },
  services: { moves: [{ key: serviceKey(6, 22), before: of(10), after: of(400), psi: 0.6 }], psi: 0.7, total: 1 },
  protocols: { moves: [], psi: 0, total: 0 },
  features: [
    {
      feature: 'size',
      psi: 0.4,
      chance: 0.02,
      bins: [
        { from: 60, to: 300, before: 0.99, after: 0.78 },
        { from: 300, to: 1500, before: 0.01, after: 0.22 },
      ],
    },
  ],
};

const source = (name: string) => [{ name, data: new Blob(['{"items":[]}']) }];
const last = (name: string) => engine.calls.findLast((call) => call.name === name)?.args;

beforeEach(async () => {
  await page.viewport(1280, 900);
  engine = new FakeEngine(2000);
  engine.compared = COMPARED;
  app = new AppState(engine, new FakeStore());
  const { session } = app;
  await session.open(source('today.pcap'));
  await session.analyze();
  session.dashboard = dashboard = new Dashboard(session, engine);
  component = mount(ComparePanel, { target: document.body, props: { dashboard, session } });
  await tick();
});

afterEach(async () => {
  dashboard.stop();
  await unmount(component);
  document.body.replaceChildren();
});

const compare = async () => {
  await dashboard.comparing.open(source('yesterday.pcap'));
  await vi.waitFor(() => expect(text()).toContain('Most moved'));
};
const entries = () =>
  [...document.querySelectorAll('.entry')].map((one) => one.textContent!.replace(/\s+/g, ' ').trim());

test('it begins with what it is for', async () => {
  expect(text()).toContain('Open a second capture or batch');
  expect(button(/^Compare with…/)).toBeDefined();
  expect(await findViolations()).toEqual([]);
});

test('another traffic is read and scored by the same model, and what moved is ranked', async () => {
  let read: () => void = () => undefined;
  engine.onLoad = () => new Promise((resolve) => (read = () => resolve({})));
  const opened = dashboard.comparing.open(source('yesterday.pcap'));
  await vi.waitFor(() => expect(app.session.task.name).toBe('Reading yesterday.pcap to compare'));
  expect(text()).toContain('Opening another traffic. This one stays as it is.');
  expect(await findViolations()).toEqual([]);
  read();
  await opened;
  await vi.waitFor(() => expect(text()).toContain('Most moved'));
  expect(last('analyze')).toEqual([2, app.session.judge!.file]);
  expect(last('compare')).toEqual([2, 1, { threshold: 0.612, hosts: [] }]);
  expect(text()).toContain('Before yesterday.pcap, 1,000 packets in 1 min 40 s');
  expect(text()).toContain(
    'Most moved: host 10.0.0.9 (new, 22 % of the packets); service 22/tcp SSH (1 % → 20 % of the packets).',
  );
  expect(entries()).toEqual([
    '10.0.0.9 new 22 % of the packets · 0 → 4.4 packets/s · 0 → 212 odd',
    '192.168.4.31 gone was 30 % of the packets · 3 → 0 packets/s',
    '10.0.0.1 50 % → 55 % of the packets · 5 → 11 packets/s',
  ]);
  expect(app.session.loaded!.name).toBe('today.pcap');
  expect(await findViolations()).toEqual([]);
});

test('a click selects in the traffic at hand; what is not in it cannot be clicked', async () => {
  await compare();
  button(/^10.0.0.9/).click();
  await tick();
  expect(dashboard.selection.host).toBe('10.0.0.9');
  expect(button(/^10.0.0.9/).getAttribute('aria-pressed')).toBe('true');
  expect(button(/^192.168.4.31/)).toBeUndefined();
  button(/^10.0.0.9/).click();
  expect(dashboard.selection.host).toBeNull();
  button(/^Services/).click();
  await tick();
  button(/^22\/tcp SSH/).click();
  expect(dashboard.selection.service).toBe(serviceKey(6, 22));
  button(/^Protocols/).click();
  await tick();
  expect(text()).toContain('Neither of them has any protocols.');
  button(/^Features/).click();
  await tick();
  expect(text()).toContain('1 feature moved.');
  expect(text()).toContain('above 300 bytes: 1 % → 22 %');
  expect(await findViolations()).toEqual([]);
});

test('turned round, before is after', async () => {
  await compare();
  button(/^Turn round/).click();
  await tick();
  expect(text()).toContain('Before today.pcap, 2,000 packets');
  expect(entries()[0]).toContain('gone was 22 % of the packets');
  // Still here.
  expect(button(/^10.0.0.9/)).toBeDefined();
});

test('it is given back when it is closed, and when other traffic is opened, which can then be compared with the one before', async () => {
  await compare();
  button(/^Close yesterday.pcap/).click();
  await tick();
  expect(engine.released).toEqual([2]);
  await compare();
  await app.session.open(source('tomorrow.pcap'));
  await tick();
  expect(engine.released).toContain(3);
  expect(text()).toContain('Open a second capture or batch');
  button(/^Compare with today.pcap, which was open before/).click();
  await vi.waitFor(() => expect(text()).toContain('Beside today.pcap'));
});

test('a cancel leaves everything as it was', async () => {
  engine.onLoad = () => new Promise(() => undefined);
  const opened = dashboard.comparing.open(source('yesterday.pcap'));
  await vi.waitFor(() => expect(app.session.task.running).toBe(true));
  app.session.task.cancel();
  await opened;
  await tick();
  expect(text()).toContain('Open a second capture or batch');
  expect(app.session.loaded!.name).toBe('today.pcap');
});

test('what cannot be read is told, and what the model does not fit is compared all the same', async () => {
  engine.onLoad = async () => {
    throw new InputError('This is a picture.');
  };
  await dashboard.comparing.open(source('cat.png'));
  await tick();
  expect(text()).toContain('cat.png was not opened. This is a picture.');
  expect(await findViolations()).toEqual([]);
  engine.onLoad = async () => ({});
  engine.analyze = async () => {
    throw new InputError('Its packets have no times.');
  };
  engine.compared = { ...COMPARED, features: [] };
  await compare();
  expect(entries()).toHaveLength(3);
  button(/^Features/).click();
  await tick();
  expect(text()).toContain(
    'yesterday.pcap could not be scored by this model, so features are not compared. Its packets',
  );
});

test('the same file, opened again, is not offered to be compared with itself', async () => {
  await app.session.open(source('today.pcap'));
  await vi.waitFor(() => expect(text()).toContain('Compare with…'));
  expect(text()).not.toContain('which was open before');
  await app.session.open(source('yesterday.pcap'));
  await vi.waitFor(() => expect(text()).toContain('Compare with today.pcap, which was open before'));
});

test('when the engine starts anew the comparison is dropped, with a way back', async () => {
  await compare();
  engine.restart('It did not answer.');
  await tick();
  expect(text()).toContain('The engine was started again, so yesterday.pcap is not beside this traffic any more.');
  await vi.waitFor(() => expect(app.session.task.running).toBe(false));
  await vi.waitFor(() => expect(app.session.loaded!.report.traffic).toBe(3));
  button(/^Open yesterday.pcap again/).click();
  await vi.waitFor(() => expect(text()).toContain('Most moved'));
});

test('on a narrow screen nothing is wider than the page', async () => {
  await page.viewport(360, 800);
  await dashboard.comparing.open(
    source('a-capture-with-a-name-that-nobody-ever-shortened-as-machines-wrote-it.pcapng'),
  );
  await vi.waitFor(() => expect(text()).toContain('Most moved'));
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
});
