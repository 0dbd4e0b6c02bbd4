// Tables in memory, for a browser that gives the page no storage. They last as long as the page.
import type { StoreName, Table, Transact } from './types.ts';

/** Transactions run one after another. */
export function transactInMemory(): Transact {
  const stores = new Map<StoreName, Map<string, unknown>>();
  let last: Promise<unknown> = Promise.resolve();

  return (_names, _mode, work) => {
    const turn = last.then(async () => {
      const changed = new Map<StoreName, Map<string, unknown>>();
      const result = await work((name) => {
        const current = () => changed.get(name) ?? stores.get(name) ?? new Map<string, unknown>();
        const change = (): Map<string, unknown> => {
          const copy = changed.get(name) ?? new Map(current());
          changed.set(name, copy);
          return copy;
        };
        const between = (after: string, before: string, count?: number): string[] =>
          [...current().keys()]
            .filter((key) => key > after && key < before)
            .sort()
            .slice(0, count);
        return {
          get: async (key) => structuredClone(current().get(key)),
          keys: async (...range) => between(...range),
          values: async (...range) => between(...range).map((key) => structuredClone(current().get(key))),
          count: async () => current().size,
          put: (key, value) => void change().set(key, structuredClone(value)),
          remove: (key) => void change().delete(key),
          clear: () => change().clear(),
        } as Table;
      });
      for (const [name, records] of changed) stores.set(name, records);
      return result;
    });
    last = turn.catch(() => undefined);
    return turn;
  };
}
