// Packets on their way into the core, piece by piece, and features or scores on their way out.
import type { CoreInstance } from '../base/core.ts';
import type { AddressDictionary } from '../packets/addresses.ts';
import type { PacketChunk, PacketTable } from '../packets/table.ts';

/** The columns that the core reads, in its order (assembly/features/rows.ts). */
const COLUMNS = [
  { column: 'ts', type: Float64Array },
  { column: 'size', type: Uint32Array },
  { column: 'src', type: Uint32Array },
  { column: 'dst', type: Uint32Array },
  { column: 'srcMac', type: Uint32Array },
  { column: 'dstMac', type: Uint32Array },
  { column: 'arpSender', type: Uint32Array },
  { column: 'arpTarget', type: Uint32Array },
  { column: 'dnsName', type: Uint32Array },
  { column: 'dnsDomain', type: Uint32Array },
  { column: 'payloadLength', type: Uint32Array },
  { column: 'z', type: Float32Array },
  { column: 'srcPort', type: Uint16Array },
  { column: 'dstPort', type: Uint16Array },
  { column: 'marks', type: Uint16Array },
  { column: 'proto', type: Uint8Array },
  { column: 'present', type: Uint8Array },
  { column: 'icmpType', type: Uint8Array },
  { column: 'tcpFlags', type: Uint8Array },
  { column: 'dnsLength', type: Uint8Array },
] as const satisfies readonly { column: keyof PacketChunk | 'z'; type: unknown }[];

/** Bytes between two columns in the core. */
const GAP = 64;
/** Texts, and about so many bytes of them, that are hashed at once. */
const TEXTS = 16_384;
const TEXT_BYTES = 1 << 18;

/** Called after each piece of a few milliseconds, with the rows done. */
export type Pace = (rows: number) => Promise<void> | undefined;

/** What stands in a table of a core for all rows: `columns` of the output, one array a chunk and column. */
export interface Job {
  /** Works on the rows that were written. */
  run(rows: number): void;
  /** Columns of the output that are wanted. */
  columns: readonly number[];
  /** One number a row beside the table's columns, an array a chunk. */
  z?: readonly Float32Array[];
  /** Rows of a piece at most. */
  pieceRows?: number;
}

/** Runs a job, which has been started, over all rows in their order. */
export async function runPieces(
  core: CoreInstance,
  table: PacketTable,
  job: Job,
  pace: Pace,
): Promise<Float32Array<ArrayBuffer>[][]> {
  await giveAddresses(core, table.addresses, pace);
  const rows = core.FEATURES_ROWS.value as number;
  const most = Math.min(rows, job.pieceRows ?? rows);
  const columns: Float32Array<ArrayBuffer>[][] = [];
  let done = 0;
  for (const [index, chunk] of table.chunks.entries()) {
    const wanted = job.columns.map(() => new Float32Array(chunk.length));
    const values = { ...chunk, z: job.z?.[index] ?? null };
    for (let from = 0; from < chunk.length; from += most) {
      const count = Math.min(most, chunk.length - from);
      writePiece(core, values, from, count, rows);
      job.run(count);
      const output = core.featuresOutput() >>> 0;
      job.columns.forEach((column, place) => {
        wanted[place].set(new Float32Array(core.memory.buffer, output + (4 * rows + GAP) * column, count), from);
      });
      done += count;
      const wait = pace(done);
      if (wait !== undefined) await wait;
    }
    columns.push(wanted);
  }
  return columns;
}

/** Has the core hash all addresses. */
async function giveAddresses(core: CoreInstance, { bytes, ends, size }: AddressDictionary, pace: Pace): Promise<void> {
  for (let first = 1; first <= size;) {
    const start = ends[first - 1];
    let last = first;
    while (last < size && last - first < TEXTS && ends[last + 1] - start < TEXT_BYTES) last++;
    const texts = core.allocate(ends[last] - start) >>> 0;
    const count = last + 1 - first;
    const places = core.allocate(4 * count) >>> 0;
    new Uint8Array(core.memory.buffer, texts).set(bytes.subarray(start, ends[last]));
    new Uint32Array(core.memory.buffer, places, count).set(ends.subarray(first, last + 1));
    core.featuresAddresses(first, count, texts, places, start);
    core.release(places);
    core.release(texts);
    first = last + 1;
    const wait = pace(0);
    if (wait !== undefined) await wait;
  }
}

/** Writes the columns of `count` rows; where a chunk has no such column it is 0. */
function writePiece(
  core: CoreInstance,
  chunk: PacketChunk & { z: Float32Array | null },
  from: number,
  count: number,
  rows: number,
): void {
  let at = core.featuresInput() >>> 0;
  for (const { column, type } of COLUMNS) {
    const values = chunk[column];
    const place = new type(core.memory.buffer, at, count);
    if (values === null) place.fill(0);
    else place.set(values.subarray(from, from + count));
    at += rows * type.BYTES_PER_ELEMENT + GAP;
  }
}
