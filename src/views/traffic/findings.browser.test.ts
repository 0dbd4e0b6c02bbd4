// Findings on the Traffic page: found, kept, followed as the line moves, and worked on.
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fakeFinding } from '../testing/fake-alerts.ts';
import { FindingsPage, press } from '../testing/findings-page.ts';
import { loadViews } from '../testing/load-views.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';

let page: FindingsPage;
let { alerts, app, panel, words, items, detail, said } = {} as FindingsPage;
const analyze = () => page.analyze();
const choose = (place: number) => page.choose(place);

beforeAll(loadViews);

beforeEach(async () => {
  page = new FindingsPage();
  ({ alerts, app, panel, words, items, detail, said } = page);
  await app.session.openText('{"items":[]}');
});

afterEach(() => page.close());

test('an analysis is grouped, shown the oddest first with score, time and rarity, and kept once', async () => {
  await analyze();
  expect(words()).toContain('9 findings above 0.612: 1,164 packets, the oddest first');
  expect(items()).toHaveLength(9);
  const first = items()[0].textContent!.replace(/\s+/g, ' ');
  expect(first).toContain('Score 0.950');
  expect(first).toContain(fakeFinding(0).title);
  expect(first).toContain('Port scan · 13:02:10, 1.2 s · 200 packets · none of the 40,000 training packets');
  expect(first).toContain('New');
  await vi.waitFor(() => expect(words()).toContain('9 findings kept in Alerts; 9 new.'));
  expect(alerts.calls).toEqual(['group above 0.612', 'keep 9']);
  const { alert } = (await alerts.get([fakeFinding(3).id]))[0]!;
  expect(alert).toMatchObject({ traffic: { name: 'pasted text' }, line: { threshold: 0.612 } });
});

test('analysing again keeps again and adds nothing', async () => {
  await analyze();
  await vi.waitFor(() => expect(words()).toContain('9 new.'));
  await analyze();
  await vi.waitFor(() => expect(words()).toContain('9 findings kept in Alerts; 0 new.'));
});

test('while the line moves the count answers at once, the findings follow, and nothing is kept until that is asked for', async () => {
  await analyze();
  await vi.waitFor(() => expect(words()).toContain('9 new.'));
  let release = (): void => undefined;
  alerts.onGroup = () => new Promise((resolve) => (release = resolve));
  app.session.threshold.moveTo(0.943);
  await vi.waitFor(() => expect(words()).toContain('above 0.943'));
  app.session.threshold.moveTo(0.945);
  await vi.waitFor(() => expect(words()).toContain('above 0.945: 165 packets'));
  // The old ones stay, dimmed; wishes in between are passed over.
  expect(items()).toHaveLength(9);
  expect(panel().querySelector('ol')!.classList.contains('old')).toBe(true);
  // Grouped is by the line that rests.
  await vi.waitFor(() => expect(alerts.calls.at(-1)).toBe('group above 0.945'));
  app.session.threshold.moveTo(0.946);
  app.session.threshold.moveTo(0.9475);
  alerts.onGroup = () => undefined;
  release();
  await vi.waitFor(() => expect(items()).toHaveLength(3));
  expect(panel().querySelector('ol')!.classList.contains('old')).toBe(false);
  expect(alerts.calls.filter((call) => call.startsWith('group'))).toEqual([
    'group above 0.612',
    'group above 0.945',
    'group above 0.9475',
  ]);
  expect(alerts.calls.filter((call) => call.startsWith('keep'))).toEqual(['keep 9']);
  button(/^Keep these findings$/).click();
  await vi.waitFor(() => expect(words()).toContain('3 findings kept in Alerts; 0 new.'));
});

test('a restart of the engine keeps nothing by itself that is above a line which was moved', async () => {
  await analyze();
  await vi.waitFor(() => expect(words()).toContain('9 new.'));
  app.session.threshold.moveTo(0.945);
  await vi.waitFor(() => expect(words()).toContain('above 0.945: 165 packets'));
  const before = page.findings.result!;
  page.engine.restart('It did not answer.');
  await vi.waitFor(() => expect(page.findings.result?.analysis).not.toBe(before.analysis));
  await vi.waitFor(() => expect(button(/^Keep these findings$/).disabled).toBe(false));
  expect(alerts.calls.filter((call) => call.startsWith('keep'))).toEqual(['keep 9']);
});

test('who wants nothing kept by itself keeps by hand', async () => {
  alerts.wants = { ...alerts.wants, keep: false };
  await analyze();
  expect(alerts.calls).toEqual(['group above 0.612']);
  expect(items()[0].textContent).toContain('Not kept');
  button(/^Keep these findings$/).click();
  await vi.waitFor(() => expect(words()).toContain('9 findings kept in Alerts; 9 new.'));
});

test('a full disk is told, with a way out, and the findings stay', async () => {
  alerts.onKeep = () => {
    throw Object.assign(new Error('There is no room left for alerts.'), { name: 'QuotaError' });
  };
  await analyze();
  await vi.waitFor(() => expect(words()).toContain('9 findings not kept. There is no room left for alerts.'));
  expect(items()).toHaveLength(9);
  expect(button(/^Save them as a file$/)).toBeDefined();
  alerts.onKeep = () => undefined;
  button(/^Keep these findings$/).click();
  await vi.waitFor(() => expect(words()).toContain('9 findings kept in Alerts; 9 new.'));
  expect(words()).not.toContain('no room');
});

test('nothing found says what was looked at, by what, and above which line', async () => {
  alerts.findings = 0;
  await analyze();
  expect(words()).toContain('Worked, nothing found. No packet scores above 0.612.');
  expect(words()).toContain('Looked at: 3,000 packets of pasted text, 12 hosts, 3 s');
  expect(words()).toContain('by “pasted text”, 2 features.');
  expect(alerts.calls).toEqual(['group above 0.612']);
});

test('what fails is told in words and can be tried again; a cancel leaves what was there', async () => {
  alerts.onGroup = () => {
    throw new Error('The alerts worker ran out of memory.');
  };
  await app.session.analyze();
  await vi.waitFor(() => expect(words()).toContain('The findings are not known. The alerts worker ran out of memory.'));
  alerts.onGroup = () => undefined;
  button(/^Try again$/).click();
  await vi.waitFor(() => expect(items()).toHaveLength(9));
  alerts.onGroup = () => new Promise(() => undefined);
  app.session.threshold.moveTo(0.9475);
  await vi.waitFor(() => expect(words()).toContain('grouping'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(words()).toContain('Grouping was cancelled; these are of another line.'));
  expect(items()).toHaveLength(9);
  alerts.onGroup = () => undefined;
  button(/^Group again$/).click();
  await vi.waitFor(() => expect(items()).toHaveLength(3));
});

test('keys walk through the list, Enter opens, Escape closes, and the focus is back', async () => {
  await analyze();
  items()[0].focus();
  press('j');
  await vi.waitFor(() => expect(document.activeElement).toBe(items()[1]));
  press('ArrowDown');
  press('k');
  await vi.waitFor(() => expect(document.activeElement).toBe(items()[1]));
  expect(detail()).toBeNull();
  items()[1].click();
  await vi.waitFor(() => expect(detail()?.textContent).toContain(fakeFinding(1).title));
  press('End', items()[1]);
  await vi.waitFor(() => expect(detail()?.textContent).toContain(fakeFinding(8).title));
  press('Escape', detail()!.querySelector('button')!);
  await vi.waitFor(() => expect(detail()).toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(items()[8]));
  expect(panel().querySelectorAll('li button[tabindex="0"]')).toHaveLength(1);
});

test('a finding says why: features typical against actual, hosts, services; beside it stands its oddest packet', async () => {
  await analyze();
  await choose(0);
  const told = detail()!.textContent!.replace(/\s+/g, ' ');
  expect(told).toContain(
    'Peak score 0.950, mean 0.600. None of the 40,000 training packets score this high or higher.',
  );
  expect(told).toMatch(/Unanswered connections, 10 s 207 connections .*Usually at most 3\./);
  expect(told).toContain('From 1 host 10.0.0.2 200');
  expect(told).toContain('TCP 22');
  const packet = () => document.querySelector('.packet')!.textContent!.replace(/\s+/g, ' ');
  expect(packet()).toContain('10.0.0.2 port 40000 → 10.0.0.1 port 22, TCP');
  await vi.waitFor(() => expect(packet()).toContain('From a JSON batch'));
  // What would have been normal, of that packet (see fakeExplanation).
  await vi.waitFor(() =>
    expect(detail()!.textContent).toContain('Would not stand out if Packet size were at most 583'),
  );
});

test('its packets are shown in the table alone, and an example is asked about there', async () => {
  await analyze();
  await choose(2);
  button(/^Show its packets$/).click();
  await vi.waitFor(() => expect(app.session.view.applied.only?.rows).toEqual(Uint32Array.from([210, 220, 230])));
  expect(said('setView').at(-1)).toMatchObject([{ rows: Uint32Array.from([210, 220, 230]), sort: 'score' }]);
  // The oddest one of finding 2 stands in row 201, which is the first of none.
  alerts.rowsOf = async () => Uint32Array.of(7, 200, 201);
  button(/^Next ?packet of the finding/).click();
  await vi.waitFor(() => expect(button(/^In the table/)).toBeDefined());
  button(/^In the table/).click();
  await vi.waitFor(() => expect(document.querySelector('section.why')?.textContent).toContain('Why row 202?'));
  expect(app.session.view.applied).toMatchObject({ sort: 'row', at: 2 });
  button(/× all packets$/).click();
  await vi.waitFor(() => expect(said('setView').at(-1)).toMatchObject([{ rows: null }]));
});

test('acknowledging and closing change the alert, which it becomes if it was none', async () => {
  alerts.wants = { ...alerts.wants, keep: false };
  await analyze();
  await choose(4);
  button(/^Acknowledge$/).click();
  await vi.waitFor(() => expect(items()[4].textContent).toContain('Acknowledged'));
  expect(alerts.calls.at(-1)).toBe('keep 1');
  expect(button(/^Acknowledge$/)).toBeUndefined();
  const select = detail()!.querySelector('select')!;
  select.value = 'benign';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(items()[4].textContent).toContain('Closed: benign'));
  // What another tab does is seen as well.
  alerts.put({ ...(await alerts.get([fakeFinding(4).id]))[0]!.alert, state: 'new', resolution: null });
  await vi.waitFor(() => expect(items()[4].textContent).toContain('● New'));
});

test('a button that goes when it has done its work leaves the focus with its finding', async () => {
  await analyze();
  await choose(0);
  button(/^Acknowledge$/).focus();
  button(/^Acknowledge$/).click();
  await vi.waitFor(() => expect(button(/^Acknowledge$/)).toBeUndefined());
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe(fakeFinding(0).title));
});

test('what rules hide is left out, counted, and shown on request', async () => {
  alerts.hidden.set(fakeFinding(0).id, 'rule');
  await analyze();
  expect(words()).toContain('9 findings');
  expect(items()).toHaveLength(8);
  const box = panel().querySelector<HTMLInputElement>('input[type=checkbox]')!;
  expect(box.parentElement!.textContent).toContain('Show 1 hidden by rules');
  box.click();
  await vi.waitFor(() => expect(items()).toHaveLength(9));
  expect(items()[0].textContent).toContain('Hidden by a rule');
});

test('long lists come fifty at a time', async () => {
  alerts.findings = 120;
  await analyze();
  expect(items()).toHaveLength(50);
  button(/^Show 50 more$/).click();
  await vi.waitFor(() => expect(items()).toHaveLength(100));
  await vi.waitFor(() => expect(document.activeElement).toBe(items()[50]));
});

test('the packets of a finding are those of the line that it is shown at, though the line moves meanwhile', async () => {
  await analyze();
  let release = (): void => undefined;
  alerts.onGroup = () => new Promise((resolve) => (release = resolve));
  app.session.threshold.moveTo(0.9475);
  await vi.waitFor(() => expect(alerts.calls.at(-1)).toBe('group above 0.9475'));
  const lines: string[] = [];
  const { rowsOf } = alerts;
  alerts.rowsOf = (id) => {
    lines.push(alerts.calls.findLast((call) => call.startsWith('group'))!);
    return rowsOf(id);
  };
  const asked = page.findings.rowsOf(fakeFinding(1).id, page.findings.result!.line);
  alerts.onGroup = () => undefined;
  release();
  expect(await asked).toEqual(Uint32Array.from([110, 120, 130]));
  expect(lines).toEqual(['group above 0.612']);
});

test('the packets are found again after the worker was started anew', async () => {
  await analyze();
  const { rowsOf } = alerts;
  alerts.rowsOf = async () => {
    alerts.rowsOf = rowsOf;
    return null;
  };
  expect(await page.findings.rowsOf(fakeFinding(1).id, page.findings.result!.line)).toEqual(Uint32Array.from([110, 120, 130])); // prettier-ignore
  expect(alerts.calls.filter((call) => call.startsWith('group'))).toHaveLength(2);
});

test('an answer about findings that are not shown does not speak for those that are', async () => {
  alerts.hidden.set(fakeFinding(0).id, 'rule');
  await analyze();
  expect(items()).toHaveLength(8);
  const { hiddenBy } = alerts;
  let answer: (() => void) | null = null;
  alerts.hiddenBy = (findings) => new Promise((resolve) => (answer = () => resolve(findings.map(() => null))));
  app.session.threshold.moveTo(0.9475);
  await vi.waitFor(() => expect(answer).not.toBeNull());
  page.findings.cancel();
  alerts.hiddenBy = hiddenBy;
  answer!();
  await vi.waitFor(() => expect(words()).toContain('Grouping was cancelled'));
  expect(items()).toHaveLength(8);
});

test('what a second analysis found is kept although the first is still being stored', async () => {
  let release = (): void => undefined;
  alerts.onKeep = () => new Promise((resolve) => (release = resolve));
  await analyze();
  await vi.waitFor(() => expect(alerts.calls).toContain('keep 9'));
  alerts.findings = 5;
  await analyze();
  alerts.onKeep = () => undefined;
  release();
  await vi.waitFor(() => expect(alerts.calls.filter((call) => call.startsWith('keep'))).toEqual(['keep 9', 'keep 5']));
});
