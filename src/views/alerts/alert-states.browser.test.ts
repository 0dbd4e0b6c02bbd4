// What the page of alerts says when there is nothing to show, or much, or trouble; and what others change.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeAlert } from '../testing/fake-alerts.ts';
import {
  grid,
  keys,
  rows,
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
  shown.alerts.put(fakeAlert(77));
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
  expect(shown.app.router.page).toBe('traffic');
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
  expect(shown.alerts.lines).toEqual([]);
  expect(shown.asked).toBe(0);
});

test('when there is something to keep, the browser is asked to, once', async () => {
  await show(0);
  expect(shown.asked).toBe(0);
  shown.alerts.put(fakeAlert(1));
  await vi.waitFor(() => expect(shown.asked).toBe(1));
  shown.alerts.put(fakeAlert(2));
  await vi.waitFor(() => expect(titles()).toHaveLength(2));
  expect(shown.asked).toBe(1);
});

test('question mark shows the keys, and Escape hides them', async () => {
  await show(2);
  await keys('?');
  expect(text()).toContain('Closes them, and asks how');
  expect(await violations()).toEqual([]);
  await keys('Escape');
  expect(text()).not.toContain('Closes them, and asks how');
});

test('an alert of a kind that a later version found is told by its id, and opens', async () => {
  const alert = fakeAlert(0);
  await show([{ ...alert, finding: { ...alert.finding, kind: 'time_travel' as 'other' } }]);
  expect(rows()[0].textContent).toContain('time_travel');
  await keys('Enter');
  await vi.waitFor(() => expect(text()).toContain('A kind that this version of the page does not know.'));
});
