// The page of alerts: working through them by keyboard and by hand, undoing, filtering by the address, and what stands there
// when there is nothing to show.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Alert } from '../../alerts/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { Inbox } from '../../state/inbox.svelte.ts';
import NoticeList from '../NoticeList.svelte';
import { FakeAlerts, fakeAlert } from '../testing/fake-alerts.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import AlertInbox from './AlertInbox.svelte';

let alerts: FakeAlerts;
let app: AppState;
let inbox: Inbox;
let asked: number;
let components: ReturnType<typeof mount>[] = [];

const grid = () => document.querySelector<HTMLElement>('[role=grid]')!;
const rows = () => [...document.querySelectorAll<HTMLElement>('[role=row][data-place]')];
const titles = () => rows().map((row) => row.querySelector('.title')?.textContent);
const title = (i: number) => fakeAlert(i).finding.title;
const detail = () => document.querySelector('#alert-title')?.textContent;
const tab = (name: string) =>
  button(new RegExp(`^${name}`))
    .textContent!.replace(/\s+/g, ' ')
    .trim();

function press(key: string, held: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
}

async function keys(...pressed: string[]): Promise<void> {
  for (const key of pressed) {
    press(key);
    await tick();
  }
}

function type(box: HTMLInputElement | HTMLTextAreaElement, words: string): void {
  box.value = words;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

const wordsBox = () => document.querySelector<HTMLInputElement>('#alert-words')!;

/** Shows so many alerts, the newest (the one with the highest number) first. */
async function show(stored: number | readonly Alert[], prepare: (alerts: FakeAlerts) => void = () => undefined) {
  alerts = new FakeAlerts(typeof stored === 'number' ? Array.from({ length: stored }, (_, i) => fakeAlert(i)) : stored);
  prepare(alerts);
  app = new AppState(new FakeEngine(3000), new FakeStore());
  inbox = new Inbox(alerts, app.notices, async () => void (asked += 1));
  components = [
    mount(AlertInbox, { target: document.body, props: { inbox, app } }),
    mount(NoticeList, { target: document.body, props: { notices: app.notices } }),
  ];
  await vi.waitFor(() => expect(inbox.counts).not.toBeNull());
  await vi.waitFor(() => expect(inbox.list.busy).toBe(false));
  await tick();
  grid()?.focus();
}

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary}`));
}

beforeEach(() => {
  localStorage.clear();
  location.hash = '#/alerts';
  asked = 0;
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
});

test('the newest alerts stand first, each with its score, rarity, time, hosts, kind, model and traffic', async () => {
  await show(5);
  expect(titles()).toEqual([4, 3, 2, 1, 0].map(title));
  const words = rows()[0].textContent!.replace(/\s+/g, ' ');
  expect(words).toContain('0.860');
  expect(words).toContain('1 in 10,000');
  expect(words).toContain('2024-09-05 13:06:10, 1.2 s · 204 packets · 10.0.0.6 → 10.0.0.1 · Port scan');
  expect(words).toContain('Plant floor · friday.pcapng');
  expect(rows()[0].getAttribute('aria-label')).toContain('1 in 10,000 training packets score as high');
  expect(await violations()).toEqual([]);
});

test('an inbox is worked through with four keys, and the detail goes on to the next alert', async () => {
  await show(5);
  await keys('j', 'Enter');
  expect(detail()).toBe(title(3));
  expect(grid().getAttribute('aria-activedescendant')).toBe('alert-1');
  await keys('a');
  await vi.waitFor(() => expect(detail()).toBe(title(2)));
  expect(titles()).toEqual([4, 2, 1, 0].map(title));
  expect(document.activeElement).toBe(grid());
  await keys('c', 'b');
  await vi.waitFor(() => expect(detail()).toBe(title(1)));
  expect([tab('Inbox'), tab('Acknowledged'), tab('Closed')]).toEqual(['Inbox 3', 'Acknowledged 1', 'Closed 1']);
  expect(text()).toContain('Closed as benign: 1 alert.');
  expect((await alerts.get([fakeAlert(2).id]))[0]!.alert.resolution).toBe('benign');
  expect(await violations()).toEqual([]);
});

test('what was done is undone step by step, the last first', async () => {
  await show(3);
  await keys('a');
  await vi.waitFor(() => expect(titles()).toEqual([title(1), title(0)]));
  await keys('c', 'f');
  await vi.waitFor(() => expect(titles()).toEqual([title(0)]));
  await keys('z');
  await vi.waitFor(() => expect(titles()).toEqual([title(1), title(0)]));
  press('z', { ctrlKey: true });
  await vi.waitFor(() => expect(titles()).toEqual([2, 1, 0].map(title)));
  expect(text()).toContain('Undone: 1 alert is as before.');
});

test('several are selected with x, acknowledged at once, and come back with Undo', async () => {
  await show(6);
  await keys('x', 'j', 'j', 'x');
  expect(text()).toContain('2 selected');
  expect(rows().map((row) => row.ariaSelected)).toEqual(['true', 'false', 'true', 'false', 'false', 'false']);
  expect(await violations()).toEqual([]);
  button(/^Acknowledge$/).click();
  await vi.waitFor(() => expect(titles()).toEqual([4, 2, 1, 0].map(title)));
  expect(text()).not.toContain('2 selected');
  button(/^Undo$/).click();
  await vi.waitFor(() => expect(titles()).toEqual([5, 4, 3, 2, 1, 0].map(title)));
});

test('a click with Shift selects all in between, and one button all that match', async () => {
  await show(412);
  rows()[1].querySelector('input')!.click();
  await tick();
  rows()[4].dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
  await vi.waitFor(() => expect(inbox.triage.selected.size).toBe(4));
  expect([...inbox.triage.selected]).toEqual([410, 409, 408, 407].map((i) => fakeAlert(i).id));
  button(/^Select all 412 alerts$/).click();
  await vi.waitFor(() => expect(text()).toContain('412 selected'));
  await keys('c', 'd');
  await vi.waitFor(() => expect(tab('Closed')).toBe('Closed 412'));
  expect(text()).toContain('All worked through');
});

test('an alert that is closed by a button stays in the detail', async () => {
  await show(3);
  rows()[1].click();
  await vi.waitFor(() => expect(detail()).toBe(title(1)));
  button(/^Close as/).click();
  await tick();
  button(/true positive$/).click();
  await vi.waitFor(() => expect(text()).toContain('Closed: true positive'));
  expect(detail()).toBe(title(1));
  expect(titles()).toEqual([title(2), title(0)]);
});

test('the detail tells why: actual against usual, in words, with hosts, services, packets and history', async () => {
  await show(1);
  await keys('Enter');
  const words = text();
  expect(words).toContain('One of its hosts had 207 connections of the last 10 s that nobody answered.');
  expect(words).toContain('Usually at most 3.');
  expect(words).toContain('and 211 more services');
  expect(words).toContain('10.0.0.2:40000 → 10.0.0.1:22');
  expect(words).toContain('TCP SYN');
  expect(words).toContain('2026-01-05 09:00:00 Found');
});

test('a note is written with n, and its keys do nothing else', async () => {
  await show(2);
  await keys('Enter', 'n');
  await vi.waitFor(() => expect(document.activeElement?.id).toBe('alert-note'));
  await keys('a', 'x', 'c');
  expect(inbox.triage.selected.size).toBe(0);
  expect(tab('Inbox')).toBe('Inbox 2');
  type(document.querySelector<HTMLTextAreaElement>('#alert-note')!, 'Our own scanner, asked Ada');
  await tick();
  press('Enter', { ctrlKey: true });
  await vi.waitFor(() => expect(rows()[0].textContent).toContain('1 note'));
  expect(text()).toContain('Our own scanner, asked Ada');
  await keys('Escape');
  expect(document.activeElement).toBe(grid());
});

test('words filter at once, stand in the address, and Escape clears them', async () => {
  await show(20);
  await keys('/');
  expect(document.activeElement).toBe(wordsBox());
  type(wordsBox(), 'names 10.0.0.15');
  await vi.waitFor(() => expect(titles()).toEqual([title(13)]));
  expect(text()).toContain('1 alert matches');
  await vi.waitFor(() => expect(location.hash).toBe('#/alerts?text=names+10.0.0.15'));
  await keys('Escape');
  await vi.waitFor(() => expect(titles().length).toBe(rows().length));
  expect(wordsBox().value).toBe('');
  await vi.waitFor(() => expect(location.hash).toBe('#/alerts'));
});

test('an address with a filter, an order and an alert shows just that', async () => {
  await show(30);
  location.hash = `#/alerts?state=all&host=10.0.0.1&service=22&order=packets&alert=${fakeAlert(8).id}`;
  await vi.waitFor(() => expect(detail()).toBe(title(8)));
  await vi.waitFor(() => expect(inbox.list.total).toBe(15));
  expect(inbox.list.entry(0)!.alert.id).toBe(fakeAlert(28).id);
  expect(titles()).toContain(title(8));
  expect(text()).toContain('host: 10.0.0.1');
  button(/^service: 22/).click();
  await vi.waitFor(() => expect(location.hash).not.toContain('service'));
  expect(location.hash).toContain('host=10.0.0.1');
});

test('a host in the detail leads to all its alerts, and Reset back', async () => {
  await show(10);
  await keys('Enter');
  button(/^10\.0\.0\.11$/).click();
  await vi.waitFor(() => expect(titles()).toEqual([title(9)]));
  button(/^Reset$/).click();
  await vi.waitFor(() => expect(inbox.list.total).toBe(10));
});

test('a hundred thousand alerts are a list like any other', async () => {
  await show(100_000);
  expect(grid().getAttribute('aria-rowcount')).toBe('100000');
  expect(rows().length).toBeLessThan(40);
  await keys('End');
  await vi.waitFor(() => expect(titles().at(-1)).toBe(title(0)));
  await keys('Home');
  await vi.waitFor(() => expect(titles()[0]).toBe(title(99_999)));
});

test('what another tab does is seen, and the cursor stays with its alert', async () => {
  await show(5);
  await keys('j', 'j');
  alerts.put(fakeAlert(77));
  await vi.waitFor(() => expect(titles()[0]).toBe(title(77)));
  expect(grid().getAttribute('aria-activedescendant')).toBe('alert-3');
  expect(rows()[3].querySelector('.title')!.textContent).toBe(title(2));
});

test('alerts that rules hide are counted, and shown on demand with a mark', async () => {
  await show(4, (stored) => stored.hidden.set(fakeAlert(2).id, 'rule'));
  expect(titles()).toEqual([3, 1, 0].map(title));
  expect(text()).toContain('hidden by rules (1)');
  const box = [...document.querySelectorAll('label')].find((label) => label.textContent!.includes('hidden by rules'))!;
  box.querySelector('input')!.click();
  await vi.waitFor(() => expect(titles()).toEqual([3, 2, 1, 0].map(title)));
  expect(rows()[1].textContent).toContain('hidden by a rule');
});

test('without any alert it is said how they come', async () => {
  await show(0);
  expect(text()).toContain('No alerts yet');
  expect(await violations()).toEqual([]);
  button(/^Go to Traffic$/).click();
  expect(app.router.page).toBe('traffic');
});

test('where nothing matches, the filter can be reset', async () => {
  await show(3);
  type(wordsBox(), 'no such thing');
  await vi.waitFor(() => expect(text()).toContain('Nothing matches'));
  expect(await violations()).toEqual([]);
  button(/^Reset the filter$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(3));
});

test('a database that fails says why, and is asked again', async () => {
  let broken = true;
  await show(3, (stored) => {
    stored.onList = () => {
      if (broken) throw new Error('The database was closed by another tab.');
    };
  });
  expect(text()).toContain('The database was closed by another tab.');
  expect(await violations()).toEqual([]);
  broken = false;
  button(/^Try again$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(3));
});

test('it is said where nothing is kept, and what went by itself, until that was read', async () => {
  await show(1, (stored) => {
    stored.persistent = false;
    stored.reason = 'This is a private window.';
    stored.lines = [{ at: Date.UTC(2026, 4, 3), text: '12 unread alerts were removed: the disk was full.' }];
  });
  expect(text()).toContain('Alerts last only as long as this tab. This is a private window.');
  expect(text()).toContain('2026-05-03 00:00:00 UTC 12 unread alerts were removed');
  expect(await violations()).toEqual([]);
  button(/^I have read this$/).click();
  await vi.waitFor(() => expect(text()).not.toContain('12 unread alerts'));
  expect(alerts.lines).toEqual([]);
  expect(asked).toBe(0);
});

test('when there is something to keep, the browser is asked to, once', async () => {
  await show(0);
  expect(asked).toBe(0);
  alerts.put(fakeAlert(1));
  await vi.waitFor(() => expect(asked).toBe(1));
  alerts.put(fakeAlert(2));
  await vi.waitFor(() => expect(titles()).toHaveLength(2));
  expect(asked).toBe(1);
});

test('question mark shows the keys, and Escape hides them', async () => {
  await show(2);
  await keys('?');
  expect(text()).toContain('Closes them, and asks how');
  expect(await violations()).toEqual([]);
  await keys('Escape');
  expect(text()).not.toContain('Closes them, and asks how');
});
