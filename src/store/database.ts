// The one IndexedDB database: models, alerts, rules and settings, its versions, and transactions over it.
import { promisifyRequest } from 'idb-keyval';
import { InputError } from '../base/errors.ts';
import type { Table, Transact } from './types.ts';

/** Storage belongs to the origin, which other pages may share: hence the long name. Models came first. */
export const DATABASE = 'net-anomaly-models';

/** Milliseconds that opening may take. */
const PATIENCE = 10_000;

/** What makes each version of the one before. What was released is never changed; see testing for a fixture of each. */
const MIGRATIONS: ((database: IDBDatabase) => void)[] = [
  // 1: as idb-keyval made it.
  (database) => database.createObjectStore('models'),
  // 2: alerts.
  (database) => ['alerts', 'rules', 'settings', 'index'].forEach((name) => database.createObjectStore(name)),
];

function makeTable(store: IDBObjectStore): Table {
  const between = (after: string, before: string) => IDBKeyRange.bound(after, before, true, true);
  return {
    get: (key) => promisifyRequest(store.get(key)),
    keys: (after, before, count) =>
      promisifyRequest(store.getAllKeys(between(after, before), count) as IDBRequest<string[]>),
    values: (after, before, count) => promisifyRequest(store.getAll(between(after, before), count)),
    count: () => promisifyRequest(store.count()),
    put: (key, value) => void store.put(value, key),
    remove: (key) => void store.delete(key),
    clear: () => void store.clear(),
  };
}

/**
 * Opens the database at the first transaction, and again after it was closed. Rejects with InputError where another tab
 * holds an older version of it, or a newer page has left this one behind; with the browser's error where it does not open.
 * Two tabs may write at once: IndexedDB lets one transaction that writes finish before the next begins.
 */
export function transactInDatabase(name: string): Transact {
  let current: Promise<IDBDatabase> | undefined;
  const connect = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, MIGRATIONS.length);
      request.onupgradeneeded = ({ oldVersion }) => {
        for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(request.result);
      };
      // It still opens as soon as the other tab is gone: until then every call is told. Who comes second is not even told
      // that it is blocked, hence the clock.
      const refuse = () =>
        reject(new InputError('The storage does not open: close other tabs of this page, and try again.')); // prettier-ignore
      request.onblocked = refuse;
      setTimeout(refuse, PATIENCE);
      request.onerror = () => {
        current = undefined;
        const { error } = request;
        reject(
          error?.name === 'VersionError'
            ? new InputError('A newer page has used this storage: load the page anew.')
            : error,
        );
      };
      request.onsuccess = () => {
        const database = request.result;
        database.onclose = () => (current = undefined);
        database.onversionchange = () => {
          database.close();
          current = undefined;
        };
        current = Promise.resolve(database);
        resolve(database);
      };
    });

  return async (names, mode, work) => {
    const database = await (current ??= connect());
    const transaction = database.transaction(names, mode === 'readonly' ? mode : 'readwrite', {
      durability: mode === 'relaxed' ? mode : 'strict',
    });
    const finished = promisifyRequest(transaction);
    // When `work` throws, its reason counts and this one is only its echo.
    finished.catch(() => undefined);
    try {
      const result = await work((store) => makeTable(transaction.objectStore(store)));
      await finished;
      return result;
    } catch (error) {
      // Where the browser has ended it, requests only say that it did, the transaction says why.
      if (transaction.error) throw transaction.error;
      transaction.abort();
      throw error;
    }
  };
}
