// The shape of the traffic: lists, sizes and talkers, what each shows and what it selects.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import { EVERYTHING, type Survey, type SurveyQuery } from '../../survey/types.ts';
import { serviceKey } from '../../survey/keys.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { fakeSurvey, MADE } from '../testing/fake-survey.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import ShapePanel from './ShapePanel.svelte';

let engine: FakeEngine;
let app: AppState;
let dashboard: Dashboard;
let component: ReturnType<typeof mount>;
let asked: number[];
/** What the engine says otherwise. */
let change: (survey: Survey, query: SurveyQuery) => Partial<Survey>;

beforeEach(async () => {
  await page.viewport(1280, 900);
  engine = new FakeEngine(600);
  change = () => ({});
  engine.survey = async (_, query) => {
    const survey = fakeSurvey(query);
    return { ...survey, ...change(survey, query) };
  };
  app = new AppState(engine, new FakeStore());
  await app.session.openText('{"items":[]}');
  dashboard = new Dashboard(app.session, engine);
  asked = [];
});

afterEach(async () => {
  await unmount(component);
  dashboard.stop();
  document.body.replaceChildren();
});

/** Mounted, and counted at least once. */
async function show(analysed: boolean): Promise<void> {
  if (analysed) await app.session.analyze();
  component = mount(ShapePanel, { target: document.body, props: { dashboard, onpacket: (row) => asked.push(row) } });
  await settled();
}

async function settled(): Promise<void> {
  await tick();
  await vi.waitFor(() => {
    expect(dashboard.busy).toBe(false);
    expect(dashboard.shown?.query).toBe(dashboard.query);
  });
  await tick();
  await new Promise(requestAnimationFrame);
}

const section = (name: string) =>
  [...document.querySelectorAll('section section')].find((one) => one.querySelector('h3')!.textContent === name)!;
const buttons = (name: string, part = 'li button') => [...section(name).querySelectorAll<HTMLButtonElement>(part)];
const wordsOf = (one: Element) =>
  one
    .textContent!.replace(/\s+/g, ' ')
    .replace(/ (?=[:,])/g, '')
    .trim();
const words = (name: string) => section(name).textContent!.replace(/\s+/g, ' ');

test('before an analysis it tells of packets and bytes, and nothing of odd ones', async () => {
  await show(false);
  expect(text()).toContain('of all 600 packets');
  expect(buttons('Hosts').length).toBe(3);
  expect(text()).not.toMatch(/\bodd\b|score/i);
  expect(
    [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label')).join(),
  ).not.toMatch(/\bodd\b|score/i);
  expect(await findViolations()).toEqual([]);
});

test('lists count what the packets are, with their odd ones in words', async () => {
  await show(true);
  // The fake's packets, counted here once more: seconds 30 to 34 hold odd ones of the second host.
  const odd = MADE.filter(({ score }) => score > 0.612).length;
  const dns = MADE.filter(({ service }) => service === serviceKey(17, 53));
  const [first] = buttons('Services').filter((one) => one.textContent!.includes('53/udp DNS'));
  expect(wordsOf(first)).toMatch(new RegExp(`^53/udp DNS: (\\d+ odd, )?${dns.length} packets$`));
  const [second] = buttons('Hosts').filter((one) => one.textContent!.includes('10.0.0.2'));
  expect(wordsOf(second)).toContain(`10.0.0.2: ${odd} odd,`);
  expect(second.title).toContain(`, ${odd} odd, worst score 0.800`);
  expect(words('Hosts')).toContain(`${odd} odd`);
  expect(words('Hosts')).toContain('3 hosts');
  expect(await findViolations()).toEqual([]);
});

test('an entry selects itself, says so, and gives itself up again', async () => {
  await show(true);
  const entry = () => buttons('Hosts').find((one) => one.textContent!.includes('10.0.0.2'))!;
  entry().click();
  await settled();
  expect(dashboard.selection).toEqual({ ...EVERYTHING, host: '10.0.0.2' });
  expect(entry().getAttribute('aria-pressed')).toBe('true');
  const packets = MADE.filter(({ source, destination }) => [source, destination].includes('10.0.0.2')).length;
  expect(text()).toContain(`of the selection: ${packets} of 600 packets`);
  expect(await findViolations()).toEqual([]);
  entry().click();
  await settled();
  expect(dashboard.selection).toEqual(EVERYTHING);
  buttons('Services')[0].click();
  await settled();
  expect(dashboard.selection.service).toBe(dashboard.survey!.serviceList!.entries[0].key);
  buttons('Protocols')[0].click();
  await settled();
  expect(dashboard.selection.protocol).toBe(6);
});

test('one choice orders all lists, and scores are only offered once there are some', async () => {
  await show(false);
  expect(button(/^Worst score$/)).toBeUndefined();
  await app.session.analyze();
  await settled();
  button(/^Odd packets$/).click();
  await settled();
  expect(dashboard.query.tops!.order).toBe('marked');
  expect(dashboard.query.pairs!.order).toBe('marked');
  expect(buttons('Hosts')[0].textContent).toMatch(/odd/);
});

test('the newest answer stays while more is counted', async () => {
  await show(true);
  engine.survey = () => new Promise(() => undefined);
  dashboard.select({ host: '10.0.0.1' });
  await tick();
  expect(dashboard.busy).toBe(true);
  expect(text()).toContain('of all 600 packets');
  expect(buttons('Hosts').length).toBe(3);
});

test('a drag over the sizes selects whole buckets of time, and Escape gives it up', async () => {
  await show(true);
  const canvas = document.querySelector('canvas')!;
  const box = canvas.getBoundingClientRect();
  const { axis } = dashboard.survey!.sizes!;
  const send = (kind: string, share: number) =>
    canvas.dispatchEvent(
      new PointerEvent(kind, {
        pointerId: 1,
        isPrimary: true,
        bubbles: true,
        clientX: box.left + 54 + share * (box.width - 62),
        clientY: box.top + 100,
      }),
    );
  canvas.setPointerCapture = () => undefined;
  send('pointerdown', 0.25);
  send('pointermove', 0.75);
  await vi.waitFor(() => expect(dashboard.selection.span).not.toBeNull());
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  expect(dashboard.selection.span).toBeNull();
  send('pointerup', 0.75);
  expect(dashboard.selection.span).toBeNull();
  await settled();
  send('pointerdown', 0.25);
  send('pointermove', 0.75);
  send('pointerup', 0.75);
  const { from, to } = dashboard.selection.span!;
  const whole = axis.width * axis.count;
  expect(from).toBeCloseTo(axis.start + Math.floor(0.25 * axis.count + 1e-6) * axis.width, 5);
  expect((to - from) / whole).toBeCloseTo(0.5, 1);
  await settled();
  expect(dashboard.survey!.totals.packets).toBe(MADE.filter(({ ts }) => ts >= from && ts < to).length);
});

test('a click on a packet asks for it, and the pointer is told what it is at in one place', async () => {
  await show(true);
  const { sizes } = dashboard.survey!;
  const { plotOf, xOf, yOf } = await import('./sizes-plot.ts');
  const canvas = document.querySelector('canvas')!;
  const box = canvas.getBoundingClientRect();
  const plot = plotOf(box.width, box.height);
  canvas.setPointerCapture = () => undefined;
  const index = sizes!.points!.marked.indexOf(1);
  const at = {
    pointerId: 1,
    isPrimary: true,
    bubbles: true,
    clientX: box.left + xOf(plot, sizes!.axis, sizes!.points!.ts[index]),
    clientY: box.top + yOf(plot, sizes!.edges, sizes!.points!.sizes[index]),
  };
  canvas.dispatchEvent(new PointerEvent('pointermove', at));
  await tick();
  expect(words('Packet sizes over time')).toMatch(
    /packet 302 · 2024-09-05 09:53:50\.100000 · 1,397 bytes · score 0\.800, odd/,
  );
  canvas.dispatchEvent(new PointerEvent('pointerdown', at));
  canvas.dispatchEvent(new PointerEvent('pointerup', at));
  expect(asked).toEqual([301]);
});

test('the table of the sizes has each packet, a page at a time, and leads to it', async () => {
  await show(true);
  button(/^Table$/).click();
  await tick();
  const rows = () => [...section('Packet sizes over time').querySelectorAll('tbody tr')];
  expect(rows().length).toBe(50);
  expect(words('Packet sizes over time')).toContain('1 to 50 of 600 packets');
  button(/^Next$/).click();
  await tick();
  expect(rows()[0].children[0].textContent).toBe('51');
  rows()[0].querySelector('button')!.click();
  expect(asked).toEqual([50]);
  expect(await findViolations()).toEqual([]);
});

test('where there are too many packets for dots the table has the cells, and they sum up to all', async () => {
  change = ({ sizes }) => ({ sizes: sizes && { ...sizes, points: null } });
  await show(true);
  expect(words('Packet sizes over time')).toContain('framed where some are odd');
  button(/^Table$/).click();
  await tick();
  let packets = 0;
  let odd = 0;
  for (;;) {
    for (const row of section('Packet sizes over time').querySelectorAll('tbody tr')) {
      packets += Number(row.children[2].textContent);
      odd += Number(row.children[3].textContent);
    }
    const next = button(/^Next$/);
    if (next.disabled) break;
    next.click();
    await tick();
  }
  expect(packets).toBe(600);
  expect(odd).toBe(MADE.filter(({ score }) => score > 0.612).length);
});

test('without times the sizes say so, and where all stand at one time they are bars', async () => {
  change = () => ({ sizes: null, overview: null });
  await show(true);
  expect(words('Packet sizes over time')).toContain('These packets have no times');
  expect(await findViolations()).toEqual([]);
  change = ({ sizes }) => {
    const bins = sizes!.edges.length - 1;
    const packets = new Uint32Array(bins);
    packets[2] = 7;
    return {
      sizes: { ...sizes!, axis: { start: 1725530000, width: 1, count: 1 }, packets, marked: new Uint32Array(bins) },
    };
  };
  dashboard.select({ host: '10.0.0.1' });
  await settled();
  expect(words('Packet sizes over time')).toMatch(/160 to 239 bytes 7 packets/);
  expect(await findViolations()).toEqual([]);
});

test('without addresses the hosts and the talkers say so', async () => {
  change = ({ totals }) => ({
    hostList: { entries: [{ key: '', ...totals }], total: 1 },
    pairs: { entries: [{ source: '', destination: '', ...totals }], total: 1, whole: true },
  });
  await show(true);
  expect(words('Hosts')).toContain('These packets have no addresses');
  expect(words('Who talks to whom')).toContain('These packets have no addresses');
  expect(buttons('Hosts')).toEqual([]);
  expect(await findViolations()).toEqual([]);
});

test('a link selects both ends, a label one, and both give it up again', async () => {
  await show(true);
  const link = () => section('Who talks to whom').querySelector('svg g')!;
  const pair = dashboard.survey!.pairs!.entries[0];
  link().dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await settled();
  expect(dashboard.selection).toEqual({ ...EVERYTHING, source: pair.source, destination: pair.destination });
  link().dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await settled();
  expect(dashboard.selection).toEqual(EVERYTHING);
  const label = () => buttons('Who talks to whom', '.destination button')[0];
  const name = label().querySelector('.name')!.textContent;
  label().click();
  await settled();
  expect(dashboard.selection).toEqual({ ...EVERYTHING, destination: name });
  expect(label().getAttribute('aria-pressed')).toBe('true');
});

test('the talkers say how many pairs there are, and when not all could be counted', async () => {
  change = ({ pairs, totals }) => ({
    pairs: {
      entries: Array.from({ length: 16 }, (_, at) => ({
        ...pairs!.entries[0],
        ...totals,
        destination: `10.1.0.${at}`,
      })),
      total: 4102,
      whole: false,
    },
  });
  await show(true);
  expect(words('Who talks to whom')).toContain('12 of 4,102 pairs, those with the most packets.');
  expect(words('Who talks to whom')).toContain('There are more pairs than can be counted');
  expect(section('Who talks to whom').querySelectorAll('svg g').length).toBe(12);
  buttons('Who talks to whom', '.title button')[0].click();
  await tick();
  expect(section('Who talks to whom').querySelectorAll('tbody tr').length).toBe(16);
  expect(words('Who talks to whom')).toContain('16 of 4,102 pairs');
  expect(await findViolations()).toEqual([]);
});

test('a narrow screen lists the pairs, and nothing is wider than it', async () => {
  await page.viewport(360, 800);
  await show(true);
  expect(section('Who talks to whom').querySelector('svg')).toBeNull();
  const [first] = dashboard.survey!.pairs!.entries;
  const entry = buttons('Who talks to whom')[0];
  expect(wordsOf(entry)).toMatch(
    new RegExp(`^${first.source} →to ${first.destination}.*: .*${first.packets} packets$`),
  );
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
  expect(await findViolations()).toEqual([]);
  entry.click();
  await settled();
  expect(dashboard.selection).toEqual({ ...EVERYTHING, source: first.source, destination: first.destination });
});

test('nothing changes its height while a selection leaves less to show', async () => {
  await show(true);
  const { height } = document.querySelector('section.panel')!.getBoundingClientRect();
  dashboard.select({ source: '10.0.0.1', service: serviceKey(17, 53) });
  await settled();
  expect(document.querySelector('section.panel')!.getBoundingClientRect().height).toBe(height);
  dashboard.select({ host: 'nobody' });
  await settled();
  expect(text()).toContain('No packets in the selection');
  expect(document.querySelector('section.panel')!.getBoundingClientRect().height).toBe(height);
});
