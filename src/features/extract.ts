// Features of packets in their context, extracted by the core in one pass over the table, piece by piece.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import type { PacketChunk, PacketTable } from '../packets/table.ts';
import type { AddressDictionary } from '../packets/addresses.ts';
import { type Seed, readState, resumeState, saveState } from './state.ts';
import { type TableReport, reportTables } from './tables.ts';

/** Ids of the features, in the order of assembly/features/index.ts. */
export const EXTRACTED_FEATURES = [
  'conn_rate10',
  'macbind',
  'portmax10',
  'un2',
  'brute100',
  'dns_new10',
  'icmplog',
  'newchan_all10',
  'svcsurp',
  'vol_mac',
] as const;

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
  { column: 'srcPort', type: Uint16Array },
  { column: 'dstPort', type: Uint16Array },
  { column: 'marks', type: Uint16Array },
  { column: 'proto', type: Uint8Array },
  { column: 'present', type: Uint8Array },
  { column: 'icmpType', type: Uint8Array },
] as const satisfies readonly { column: keyof PacketChunk; type: unknown }[];

/** Bytes between two columns in the core. */
const GAP = 64;
/**
 * Bytes of all tables: so many, unless something else is said, and fewer for what cannot fill them, as their first use
 * costs a page fault each 4 kB.
 */
const TABLE_BYTES = 60 << 20;
const LEAST_TABLE_BYTES = 1 << 20;
const TABLE_BYTES_PER_ROW = 512;
/** Texts, and about so many bytes of them, that are hashed at once. */
const TEXTS = 16_384;
const TEXT_BYTES = 1 << 18;

export interface ExtractOptions {
  /** 64 random bits, which nobody may guess who makes traffic. A state brings its own. */
  seed: Seed;
  /** What was known at the end of another extraction, or null. */
  state: Uint8Array | null;
  /** Bytes of all tables at most. */
  tableBytes?: number;
  /** Rows of a piece at most; features do not depend on it. */
  pieceRows?: number;
}

export interface Extraction {
  /** For each chunk of the table, a column for each feature that was asked for. */
  columns: Float32Array<ArrayBuffer>[][];
  report: {
    tables: TableReport[];
    /** Entries that found no room in the state. */
    cut: number;
  };
  /** What is known after the last packet. */
  state: Uint8Array<ArrayBuffer>;
}

/** Called after each piece of a few milliseconds, with the rows done. */
type Pace = (rows: number) => Promise<void> | undefined;

/**
 * Extracts features, named by EXTRACTED_FEATURES, of all packets. The core must not be extracting anything else; all memory is
 * given back to it. With a state, the clock goes on from where it stood: the first packet comes at the moment after
 * the last one known. Throws InputError for an unknown feature or a state that is none, and whatever `pace` rejects with.
 */
export async function extractFeatures(
  core: CoreInstance,
  table: PacketTable,
  features: readonly string[],
  options: ExtractOptions,
  pace: Pace,
): Promise<Extraction> {
  const places = features.map(placeOf);
  const known = options.state === null ? null : readState(options.state);
  const seed = known?.seed ?? options.seed;
  const { addresses, chunks } = table;
  const useful = LEAST_TABLE_BYTES + TABLE_BYTES_PER_ROW * table.length + 4 * (options.state?.length ?? 0);
  core.featuresStart(
    Math.min(options.tableBytes ?? TABLE_BYTES, useful),
    addresses.size,
    ...seed,
    known?.clock ?? 0,
    known?.packets ?? 0,
  );
  try {
    if (known !== null) resumeState(core, known);
    await giveAddresses(core, addresses, pace);
    const rows = core.FEATURES_ROWS.value as number;
    const most = Math.min(rows, options.pieceRows ?? rows);
    const columns: Float32Array<ArrayBuffer>[][] = [];
    let done = 0;
    for (const chunk of chunks) {
      const wanted = places.map(() => new Float32Array(chunk.length));
      for (let from = 0; from < chunk.length; from += most) {
        const count = Math.min(most, chunk.length - from);
        writePiece(core, chunk, from, count, rows);
        core.featuresExtract(count);
        const output = core.featuresOutput() >>> 0;
        places.forEach((place, index) => {
          wanted[index].set(new Float32Array(core.memory.buffer, output + (4 * rows + GAP) * place, count), from);
        });
        done += count;
        const wait = pace(done);
        if (wait !== undefined) await wait;
      }
      columns.push(wanted);
    }
    const { bytes, cut } = saveState(core, seed);
    return { columns, report: { tables: reportTables(core), cut }, state: bytes };
  } finally {
    core.featuresStop();
  }
}

function placeOf(id: string): number {
  const place = (EXTRACTED_FEATURES as readonly string[]).indexOf(id);
  if (place < 0) throw new InputError(`Unknown feature "${id}": this version knows ${EXTRACTED_FEATURES.join(', ')}.`);
  return place;
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
function writePiece(core: CoreInstance, chunk: PacketChunk, from: number, count: number, rows: number): void {
  let at = core.featuresInput() >>> 0;
  for (const { column, type } of COLUMNS) {
    const values = chunk[column];
    const place = new type(core.memory.buffer, at, count);
    if (values === null) place.fill(0);
    else place.set(values.subarray(from, from + count));
    at += rows * type.BYTES_PER_ELEMENT + GAP;
  }
}
