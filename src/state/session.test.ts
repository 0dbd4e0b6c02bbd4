// The session where two things happen at once: restarts, saving, and counts that come late.
import { beforeEach, expect, test, vi } from 'vitest';
import type { SourceReport } from '../engine/types.ts';
import { FakeEngine, FakeStore, fakeInfo } from '../views/testing/fake-engine.ts';
import { AppState } from './app.svelte.ts';

let engine: FakeEngine;
let store: FakeStore;
let app: AppState;

beforeEach(() => {
  engine = new FakeEngine(3000);
  store = new FakeStore();
  app = new AppState(engine, store);
});

const stopped = {
  stopped: { source: 'b', line: 1, column: 2, offset: 1, item: null, field: null, message: 'expected a value' },
  packets: 17,
} as SourceReport;

test('traffic that waits for "keep" or "discard" is read again after a restart, with or without other traffic', async () => {
  for (const withOther of [false, true]) {
    if (withOther) await app.session.openText('{}', 'a');
    engine.onLoad = async (sources) => (sources[0].name === 'b' ? { packets: 17, sources: [stopped] } : {});
    await app.session.openText('[', 'b');
    const before = app.session.pending!;
    expect(before.name).toBe('b');
    engine.restart('It did not answer.');
    await vi.waitFor(() => expect(app.session.pending?.report.traffic).toBeGreaterThan(before.report.traffic));
    expect(app.session.pending!.name).toBe('b');
    expect(app.session.loaded?.name).toBe(withOther ? 'a' : undefined);
    app.session.discard();
  }
});

test('what failed when the engine stopped is still told after the other traffic was read again', async () => {
  await app.session.openText('{}', 'a');
  await app.session.analyze();
  const traffic = app.session.loaded!.report.traffic;
  engine.onLoad = async (sources) => {
    if (sources[0].name === 'b') throw new Error('The engine stopped answering.');
    return {};
  };
  const opening = app.session.openText('{}', 'b');
  engine.restart('It did not answer.');
  await opening;
  await vi.waitFor(() => expect(app.session.loaded!.report.traffic).toBeGreaterThan(traffic));
  expect(app.session.analysis).not.toBeNull();
  expect(app.session.failure).toMatchObject({ title: 'Not opened: b' });
});

test('a model that is stored while other traffic is opened does not become the judge of that', async () => {
  await app.session.openText('{}', 'a');
  await app.session.analyze();
  let keep!: () => void;
  vi.spyOn(app.models, 'add').mockReturnValue(
    new Promise((resolve) => (keep = () => resolve({ ...fakeInfo('Mine'), id: 'mine', bytes: 3 }))),
  );
  const saving = app.session.saveModel('Mine');
  await app.session.openText('{}', 'b');
  keep();
  expect(await saving).toBe(true);
  expect(app.session.judge).toBeNull();
});

test('a model is stored once, however often that is asked for, and told by the name that it got', async () => {
  await app.session.openText('{}', 'a');
  await app.session.analyze();
  const add = vi.spyOn(store, 'add');
  add.mockImplementation(async (file, info) =>
    FakeStore.prototype.add.call(store, file, { ...info, name: `${info.name} (2)` }),
  );
  expect(await Promise.all([app.session.saveModel('Mine'), app.session.saveModel('Mine')])).toEqual([true, false]);
  expect(add).toHaveBeenCalledTimes(1);
  expect(app.session.judge).toMatchObject({ stored: true, info: { name: 'Mine (2)' } });
  expect(app.notices.list.at(-1)!.text).toContain('Saved the model “Mine (2)”');
});

test('a count of scores that are gone does not stand beside the new ones', async () => {
  await app.session.openText('{}', 'a');
  await app.session.analyze();
  let answer!: (count: number) => void;
  engine.countMarked = () => new Promise((resolve) => (answer = resolve));
  const { threshold } = app.session;
  threshold.moveTo(0.7);
  threshold.moveTo(0.8);
  await app.session.analyze();
  answer(7);
  await new Promise((resolve) => setTimeout(resolve));
  expect(threshold).toMatchObject({ value: 0.612, counted: 0.612, count: 1164 });
});

test('hosts with lines of their own count the same in the heading, in the table of odd packets, and in its file', async () => {
  vi.stubGlobal('document', { createElement: () => ({ click: () => undefined }) });
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:a');
  await app.session.openText('{}', 'a');
  await app.session.analyze();
  const hosts = [{ host: '10.0.0.1', threshold: 0.9 }];
  app.session.threshold.setHosts(hosts);
  await app.session.view.change({ onlyOdd: true });
  await app.session.download('csv', 'odd');
  const last = (name: string) => engine.calls.findLast((call) => call.name === name)!.args;
  expect(last('countMarked')).toEqual([{ threshold: 0.612, hosts }]);
  expect(last('setView')).toMatchObject([{ above: 0.612, hosts }]);
  expect(last('export')).toEqual(['csv', 0.612, 'odd', hosts]);
  vi.unstubAllGlobals();
});

test('a file that is larger than any model is not even read', async () => {
  const file = new File(['x'], 'traffic.json');
  Object.defineProperty(file, 'size', { value: 5e9 });
  const read = vi.spyOn(file, 'arrayBuffer');
  await app.models.importFiles([file]);
  expect(read).not.toHaveBeenCalled();
  expect(app.models.troubles).toEqual([
    { file: 'traffic.json', message: expect.stringContaining('not a Net Anomaly model') },
  ]);
});
