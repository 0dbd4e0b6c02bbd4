// The stored models of this browser: IndexedDB where there is one, else the tab's memory, which `persistent` tells.
import { drawId } from '../base/draw-id.ts';
import { InputError } from '../base/errors.ts';
import { isQuotaError } from '../store/quota.ts';
import { createStorage } from '../store/storage.ts';
import type { Mode } from '../store/types.ts';
import { checkModelName, MAX_NAME } from './info.ts';
import type { ModelLine } from './line.ts';
import { type ModelRecord, type Shelf, transactModels } from './record-store.ts';
import type { ModelInfo, StoredModel } from './types.ts';

export type { ModelRecord };

/** The same model file under another name. Asked of the engine: the page itself knows nothing of the file's format. */
export type RenameModel = (file: Uint8Array<ArrayBuffer>, name: string) => Promise<Uint8Array<ArrayBuffer>>;

export interface ModelStore {
  /** False once it is known that models last only as long as the tab. Known after the first call. */
  readonly persistent: boolean;
  /** Why not, in plain words, or null. */
  readonly reason: string | null;
  /** Newest first, without the files. */
  list(): Promise<StoredModel[]>;
  /** The model file. */
  file(id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Stores a sound model file. Where its name is taken, " (2)" and so on is added, in the file too. */
  add(file: Uint8Array<ArrayBuffer>, info: ModelInfo): Promise<StoredModel>;
  /** Puts the renamed file in place of the old one. A taken name gets " (2)" and so on, as in `add`. */
  rename(id: string, name: string, file: Uint8Array<ArrayBuffer>): Promise<StoredModel>;
  /** Gives a model a line of its own, or with null takes it away. */
  setLine(id: string, line: ModelLine | null): Promise<StoredModel>;
  /** Takes a model away and returns all of it, for `restore`. */
  remove(id: string): Promise<ModelRecord>;
  /** Puts a removed model back under its id. */
  restore(record: ModelRecord): Promise<StoredModel>;
}

/**
 * Opens nothing yet. All calls reject with InputError, in words for the user, when a model is not there (any more) or
 * there is no room for it, and as `rename` does; then nothing was changed.
 */
export function createModelStore(rename: RenameModel, database?: string): ModelStore {
  const storage = createStorage(database);
  const run = async <T>(mode: Mode, bytes: number, work: (shelf: Shelf) => Promise<T>): Promise<T> => {
    try {
      return await transactModels(storage.transact, mode, work);
    } catch (error) {
      if (isQuotaError(error)) throw noRoom(bytes, error);
      throw error;
    }
  };

  /** Puts a model under a name that no other model has, in the file too. */
  const putNamed = async (
    given: Uint8Array<ArrayBuffer>,
    infoOf: (shelf: Shelf) => Promise<StoredModel>,
  ): Promise<StoredModel> => {
    let file = given;
    let written: string | null = null;
    for (;;) {
      const tried: { stored: StoredModel } | { free: string } = await run('readwrite', file.length, async (shelf) => {
        const info = await infoOf(shelf);
        const others = (await shelf.infos()).filter(({ id }) => id !== info.id);
        const free = uniqueName(info.name, new Set(others.map((other) => other.name)));
        if (free !== (written ?? info.name)) return { free };
        const stored = { ...info, name: free, bytes: file.length };
        shelf.put({ info: stored, file });
        return { stored };
      });
      if ('stored' in tried) return tried.stored;
      // A transaction waits for nothing else: the file is written outside of it, and another tab may take the name.
      written = tried.free;
      file = await rename(given, written);
    }
  };

  return {
    get persistent() {
      return storage.reason === null;
    },
    get reason() {
      return storage.reason;
    },
    list: () =>
      run('readonly', 0, async (shelf) =>
        (await shelf.infos()).sort((a, b) => b.created.localeCompare(a.created) || a.id.localeCompare(b.id)),
      ),
    file: (id) => run('readonly', 0, (shelf) => findFile(shelf, id)),
    add: async (file, info) => {
      const model = { ...structuredClone(info), id: drawId(), bytes: 0 };
      return putNamed(file, async () => model);
    },
    rename: (id, name, file) =>
      putNamed(file, async (shelf) => ({ ...(await findInfo(shelf, id)), name: checkModelName(name) })),
    setLine: (id, line) =>
      run('readwrite', 0, async (shelf) => {
        const { line: _before, ...info } = await findInfo(shelf, id);
        const stored = line === null ? info : { ...info, line: structuredClone(line) };
        shelf.put({ info: stored, file: await findFile(shelf, id) });
        return stored;
      }),
    remove: (id) =>
      run('readwrite', 0, async (shelf) => {
        const record = { info: await findInfo(shelf, id), file: await findFile(shelf, id) };
        shelf.remove(id);
        return record;
      }),
    restore: async ({ info, file }) => {
      const model = structuredClone(info);
      return putNamed(file, async () => model);
    },
  };
}

/** `name`, or with " (2)", " (3)" … after it; shortened where it would grow too long. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const base = name.replace(/ \(\d{1,6}\)$/, '');
  for (let number = 2; ; number++) {
    const ending = ` (${number})`;
    const candidate = base.slice(0, MAX_NAME - ending.length) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}

const gone = (): InputError =>
  new InputError('This model is not stored any more; it may have been deleted in another tab. Choose another model.');

async function findInfo(shelf: Shelf, id: string): Promise<StoredModel> {
  const info = (await shelf.infos()).find((entry) => entry.id === id);
  if (info === undefined) throw gone();
  return info;
}

async function findFile(shelf: Shelf, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await shelf.file(id);
  if (file === undefined) throw gone();
  return file;
}

function noRoom(bytes: number, cause: unknown): InputError {
  const size = Math.ceil(bytes / 1024).toLocaleString('en-US');
  return new InputError(
    `The browser's storage has no room for this model (${size} kB). Delete models that you do not need, or free some ` +
      'disk space, and try again.',
    { cause },
  );
}
