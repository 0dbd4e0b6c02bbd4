// Keeps a transaction open while something else is awaited: a database ends one that nobody asks for anything.
import type { Table } from '../store/types.ts';

/** Asks the table for nothing in particular until the promise is settled. Not for tables in memory. */
export async function keepAlive<T>(table: Table, promise: Promise<T>): Promise<T> {
  const waiting = { for: true };
  const settle = () => void (waiting.for = false);
  promise.then(settle, settle);
  // What is ready needs no request, however many promises it has come through.
  for (let turn = 0; turn < 50 && waiting.for; turn++) await Promise.resolve();
  while (waiting.for) await table.get('');
  return promise;
}
