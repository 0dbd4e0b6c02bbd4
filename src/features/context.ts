// Scores in context: what a packet scores, and what the packets of its source and its pair of hosts scored lately.
import type { CoreInstance } from '../base/core.ts';
import type { PacketTable } from '../packets/table.ts';
import { type Pace, runPieces } from './pieces.ts';
import type { Seed } from './state.ts';

/** Bytes of both tables at most, and for each row. */
const TABLE_BYTES = 16 << 20;
const LEAST_TABLE_BYTES = 1 << 16;
const TABLE_BYTES_PER_ROW = 192;

export interface ContextOptions {
  /** 64 random bits, which nobody may guess who makes traffic. */
  seed: Seed;
  tableBytes?: number;
  /** Rows of a piece at most; scores do not depend on it. */
  pieceRows?: number;
}

/** What z counts for in a packet that is the first one of its source and of its pair: .2 + .4 / 2 + .4 / 2. */
export const FIRST_SHARE = 0.6;

/**
 * .2 z + .4 E_source + .4 E_pair of each row, where E is the sum of z 2^(-age/H) divided by 1 + the sum of 2^(-age/H), over the packets
 * of this source (H = 5 s) and of this unordered pair of hosts (60 s) so far, this one included. `z`: one number a row, an array a
 * chunk, as is the answer. A packet without such an end stands alone there: z / 2. Rejects with whatever `pace` rejects with.
 */
export async function smoothInContext(
  core: CoreInstance,
  table: PacketTable,
  z: readonly Float32Array[],
  options: ContextOptions,
  pace: Pace,
): Promise<Float32Array<ArrayBuffer>[]> {
  const useful = LEAST_TABLE_BYTES + TABLE_BYTES_PER_ROW * table.length;
  const bytes = Math.min(options.tableBytes ?? TABLE_BYTES, useful);
  core.featuresStart(true, bytes, table.addresses.size, ...options.seed, 0, 0, 0);
  try {
    const run = (rows: number): void => core.featuresSmooth(rows);
    const values = await runPieces(core, table, { run, columns: [0], z, pieceRows: options.pieceRows }, pace);
    return values.map(([column]) => column);
  } finally {
    core.featuresStop();
  }
}
