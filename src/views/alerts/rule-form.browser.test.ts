// The form of a rule: made from a finding, widened, previewed, checked, saved, undone.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sampleAlert } from '../../alerts/testing/sample-alert.ts';
import type { Alert, Rule } from '../../alerts/types.ts';
import { InputError } from '../../base/errors.ts';
import NoticeList from '../NoticeList.svelte';
import { findViolations } from '../testing/axe.ts';
import { FakeDesk } from '../testing/fake-desk.svelte.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import RuleForm from './RuleForm.svelte';

let desk: FakeDesk;
let components: ReturnType<typeof mount>[];
const onclose = vi.fn<() => void>();

async function show(alert: Alert | null, rule: Rule | null = null): Promise<void> {
  components = [
    mount(RuleForm, { target: document.body, props: { inbox: desk, alert, rule, onclose } }),
    mount(NoticeList, { target: document.body, props: { notices: desk.notices } }),
  ];
  await tick();
}

/** The field of a name, as a screen reader says it. */
const field = (name: string) =>
  [...document.querySelectorAll<HTMLInputElement>('input, select')].find(
    (one) => (one.ariaLabel ?? one.labels?.[0]?.textContent ?? '').trim() === name,
  )!;

async function write(name: string, value: string): Promise<void> {
  const box = field(name);
  box.value = value;
  box.dispatchEvent(new Event(box.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  await tick();
}

const asked = () => desk.called('previewRule').at(-1)![0] as Rule;

beforeEach(() => {
  desk = new FakeDesk();
  onclose.mockReset();
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
});

describe('made from a finding', () => {
  test('it is one reason away from being saved', async () => {
    desk.preview = { before: 412, after: 9, examples: [sampleAlert()] };
    await show(sampleAlert());
    expect(document.activeElement?.textContent).toBe('New rule');
    await vi.waitFor(() => expect(text()).toContain('Open alerts: 412 → 9'));
    expect(text()).toContain('10.0.0.2 contacted 212 ports on 10.0.0.1');
    expect(asked().match).toEqual({ source: '10.0.0.2', destination: '10.0.0.1' });
    await write('Reason', 'our own scanner');
    button(/^Save the rule$/).click();
    await vi.waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(desk.rules).toMatchObject([
      {
        action: 'allow',
        match: { source: '10.0.0.2', destination: '10.0.0.1' },
        reason: 'our own scanner',
        enabled: true,
        expires: null,
      },
    ]);
    await vi.waitFor(() => expect(text()).toContain('Saved the rule “From 10.0.0.2 to 10.0.0.1”.'));
    button(/^Undo$/).click();
    await vi.waitFor(() => expect(desk.rules).toEqual([]));
  });

  test('it is widened to the subnet, and the preview follows', async () => {
    await show(sampleAlert());
    button(/^Widen to 10\.0\.0\.0\/24$/).click();
    await vi.waitFor(() => expect(asked().match.source).toBe('10.0.0.0/24'));
    field('To').click();
    await vi.waitFor(() => expect(asked().match).toEqual({ source: '10.0.0.0/24' }));
  });

  test('writing into a field makes it count', async () => {
    await show(sampleAlert());
    await write('Port or range of ports', '22');
    await vi.waitFor(() => expect(asked().match.port).toEqual({ from: 22, to: 22 }));
    expect(field('Port').checked).toBe(true);
    await write('Port or range of ports', '');
    await vi.waitFor(() => expect(asked().match).not.toHaveProperty('port'));
  });

  test('what cannot be is said beside the field, and neither previewed nor saved', async () => {
    await show(sampleAlert());
    await vi.waitFor(() => expect(text()).toContain('Open alerts:'));
    const before = desk.called('previewRule').length;
    await write('Port or range of ports', '70000');
    expect(text()).toContain('A port is at most 65535.');
    expect(text()).not.toContain('Open alerts:');
    button(/^Save the rule$/).click();
    await vi.waitFor(() => expect(document.activeElement).toBe(field('Port or range of ports')));
    expect(text()).toContain('Not saved: 2 things above are missing or wrong.');
    expect(text()).toContain('Say why');
    expect(desk.called('previewRule')).toHaveLength(before);
    expect(desk.rules).toEqual([]);
    expect(onclose).not.toHaveBeenCalled();
  });

  test('suppressing ends after a week unless something else was chosen', async () => {
    await show(sampleAlert());
    field('Suppress I do not want to see it now').click();
    await tick();
    expect(field('Ends').value).toBe('week');
    await write('Ends', 'hour');
    field('Allow this is expected here').click();
    await tick();
    expect(field('Ends').value).toBe('hour');
  });
});

test('a rule that is changed keeps its id, its state and its end, and can be taken back', async () => {
  const rule: Rule = {
    id: 'r1',
    action: 'suppress',
    match: { host: 'printer', hours: { from: 22, before: 6 } },
    reason: 'night work',
    enabled: false,
    created: 5,
    expires: Date.now() + 5_000_000,
  };
  desk.rules = [rule];
  await show(null, rule);
  await write('Reason', 'night work until June');
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(desk.rules).toEqual([{ ...rule, reason: 'night work until June' }]));
  await vi.waitFor(() => expect(button(/^Undo$/)).toBeDefined());
  button(/^Undo$/).click();
  await vi.waitFor(() => expect(desk.rules).toEqual([rule]));
});

test('without a finding, a rule with no condition is not saved', async () => {
  await show(null);
  expect(text()).toContain('would hide everything');
  await write('Reason', 'why');
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(text()).toContain('Not saved: 1 thing above is missing or wrong.'));
  expect(desk.rules).toEqual([]);
});

test('when the database refuses, its words stand in the form and nothing is lost', async () => {
  desk.before = (name) => {
    if (name === 'putRule') throw new InputError('The disk is full.');
    if (name === 'previewRule') throw new InputError('The alerts are being moved.');
  };
  await show(sampleAlert());
  await vi.waitFor(() => expect(text()).toContain('What it would do is not known. The alerts are being moved.'));
  await write('Reason', 'our own scanner');
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(text()).toContain('The rule was not saved. The disk is full.'));
  expect(field('Reason').value).toBe('our own scanner');
  expect(onclose).not.toHaveBeenCalled();
});

test('Escape leaves, and nothing else hears it', async () => {
  const heard = vi.fn<() => void>();
  window.addEventListener('keydown', heard);
  await show(sampleAlert());
  field('Reason').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(onclose).toHaveBeenCalledOnce();
  expect(heard).not.toHaveBeenCalled();
  window.removeEventListener('keydown', heard);
});

test('axe-core finds nothing, neither before nor after faults', async () => {
  await show(sampleAlert());
  expect(await findViolations()).toEqual([]);
  await write('From or to: address or subnet', '10.0.0.300');
  await write('Ends', 'date');
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(text()).toContain('Not saved: 3 things'));
  expect(await findViolations()).toEqual([]);
});
