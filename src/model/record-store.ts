// Where the store keeps its records: IndexedDB, or the tab's memory. Both work in transactions: all of a change or none.
import type { UseStore } from 'idb-keyval';
import { promisifyRequest } from 'idb-keyval';
import { upgradeInfo } from './info.ts';
import type { StoredModel } from './types.ts';

export interface ModelRecord {
  info: StoredModel;
  file: Uint8Array<ArrayBuffer>;
}

/** What one transaction may do. */
export interface Shelf {
  infos(): Promise<StoredModel[]>;
  file(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  put(record: ModelRecord): void;
  remove(id: string): void;
}

/** Runs one transaction. What `work` throws undoes all of it. `work` may wait for the shelf, for nothing else. */
export type Transact = <T>(mode: IDBTransactionMode, work: (shelf: Shelf) => Promise<T>) => Promise<T>;

const INFO = 'info:';
const FILE = 'file:';
/** ';' is the character after ':'. */
const infoRange = (): IDBKeyRange => IDBKeyRange.bound(INFO, 'info;', false, true);

/** Two tabs may write at once: IndexedDB lets one transaction that writes finish before the next begins. */
export function transactInDatabase(useStore: UseStore): Transact {
  return <T>(mode: IDBTransactionMode, work: (shelf: Shelf) => Promise<T>) =>
    useStore(mode, async (store) => {
      const finished = promisifyRequest(store.transaction);
      // When `work` throws, its reason counts and this one is only its echo.
      finished.catch(() => undefined);
      let result: T;
      try {
        result = await work({
          // An older page may have stored them.
          infos: async () => (await promisifyRequest<StoredModel[]>(store.getAll(infoRange()))).map(upgradeInfo),
          file: (id) => promisifyRequest<Uint8Array<ArrayBuffer> | undefined>(store.get(FILE + id)),
          put: ({ info, file }) => {
            store.put(info, INFO + info.id);
            store.put(file, FILE + info.id);
          },
          remove: (id) => {
            store.delete(INFO + id);
            store.delete(FILE + id);
          },
        });
      } catch (error) {
        abort(store.transaction);
        throw error;
      }
      await finished;
      return result;
    });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    // It has ended by itself, as after a request that failed.
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

/** Lasts as long as the tab. */
export function transactInMemory(): Transact {
  const records = new Map<string, ModelRecord>();
  let last: Promise<unknown> = Promise.resolve();
  return (_mode, work) => {
    const turn = last.then(async () => {
      const changes: (() => void)[] = [];
      const result = await work({
        infos: async () => [...records.values()].map(({ info }) => structuredClone(info)),
        file: async (id) => records.get(id)?.file.slice(),
        put: ({ info, file }) => {
          const record = { info: structuredClone(info), file: file.slice() };
          changes.push(() => records.set(info.id, record));
        },
        remove: (id) => changes.push(() => records.delete(id)),
      });
      for (const change of changes) change();
      return result;
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
