// Which packets lie above a line, where some hosts have lines of their own.
import type { Pieces } from '../base/pacer.ts';
import type { HostLine, Line } from '../detect/findings/types.ts';
import { CHUNK_ROWS, type PacketChunk, type PacketTable } from '../packets/table.ts';
import { endsOf } from './ends.ts';

/** Addresses that are compared between two pauses. */
const PIECE = 1 << 18;

/** What has scores. */
export interface ScoredTable {
  table: PacketTable;
  /** One array a chunk. */
  scores: readonly Float32Array[];
}

/** Thresholds of hosts by address id, 0 for most; null where no host has one. */
export function* findLevels(
  { addresses: { bytes, ends, size } }: PacketTable,
  hosts: readonly HostLine[] = [],
): Pieces<Float64Array | null> {
  if (hosts.length === 0) return null;
  const levels = new Float64Array(size + 1);
  const wanted = hosts.map(({ host, threshold }) => ({ text: new TextEncoder().encode(host), threshold }));
  for (let id = 1; id <= size; id++) {
    const start = ends[id - 1];
    for (const { text, threshold } of wanted) {
      let left = ends[id] - start;
      if (left !== text.length) continue;
      // From the end, where addresses differ most.
      while (left > 0 && bytes[start + left - 1] === text[left - 1]) left--;
      if (left === 0) levels[id] = Math.max(levels[id], threshold);
    }
    if (id % PIECE === 0) yield;
  }
  return levels;
}

/** The score above which each packet of a chunk is marked: the highest of the common line and those of its hosts. */
export function lineOf(chunk: PacketChunk, threshold: number, levels: Float64Array | null): (row: number) => number {
  if (levels === null) return () => threshold;
  const { src, dst } = endsOf(chunk);
  return (row) => Math.max(threshold, levels[src[row]], levels[dst[row]]);
}

/**
 * Calls `visit` for each chunk with its rows above the line, rising: the first `count` of `rows`, which are overwritten
 * by the next chunk.
 */
export function* visitMarked(
  { table, scores }: ScoredTable,
  { threshold, hosts }: Line,
  visit: (chunk: number, rows: Uint32Array, count: number) => void,
): Pieces<void> {
  const levels = yield* findLevels(table, hosts);
  const rows = new Uint32Array(CHUNK_ROWS);
  for (const [index, part] of scores.entries()) {
    let count = 0;
    // No branch: of many packets above the line, none would be foreseen.
    for (let row = 0; row < part.length; row++) {
      rows[count] = row;
      count += part[row] > threshold ? 1 : 0;
    }
    if (levels !== null) {
      const { src, dst } = endsOf(table.chunks[index]);
      const above = count;
      count = 0;
      for (let at = 0; at < above; at++) {
        const row = rows[at];
        rows[count] = row;
        count += part[row] > Math.max(levels[src[row]], levels[dst[row]]) ? 1 : 0;
      }
    }
    visit(index, rows, count);
    yield;
  }
}

/** Packets above a line. */
export function* countMarked(scored: ScoredTable, line: Line): Pieces<number> {
  let above = 0;
  if (line.hosts.length > 0) {
    yield* visitMarked(scored, line, (_, __, count) => (above += count));
    return above;
  }
  for (const part of scored.scores) {
    for (let row = 0; row < part.length; row++) above += part[row] > line.threshold ? 1 : 0;
    yield;
  }
  return above;
}
