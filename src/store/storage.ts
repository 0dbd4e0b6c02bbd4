// Where the stores keep their records: the database or, where the browser gives the page none, memory.
import { InputError, messageOf } from '../base/errors.ts';
import { DATABASE, transactInDatabase } from './database.ts';
import type { Transact } from './types.ts';

export interface Storage {
  /** Why records last only as long as the page, in plain words, or null. Known after the first transaction. */
  readonly reason: string | null;
  readonly transact: Transact;
}

/** Opens nothing yet. Falls back to memory when the database does not open, unless a person can change that. */
export function createStorage(database = DATABASE): Storage {
  let reason: string | null = null;
  let opening: Promise<Transact> | undefined;
  const inDatabase = transactInDatabase(database);
  const open = async (): Promise<Transact> => {
    try {
      if (typeof indexedDB === 'undefined') throw new Error('IndexedDB is switched off.');
      await inDatabase(['models'], 'readonly', (table) => table('models').count());
      return inDatabase;
    } catch (error) {
      if (error instanceof InputError) throw error;
      reason = `This browser gives the page no storage (${messageOf(error).replace(/\.$/, '')}).`;
      // A late script: most browsers never need it.
      return (await import('./memory.ts')).transactInMemory();
    }
  };
  return {
    get reason() {
      return reason;
    },
    transact: async (...given) => {
      // What a person can change is tried again by the next call.
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return (await opening)(...given);
    },
  };
}
