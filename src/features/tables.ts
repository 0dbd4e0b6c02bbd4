// The core's tables as the host sees them: how full they are, and what a state keeps of them.
import type { CoreInstance } from '../base/core.ts';

/** In the order of assembly/features/tables.ts; the first ones are kept in a state. */
const NAMES = [
  'hosts',
  'gateways',
  'bindings',
  'services',
  'pairs',
  'channels',
  'connections',
  'names',
  'domains',
  'queries',
  'echoes',
] as const;
/** 32-bit words of an entry that a state keeps, of each table that it keeps: key, last use, and what follows there. */
export const KEPT_WORDS = [8, 6, 6, 6, 10, 6];

/** Entries of a bucket. */
const WAYS = 8;

export interface TableReport {
  name: (typeof NAMES)[number];
  /** Entries that fit, and that are there. */
  capacity: number;
  used: number;
  /** Entries that were given up for others although they still told something. */
  evicted: number;
}

interface TableRecord {
  tags: number;
  entries: number;
  capacity: number;
  entryWords: number;
  used: number;
  evicted: number;
}

function readRecord(core: CoreInstance, table: number): TableRecord {
  const words = new Uint32Array(core.memory.buffer, core.featuresTable(table) >>> 0, 6);
  const [tags, entries, buckets, entryBytes, used, evicted] = words;
  return { tags, entries, capacity: buckets * WAYS, entryWords: entryBytes / 4, used, evicted };
}

export function reportTables(core: CoreInstance): TableReport[] {
  return NAMES.map((name, table) => {
    const { capacity, used, evicted } = readRecord(core, table);
    return { name, capacity, used, evicted };
  });
}

/** The kept words of all entries of a table. */
export function readEntries(core: CoreInstance, table: number): Uint32Array<ArrayBuffer> {
  const { tags, entries, capacity, entryWords, used } = readRecord(core, table);
  const { buffer } = core.memory;
  const taken = new Uint16Array(buffer, tags, capacity);
  const words = new Uint32Array(buffer, entries, capacity * entryWords);
  const keptWords = KEPT_WORDS[table];
  const kept = new Uint32Array(used * keptWords);
  let to = 0;
  for (let slot = 0; slot < capacity; slot++) {
    if (taken[slot] === 0) continue;
    const from = slot * entryWords;
    for (let word = 0; word < keptWords; word++) kept[to++] = words[from + word];
  }
  return kept;
}
