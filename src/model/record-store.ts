// How models lie in the storage: what is said of each, and its file, under two keys.
import type { Mode, Transact } from '../store/types.ts';
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

const INFO = 'info:';
const FILE = 'file:';

/** Runs one transaction. What `work` throws undoes all of it. `work` may wait for the shelf, for nothing else. */
export function transactModels<T>(transact: Transact, mode: Mode, work: (shelf: Shelf) => Promise<T>): Promise<T> {
  return transact(['models'], mode, (table) => {
    const models = table('models');
    return work({
      // An older page may have stored them. ';' is the character after ':'.
      infos: async () => (await models.values<StoredModel>(INFO, 'info;')).map(upgradeInfo),
      file: (id) => models.get(FILE + id),
      put: ({ info, file }) => {
        models.put(INFO + info.id, info);
        models.put(FILE + info.id, file);
      },
      remove: (id) => {
        models.remove(INFO + id);
        models.remove(FILE + id);
      },
    });
  });
}
