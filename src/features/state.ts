// What an extraction knows, as bytes: saved with a model, resumed in another traffic. Bytes from a file may be anything.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { KEPT_WORDS, readEntries } from './tables.ts';

/** "NATS", then the version; both u32, as all numbers little-endian. */
const MAGIC = 0x5354414e;
const VERSION = 1;
/** Magic | version | seed u32 x 2 | clock, packets, those elsewhere f64 | entries of each table u32. The entries follow. */
const COUNTS = 40;
const HEADER = COUNTS + 4 * KEPT_WORDS.length;
/** Bytes of a state at most. */
const MOST_BYTES = 8 << 20;
/** Entries that are handed to the core at once. */
const PIECE = 16_384;

export type Seed = readonly [low: number, high: number];

export interface KnownState {
  seed: Seed;
  /** Where the clock stood, in seconds since the first packet that it ever saw. */
  clock: number;
  packets: number;
  /** Packets that came from addresses elsewhere, and that went there. */
  elsewhere: number;
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
  const [clock, packets, elsewhere] = [16, 24, 32].map((at) => view.getFloat64(at, true));
  if (!(clock >= 0 && clock <= Number.MAX_SAFE_INTEGER)) fail(`its clock (at 16) stands at ${clock}`);
  if (!(packets >= 0 && packets <= Number.MAX_SAFE_INTEGER)) fail(`it counts ${packets} packets (at 24)`);
  if (!(elsewhere >= 0 && elsewhere <= Number.MAX_SAFE_INTEGER)) fail(`it counts ${elsewhere} packets (at 32)`);
  const sizes = KEPT_WORDS.map((words, table) => 4 * words * view.getUint32(COUNTS + 4 * table, true));
  const length = HEADER + sizes.reduce((sum, size) => sum + size, 0);
  if (length !== bytes.length) fail(`its tables (at ${COUNTS}) end at ${length}, its bytes at ${bytes.length}`);
  let at = HEADER;
  const tables = sizes.map((size) => {
    const words = new Uint32Array(bytes.slice(at, at + size).buffer);
    at += size;
    return words;
  });
  return { seed: [view.getUint32(8, true), view.getUint32(12, true)], clock, packets, elsewhere, tables };
}

/** Whether a state is all that is known of so many packets under a seed, which is drawn from them. Throws InputError as `readState`. */
export function isOwnTraffic(state: Uint8Array, seed: Seed, packets: number): boolean {
  const known = readState(state);
  return known.seed[0] === seed[0] && known.seed[1] === seed[1] && known.packets === packets;
}

/** Tells the core what a state knows. The extraction has been started with its seed, clock and packets. */
export function resumeState(core: CoreInstance, state: KnownState): void {
  const room = core.allocate(4 * PIECE * Math.max(...KEPT_WORDS)) >>> 0;
  state.tables.forEach((words, table) => {
    const step = PIECE * KEPT_WORDS[table];
    for (let from = 0; from < words.length; from += step) {
      const piece = words.subarray(from, from + step);
      new Uint32Array(core.memory.buffer, room, piece.length).set(piece);
      core.featuresKnow(table, room, piece.length / KEPT_WORDS[table]);
    }
  });
  core.release(room);
}

/** When each entry was last used. */
function lastUses(words: Uint32Array<ArrayBuffer>, table: number): Float64Array {
  const doubles = new Float64Array(words.buffer);
  const step = KEPT_WORDS[table] / 2;
  const uses = new Float64Array(doubles.length / step);
  for (let entry = 0; entry < uses.length; entry++) uses[entry] = doubles[entry * step + 1];
  return uses;
}

/** How many of these times, which rise, are before one. */
function countBefore(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The earliest time such that all entries that were used then or later find room in MOST_BYTES. */
function findLimit(uses: readonly Float64Array[]): number {
  const rising = uses.map((times) => times.slice().sort());
  const bytesFrom = (time: number): number =>
    rising.reduce(
      (sum, times, table) => sum + 4 * KEPT_WORDS[table] * (times.length - countBefore(times, time)),
      HEADER,
    );
  // Of each table, the first of its times from which on all find room.
  const firsts = rising.map((times) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bytesFrom(times[middle]) <= MOST_BYTES) high = middle;
      else low = middle + 1;
    }
    return times[low] ?? Infinity;
  });
  return Math.min(...firsts);
}

/** The entries that were used last, as many as find room; of those used at the same time all, or none. */
function cutOldest(tables: readonly Uint32Array<ArrayBuffer>[]): { tables: Uint32Array[]; cut: number } {
  const bytes = tables.reduce((sum, { byteLength }) => sum + byteLength, HEADER);
  if (bytes <= MOST_BYTES) return { tables: [...tables], cut: 0 };
  const uses = tables.map(lastUses);
  const limit = findLimit(uses);
  let cut = 0;
  const kept = tables.map((words, table) => {
    const step = KEPT_WORDS[table];
    let to = 0;
    for (let entry = 0; entry < uses[table].length; entry++) {
      if (uses[table][entry] < limit) cut++;
      else for (let word = entry * step; word < (entry + 1) * step; word++) words[to++] = words[word];
    }
    return words.subarray(0, to);
  });
  return { tables: kept, cut };
}

/** What the core knows, as bytes, and how many entries found no room in them. */
export function saveState(core: CoreInstance, seed: Seed): { bytes: Uint8Array<ArrayBuffer>; cut: number } {
  const all = KEPT_WORDS.map((_, table) => readEntries(core, table));
  const { tables, cut } = cutOldest(all);
  const words = tables.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEADER + 4 * words);
  const view = new DataView(bytes.buffer);
  [MAGIC, VERSION, ...seed].forEach((value, index) => view.setUint32(4 * index, value, true));
  view.setFloat64(16, core.featuresClock(), true);
  view.setFloat64(24, core.featuresPackets(), true);
  view.setFloat64(32, core.featuresElsewhere(), true);
  let at = HEADER;
  tables.forEach((part, table) => {
    view.setUint32(COUNTS + 4 * table, part.length / KEPT_WORDS[table], true);
    new Uint32Array(bytes.buffer, at, part.length).set(part);
    at += 4 * part.length;
  });
  return { bytes, cut };
}
