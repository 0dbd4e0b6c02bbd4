// Teaching a finding, the findings of a training traffic, and the packets of alerts as files.
import { tick } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CancelledError } from '../../base/errors.ts';
import { fakeAlert } from '../testing/fake-alerts.ts';
import { FindingsPage, press } from '../testing/findings-page.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';

let page: FindingsPage;
let { engine, alerts, app, detail, said } = {} as FindingsPage;
const analyze = () => page.analyze();
const choose = (place: number) => page.choose(place);

beforeAll(loadViews);

beforeEach(async () => {
  page = new FindingsPage();
  ({ engine, alerts, app, detail, said } = page);
  await app.session.openText('{"items":[]}');
});

afterEach(() => page.close());

test('"This is normal" shows what would change, and keeps both versions when that is saved', async () => {
  await analyze();
  await choose(0);
  button(/^This is normal…$/).click();
  await vi.waitFor(() => expect(text()).toContain('Teach that this is normal'));
  expect((document.querySelector('#lesson-name') as HTMLInputElement).value).toBe('pasted text, taught 1');
  expect(text()).toContain('hide such alerts by a rule');
  button(/^See what would change$/).click();
  await vi.waitFor(() =>
    expect(text()).toContain(
      'Of the 3 taught packets 3 were above the line, now 0. Of the other packets 108 → 61, 2 of them newly.',
    ),
  );
  expect(said('teach')).toMatchObject([[{ rows: Uint32Array.from([10, 20, 30]), line: { threshold: 0.612 } }]]);
  expect(app.models.list).toHaveLength(0);
  button(/^Save and analyse again$/).click();
  await vi.waitFor(() => expect(said('analyze')).toHaveLength(1));
  expect(app.models.list.map(({ name }) => name)).toEqual(['pasted text', 'pasted text, taught 1']);
  expect(app.models.chosen?.name).toBe('pasted text, taught 1');
  expect(said('analyze')[0][1]).toEqual(new Uint8Array([4, 5, 6]));
});

test('teaching can be cancelled and refused, and then nothing has changed', async () => {
  await analyze();
  await choose(0);
  button(/^This is normal…$/).click();
  await tick();
  engine.onTeach = (_, { signal }) =>
    new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(new CancelledError())));
  button(/^See what would change$/).click();
  await vi.waitFor(() => expect(text()).toContain('Training the new version'));
  button(/^Cancel$/).click();
  await vi.waitFor(() => expect(text()).not.toContain('Training the new version'));
  engine.onTeach = () => {
    throw new Error('This model kept no training rows: train it anew to teach it.');
  };
  button(/^See what would change$/).click();
  await vi.waitFor(() => expect(text()).toContain('This model kept no training rows'));
  press('Escape', document.querySelector('#lesson-name')!);
  await vi.waitFor(() => expect(text()).not.toContain('Teach that this is normal'));
  expect(detail()).not.toBeNull();
  expect(app.models.list).toHaveLength(0);
});

test('a model that is trained here gets the findings of its training traffic before it is saved', async () => {
  await analyze();
  expect(await app.session.saveModel('Mine')).toBe(true);
  expect(await app.models.file(app.models.chosenId!)).toEqual(new Uint8Array([1, 2, 3, 99]));
});

test('the packets of an alert are written where its traffic is open, and else it is said what to open', async () => {
  await analyze();
  const { findings } = page;
  const { traffic, model } = findings.result!;
  const told = () => app.notices.list.at(-1)!.text;
  const alert = fakeAlert(4);
  await findings.exportPackets(alert);
  expect(told()).toContain('Its packets are in friday.pcapng: open and analyse that first.');
  const here = { ...alert, traffic: { fingerprint: traffic, name: 'x' } };
  await findings.exportPackets(here);
  expect(told()).toContain('choose that, and analyse again');
  await findings.exportPackets({ ...here, model: { fingerprint: model, name: 'x' } });
  expect(told()).toMatch(/^Wrote 3 packets to /);
  // At the alert's own line, which is not the one that is drawn.
  expect(alerts.calls.at(-1)).toBe('group above 0.55');
  expect(said('exportRows').at(-1)).toEqual([
    'json',
    { threshold: 0.55, hosts: [] },
    Uint32Array.from([410, 420, 430]),
  ]);
});

test('what is normal for one host only is hidden by a rule instead, made from the finding that is kept for it', async () => {
  alerts.wants = { ...alerts.wants, keep: false };
  await analyze();
  await choose(0);
  button(/^This is normal…$/).click();
  await vi.waitFor(() => expect(button(/^hide such alerts by a rule$/)).toBeDefined());
  button(/^hide such alerts by a rule$/).click();
  await vi.waitFor(() => expect(text()).toContain('New rule'));
  expect(text()).not.toContain('Teach that this is normal');
  expect(alerts.calls.at(-1)).toBe('keep 1');
});
