// The alert database in a real IndexedDB: what is kept, found, changed and undone, also by two tabs at once.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { createStorage } from '../store/storage.ts';
import { createAlertDatabase } from './service.ts';
import { ANY, drawFindings, keepRequest } from './testing/findings.ts';
import type { Rule } from './types.ts';

let count = 0;
const freshName = (): string => `net-anomaly-alerts-test-${Date.now()}-${count++}`;
/** A tab with a clock of its own. */
const openTab = (database = freshName(), start = Date.UTC(2026, 10, 23)) => {
  const clock = { now: start };
  return { clock, ...createAlertDatabase({ storage: createStorage(database), now: () => clock.now }) };
};
const rule = (match: Rule['match'], id = 'r'): Rule => ({
  id,
  action: 'suppress',
  match,
  reason: '',
  enabled: true,
  created: 1,
  expires: null,
});

test('findings are kept as alerts, and found again without losing what was done to them', async () => {
  const name = freshName();
  const tab = openTab(name);
  const findings = drawFindings(1000, 1);
  expect(await tab.keep(keepRequest(findings))).toEqual({ added: 1000, updated: 0, removed: 0 });
  const [one, two] = findings;
  await tab.setState([one.id], 'closed', 'benign');
  await tab.addNote([one.id, two.id], '  known printer ');
  tab.clock.now += 1000;
  const again = findings.map((finding) => ({ ...finding, packets: finding.packets + 1 }));
  expect(await tab.keep(keepRequest(again))).toEqual({ added: 0, updated: 1000, removed: 0 });
  const [entry] = await openTab(name).get([one.id]);
  expect(entry!.alert).toMatchObject({ state: 'closed', resolution: 'benign', finding: again[0] });
  expect(entry!.alert.notes.map(({ text }) => text)).toEqual(['known printer']);
  expect(entry!.alert.events.map(({ what }) => what)).toEqual(['found', 'state', 'note', 'found_again']);
  expect(await tab.counts()).toEqual({ new: 999, acknowledged: 0, closed: 1, hidden: 0 });
  expect(await tab.get(['0'.repeat(32)])).toEqual([null]);
});

test('a finding that a longer capture holds too is told with that: its figures, rows and line are of it', async () => {
  const tab = openTab();
  const findings = drawFindings(2, 5);
  const request = keepRequest(findings);
  await tab.keep(request);
  const traffic = { fingerprint: 'c3'.repeat(16), name: 'whole-day.pcapng' };
  await tab.keep({ ...request, findings: [{ ...findings[0], packets: 77 }], traffic });
  const [one, two] = await tab.get(findings.map(({ id }) => id));
  expect(one!.alert).toMatchObject({ finding: { packets: 77 }, traffic });
  expect(two!.alert.traffic).toEqual(request.traffic);
  expect(await tab.ids({ ...ANY, traffic: traffic.fingerprint }, 'newest')).toEqual([findings[0].id]);
});

test('two tabs that keep and change at once lose nothing', async () => {
  const name = freshName();
  const [a, b] = [openTab(name), openTab(name)];
  const findings = drawFindings(400, 2);
  const parts = Array.from({ length: 20 }, (_, i) => findings.slice(i * 20, i * 20 + 20));
  await Promise.all(parts.map((part, i) => (i % 2 === 0 ? a : b).keep(keepRequest(part))));
  const { id } = findings[7];
  await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? a : b).addNote([id], `note ${i}`)));
  for (const tab of [a, b]) {
    expect((await tab.counts()).new).toBe(400);
    expect((await tab.ids(ANY, 'newest')).toSorted()).toEqual(findings.map((finding) => finding.id).toSorted());
    const [entry] = await tab.get([id]);
    expect(new Set(entry!.alert.notes.map(({ text }) => text)).size).toBe(20);
  }
});

test('an undo puts back what nobody has changed since', async () => {
  const name = freshName();
  const [a, b] = [openTab(name), openTab(name)];
  const findings = drawFindings(10, 3);
  await a.keep(keepRequest(findings));
  const ids = findings.map(({ id }) => id);
  const before = await a.get(ids);
  const { changed, undo } = await a.setState(ids, 'acknowledged', null);
  expect(changed).toBe(10);
  // Within the same millisecond.
  await b.addNote([ids[3]], 'mine');
  expect(await a.undo(undo)).toBe(9);
  const after = await a.get(ids);
  expect(after.filter((_, i) => i !== 3)).toEqual(before.filter((_, i) => i !== 3));
  expect(after[3]!.alert).toMatchObject({ state: 'acknowledged', notes: [{ text: 'mine' }] });
  await expect(a.undo(undo)).rejects.toThrow(InputError);
  const gone = await b.remove(ids);
  expect(await a.ids(ANY, 'newest')).toEqual([]);
  expect(await b.undo(gone.undo)).toBe(10);
  expect(await a.get(ids)).toEqual(after);
});

test('a list is in order, filtered and cut', async () => {
  const tab = openTab();
  const findings = drawFindings(500, 4);
  await tab.keep(keepRequest(findings));
  const page = await tab.list(ANY, 'oddest', 100, 50);
  const weights = findings.map(({ weight }) => weight).sort((x, y) => y - x);
  expect(page).toMatchObject({ total: 500, start: 100 });
  expect(page.entries.map(({ alert }) => alert.finding.weight)).toEqual(weights.slice(100, 150));
  expect((await tab.list(ANY, 'packets', 0, 1000)).entries.length).toBe(200);
  const inNet = (host: string) => /^10\.1\.[0-7]\./.test(host);
  const expected = findings.filter(({ sources }) => sources.some(({ host }) => inNet(host)));
  const found = await tab.ids({ ...ANY, host: '10.1.0.0/21' }, 'newest');
  expect(found.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
  const dns = findings.filter(({ services }) => services[0].port === 53).length;
  for (const service of ['dns', '53', 'udp/53', 'UDP', 'udp/dns']) {
    expect((await tab.list({ ...ANY, service }, 'newest', 0, 1)).total).toBe(dns);
  }
  const [{ title, sources }] = findings;
  const words = `${title.split(' ')[2]} OFFICE ${sources[0].host}`;
  expect(await tab.ids({ ...ANY, text: words }, 'newest')).toContain(findings[0].id);
  expect(await tab.ids({ ...ANY, text: `${words} nowhere` }, 'newest')).toEqual([]);
});

test('rules hide alerts old and new, and give them back', async () => {
  const name = freshName();
  const [tab, other] = [openTab(name), openTab(name)];
  const findings = drawFindings(300, 5);
  await tab.keep(keepRequest(findings.slice(0, 200)));
  await other.counts();
  const hides = ({ sources }: (typeof findings)[number]) => sources.every(({ host }) => host.startsWith('10.1.3.'));
  const first = findings.find(hides)!;
  const wanted = rule({ source: '10.1.3.0/24' });
  const hidden = findings.slice(0, 200).filter(hides);
  const preview = await tab.previewRule(wanted);
  expect(preview).toMatchObject({ before: 200, after: 200 - hidden.length });
  expect(preview.examples.length).toBe(Math.min(5, hidden.length));
  await tab.putRule(wanted);
  await other.keep(keepRequest(findings.slice(200)));
  const all = findings.filter(hides).length;
  expect(await other.counts()).toEqual({ new: 300 - all, acknowledged: 0, closed: 0, hidden: all });
  expect(await other.ruleCounts()).toEqual({ r: all });
  expect(await other.hiddenBy(findings)).toEqual(findings.map((finding) => (hides(finding) ? 'r' : null)));
  expect((await tab.list({ ...ANY, hidden: true }, 'newest', 0, 1)).total).toBe(300);
  expect((await tab.get([first.id]))[0]!.hiddenBy).toBe('r');
  await other.removeRule('r');
  expect((await tab.counts()).hidden).toBe(0);
});

test('too many alerts go closed ones first, and a line says so where one was open', async () => {
  const tab = openTab();
  await tab.putSettings({ keep: true, closedDays: 90, mostAlerts: 100 });
  const findings = drawFindings(150, 6);
  await tab.keep(keepRequest(findings.slice(0, 100)));
  await tab.setState(findings.slice(0, 30).map(({ id }) => id), 'closed', 'benign'); // prettier-ignore
  await tab.setState(findings.slice(30, 40).map(({ id }) => id), 'acknowledged', null); // prettier-ignore
  tab.clock.now += 1000;
  expect(await tab.keep(keepRequest(findings.slice(100, 120)))).toEqual({ added: 20, updated: 0, removed: 20 });
  expect(await tab.log()).toEqual([]);
  expect(await tab.counts()).toEqual({ new: 80, acknowledged: 10, closed: 10, hidden: 0 });
  expect(await tab.keep(keepRequest(findings.slice(120)))).toMatchObject({ added: 30, removed: 30 });
  expect(await tab.counts()).toEqual({ new: 100, acknowledged: 0, closed: 0, hidden: 0 });
  expect((await tab.log()).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^10 new and 10 acknowledged alerts, stored .*, went because at most 100 are kept\.$/),
  ]);
});

test('closed alerts go by age, unless they are found again', async () => {
  const name = freshName();
  const tab = openTab(name);
  const findings = drawFindings(3, 7);
  await tab.keep(keepRequest(findings));
  await tab.setState(findings.slice(0, 2).map(({ id }) => id), 'closed', 'benign'); // prettier-ignore
  const later = openTab(name, tab.clock.now + 91 * 86_400_000);
  expect(await later.keep(keepRequest([findings[0]]))).toEqual({ added: 0, updated: 1, removed: 1 });
  await later.open();
  expect(await later.counts()).toEqual({ new: 1, acknowledged: 0, closed: 1, hidden: 0 });
  expect(await later.log()).toEqual([]);
});

test('what is no finding is refused before anything is stored', async () => {
  const tab = openTab();
  const [good, bad] = drawFindings(2, 8);
  await expect(tab.keep(keepRequest([good, { ...bad, packets: NaN }]))).rejects.toThrow(/packets of a finding/);
  await expect(tab.setState([], 'closed', null)).rejects.toThrow(/resolution/);
  await expect(tab.putRule(rule({}))).rejects.toThrow(/at least one condition/);
  expect((await tab.counts()).new).toBe(0);
});
