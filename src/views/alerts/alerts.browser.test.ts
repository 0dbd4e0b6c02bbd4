// Working through alerts: by keyboard and by hand, undoing, notes, and filtering by the address.
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { fakeAlert } from '../testing/fake-alerts.ts';
import {
  detail,
  grid,
  keys,
  press,
  rows,
  tab,
  title,
  titles,
  type,
  violations,
  wordsBox,
  showInbox,
  type Shown,
} from '../testing/show-inbox.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';

let shown: Shown;
const show = async (...given: Parameters<typeof showInbox>) => (shown = await showInbox(...given));

beforeEach(() => {
  localStorage.clear();
  location.hash = '#/alerts';
});

afterEach(() => shown.remove());

test('the newest alerts stand first, each with its score, rarity, time, hosts, kind, model and traffic', async () => {
  await show(5);
  expect(titles()).toEqual([4, 3, 2, 1, 0].map(title));
  const words = rows()[0].textContent!.replace(/\s+/g, ' ');
  expect(words).toContain('0.860');
  expect(words).toContain('1 in 10,000');
  expect(words).toContain('2024-09-05 13:06:10, 1.2 s · 204 packets · 10.0.0.6 → 10.0.0.1 · Port scan');
  expect(words).toContain('friday.pcapng, by “Plant floor”');
  expect(rows()[0].getAttribute('aria-label')).toContain('1 in 10,000 of the training packets score as high');
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
  expect((await shown.alerts.get([fakeAlert(2).id]))[0]!.alert.resolution).toBe('benign');
  expect(await violations()).toEqual([]);
});

test('no row moves when the first alert is selected, and its box is ticked', async () => {
  await page.viewport(1280, 800);
  await show(5);
  const top = () => rows()[2].getBoundingClientRect().top;
  const before = top();
  // By a real pointer: what a click that is not the browser's own does to a box is another thing.
  await page.elementLocator(rows()[2].querySelector('.tick')!).click({ position: { x: 8, y: 10 } });
  await vi.waitFor(() => expect(text()).toContain('1 selected'));
  expect(rows()[2].querySelector('input')!.checked).toBe(true);
  expect(Math.abs(top() - before)).toBeLessThanOrEqual(1);
  await page.viewport(414, 896);
});

test('an alert that is deleted in its detail leaves the focus in the list', async () => {
  await show(3);
  rows()[1].click();
  await vi.waitFor(() => expect(detail()).toBe(title(1)));
  button(/^Delete$/).focus();
  button(/^Delete$/).click();
  await vi.waitFor(() => expect(titles()).toEqual([title(2), title(0)]));
  await vi.waitFor(() => expect(document.activeElement).toBe(grid()));
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
  await vi.waitFor(() => expect(shown.inbox.triage.selected.size).toBe(4));
  expect([...shown.inbox.triage.selected]).toEqual([410, 409, 408, 407].map((i) => fakeAlert(i).id));
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
  expect(shown.inbox.triage.selected.size).toBe(0);
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
  await vi.waitFor(() => expect(shown.inbox.list.total).toBe(15));
  expect(shown.inbox.list.entry(0)!.alert.id).toBe(fakeAlert(28).id);
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
  await vi.waitFor(() => expect(shown.inbox.list.total).toBe(10));
});
