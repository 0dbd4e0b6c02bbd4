// What the stores know of the place where their records lie: tables of records by key, changed in transactions.

/** The object stores of the database. `index` holds what follows from the alerts, made anew where it is missing. */
export type StoreName = 'models' | 'alerts' | 'rules' | 'settings' | 'index';

/** One object store within a transaction. Keys are texts, in the order of their UTF-16 code units. */
export interface Table {
  get<T>(key: string): Promise<T | undefined>;
  /** Keys between two others, both excluded, rising; at most so many. */
  keys(after: string, before: string, count?: number): Promise<string[]>;
  /** The values of the same. */
  values<T>(after: string, before: string, count?: number): Promise<T[]>;
  count(): Promise<number>;
  put(key: string, value: unknown): void;
  remove(key: string): void;
  clear(): void;
}

/** 'relaxed' writes as 'readwrite' does, but does not wait for the disk: after a power cut it may be as before. */
export type Mode = 'readonly' | 'readwrite' | 'relaxed';

/**
 * Runs one transaction: all of it or nothing. What `work` throws undoes all of it. `work` may wait for the tables, for
 * nothing else.
 */
export type Transact = <T>(
  names: readonly StoreName[],
  mode: Mode,
  work: (table: (name: StoreName) => Table) => Promise<T>,
) => Promise<T>;
