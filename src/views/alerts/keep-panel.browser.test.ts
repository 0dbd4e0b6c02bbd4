// Keeping, backups and exports: settings, a full disk, restoring with undo, files.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { InputError } from '../../base/errors.ts';
import { AppState } from '../../state/app.svelte.ts';
import NoticeList from '../NoticeList.svelte';
import { findViolations } from '../testing/axe.ts';
import { FakeDesk } from '../testing/fake-desk.svelte.ts';
import { FakeEngine, fakeInfo, FakeStore } from '../testing/fake-engine.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import ExportMenu from './ExportMenu.svelte';
import KeepPanel from './KeepPanel.svelte';

let desk: FakeDesk;
let store: FakeStore;
let app: AppState;
let components: ReturnType<typeof mount>[];
/** Names of the files that were handed to the browser. */
let saved: string[];

async function show(): Promise<void> {
  components = [
    mount(KeepPanel, { target: document.body, props: { inbox: desk, models: app.models } }),
    mount(NoticeList, { target: document.body, props: { notices: desk.notices } }),
  ];
  await tick();
}

const field = (name: RegExp) =>
  [...document.querySelectorAll<HTMLInputElement>('input')].find((one) =>
    name.test(one.labels?.[0]?.textContent ?? ''),
  )!;

async function write(name: RegExp, value: string): Promise<void> {
  field(name).value = value;
  field(name).dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}

async function chooseBackup(name = 'old.netanomaly-backup'): Promise<void> {
  const input = document.querySelector<HTMLInputElement>('#restore-file')!;
  const files = new DataTransfer();
  files.items.add(new File(['x'], name));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await tick();
}

beforeEach(async () => {
  desk = new FakeDesk();
  store = new FakeStore();
  await store.add(new Uint8Array([1]), fakeInfo('Office'));
  app = new AppState(new FakeEngine(3000), store);
  await app.models.start();
  saved = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('settings', () => {
  test('are saved when all of them can be, and not while they are written', async () => {
    await show();
    await vi.waitFor(() => expect(field(/Closed alerts/).value).toBe('90'));
    expect(button(/^Save$/).disabled).toBe(true);
    await write(/Keep at most/, '5');
    expect(text()).toContain('Enter a number from 100 to 500,000.');
    expect(button(/^Save$/).disabled).toBe(true);
    await write(/Keep at most/, '5,000');
    field(/Keep the findings/).click();
    await tick();
    button(/^Save$/).click();
    await vi.waitFor(() => expect(desk.settings).toEqual({ keep: false, closedDays: 90, mostAlerts: 5000 }));
    await vi.waitFor(() => expect(button(/^Save$/).disabled).toBe(true));
  });

  test('that somebody writes are not written over by another tab', async () => {
    await show();
    await vi.waitFor(() => expect(field(/Closed alerts/).value).toBe('90'));
    await write(/Closed alerts/, '7');
    desk.settings = { ...desk.settings, closedDays: 30 };
    desk.edition += 1;
    await vi.waitFor(() => expect(button(/^As it was$/)).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(field(/Closed alerts/).value).toBe('7');
    button(/^As it was$/).click();
    await vi.waitFor(() => expect(field(/Closed alerts/).value).toBe('30'));
  });
});

test('a full disk is told of, with a backup at hand, and nothing is said to be saved', async () => {
  const full = new InputError('The disk is full: nothing was changed.');
  Object.defineProperty(full, 'name', { value: 'QuotaError' });
  desk.before = (name) => {
    if (name === 'putSettings') throw full;
  };
  await show();
  await vi.waitFor(() => expect(field(/Closed alerts/).value).toBe('90'));
  await write(/Closed alerts/, '7');
  button(/^Save$/).click();
  await vi.waitFor(() => expect(text()).toContain('The settings stay as they were. The disk is full'));
  expect(text()).toContain('Nothing was half written.');
  document.querySelector<HTMLElement>('[role="alert"] .primary')!.click();
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toMatch(/^net-anomaly \d{4}-\d\d-\d\d \d{4}\.netanomaly-backup$/);
  expect(await findViolations()).toEqual([]);
});

describe('a backup', () => {
  test('is told in figures before it replaces anything, and can be undone', async () => {
    await show();
    await chooseBackup();
    await vi.waitFor(() => expect(text()).toContain('Replace everything'));
    expect(text()).toContain('old.netanomaly-backup holds 12 models, 412 alerts and 3 rules, of 2026-05-03 12:00 UTC.');
    expect(text()).toContain('It replaces the 1 model, 40 alerts and 0 rules that are here');
    expect(document.activeElement?.textContent).toContain('old.netanomaly-backup');
    expect(await findViolations()).toEqual([]);
    expect(desk.called('restore')).toEqual([]);

    await store.add(new Uint8Array([2]), fakeInfo('Restored'));
    button(/^Replace everything$/).click();
    await vi.waitFor(() => expect(text()).toContain('Restored 12 models, 412 alerts and 3 rules.'));
    expect(app.models.list.map(({ name }) => name)).toEqual(['Office', 'Restored']);
    expect(desk.calls.map(({ name }) => name)).toEqual(['readBackup', 'backup', 'restore']);
    button(/^Undo$/).click();
    await vi.waitFor(() => expect(desk.called('restore')).toHaveLength(2));
    expect(await (desk.called('restore')[1][0] as Blob).text()).toBe('everything');
  });

  test('is left alone with Cancel', async () => {
    await show();
    await chooseBackup();
    await vi.waitFor(() => expect(button(/^Cancel$/)).toBeDefined());
    button(/^Cancel$/).click();
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Restore from a file…'));
    expect(desk.called('restore')).toEqual([]);
  });

  test('that is not sound is refused with its place, and what is here stays', async () => {
    desk.before = (name) => {
      if (name === 'readBackup') throw new InputError('Byte 1,234 (0x4d2): the checksum is wrong.');
    };
    await show();
    await chooseBackup('<b>bad</b>.zip');
    await vi.waitFor(() => expect(text()).toContain('<b>bad</b>.zip cannot be restored. Byte 1,234 (0x4d2)'));
    expect(button(/^Replace/)).toBeUndefined();
  });

  test('that fails while it is put back leaves its offer, and says that nothing has changed', async () => {
    desk.before = (name) => {
      if (name === 'restore') throw new InputError('The disk is full.');
    };
    await show();
    await chooseBackup();
    await vi.waitFor(() => expect(button(/^Replace/)).toBeDefined());
    button(/^Replace/).click();
    await vi.waitFor(() => expect(text()).toContain('Nothing was restored, and what is here is as it was.'));
    expect(button(/^Replace/).disabled).toBe(false);
  });
});

test('what went by itself is listed, and cleared', async () => {
  desk.log = [{ at: Date.UTC(2026, 4, 3, 12), text: '312 closed alerts were older than 90 days.' }];
  await show();
  await vi.waitFor(() => expect(text()).toContain('2026-05-03 12:00:00 UTC 312 closed alerts'));
  button(/^Clear$/).click();
  await vi.waitFor(() => expect(text()).toContain('Nothing has gone'));
});

test('where nothing is stored, that is said instead of a quota', async () => {
  desk.notKept = 'This window is private.';
  await show();
  expect(text()).toContain('Nothing is stored for longer than this tab: This window is private.');
  expect(button(/^Ask the browser/)).toBeUndefined();
});

describe('exporting', () => {
  async function showMenu(ids: readonly string[] | (() => Promise<readonly string[]>), count?: number): Promise<void> {
    components = [
      mount(ExportMenu, { target: document.body, props: { inbox: desk, ids, count } }),
      mount(NoticeList, { target: document.body, props: { notices: desk.notices } }),
    ];
    await tick();
  }

  test.each([
    ['JSON, Elastic', 'ecs', /^alerts \d{4}-\d\d-\d\d \d{4}-ecs\.ndjson$/],
    ['JSON, Suricata', 'eve', /^alerts \d{4}-\d\d-\d\d \d{4}-eve\.json$/],
    ['CSV', 'csv', /^alerts \d{4}-\d\d-\d\d \d{4}\.csv$/],
  ])('%s is one of the formats', async (label, format, name) => {
    await showMenu(['a', 'b']);
    button(/^Export…$/).click();
    await tick();
    expect(text()).toContain('Export 2 alerts as');
    expect(await findViolations()).toEqual([]);
    [...document.querySelectorAll('label')].find((one) => one.textContent.trim().startsWith(label))!.click();
    button(/^Save file$/).click();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toMatch(name);
    expect(desk.called('export')).toEqual([[['a', 'b'], format]]);
    expect(text()).toContain(`Wrote 2 alerts to ${saved[0]}.`);
  });

  test('alerts are looked for when they are wanted; a failure is told', async () => {
    const ids = vi.fn<() => Promise<string[]>>(async () => ['a', 'b', 'c']);
    desk.before = () => {
      throw new InputError('The database is busy.');
    };
    await showMenu(ids, 100_000);
    button(/^Export…$/).click();
    await tick();
    expect(text()).toContain('Export 100,000 alerts as');
    expect(ids).not.toHaveBeenCalled();
    button(/^Save file$/).click();
    await vi.waitFor(() => expect(text()).toContain('The alerts were not exported. The database is busy.'));
    expect(saved).toEqual([]);
    expect(button(/^Export…$/).disabled).toBe(false);
  });

  test('none cannot be exported', async () => {
    await showMenu([]);
    expect(button(/^Export…$/).disabled).toBe(true);
  });
});
