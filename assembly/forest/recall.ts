// Scores rows through a bounded memory of rows seen before: equal rows score equally, and packets repeat a lot.
import { BLOCK_ROWS, scoreRows } from './score';

/** Slots of the memory, a power of two. A slot is the score (f32, 0 = empty: no score is 0), then the row's columns. */
export const RECALL_SLOTS: u32 = 65536;

/** Slots tried for a row before its first slot is given to it. */
const PROBES: u32 = 4;

/** Bytes of one gathered column: a cache line is left between columns, lest all of them fall into the same cache sets. */
const GATHERED_STRIDE: usize = ((BLOCK_ROWS as usize) << 2) + 64;

/** Bytes of scratch that recallScores needs. */
export function recallScratch(width: u32): usize {
  return ((BLOCK_ROWS as usize) << 3) + (width as usize) * GATHERED_STRIDE;
}

/**
 * The same scores as scoreRows, to the bit; only rows that are not remembered are walked.
 *
 * @param memory  RECALL_SLOTS * 4 * (1 + width) bytes, all 0 before the first call with a forest
 * @param width   number of columns
 * @param columns f32[width] columns, `stride` bytes from one to the next
 * @param scores  f32[rows], filled
 * @param fresh   scratch of `recallScratch(width)` bytes
 * @returns rows that had to be walked
 */
export function recallScores(
  scorer: usize,
  memory: usize,
  width: u32,
  columns: usize,
  stride: usize,
  rows: u32,
  scores: usize,
  fresh: usize,
): u32 {
  const slotBytes = ((1 + width) as usize) << 2;
  const blockBytes = (BLOCK_ROWS as usize) << 2;
  // Scratch: which rows are new, their scores, their columns.
  const answers = fresh + blockBytes;
  const gathered = answers + blockBytes;
  let walked: u32 = 0;
  for (let from: u32 = 0; from < rows; from += BLOCK_ROWS) {
    const end = min(rows, from + BLOCK_ROWS);
    let misses: u32 = 0;
    for (let row = from; row < end; row++) {
      const cell = columns + ((row as usize) << 2);
      const slot = find(memory, slotBytes, width, cell, stride);
      const score = load<f32>(slot);
      if (score != 0 && holds(slot, width, cell, stride)) {
        store<f32>(scores + ((row as usize) << 2), score);
        continue;
      }
      const place = gathered + ((misses as usize) << 2);
      for (let column: u32 = 0; column < width; column++) {
        store<u32>(place + (column as usize) * GATHERED_STRIDE, load<u32>(cell + (column as usize) * stride));
      }
      store<u32>(fresh + ((misses as usize) << 2), row);
      misses += 1;
    }
    if (misses == 0) continue;
    walked += misses;
    scoreRows(scorer, gathered, GATHERED_STRIDE, misses, answers);
    for (let miss: u32 = 0; miss < misses; miss++) {
      const cell = columns + ((load<u32>(fresh + ((miss as usize) << 2)) as usize) << 2);
      const score = load<u32>(answers + ((miss as usize) << 2));
      store<u32>(scores + (cell - columns), score);
      const slot = find(memory, slotBytes, width, cell, stride);
      store<u32>(slot, score);
      for (let column: u32 = 0; column < width; column++) {
        store<u32>(slot + (((1 + column) as usize) << 2), load<u32>(cell + (column as usize) * stride));
      }
    }
  }
  return walked;
}

/** The slot that holds the row, else an empty one among those tried, else the first of them. */
function find(memory: usize, slotBytes: usize, width: u32, cell: usize, stride: usize): usize {
  let hash: u32 = 0;
  for (let column: u32 = 0; column < width; column++) {
    // Multiply and rotate, as in MurmurHash3's inner step.
    hash = rotl<u32>((hash ^ load<u32>(cell + (column as usize) * stride)) * 0x9e3779b1, 15);
  }
  hash = (hash ^ (hash >> 15)) * 0x85ebca6b;
  hash ^= hash >> 13;
  const first = memory + ((hash & (RECALL_SLOTS - 1)) as usize) * slotBytes;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const slot = memory + (((hash + probe) & (RECALL_SLOTS - 1)) as usize) * slotBytes;
    if (load<u32>(slot) == 0 || holds(slot, width, cell, stride)) return slot;
  }
  return first;
}

/** Whether a slot holds exactly this row, compared by bits. */
function holds(slot: usize, width: u32, cell: usize, stride: usize): bool {
  for (let column: u32 = 0; column < width; column++) {
    if (load<u32>(slot + (((1 + column) as usize) << 2)) != load<u32>(cell + (column as usize) * stride)) return false;
  }
  return true;
}
