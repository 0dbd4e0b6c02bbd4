// For tests and labs: databases of any version built of plain records, and taken apart again.
import { promisifyRequest } from 'idb-keyval';

/** A record's value; bytes as base64. */
export type PlainValue = { json: unknown } | { base64: string };

/** A whole database as JSON, as the page of its version left it. */
export interface PlainDatabase {
  version: number;
  stores: Record<string, [key: string, value: PlainValue][]>;
}

function packBytes(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192)
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(text);
}

const unpackBytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Builds one as a page of that version would, and closes it. */
export async function buildDatabase(name: string, { version, stores }: PlainDatabase): Promise<void> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    for (const store of Object.keys(stores)) request.result.createObjectStore(store);
  };
  const database = await promisifyRequest(request);
  const transaction = database.transaction(Object.keys(stores), 'readwrite');
  for (const [store, records] of Object.entries(stores)) {
    for (const [key, value] of records) {
      transaction.objectStore(store).put('base64' in value ? unpackBytes(value.base64) : value.json, key);
    }
  }
  await promisifyRequest(transaction);
  database.close();
}

/** All that lies in a database, whatever its version; keys rise. */
export async function readDatabase(name: string): Promise<PlainDatabase> {
  const database = await promisifyRequest(indexedDB.open(name));
  const stores: PlainDatabase['stores'] = {};
  for (const store of database.objectStoreNames) {
    const table = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([
      promisifyRequest(table.getAllKeys()),
      promisifyRequest<unknown[]>(table.getAll()),
    ]);
    stores[store] = keys.map((key, place): [string, PlainValue] => {
      const value = values[place];
      return [key as string, value instanceof Uint8Array ? { base64: packBytes(value) } : { json: value }];
    });
  }
  const { version } = database;
  database.close();
  return { version, stores };
}
