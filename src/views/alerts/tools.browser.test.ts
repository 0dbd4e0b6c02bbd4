// What stands beside the inbox, over a real database: a rule made from an alert, the rules, exports, a backup and back.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDigests } from '../../alerts/digest.ts';
import { createGrouping } from '../../alerts/grouping.ts';
import { createAlertDatabase } from '../../alerts/service.ts';
import type { AlertService } from '../../alerts/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { Inbox } from '../../state/inbox.svelte.ts';
import { createStorage } from '../../store/storage.ts';
import NoticeList from '../NoticeList.svelte';
import { findViolations } from '../testing/axe.ts';
import { fakeFinding } from '../testing/fake-alerts.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import AlertInbox from './AlertInbox.svelte';

let service: AlertService;
let inbox: Inbox;
let components: ReturnType<typeof mount>[];
/** Files that were handed to the browser. */
let saved: { name: string; file: Blob }[];
let database = 0;

const titles = () => [...document.querySelectorAll('[role=row] .title')].map((one) => one.textContent);

async function write(selector: string, value: string): Promise<void> {
  const box = document.querySelector<HTMLInputElement>(selector)!;
  box.value = value;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}

beforeEach(async () => {
  localStorage.setItem('net-anomaly:asked-to-keep', 'yes');
  location.hash = '#/alerts';
  const listeners = new Set<() => void>();
  const announce = () => listeners.forEach((listener) => listener());
  const storage = createStorage(`net-anomaly-tools-test-${Date.now()}-${database++}`);
  const stored = createAlertDatabase({ storage, announce });
  await stored.open();
  service = { ...stored, ...createGrouping(stored.get), ...createDigests() };
  await service.keep({
    findings: [0, 1, 2, 3].map((i) => fakeFinding(i)),
    model: { fingerprint: 'aa', name: 'Office LAN' },
    traffic: { fingerprint: 'cc', name: 'friday.pcapng' },
    line: { threshold: 0.55, hosts: [] },
  });
  const app = new AppState(new FakeEngine(3000), new FakeStore());
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  inbox = new Inbox({ ...service, onChange, persistent: true, reason: null }, app.notices, async () => undefined);
  saved = [];
  const files = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    files.set(`blob:${files.size}`, file as Blob);
    return `blob:${files.size - 1}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, file: files.get(this.href)! });
  });
  components = [
    mount(AlertInbox, { target: document.body, props: { inbox, app } }),
    mount(NoticeList, { target: document.body, props: { notices: app.notices } }),
  ];
  await vi.waitFor(() => expect(titles()).toHaveLength(4));
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** Opens the detail of an alert, and writes a rule from it. */
async function makeRule(i: number, reason: string): Promise<void> {
  inbox.open((await service.get([fakeFinding(i).id]))[0]!);
  await vi.waitFor(() => expect(button(/^Make a rule…$/)).toBeDefined());
  button(/^Make a rule…$/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('New rule'));
  await write('input[required]', reason);
}

test('a rule made from an alert hides it at once, is listed with what it hides, and is undone', async () => {
  const { title } = fakeFinding(0);
  await makeRule(0, 'our own scanner');
  await vi.waitFor(() => expect(text()).toContain('Open alerts: 4 → 3'));
  expect(await findViolations()).toEqual([]);
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(3));
  expect(titles()).not.toContain(title);

  button(/^Rules$/).click();
  await vi.waitFor(() => expect(button(/^Hides 1 alert/)).toBeDefined());
  button(/^Hides 1 alert/).click();
  await vi.waitFor(() => expect(document.querySelector('[data-rule]')!.textContent).toContain(title));
  button(/^Undo$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(4));
  await vi.waitFor(() => expect(text()).toContain('No rule yet.'));
});

test('widened to its subnet, it hides the others of its kind too', async () => {
  await makeRule(0, 'scans are tested today');
  button(/^Widen to 10\.0\.0\.0\/24$/).click();
  await vi.waitFor(() => expect(text()).toContain('Open alerts: 4 → 2'));
  button(/^Save the rule$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(2));
});

test('leaving a rule leads back to the alert that it was made from', async () => {
  await makeRule(1, 'never mind');
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe(fakeFinding(1).title));
  expect(await service.rules()).toEqual([]);
});

test('all that are shown are exported, or those that are selected', async () => {
  inbox.filter({ text: 'ports' });
  await vi.waitFor(() => expect(titles()).toHaveLength(2));
  button(/^Export…$/).click();
  await tick();
  expect(text()).toContain('Export 2 alerts as');
  button(/^Save file$/).click();
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  expect((await saved[0].file.text()).trimEnd().split('\n')).toHaveLength(2);

  inbox.triage.select([fakeFinding(1).id]);
  await tick();
  button(/^Export…$/).click();
  await tick();
  expect(text()).toContain('Export 1 alert as');
  button(/^Save file$/).click();
  await vi.waitFor(() => expect(saved).toHaveLength(2));
  expect(await saved[1].file.text()).toContain(fakeFinding(1).title);
});

test('a backup brings back what was deleted since, and undoing that takes it away again', async () => {
  button(/^Keeping$/).click();
  await vi.waitFor(() => expect(button(/^Download a backup$/)).toBeDefined());
  button(/^Download a backup$/).click();
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  await service.remove([fakeFinding(0).id, fakeFinding(1).id]);
  await vi.waitFor(() => expect(titles()).toHaveLength(2));

  const input = document.querySelector<HTMLInputElement>('#restore-file')!;
  const files = new DataTransfer();
  files.items.add(new File([saved[0].file], saved[0].name));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(text()).toContain('holds 0 models, 4 alerts and 0 rules'));
  expect(text()).toContain('It replaces the 0 models, 2 alerts and 0 rules that are here');
  button(/^Replace everything$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(4));
  await vi.waitFor(() => expect(text()).toContain('Restored 0 models, 4 alerts and 0 rules.'));
  button(/^Undo$/).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(2));
});

test('a file that is no backup is refused, and nothing changes', async () => {
  button(/^Keeping$/).click();
  await vi.waitFor(() => expect(document.querySelector('#restore-file')).not.toBeNull());
  const input = document.querySelector<HTMLInputElement>('#restore-file')!;
  const files = new DataTransfer();
  files.items.add(new File(['{"a":1}'], 'notes.json'));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(text()).toContain('notes.json cannot be restored.'));
  expect(titles()).toHaveLength(4);
  expect(await findViolations()).toEqual([]);
});
