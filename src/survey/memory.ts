// Counts that are kept from one survey of a table to the next: a drag changes the span or the line, and little else.
import type { PacketTable } from '../packets/table.ts';

/** Something counted, which the next survey need not count again where its key is the same. */
export interface Kept<T> {
  readonly name: string;
  readonly key: string;
  value: T;
  /** Whether it was at hand: then nothing is to be added. */
  readonly ready: boolean;
}

/** The last value of each name. */
export class Memory {
  readonly #values = new Map<string, Kept<unknown>>();

  /** @param key all that the value depends on, as plain data */
  recall<T>(name: string, key: readonly unknown[], make: () => T): Kept<T> {
    const text = JSON.stringify(key);
    const before = this.#values.get(name) as Kept<T> | undefined;
    if (before?.key === text) return before;
    return { name, key: text, value: make(), ready: false };
  }

  /** Once it is counted to its end: another survey may be under way at the same time. */
  keep(kept: Kept<unknown>): void {
    this.#values.set(kept.name, { ...kept, ready: true });
  }
}

const memories = new WeakMap<PacketTable, Memory>();

export function memoryOf(table: PacketTable): Memory {
  const memory = memories.get(table) ?? new Memory();
  memories.set(table, memory);
  return memory;
}

const numbers = new WeakMap<object, number>();
let next = 1;

/** A number for these scores, and no others: keys name them by it, so that old ones are not held. */
export function numberOf(scores: readonly Float32Array[] | null): number {
  if (scores === null) return 0;
  const number = numbers.get(scores) ?? next++;
  numbers.set(scores, number);
  return number;
}
