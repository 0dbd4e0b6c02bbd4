// The shape of the traffic: what its lists count, and what they select.
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../../survey/types.ts';
import { serviceKey } from '../../survey/keys.ts';
import { findViolations } from '../testing/axe.ts';
import { MADE } from '../testing/fake-survey.ts';
import { ShapePage, wordsOf } from '../testing/shape-page.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';

let shape: ShapePage;

beforeEach(() => {
  shape = new ShapePage();
});

afterEach(() => shape.close());

test('before an analysis it tells of packets and bytes, and nothing of odd ones', async () => {
  await shape.show(false);
  expect(text()).toContain('of all 600 packets');
  expect(shape.buttons('Hosts').length).toBe(3);
  expect(text()).not.toMatch(/\bodd\b|score/i);
  expect(
    [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label')).join(),
  ).not.toMatch(/\bodd\b|score/i);
  expect(await findViolations()).toEqual([]);
});

test('lists count what the packets are, with their odd ones in words', async () => {
  await shape.show(true);
  // The fake's packets, counted here once more: seconds 30 to 34 hold odd ones of the second host.
  const odd = MADE.filter(({ score }) => score > 0.612).length;
  const dns = MADE.filter(({ service }) => service === serviceKey(17, 53));
  const first = shape.buttons('Services').find((one) => one.textContent!.includes('53/udp DNS'))!;
  expect(wordsOf(first)).toMatch(new RegExp(`^53/udp DNS: (\\d+ odd, )?${dns.length} packets$`));
  const second = shape.buttons('Hosts').find((one) => one.textContent!.includes('10.0.0.2'))!;
  expect(wordsOf(second)).toContain(`10.0.0.2: ${odd} odd,`);
  expect(second.title).toContain(`, ${odd} odd, worst score 0.800`);
  expect(shape.words('Hosts')).toContain(`${odd} odd`);
  expect(shape.words('Hosts')).toContain('3 hosts');
  expect(await findViolations()).toEqual([]);
});

test('an entry selects itself, says so, and gives itself up again', async () => {
  await shape.show(true);
  const entry = () => shape.buttons('Hosts').find((one) => one.textContent!.includes('10.0.0.2'))!;
  entry().click();
  await shape.settled();
  expect(shape.dashboard.selection).toEqual({ ...EVERYTHING, host: '10.0.0.2' });
  expect(entry().getAttribute('aria-pressed')).toBe('true');
  const packets = MADE.filter(({ source, destination }) => [source, destination].includes('10.0.0.2')).length;
  expect(text()).toContain(`of the selection: ${packets} of 600 packets`);
  expect(await findViolations()).toEqual([]);
  entry().click();
  await shape.settled();
  expect(shape.dashboard.selection).toEqual(EVERYTHING);
  shape.buttons('Services')[0].click();
  await shape.settled();
  expect(shape.dashboard.selection.service).toBe(shape.dashboard.survey!.serviceList!.entries[0].key);
  shape.buttons('Protocols')[0].click();
  await shape.settled();
  expect(shape.dashboard.selection.protocol).toBe(6);
});

test('one choice orders all lists, and scores are only offered once there are some', async () => {
  await shape.show(false);
  expect(button(/^Worst score$/)).toBeUndefined();
  await shape.app.session.analyze();
  await shape.settled();
  button(/^Odd packets$/).click();
  await shape.settled();
  expect(shape.dashboard.query.tops!.order).toBe('marked');
  expect(shape.dashboard.query.pairs!.order).toBe('marked');
  expect(shape.buttons('Hosts')[0].textContent).toMatch(/odd/);
});

test('the newest answer stays while more is counted', async () => {
  await shape.show(true);
  shape.engine.survey = () => new Promise(() => undefined);
  shape.dashboard.select({ host: '10.0.0.1' });
  await tick();
  expect(shape.dashboard.busy).toBe(true);
  expect(text()).toContain('of all 600 packets');
  expect(shape.buttons('Hosts').length).toBe(3);
});

test.each(['none', ''])('without addresses the hosts and the talkers say so (%j)', async (name) => {
  // An engine may list what has no address under an empty name, or not at all.
  shape.change = ({ totals }) => ({
    hostList: name === '' ? { entries: [{ key: '', ...totals }], total: 1 } : { entries: [], total: 0 },
    pairs:
      name === ''
        ? { entries: [{ source: '', destination: '', ...totals }], total: 1, whole: true }
        : { entries: [], total: 0, whole: true },
  });
  await shape.show(true);
  expect(shape.words('Hosts')).toContain('These packets have no addresses');
  expect(shape.words('Who talks to whom')).toContain('These packets have no addresses');
  expect(shape.buttons('Hosts')).toEqual([]);
  expect(await findViolations()).toEqual([]);
});

test('the next traffic is not listed by oddness before it has scores', async () => {
  await shape.show(true);
  button(/^Worst score$/).click();
  await shape.settled();
  await shape.app.session.openText('{"items":[]}');
  await shape.settled();
  expect(shape.dashboard.query.tops!.order).toBe('packets');
  expect(button(/^Packets$/).getAttribute('aria-pressed')).toBe('true');
  expect(text()).not.toMatch(/\d odd\b|score/i);
});

test('nothing changes its height while a selection leaves less to show', async () => {
  await shape.show(true);
  const height = shape.height();
  shape.dashboard.select({ source: '10.0.0.1', service: serviceKey(17, 53) });
  await shape.settled();
  expect(shape.height()).toBe(height);
  shape.dashboard.select({ host: 'nobody' });
  await shape.settled();
  expect(text()).toContain('No packets in the selection');
  expect(shape.height()).toBe(height);
});

test.each([
  ['in sight it shows every answer', 0, 'of the selection: '],
  ['out of sight it waits until no more is asked', 3000, 'of all 600 packets'],
])('%s', async (_, above, meanwhile) => {
  await shape.show(true);
  const panel = document.querySelector('section.panel')!;
  const space = document.createElement('div');
  space.style.height = `${above}px`;
  panel.before(space);
  const answers: (() => void)[] = [];
  const survey = shape.engine.survey.bind(shape.engine);
  shape.engine.survey = async (...asked) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return survey(...asked);
  };
  // The browser tells of what is in sight with a frame that comes.
  await new Promise((resolve) => setTimeout(resolve, 100));
  shape.dashboard.select({ host: '10.0.0.1' });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  shape.dashboard.select({ host: '10.0.0.2' });
  await tick();
  answers.shift()!();
  await vi.waitFor(() => expect(shape.dashboard.shown?.query.selection.host).toBe('10.0.0.1'));
  await tick();
  expect(panel.textContent).toContain(meanwhile);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers.shift()!();
  await shape.settled();
  expect(shape.dashboard.shown?.query.selection.host).toBe('10.0.0.2');
  expect(panel.textContent).toContain('of the selection: ');
});
