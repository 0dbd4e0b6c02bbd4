// The database in a real Chromium: older versions are upgraded, newer ones and other tabs are told of, nothing is half done.
import { promisifyRequest } from 'idb-keyval';
import { afterEach, expect, test, vi } from 'vitest';
import { createAlertDatabase } from '../alerts/service.ts';
import { ANY } from '../alerts/testing/findings.ts';
import { InputError } from '../base/errors.ts';
import { readModel } from '../model/file.ts';
import { createModelStore } from '../model/store.ts';
import { transactInDatabase } from './database.ts';
import { createStorage } from './storage.ts';
import { buildDatabase, type PlainDatabase, readDatabase } from './testing/databases.ts';
import version1 from './testing/version-1.json';
import version2 from './testing/version-2.json';

const NEWEST = 2;
const fixtures = [version1, version2] as unknown as PlainDatabase[];
let count = 0;
const freshName = (): string => `net-anomaly-database-test-${Date.now()}-${count++}`;

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(fixtures)('a database of version $version opens with every byte of what lies in it', async (fixture) => {
  const name = freshName();
  await buildDatabase(name, fixture);
  const models = createModelStore(() => Promise.reject(new Error('not asked')), name);
  const list = await models.list();
  expect(list.map((model) => model.firstFormat).sort()).toEqual([1, 2, 3]);
  for (const { id, rows } of list) expect(readModel(await models.file(id)).info.rows).toBe(rows);
  const after = await readDatabase(name);
  expect(after.version).toBe(NEWEST);
  expect(Object.keys(after.stores)).toEqual(['alerts', 'index', 'models', 'rules', 'settings']);
  expect(after.stores).toMatchObject(fixture.stores);
});

test('there is a fixture of every version', async () => {
  const name = freshName();
  await createStorage(name).transact(['alerts'], 'readonly', (table) => table('alerts').count());
  expect((await readDatabase(name)).version).toBe(NEWEST);
  expect(fixtures.map(({ version }) => version)).toEqual(Array.from({ length: NEWEST }, (_, i) => i + 1));
});

test('the alerts of a fixture are listed as they were left, also without their index', async () => {
  const { index: _, ...stores } = version2.stores as unknown as PlainDatabase['stores'];
  const lost = { version: 2, stores: { ...stores, index: [] } };
  for (const fixture of [fixtures[1], lost]) {
    const name = freshName();
    await buildDatabase(name, fixture);
    const alerts = createAlertDatabase({ storage: createStorage(name) });
    expect(await alerts.counts()).toEqual({ new: 9, acknowledged: 2, closed: 1, hidden: expect.any(Number) });
    expect(await alerts.ids({ ...ANY, text: 'third floor scanner' }, 'newest')).toHaveLength(1);
    expect((await alerts.rules()).map(({ reason }) => reason)).toEqual(['Backup host']);
    expect((await alerts.settings()).closedDays).toBe(30);
  }
});

test('an index that lacks alerts is made anew when the database is opened', async () => {
  const name = freshName();
  await buildDatabase(name, fixtures[1]);
  const [[key]] = fixtures[1].stores.alerts;
  await createStorage(name).transact(['alerts'], 'readwrite', async (table) => table('alerts').remove(key));
  const alerts = createAlertDatabase({ storage: createStorage(name) });
  expect((await alerts.ids({ ...ANY, hidden: true }, 'newest')).length).toBe(12);
  await alerts.open();
  expect((await alerts.ids({ ...ANY, hidden: true }, 'newest')).length).toBe(11);
});

test('a database of a newer page is left alone, and the words say what to do', async () => {
  const name = freshName();
  await buildDatabase(name, { version: NEWEST + 1, stores: { models: [['info:x', { json: 1 }]] } });
  const storage = createStorage(name);
  const opening = storage.transact(['models'], 'readonly', async () => 1);
  await expect(opening).rejects.toThrow(InputError);
  await expect(opening).rejects.toThrow(/newer page.*load the page anew/);
  expect(storage.reason).toBe(null);
  expect((await readDatabase(name)).stores).toEqual({ models: [['info:x', { json: 1 }]] });
});

test('an old page in another tab holds the database: that is told, and it opens once the tab is gone', async () => {
  const name = freshName();
  await buildDatabase(name, fixtures[0]);
  const old = await promisifyRequest(indexedDB.open(name));
  const models = createModelStore(() => Promise.reject(new Error('not asked')), name);
  await expect(models.list()).rejects.toThrow(/close other tabs of this page/);
  await expect(models.list()).rejects.toThrow(InputError);
  // Who comes second gets no word from the browser.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const second = createStorage(name).transact(['rules'], 'readonly', (table) => table('rules').count());
  await Promise.all([
    expect(second).rejects.toThrow(/close other tabs of this page/),
    vi.advanceTimersByTimeAsync(20_000),
  ]);
  vi.useRealTimers();
  old.close();
  await expect.poll(() => models.list().then((list) => list.length, () => 0)).toBe(3); // prettier-ignore
  expect([models.persistent, models.reason]).toEqual([true, null]);
});

test('a page gives way to a newer one, or to a deletion, and opens again', async () => {
  const name = freshName();
  const storage = createStorage(name);
  const add = (key: string) => storage.transact(['rules'], 'readwrite', async (table) => table('rules').put(key, key));
  const keys = () => storage.transact(['rules'], 'readonly', (table) => table('rules').keys('', '\uffff'));
  await add('a');
  await promisifyRequest(indexedDB.deleteDatabase(name));
  await add('b');
  expect(await keys()).toEqual(['b']);
  const request = indexedDB.open(name, NEWEST + 1);
  const newer = await promisifyRequest(request);
  await expect(keys()).rejects.toThrow(/newer page/);
  newer.close();
});

test('alerts are not taken from a database that was deleted meanwhile', async () => {
  const name = freshName();
  const alerts = createAlertDatabase({ storage: createStorage(name) });
  await buildDatabase(name, fixtures[1]);
  expect((await alerts.ids({ ...ANY, hidden: true }, 'newest')).length).toBe(12);
  await promisifyRequest(indexedDB.deleteDatabase(name));
  expect(await alerts.counts()).toEqual({ new: 0, acknowledged: 0, closed: 0, hidden: 0 });
  expect(await alerts.rules()).toEqual([]);
});

test('what throws in a transaction undoes all of it, over several stores', async () => {
  const name = freshName();
  const transact = transactInDatabase(name);
  const failing = transact(['alerts', 'rules'], 'readwrite', async (table) => {
    table('alerts').put('a', 1);
    table('rules').put('b', 2);
    await table('alerts').count();
    throw new InputError('no');
  });
  await expect(failing).rejects.toThrow('no');
  const counts = transact(['alerts', 'rules'], 'readonly', async (table) => [
    await table('alerts').count(),
    await table('rules').count(),
  ]);
  expect(await counts).toEqual([0, 0]);
});

test('what a person did waits for the disk, what an analysis found need not', async () => {
  const durabilities: unknown[] = [];
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    durabilities.push([given[1], given[2]?.durability]);
    return real.apply(this, given);
  });
  const transact = transactInDatabase(freshName());
  await transact(['rules'], 'readwrite', async (table) => table('rules').clear());
  await transact(['rules'], 'relaxed', async (table) => table('rules').clear());
  expect(durabilities).toEqual([['readwrite', 'strict'], ['readwrite', 'relaxed']]); // prettier-ignore
});
