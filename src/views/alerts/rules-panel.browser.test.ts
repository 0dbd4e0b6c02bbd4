// The list of rules: what each hides, switching, deleting with undo, changing.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sampleAlert } from '../../alerts/testing/sample-alert.ts';
import type { Rule } from '../../alerts/types.ts';
import { InputError } from '../../base/errors.ts';
import NoticeList from '../NoticeList.svelte';
import { findViolations } from '../testing/axe.ts';
import { FakeDesk } from '../testing/fake-desk.svelte.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import RulesPanel from './RulesPanel.svelte';

const rule = (id: string, changes: Partial<Rule>): Rule => ({
  id,
  action: 'allow',
  match: { host: '10.0.0.7' },
  reason: 'our scanner',
  enabled: true,
  created: Date.now(),
  expires: null,
  ...changes,
});

let desk: FakeDesk;
let components: ReturnType<typeof mount>[];

async function show(): Promise<void> {
  components = [
    mount(RulesPanel, { target: document.body, props: { inbox: desk } }),
    mount(NoticeList, { target: document.body, props: { notices: desk.notices } }),
  ];
  await tick();
}

const names = () => [...document.querySelectorAll('li h3')].map((heading) => heading.textContent);

beforeEach(() => {
  desk = new FakeDesk();
  desk.rules = [
    rule('a', {}),
    rule('b"]', { match: { source: '10.0.0.0/24', protocol: 6 }, action: 'suppress', expires: Date.now() - 7_200_000 }),
  ];
  desk.hidden = { a: [sampleAlert(), sampleAlert({ title: 'Another scan' }, { id: 'other' })] };
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
});

test('each rule says what it is about, why, until when, and how many alerts it hides', async () => {
  await show();
  await vi.waitFor(() => expect(names()).toEqual(['From or to 10.0.0.7', 'From 10.0.0.0/24 by TCP']));
  expect(text()).toContain('our scanner');
  expect(text()).toContain('Allowed, never ends.');
  expect(text()).toContain('Ended 2 hours ago.');
  expect(text()).toContain('Hides nothing now.');
  button(/^Hides 2 alerts/).click();
  await vi.waitFor(() => expect(text()).toContain('Another scan'));
  expect(button(/^Hides 2 alerts/).ariaExpanded).toBe('true');
  expect(await findViolations()).toEqual([]);
});

test('a rule is switched off and on', async () => {
  await show();
  await vi.waitFor(() => expect(button(/^Switch off From or to/)).toBeDefined());
  button(/^Switch off From or to/).click();
  await vi.waitFor(() => expect(desk.rules[0].enabled).toBe(false));
  await vi.waitFor(() => expect(text()).toContain('Switched off.'));
  button(/^Switch on From or to/).click();
  await vi.waitFor(() => expect(desk.rules[0].enabled).toBe(true));
});

test('a deleted rule comes back with Undo, which has the focus', async () => {
  const [first] = desk.rules;
  await show();
  await vi.waitFor(() => expect(button(/^Delete From or to/)).toBeDefined());
  button(/^Delete From or to/).click();
  await vi.waitFor(() => expect(names()).toEqual(['From 10.0.0.0/24 by TCP']));
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Undo'));
  (document.activeElement as HTMLElement).click();
  await vi.waitFor(() => expect(desk.rules).toContainEqual(first));
});

test('changing a rule takes its place, and the focus comes back to it, whatever its id', async () => {
  await show();
  await vi.waitFor(() => expect(button(/^Change From 10\.0\.0\.0/)).toBeDefined());
  button(/^Change From 10\.0\.0\.0/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Change the rule'));
  expect(names()).toEqual(['From or to 10.0.0.7']);
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Change From 10.0.0.0/24'));
});

test('without rules, the way to the first is told; a new one is written from nothing', async () => {
  desk.rules = [];
  await show();
  await vi.waitFor(() => expect(text()).toContain('No rule yet.'));
  button(/^New rule…$/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('New rule'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('New rule…'));
});

test('a rule that could not be deleted is still there, and why is said', async () => {
  await show();
  desk.before = () => {
    throw new InputError('The database is busy.');
  };
  await vi.waitFor(() => expect(button(/^Delete From or to/)).toBeDefined());
  button(/^Delete From or to/).click();
  await vi.waitFor(() => expect(text()).toContain('The rule was not deleted. The database is busy.'));
  expect(names()).toHaveLength(2);
});
