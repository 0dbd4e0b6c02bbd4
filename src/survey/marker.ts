// Which packets lie above a line, where some hosts have lines of their own.
import type { Pieces } from '../base/pacer.ts';
import type { HostLine, Line } from '../detect/findings/types.ts';
import { CHUNK_ROWS, type PacketChunk, type PacketTable } from '../packets/table.ts';
import { endAt, endsOf } from '../packets/ends.ts';

/** Addresses that are compared between two pauses. */
const PIECE = 1 << 18;

/** What has scores. */
export interface ScoredTable {
  table: PacketTable;
  /** One array a chunk. */
  scores: readonly Float32Array[];
}

/** The greatest threshold of the hosts whose text these bytes are, or 0. */
function levelOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  wanted: readonly { text: Uint8Array; threshold: number }[],
): number {
  let level = 0;
  for (const { text, threshold } of wanted) {
    let left = end - start;
    if (left !== text.length) continue;
    // From the end, where addresses differ most.
    while (left > 0 && bytes[start + left - 1] === text[left - 1]) left--;
    if (left === 0) level = Math.max(level, threshold);
  }
  return level;
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
    levels[id] = levelOf(bytes, ends[id - 1], ends[id], wanted);
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

// Loops over packets stand outside of the generators and count by Number: a condition becomes a jump, of which V8 makes
// three times the work.

function countAbove(part: Float32Array, threshold: number): number {
  let above = 0;
  for (let row = 0; row < part.length; row++) above += Number(part[row] > threshold);
  return above;
}

/** Writes rows above the threshold to the beginning of `rows`, and answers how many. */
function findAbove(part: Float32Array, threshold: number, rows: Uint32Array): number {
  let count = 0;
  for (let row = 0; row < part.length; row++) {
    rows[count] = row;
    count += Number(part[row] > threshold);
  }
  return count;
}

/** Of the first `count` rows keeps those above the lines of their hosts; addresses of other rows are not read. */
function keepAbove(
  part: Float32Array,
  chunk: PacketChunk,
  levels: Float64Array,
  highest: number,
  rows: Uint32Array,
  count: number,
): number {
  const { src, dst, arpSender, arpTarget, srcMac, dstMac } = chunk;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const row = rows[at];
    const score = part[row];
    rows[kept] = row;
    // Above all hosts' lines there is nothing to look up.
    const isAbove =
      score > highest ||
      (score > levels[endAt(src, arpSender, srcMac, row)] && score > levels[endAt(dst, arpTarget, dstMac, row)]);
    kept += Number(isAbove);
  }
  return kept;
}

/** Writes the rows of a chunk that lie above the line to the beginning of `rows`, rising, and answers how many. */
export type Marker = (chunk: PacketChunk, scores: Float32Array, rows: Uint32Array) => number;

/** Looks up the hosts of a line, once for all chunks. */
export function* prepareMarker(table: PacketTable, { threshold, hosts }: Line): Pieces<Marker> {
  const levels = yield* findLevels(table, hosts);
  const highest = hosts.reduce((most, host) => Math.max(most, host.threshold), 0);
  return (chunk, scores, rows) => {
    const count = findAbove(scores, threshold, rows);
    return levels === null ? count : keepAbove(scores, chunk, levels, highest, rows, count);
  };
}

/**
 * Calls `visit` for each chunk with its rows above the line, rising: the first `count` of `rows`, which are overwritten
 * by the next chunk.
 */
export function* visitMarked(
  { table, scores }: ScoredTable,
  line: Line,
  visit: (chunk: number, rows: Uint32Array, count: number) => void,
): Pieces<void> {
  const marker = yield* prepareMarker(table, line);
  const rows = new Uint32Array(CHUNK_ROWS);
  for (const [index, part] of scores.entries()) {
    visit(index, rows, marker(table.chunks[index], part, rows));
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
    above += countAbove(part, line.threshold);
    yield;
  }
  return above;
}
