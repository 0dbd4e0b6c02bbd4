// Reads a backup record by record, and proves each and the whole. What is wrong is said with its line.
import { sha256 } from '@noble/hashes/sha2.js';
import { InputError, messageOf } from '../base/errors.ts';
import { Pacer } from '../base/pacer.ts';
import {
  type BackupStore,
  DATABASE_VERSION,
  FORMAT,
  fromBase64,
  type LastLine,
  LONGEST_BACKUP,
  LONGEST_LINE,
  PIECE,
  type RecordLine,
  STORES,
  toHex,
  VERSION,
} from './backup-format.ts';
import { checkAlert, checkLog } from './check.ts';
import { checkSettings } from './retention.ts';
import { checkRule } from './rules.ts';
import type { BackupFacts, Rule, Settings } from './types.ts';

export interface BackupRecord {
  store: BackupStore;
  key: string;
  value: unknown;
}

/** No model file is as large. */
const LARGEST_FILE = 2 ** 29;
const MOST: Readonly<Record<BackupStore, number>> = { models: 20_000, alerts: 500_000, rules: 1000, settings: 2 };

/** Lines without their ends, decompressed as they are asked for. Throws InputError. */
async function* readLines(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) throw new InputError('the file is not compressed with gzip');
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let [length, total] = [0, 0];
  // What is decompressed already comes without any wait: whoever asks whether the worker lives must be answered.
  const pacer = new Pacer<undefined>();
  try {
    for (;;) {
      if (pacer.due()) await pacer.breathe(undefined);
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new InputError('the file is cut off or damaged here', { cause: error });
      });
      if (done) break;
      total += value.length;
      if (total > LONGEST_BACKUP) throw new InputError('the file holds more than any backup');
      for (let from = 0; from < value.length;) {
        const end = value.indexOf(10, from);
        const piece = value.subarray(from, end < 0 ? value.length : end);
        length += piece.length;
        if (length > LONGEST_LINE) throw new InputError('the line is longer than any of a backup');
        pieces.push(piece);
        if (end < 0) break;
        from = end + 1;
        yield pieces.length === 1 ? pieces[0] : join(pieces, length);
        pieces = [];
        length = 0;
      }
    }
  } finally {
    // Whoever has seen enough needs no more of it.
    await reader.cancel().catch(() => undefined);
  }
  if (length > 0) throw new InputError('the file is cut off here');
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function checkHeader(header: Record<string, unknown>): void {
  if (header.format !== FORMAT) throw new InputError('this is no backup of Net Anomaly');
  const { version, database } = header;
  const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;
  if (!isCount(version) || !isCount(database)) throw new InputError('the versions of the backup are missing');
  if (version > VERSION || database > DATABASE_VERSION) {
    throw new InputError('this backup was made by a newer version of this page: load the page anew and try again');
  }
}

/** What a record must be by its store and key. Throws InputError. */
function checkRecord({ store, key, value }: BackupRecord): void {
  if (typeof value !== 'object' || value === null) throw new InputError('value must be an object');
  switch (store) {
    case 'models':
      return checkModelRecord(key, value);
    case 'alerts':
      checkAlert(value);
      if (value.id !== key) throw new InputError('the key of an alert must be its id');
      return;
    case 'rules':
      if (checkRule(value as Rule).id !== key) throw new InputError('the key of a rule must be its id');
      return;
    case 'settings':
      if (key === 'log') return checkLog(value);
      if (key !== 'settings') throw new InputError('settings are called settings and log');
      checkSettings(value as Settings);
  }
}

function checkModelRecord(key: string, value: unknown): void {
  const match = /^(info|file):([0-9a-f]{1,64})$/.exec(key);
  if (match === null) throw new InputError('models have keys info:… and file:…');
  if (match[1] === 'file') {
    if (!(value instanceof Uint8Array)) throw new InputError('the file of a model must be bytes');
    return;
  }
  const { id, name, created, rows, features, bytes } = (value ?? {}) as Record<string, unknown>;
  const isRight =
    id === match[2] &&
    typeof name === 'string' &&
    typeof created === 'string' &&
    (rows === null || typeof rows === 'number') &&
    Array.isArray(features) &&
    typeof bytes === 'number';
  if (!isRight) throw new InputError('what is said of a model is incomplete');
}

/** Every model has its file, of the length that it says. Files come before what is said of them. */
class ModelPairs {
  readonly #lengths = new Map<string, number>();

  add({ store, key, value }: BackupRecord): void {
    if (store !== 'models') return;
    const id = key.slice(5);
    if (value instanceof Uint8Array) {
      this.#lengths.set(id, value.length);
      return;
    }
    if (this.#lengths.get(id) !== (value as { bytes: number }).bytes) {
      throw new InputError('the file of this model is missing, or has another length');
    }
    this.#lengths.delete(id);
  }

  finish(): void {
    if (this.#lengths.size > 0) throw new InputError('nothing is said of the model of some file');
  }
}

/**
 * All records of a backup, in its order; at the end what lies in it. Only whoever has read to the end knows that it is
 * sound. Throws InputError with the line.
 */
export async function* readBackupRecords(file: Blob): AsyncGenerator<BackupRecord, BackupFacts> {
  const lines = readLines(file);
  const hash = sha256.create();
  const newline = Uint8Array.of(10);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const counts: Record<BackupStore, number> = { models: 0, alerts: 0, rules: 0, settings: 0 };
  const models = new ModelPairs();
  let number = 0;

  function parse(bytes: Uint8Array): unknown {
    try {
      return JSON.parse(decoder.decode(bytes));
    } catch (error) {
      throw new InputError('this is no JSON in UTF-8', { cause: error });
    }
  }

  /** The next line as an object, and its bytes. */
  async function next(): Promise<{ given: Record<string, unknown>; bytes: Uint8Array }> {
    number++;
    const { done, value: bytes } = await lines.next();
    if (done) throw new InputError('the file is cut off here');
    const given = parse(bytes);
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new InputError('a line is an object');
    return { given: given as Record<string, unknown>, bytes };
  }
  const addToHash = (bytes: Uint8Array) => hash.update(bytes).update(newline);

  /** The pieces of a binary record. */
  async function readBinary(length: unknown): Promise<Uint8Array<ArrayBuffer>> {
    if (!Number.isInteger(length) || (length as number) < 0 || (length as number) > LARGEST_FILE) {
      throw new InputError('bytes must be a length');
    }
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let left = length as number;
    while (left > 0) {
      const { given, bytes } = await next();
      addToHash(bytes);
      if (typeof given.base64 !== 'string') throw new InputError('a piece of a file must stand here');
      const piece = fromBase64(given.base64);
      if (piece.length !== Math.min(PIECE, left))
        throw new InputError(`a piece of ${Math.min(PIECE, left)} bytes must stand here`);
      pieces.push(piece);
      left -= piece.length;
    }
    return join(pieces, length as number);
  }

  try {
    const header = await next();
    checkHeader(header.given);
    addToHash(header.bytes);
    for (let before = ''; ;) {
      const { given, bytes } = await next();
      if ('sha256' in given) {
        const last = given as unknown as LastLine;
        if (last.sha256 !== toHex(hash.digest())) throw new InputError('the checksum is wrong: the file is damaged');
        if (STORES.some((store) => last.counts?.[store] !== counts[store]))
          throw new InputError('the counts are wrong');
        const created = typeof last.created === 'string' ? Date.parse(last.created) : NaN;
        if (Number.isNaN(created)) throw new InputError('created must be a time');
        models.finish();
        number++;
        if (!(await lines.next()).done) throw new InputError('nothing may stand behind the last line');
        return { created, models: counts.models / 2, alerts: counts.alerts, rules: counts.rules };
      }
      addToHash(bytes);
      const { store, key, value, bytes: length } = given as Partial<RecordLine>;
      const place = STORES.indexOf(store as BackupStore);
      if (place < 0 || typeof key !== 'string') throw new InputError('a record has a store and a key');
      const order = `${place} ${key}`;
      if (order <= before) throw new InputError('records stand in the order of their keys, each once');
      before = order;
      const record = { store: store!, key, value: length === undefined ? value : await readBinary(length) };
      if (++counts[record.store] > MOST[record.store]) throw new InputError(`more ${store} than can be kept`);
      checkRecord(record);
      models.add(record);
      yield record;
    }
  } catch (error) {
    throw describe(error, number);
  } finally {
    await lines.return(undefined);
  }
}

function describe(error: unknown, line: number): unknown {
  if (!(error instanceof InputError)) return error;
  const words = messageOf(error).replace(/\.$/, '');
  return new InputError(`This backup cannot be used. Line ${line.toLocaleString('en-US')}: ${words}.`, {
    cause: error,
  });
}
