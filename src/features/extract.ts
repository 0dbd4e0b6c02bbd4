// Features of packets in their context, extracted by the core in one pass over the table, piece by piece.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import type { PacketTable } from '../packets/table.ts';
import { FEATURE_IDS } from './ids.ts';
import { type Pace, runPieces } from './pieces.ts';
import { type Seed, readState, resumeState, saveState } from './state.ts';
import { type TableReport, reportTables } from './tables.ts';

/** Ids of the features, in the order of assembly/features/index.ts. */
export const EXTRACTED_FEATURES = FEATURE_IDS.traffic;

/**
 * Bytes of all tables: so many, unless something else is said, and fewer for what cannot fill them, as their first use
 * costs a page fault each 4 kB.
 */
const TABLE_BYTES = 58 << 20;
const LEAST_TABLE_BYTES = 16 << 20;
const TABLE_BYTES_PER_ROW = 512;

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
  const columns = features.map(placeOf);
  const known = options.state === null ? null : readState(options.state);
  const seed = known?.seed ?? options.seed;
  const useful = LEAST_TABLE_BYTES + TABLE_BYTES_PER_ROW * table.length + 4 * (options.state?.length ?? 0);
  core.featuresStart(
    false,
    Math.min(options.tableBytes ?? TABLE_BYTES, useful),
    table.addresses.size,
    ...seed,
    known?.clock ?? 0,
    known?.packets ?? 0,
    known?.elsewhere ?? 0,
  );
  try {
    if (known !== null) resumeState(core, known);
    const run = (rows: number): void => core.featuresExtract(rows);
    const values = await runPieces(core, table, { run, columns, pieceRows: options.pieceRows }, pace);
    const { bytes, cut } = saveState(core, seed);
    return { columns: values, report: { tables: reportTables(core), cut }, state: bytes };
  } finally {
    core.featuresStop();
  }
}

function placeOf(id: string): number {
  const place = (EXTRACTED_FEATURES as readonly string[]).indexOf(id);
  if (place < 0) throw new InputError(`Unknown feature "${id}": this version knows ${EXTRACTED_FEATURES.join(', ')}.`);
  return place;
}
