// "Report…": what is asked of the engine, what the file holds, and pseudonyms that stay the same where that is wished for.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import { EVERYTHING, type SurveyQuery } from '../../survey/types.ts';
import { findViolations } from '../testing/axe.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';
import ReportMenu from './ReportMenu.svelte';

let engine: FakeEngine;
let app: AppState;
let dashboard: Dashboard;
let component: ReturnType<typeof mount>;
let saved: { name: string; file: Blob }[];

beforeEach(async () => {
  engine = new FakeEngine(600);
  app = new AppState(engine, new FakeStore());
  await app.session.openText('{"items":[]}', 'monday 10.9.8.7 lan.json');
  await app.session.analyze();
  dashboard = new Dashboard(app.session, engine);
  component = mount(ReportMenu, { target: document.body, props: { dashboard, findings: null } });
  saved = [];
  const blobs = new Map<string, Blob>();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set(`blob:${blobs.size}`, blob as Blob);
    return `blob:${blobs.size - 1}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, file: blobs.get(this.href)! });
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await unmount(component);
  dashboard.stop();
  document.body.replaceChildren();
});

const box = (name: RegExp) =>
  [...document.querySelectorAll('label')].find((one) => name.test(one.textContent!))?.querySelector('input');

async function open(): Promise<void> {
  await vi.waitFor(() => expect(button(/^Report…/).disabled).toBe(false));
  button(/^Report…/).click();
  await tick();
}

async function save(): Promise<string> {
  const before = saved.length;
  button(/^Save report/).click();
  await vi.waitFor(() => expect(saved).toHaveLength(before + 1), { timeout: 20_000 });
  return saved.at(-1)!.file.text();
}

test('it writes everything, or the selection where there is one', async () => {
  await open();
  expect(await findViolations()).toEqual([]);
  expect(box(/The selection/)!.disabled).toBe(true);
  const all = await save();
  expect(saved[0].name).toBe('monday 10.9.8.7 lan-report.html');
  expect(app.notices.list.at(-1)?.text).toBe('Wrote monday 10.9.8.7 lan-report.html.');
  expect(all).toContain('10.0.0.2');
  dashboard.select({ host: '10.0.0.2' });
  await open();
  expect(box(/The selection/)!.checked).toBe(true);
  expect(await save()).toContain('from or to 10.0.0.2');
  const asked = engine.calls.filter(({ name }) => name === 'survey').map(({ args }) => args[0] as SurveyQuery);
  const reports = asked.filter(({ sizes }) => sizes === null);
  expect(reports.map(({ selection }) => selection)).toEqual([EVERYTHING, { ...EVERYTHING, host: '10.0.0.2' }]);
});

test('pseudonyms are the same as in the last report unless others are wished for', async () => {
  await open();
  box(/^ ?Pseudonyms/)!.click();
  const first = await save();
  expect(saved[0].name).toBe('traffic-report.html');
  for (const address of ['10.0.0.1', '10.0.0.2', '192.168.4.31', '10.9.8.7']) expect(first).not.toContain(address);
  const hostsOf = (report: string) => [...report.matchAll(/class="mono name">([^<]*)</g)].map(([, name]) => name);
  await open();
  expect(hostsOf(await save())).toEqual(hostsOf(first));
  await open();
  box(/^ ?The same pseudonyms/)!.click();
  await tick();
  expect(hostsOf(await save())).not.toEqual(hostsOf(first));
});

test('Escape closes the form after a press on its words, too', async () => {
  await open();
  const form = document.querySelector('form')!;
  await userEvent.click(form.querySelector('p')!);
  expect(form.hidden).toBe(false);
  await userEvent.keyboard('{Escape}');
  expect(form.hidden).toBe(true);
  expect(document.activeElement).toBe(button(/^Report…/));
});

test('a report that cannot be written says why, and the page is printed without the form', async () => {
  engine.survey = () => Promise.reject(new Error('The engine rests.'));
  await open();
  button(/^Save report/).click();
  await vi.waitFor(() => expect(app.notices.list.at(-1)?.text).toBe('The report was not written. The engine rests.'));
  const printed = vi.spyOn(window, 'print').mockImplementation(() => {
    expect(document.querySelector<HTMLElement>('form')!.hidden).toBe(true);
  });
  await open();
  button(/^Print this page/).click();
  await vi.waitFor(() => expect(printed).toHaveBeenCalledOnce());
});
