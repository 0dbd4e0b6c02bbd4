// Writes everything that is stored into one file, and puts such a file in its place.
import { sha256 } from '@noble/hashes/sha2.js';
import { InputError } from '../base/errors.ts';
import type { Storage } from '../store/storage.ts';
import type { StoreName, Table } from '../store/types.ts';
import {
  type BackupStore,
  DATABASE_VERSION,
  FORMAT,
  type HeaderLine,
  type LastLine,
  PIECE,
  type PieceLine,
  type RecordLine,
  STORES,
  toBase64,
  toHex,
  VERSION,
} from './backup-format.ts';
import { keepAlive } from './keep-alive.ts';
import { type BackupRecord, readBackupRecords } from './read-backup.ts';
import { IndexBuilder, lastChange } from './sheets.ts';
import type { Alert, AlertService, BackupFacts } from './types.ts';
import { type Estimate, explainQuota } from './writer.ts';

/** Records that are read at a time; of models one, as their files may be large. */
const BATCH = 500;
const END = '\uffff';

/** Compresses texts into a Blob, and hashes them. */
class BackupWriter {
  readonly #hash = sha256.create();
  readonly #encoder = new TextEncoder();
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #blob: Promise<Blob>;
  #waiting: string[] = [];
  #length = 0;

  constructor() {
    const { readable, writable } = new CompressionStream('gzip');
    this.#writer = writable.getWriter();
    this.#blob = new Response(readable).blob();
  }

  /** Resolves when there is room for more. */
  async write(line: object): Promise<void> {
    const text = `${JSON.stringify(line)}\n`;
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length >= 2 ** 18) await this.#flush();
  }

  async finish(last: Omit<LastLine, 'sha256'>): Promise<Blob> {
    await this.#flush();
    const line: LastLine = { ...last, sha256: toHex(this.#hash.digest()) };
    await this.#writer.write(this.#encoder.encode(`${JSON.stringify(line)}\n`));
    await this.#writer.close();
    return new Blob([await this.#blob], { type: 'application/gzip' });
  }

  #flush(): Promise<void> {
    const bytes = this.#encoder.encode(this.#waiting.join(''));
    this.#waiting = [];
    this.#length = 0;
    this.#hash.update(bytes);
    return this.#writer.write(bytes);
  }
}

async function writeStore(writer: BackupWriter, store: BackupStore, table: Table): Promise<number> {
  const batch = store === 'models' ? 1 : BATCH;
  let count = 0;
  for (let last = ''; ;) {
    const [keys, values] = await Promise.all([table.keys(last, END, batch), table.values(last, END, batch)]);
    for (const [place, key] of keys.entries()) {
      const value = values[place];
      if (!(value instanceof Uint8Array)) {
        const record: RecordLine = { store, key, value };
        await keepAlive(table, writer.write(record));
        continue;
      }
      const head: RecordLine = { store, key, bytes: value.length };
      await keepAlive(table, writer.write(head));
      for (let from = 0; from < value.length; from += PIECE) {
        const piece: PieceLine = { base64: toBase64(value.subarray(from, from + PIECE)) };
        await keepAlive(table, writer.write(piece));
      }
    }
    count += keys.length;
    if (keys.length < batch) return count;
    last = keys[keys.length - 1];
  }
}

async function putRecords(
  records: AsyncGenerator<BackupRecord, BackupFacts>,
  table: (name: StoreName) => Table,
): Promise<BackupFacts> {
  const index = new IndexBuilder(table('index'), await lastChange(table('index')));
  for (const store of STORES) table(store).clear();
  for (;;) {
    const { done, value } = await keepAlive(table('settings'), records.next());
    if (done) {
      index.finish();
      return value;
    }
    table(value.store).put(value.key, value.value);
    if (value.store === 'alerts') index.add(value.value as Alert);
  }
}

export function createBackupCalls(
  storage: Storage,
  announce: (stores: readonly StoreName[]) => void,
  estimate: Estimate | undefined,
  now: () => number,
): Pick<AlertService, 'backup' | 'readBackup' | 'restore'> {
  /** Models lie elsewhere then, and nothing of it lasts. */
  async function needDatabase(what: string): Promise<void> {
    await storage.transact(['alerts'], 'readonly', (table) => table('alerts').count());
    if (storage.reason !== null) throw new InputError(`${storage.reason} So there is nothing to ${what}.`);
  }

  return {
    async backup() {
      await needDatabase('back up');
      const header: HeaderLine = { format: FORMAT, version: VERSION, database: DATABASE_VERSION };
      const writer = new BackupWriter();
      await writer.write(header);
      const counts = await storage.transact(STORES, 'readonly', async (table) => {
        const found: [BackupStore, number][] = [];
        for (const store of STORES) found.push([store, await writeStore(writer, store, table(store))]);
        return Object.fromEntries(found) as Record<BackupStore, number>;
      });
      return writer.finish({ created: new Date(now()).toISOString(), counts });
    },

    async readBackup(file) {
      const records = readBackupRecords(file);
      for (;;) {
        const { done, value } = await records.next();
        if (done) return value;
      }
    },

    async restore(file) {
      await needDatabase('restore into');
      let facts;
      try {
        facts = await storage.transact([...STORES, 'index'], 'readwrite', (table) =>
          putRecords(readBackupRecords(file), table),
        );
      } catch (error) {
        throw await explainQuota(error, 'what lies in this backup', estimate);
      }
      announce([...STORES]);
      return facts;
    },
  };
}
