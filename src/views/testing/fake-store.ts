// A store of models for component tests.
import type { ModelRecord, ModelStore } from '../../model/store.ts';
import type { ModelInfo, ModelLine } from '../../model/types.ts';

/** A store in memory, with the real one's calls. */
export class FakeStore implements ModelStore {
  readonly persistent = true;
  readonly reason = null;
  #records: ModelRecord[] = [];

  list = async () => this.#records.map((record) => record.info);

  file = async (id: string) => this.#find(id).file;

  async add(file: Uint8Array<ArrayBuffer>, info: ModelInfo) {
    const stored = { ...info, id: `id-${this.#records.length}-${info.name}`, bytes: file.length };
    this.#records.push({ info: stored, file });
    return stored;
  }

  async rename(id: string, name: string) {
    const record = this.#find(id);
    record.info = { ...record.info, name };
    return record.info;
  }

  async setLine(id: string, line: ModelLine | null) {
    const record = this.#find(id);
    record.info = { ...record.info, line: line ?? undefined };
    return record.info;
  }

  async remove(id: string) {
    const record = this.#find(id);
    this.#records = this.#records.filter((one) => one !== record);
    return record;
  }

  async restore(record: ModelRecord) {
    this.#records.push(record);
    return record.info;
  }

  #find(id: string): ModelRecord {
    return this.#records.find((record) => record.info.id === id)!;
  }
}
