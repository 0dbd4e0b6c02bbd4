// Several files as one capture, as mergecap does: by time, without ever changing the order inside of a file.
import type { Pacer } from '../base/pacer.ts';
import type { LoadReport, Progress } from '../engine/types.ts';
import { CHUNK_MASK, CHUNK_ROWS, CHUNK_SHIFT, HAS_TS, type PacketChunk, type PacketTable } from '../packets/table.ts';

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type Columns = { -readonly [K in Exclude<keyof PacketChunk, 'length'>]: Column | null };

/** Rows between two looks at the clock: some milliseconds at most. */
const PIECE = 1 << 16;

/**
 * The rows of one file. Their key is the latest time so far, so that a packet that is earlier than the one before it, or
 * has no time, follows that one at once. Those before the first time have the key of that; a file without any has
 * Infinity, and comes last.
 */
interface FileRows {
  readonly from: number;
  readonly to: number;
  /** Keys of the first and the last row. */
  first: number;
  last: number;
  /** The next row, and its key. */
  row: number;
  key: number;
}

/**
 * Puts the rows of a table in time order, in place: the table must not be in use yet. `counts`: rows of each file, one
 * after another. Takes 4 bytes a row and the memory of one column meanwhile. Rejects with CancelledError.
 */
export async function orderByTime(
  table: PacketTable,
  counts: readonly number[],
  pacer: Pacer<Progress>,
): Promise<{ table: PacketTable; order: LoadReport['order'] }> {
  const start = performance.now();
  const names = columnNames(table);
  const pace = async (passes: number): Promise<void> => {
    if (!pacer.due()) return;
    const seconds = (performance.now() - start) / 1000;
    const done = Math.floor(passes / (names.length + 2));
    await pacer.breathe({
      phase: 'sorting',
      done,
      total: table.length,
      unit: 'packets',
      packets: table.length,
      seconds,
    });
  };
  const files = layOut(counts);
  if (files.length < 2) return { table, order: counts.length < 2 ? null : 'opened' };
  for (const file of files) await findKeys(table, file, pace);
  if (followsInTime(files)) return { table, order: 'opened' };
  const sorted = files.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.from - b.from));
  const isApart = followsInTime(sorted);
  const rows = new Uint32Array(table.length);
  if (isApart) listFiles(sorted, rows);
  else await merge(table, files, rows, pace);
  for (const [index, name] of names.entries()) await gather(table, name, rows, (index + 2) * table.length, pace);
  return { table, order: isApart ? 'files' : 'merged' };
}

type Pace = (passes: number) => Promise<void>;

function columnNames({ chunks }: PacketTable): (keyof Columns)[] {
  const names = Object.keys(chunks[0] ?? {}).filter((name) => name !== 'length') as (keyof Columns)[];
  return names.filter((name) => chunks.some((chunk) => chunk[name] !== null));
}

/** The files that have rows. */
function layOut(counts: readonly number[]): FileRows[] {
  let from = 0;
  const files = counts.map((count) => {
    const to = from + count;
    const file = { from, to, first: Infinity, last: Infinity, row: from, key: Infinity };
    from = to;
    return file;
  });
  return files.filter((file) => file.to > file.from);
}

function timeOf(chunks: readonly PacketChunk[], row: number): number {
  const { ts, present } = chunks[row >> CHUNK_SHIFT];
  const at = row & CHUNK_MASK;
  return ts !== null && present[at] & HAS_TS ? ts[at] : NaN;
}

async function findKeys({ chunks }: PacketTable, file: FileRows, pace: Pace): Promise<void> {
  let first = NaN;
  let last = NaN;
  for (let row = file.from; row < file.to; row++) {
    const time = timeOf(chunks, row);
    if (!Number.isNaN(time)) {
      if (Number.isNaN(first)) first = last = time;
      else if (time > last) last = time;
    }
    if ((row & CHUNK_MASK) === 0) await pace(row);
  }
  if (Number.isNaN(first)) return;
  Object.assign(file, { first, last, key: first });
}

/** Whether each file ends before the next one begins. At the same time is enough for a file that was opened first. */
function followsInTime(files: readonly FileRows[]): boolean {
  return files.every((file, index) => {
    if (index === 0) return true;
    const { last, from } = files[index - 1];
    return last < file.first || (last === file.first && from < file.from);
  });
}

function listFiles(files: readonly FileRows[], rows: Uint32Array): void {
  let at = 0;
  for (const { from, to } of files) for (let row = from; row < to; row++) rows[at++] = row;
}

/** Of equal times, the file that was opened first comes first, as in mergecap. */
const comesBefore = (a: FileRows, b: FileRows): boolean => a.key < b.key || (a.key === b.key && a.from < b.from);

/** Lets the first file of a heap sink to its place. */
function sink(heap: FileRows[]): void {
  for (let at = 0; ;) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && comesBefore(heap[child], heap[least])) least = child;
    }
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least], heap[at]];
    at = least;
  }
}

/** Writes the rows in their new order. */
async function merge({ chunks, length }: PacketTable, files: FileRows[], rows: Uint32Array, pace: Pace): Promise<void> {
  const heap = files.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));
  let at = 0;
  while (heap.length > 0) {
    const file = heap[0];
    let next = heap[1] as FileRows | undefined;
    if (heap.length > 2 && comesBefore(heap[2], heap[1])) next = heap[2];
    // As long as it comes first; the others do not move meanwhile.
    let comesFirst = true;
    while (comesFirst) {
      rows[at++] = file.row++;
      if ((at & (PIECE - 1)) === 0) await pace(length + at);
      if (file.row === file.to) break;
      const time = timeOf(chunks, file.row);
      if (time > file.key) file.key = time;
      comesFirst = next === undefined || comesBefore(file, next);
    }
    if (file.row === file.to) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      if (last !== file) heap[0] = last;
    }
    sink(heap);
  }
}

/** Puts one column in its new order; a chunk that no longer has any of it is left without. */
async function gather(
  { chunks, length }: PacketTable,
  name: keyof Columns,
  rows: Uint32Array,
  passes: number,
  pace: Pace,
): Promise<void> {
  const old = chunks.map((chunk) => chunk[name] as Column | null);
  const Type = old.find((column) => column !== null)!.constructor as new (length: number) => Column;
  const columns: (Column | null)[] = [];
  for (let from = 0; from < length; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, length - from);
    let column: Column | null = null;
    for (let at = 0; at < count; at++) {
      const row = rows[from + at];
      const source = old[row >> CHUNK_SHIFT];
      if (source === null) continue;
      column ??= new Type(count);
      column[at] = source[row & CHUNK_MASK];
    }
    columns.push(column);
    await pace(passes + from);
  }
  chunks.forEach((chunk, index) => ((chunk as Columns)[name] = columns[index]));
}
