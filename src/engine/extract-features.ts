// The columns of a set's features, for a whole traffic: as they stand in the table, or extracted from it.
import type { CoreInstance } from '../base/core.ts';
import { doPaced, type Pacer, type Pieces } from '../base/pacer.ts';
import { type Extraction, extractFeatures } from '../features/extract.ts';
import type { Seed } from '../features/state.ts';
import type { PacketTable } from '../packets/table.ts';
import { startClock } from './clock.ts';
import type { ColumnChunks } from './columns.ts';
import type { Progress } from './types.ts';

/** How full its tables were. */
export type ExtractionReport = Extraction['report'];

export interface ExtractedFeatures {
  columns: ColumnChunks;
  report: ExtractionReport;
  /** What is known at the end of the traffic. */
  state: Uint8Array<ArrayBuffer>;
}

/**
 * Throws InputError for a state that is none.
 * @param state what a model knows, or null where one is to be trained
 */
export async function extractColumns(
  core: CoreInstance,
  table: PacketTable,
  features: readonly string[],
  seed: Seed,
  state: Uint8Array | null,
  pacer: Pacer<Progress>,
): Promise<ExtractedFeatures> {
  const clock = startClock(pacer, 'extracting', table.length);
  const pace = (rows: number) => (pacer.due() ? clock.tick(rows) : undefined);
  return extractFeatures(core, table, features, { seed, state }, pace);
}

/**
 * The seed of hash tables: the same for the same packets and number, so that a training can be repeated; not to be known by
 * somebody who sends packets without knowing all others to the microsecond.
 */
export async function drawSeed(table: PacketTable, number: number, pacer: Pacer<Progress>): Promise<Seed> {
  const clock = startClock(pacer, 'extracting', table.length);
  return doPaced(mixSeed(table, number), () => (pacer.due() ? clock.tick(0) : undefined));
}

function* mixSeed({ chunks }: PacketTable, number: number): Pieces<Seed> {
  let [low, high] = [number ^ 0x9e3779b9, 0x85ebca6b];
  for (const { ts, size, length } of chunks) {
    const bits = ts && new Uint32Array(ts.buffer, ts.byteOffset, 2 * length);
    for (let row = 0; row < length; row++) {
      // Rounds of MurmurHash3 (Appleby).
      low = Math.imul(low ^ size[row] ^ (bits?.[2 * row] ?? 0), 0xcc9e2d51);
      low ^= low >>> 15;
      high = Math.imul(high ^ low ^ (bits?.[2 * row + 1] ?? 0), 0x1b873593);
      high ^= high >>> 13;
    }
    yield;
  }
  return [low >>> 0, high >>> 0];
}
