// A checksum of what lies in a database, read past the app's own code.
import { sha256 } from '@noble/hashes/sha2.js';
import { promisifyRequest } from 'idb-keyval';

export interface Digest {
  /** Records of each object store. */
  records: Record<string, number>;
  /** Of all keys and values, in hexadecimal. */
  sha256: string;
}

const BATCH = 500;

/** Times differ from run to run: without them two databases can be compared in which the same was done. */
function withoutTimes(key: string, value: unknown): unknown {
  return key === 'at' || key === 'created' || key === 'updated' ? undefined : value;
}

/** @param times whether times of alerts count */
export async function digestDatabase(name: string, stores: readonly string[], times = true): Promise<Digest> {
  const database = await promisifyRequest(indexedDB.open(name));
  const hash = sha256.create();
  const encoder = new TextEncoder();
  const records: Record<string, number> = {};
  for (const store of stores) {
    records[store] = 0;
    for (let last = ''; ;) {
      const table = database.transaction(store).objectStore(store);
      const range = IDBKeyRange.lowerBound(last, true);
      const [keys, values] = await Promise.all([
        promisifyRequest(table.getAllKeys(range, BATCH)),
        promisifyRequest<unknown[]>(table.getAll(range, BATCH)),
      ]);
      for (const [place, value] of values.entries()) {
        hash.update(encoder.encode(`${store}\n${keys[place] as string}\n`));
        if (value instanceof Uint8Array) hash.update(value);
        else hash.update(encoder.encode(JSON.stringify(value, times ? undefined : withoutTimes)));
      }
      records[store] += keys.length;
      if (keys.length < BATCH) break;
      last = keys[keys.length - 1] as string;
    }
  }
  database.close();
  return { records, sha256: [...hash.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}
