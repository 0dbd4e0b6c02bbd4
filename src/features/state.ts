// What an extraction knows, as bytes: saved with a model, resumed in another traffic. Bytes from a file may be anything.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { KEPT_TABLES, KEPT_WORDS, readEntries } from './tables.ts';

/** "NATS", then the version; both u32, as all numbers little-endian. */
const MAGIC = 0x5354414e;
const VERSION = 1;
/** Magic | version | seed u32 x 2 | clock f64 | packets f64 | entries of each table u32. The entries follow. */
const HEADER = 32 + 4 * KEPT_TABLES;
const ENTRY = 4 * KEPT_WORDS;
/** Bytes of a state at most. */
const MOST_BYTES = 8 << 20;
const MOST_ENTRIES = Math.floor((MOST_BYTES - HEADER) / ENTRY);
/** Entries that are handed to the core at once. */
const PIECE = 16_384;

export type Seed = readonly [low: number, high: number];

export interface KnownState {
  seed: Seed;
  /** Where the clock stood, in seconds since the first packet that it ever saw. */
  clock: number;
  packets: number;
  /** The kept words of each table's entries. */
  tables: readonly Uint32Array[];
}

/** Reads a state's bytes. Throws InputError where they are not a state, whatever they are. */
export function readState(bytes: Uint8Array): KnownState {
  const fail = (what: string): never => {
    throw new InputError(`What this model knows of its network cannot be read: ${what}. Train the model again.`);
  };
  if (bytes.length < HEADER) fail(`${bytes.length} bytes are too few, ${HEADER} are the least`);
  if (bytes.length > MOST_BYTES) fail(`${bytes.length} bytes are too many, ${MOST_BYTES} are the most`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== MAGIC) fail('the bytes at 0 are not "NATS"');
  const version = view.getUint32(4, true);
  if (version !== VERSION) fail(`it has version ${version}, and this page knows version ${VERSION}`);
  const [clock, packets] = [view.getFloat64(16, true), view.getFloat64(24, true)];
  if (!(clock >= 0 && clock <= Number.MAX_SAFE_INTEGER)) fail(`its clock (at 16) stands at ${clock}`);
  if (!(packets >= 0 && packets <= Number.MAX_SAFE_INTEGER)) fail(`it counts ${packets} packets (at 24)`);
  const counts = Array.from({ length: KEPT_TABLES }, (_, table) => view.getUint32(32 + 4 * table, true));
  const length = HEADER + ENTRY * counts.reduce((sum, count) => sum + count, 0);
  if (length !== bytes.length) fail(`its tables (at 32) end at ${length}, its bytes at ${bytes.length}`);
  let at = HEADER;
  const tables = counts.map((count) => {
    const words = new Uint32Array(bytes.slice(at, at + count * ENTRY).buffer);
    at += count * ENTRY;
    return words;
  });
  return { seed: [view.getUint32(8, true), view.getUint32(12, true)], clock, packets, tables };
}

/** Tells the core what a state knows. The extraction has been started with its seed, clock and packets. */
export function resumeState(core: CoreInstance, state: KnownState): void {
  const room = core.allocate(PIECE * ENTRY) >>> 0;
  state.tables.forEach((words, table) => {
    for (let from = 0; from < words.length; from += PIECE * KEPT_WORDS) {
      const piece = words.subarray(from, from + PIECE * KEPT_WORDS);
      new Uint32Array(core.memory.buffer, room, piece.length).set(piece);
      core.featuresKnow(table, room, piece.length / KEPT_WORDS);
    }
  });
  core.release(room);
}

/** At most MOST_ENTRIES entries in all: those that were used last. */
function cutOldest(tables: readonly Uint32Array<ArrayBuffer>[]): { tables: Uint32Array[]; cut: number } {
  const total = tables.reduce((sum, { length }) => sum + length, 0) / KEPT_WORDS;
  const cut = Math.max(0, total - MOST_ENTRIES);
  if (cut === 0) return { tables: [...tables], cut };
  const uses = tables.map(({ buffer }) =>
    new Float64Array(buffer).filter((_, index) => index % (KEPT_WORDS / 2) === 1),
  );
  const sorted = new Float64Array(total);
  let at = 0;
  for (const times of uses) {
    sorted.set(times, at);
    at += times.length;
  }
  const limit = sorted.sort()[cut];
  // Of those that were used at the limit itself, the first ones go.
  let spare = cut - sorted.indexOf(limit);
  const kept = tables.map((words, table) => {
    let to = 0;
    uses[table].forEach((last, entry) => {
      if (last < limit || (last === limit && spare-- > 0)) return;
      words.copyWithin(to, entry * KEPT_WORDS, (entry + 1) * KEPT_WORDS);
      to += KEPT_WORDS;
    });
    return words.subarray(0, to);
  });
  return { tables: kept, cut };
}

/** What the core knows, as bytes, and how many entries found no room in them. */
export function saveState(core: CoreInstance, seed: Seed): { bytes: Uint8Array<ArrayBuffer>; cut: number } {
  const all = Array.from({ length: KEPT_TABLES }, (_, table) => readEntries(core, table));
  const { tables, cut } = cutOldest(all);
  const words = tables.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEADER + 4 * words);
  const view = new DataView(bytes.buffer);
  [MAGIC, VERSION, ...seed].forEach((value, index) => view.setUint32(4 * index, value, true));
  view.setFloat64(16, core.featuresClock(), true);
  view.setFloat64(24, core.featuresPackets(), true);
  let at = HEADER;
  tables.forEach((part, table) => {
    view.setUint32(32 + 4 * table, part.length / KEPT_WORDS, true);
    new Uint32Array(bytes.buffer, at, part.length).set(part);
    at += 4 * part.length;
  });
  return { bytes, cut };
}
