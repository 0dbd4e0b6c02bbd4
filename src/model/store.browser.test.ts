// The store in a real IndexedDB: names, undo, two tabs, and what happens when there is no room or no storage.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { InputError } from '../base/errors.ts';
import { readModel, renameModel, writeModel } from './file.ts';
import { createModelStore, uniqueName, type RenameModel } from './store.ts';
import { smallInfo, smallModel } from './testing/forests.ts';
import type { ModelInfo } from './types.ts';

const model = (
  name: string,
  created = '2026-11-22T09:30:00.000Z',
): { info: ModelInfo; file: Uint8Array<ArrayBuffer> } => {
  const info = { ...smallInfo(), name, created };
  return { info, file: writeModel({ ...smallModel(), info }) };
};

const rename: RenameModel = async (file, name) => renameModel(file, name);

let count = 0;
const freshName = (): string => `net-anomaly-models-test-${Date.now()}-${count++}`;

afterEach(() => {
  vi.restoreAllMocks();
});

test('a model is kept with its file, the newest first, also by another tab', async () => {
  const database = freshName();
  const store = createModelStore(rename, database);
  const [old, young] = [model('old', '2026-01-01T00:00:00.000Z'), model('young')];
  const stored = await store.add(young.file, young.info);
  await store.add(old.file, old.info);
  expect(stored).toEqual({ ...young.info, id: stored.id, bytes: young.file.length });
  const tab = createModelStore(rename, database);
  expect((await tab.list()).map(({ name }) => name)).toEqual(['young', 'old']);
  expect(await tab.file(stored.id)).toEqual(young.file);
  expect([tab.persistent, tab.reason]).toEqual([true, null]);
});

test('what an older page stored is listed with what it did not know yet', async () => {
  const store = createModelStore(rename, freshName());
  const { info, file } = model('old');
  const { featuresAssumed: _, firstFormat: __, parameters, ...rest } = info;
  const { bootstrap: ___, ...known } = parameters;
  await store.add(file, { ...rest, parameters: known } as unknown as ModelInfo);
  expect(await store.list()).toMatchObject([{ ...info, firstFormat: 1 }]);
});

test('a line is kept with its model, through a new name, until it is taken back; the file stays', async () => {
  const store = createModelStore(rename, freshName());
  const { info, file } = model('A');
  const { id } = await store.add(file, info);
  const line = {
    rule: { way: 'score', score: 0.7 },
    threshold: 0.7,
    hosts: [{ host: '10.0.0.1', threshold: 0.9 }],
  } as const;
  expect((await store.setLine(id, line)).line).toEqual(line);
  expect((await store.rename(id, 'B', file)).line).toEqual(line);
  expect(await store.file(id)).toEqual(file);
  await store.setLine(id, null);
  expect((await store.list())[0]).not.toHaveProperty('line');
  await expect(store.setLine('gone', line)).rejects.toThrow(InputError);
});

test('a taken name gets a number, in the file too', async () => {
  const store = createModelStore(rename, freshName());
  const { info, file } = model('A');
  const names = [];
  for (let i = 0; i < 3; i++) {
    const stored = await store.add(file, info);
    names.push(stored.name);
    expect(readModel(await store.file(stored.id)).info.name).toBe(stored.name);
  }
  expect(names).toEqual(['A', 'A (2)', 'A (3)']);
  const [first] = await store.list();
  const other = model('B');
  expect((await store.rename(first.id, ' B ', other.file)).name).toBe('B');
  expect((await store.rename(first.id, 'B', other.file)).name).toBe('B');
});

test('a name that another tab takes while the file is renamed is not given twice', async () => {
  const database = freshName();
  const { info, file } = model('A');
  const tab = createModelStore(rename, database);
  await tab.add(file, info);
  let asked = 0;
  const store = createModelStore(async (...given) => {
    if (asked++ === 0) await tab.add(file, info);
    return rename(...given);
  }, database);
  const stored = await store.add(file, info);
  expect(stored.name).toBe('A (3)');
  expect(readModel(await store.file(stored.id)).info.name).toBe('A (3)');
});

test('a file that cannot be renamed is not stored', async () => {
  const store = createModelStore(() => Promise.reject(new Error('The engine is gone.')), freshName());
  const { info, file } = model('A');
  await store.add(file, info);
  await expect(store.add(file, info)).rejects.toThrow('The engine is gone.');
  expect((await store.list()).map(({ name }) => name)).toEqual(['A']);
});

test('a removed model is gone and can be put back under its id', async () => {
  const store = createModelStore(rename, freshName());
  const { info, file } = model('A');
  const stored = await store.add(file, info);
  const record = await store.remove(stored.id);
  expect(await store.list()).toEqual([]);
  await expect(store.file(stored.id)).rejects.toThrow(/not stored any more/);
  await expect(store.remove(stored.id)).rejects.toThrow(InputError);
  await expect(store.rename(stored.id, 'B', file)).rejects.toThrow(InputError);
  const newer = await store.add(file, info);
  expect((await store.restore(record)).name).toBe('A (2)');
  expect((await store.list()).map(({ id }) => id).sort()).toEqual([stored.id, newer.id].sort());
});

test('two tabs that add at once lose nothing and never give one name twice', async () => {
  const database = freshName();
  const tabs = [createModelStore(rename, database), createModelStore(rename, database)];
  const { info, file } = model('A');
  await Promise.all(Array.from({ length: 40 }, (_, i) => tabs[i % 2].add(file, info)));
  const list = await tabs[0].list();
  expect(list.length).toBe(40);
  expect(new Set(list.map(({ name }) => name)).size).toBe(40);
  for (const { id } of list) expect((await tabs[1].file(id)).length).toBeGreaterThan(0);
});

describe('without room', () => {
  test('nothing is stored, the words say what to do, and the store goes on working', async () => {
    const store = createModelStore(rename, freshName());
    const { info, file } = model('A');
    await store.add(file, info);
    const real = IDBObjectStore.prototype.put;
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      // The info was already put: it must go, too.
      if (String(key).startsWith('file:')) throw new DOMException('', 'QuotaExceededError');
      return real.call(this, value, key);
    });
    await expect(store.add(file, info)).rejects.toThrow(/no room for this model.*Delete models/);
    put.mockRestore();
    expect((await store.list()).length).toBe(1);
    expect((await store.add(file, info)).name).toBe('A (2)');
    expect(store.persistent).toBe(true);
  });
});

describe('without storage', () => {
  test('models last as long as the tab, which the store says', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The user denied permission.', 'SecurityError');
    });
    const store = createModelStore(rename, freshName());
    const { info, file } = model('A');
    const [one, two] = await Promise.all([store.add(file, info), store.add(file, info)]);
    expect([one.name, two.name]).toEqual(['A', 'A (2)']);
    expect(store.persistent).toBe(false);
    expect(store.reason).toBe('This browser gives the page no storage (The user denied permission).');
    expect((await store.list()).length).toBe(2);
    expect(await store.file(one.id)).toEqual(file);
    await store.restore(await store.remove(one.id));
    await expect(store.rename(two.id, '', file)).rejects.toThrow('1 to 200 characters');
    expect((await store.list()).length).toBe(2);
  });
});

test('numbers are added to names in turn, and long names are shortened', () => {
  expect(uniqueName('A', new Set(['B']))).toBe('A');
  expect(uniqueName('A (2)', new Set(['A', 'A (2)']))).toBe('A (3)');
  const long = 'x'.repeat(200);
  expect(uniqueName(long, new Set([long]))).toBe(`${'x'.repeat(196)} (2)`);
});
