// Scores rows by bit planes: ranks and comparisons a column, programs a group of trees, then sums and scores.
import { comparePlanes } from './compare';
import { addGroup, MOST_GROUPS, scoreTotals, takeSums } from './decode';
import { runProgram } from './planes';
import { PLANE_ROWS } from './rank';

/** A forest ready to score. The host reserves it and every block that it points to, at multiples of 16. */
@unmanaged
class Plan {
  /** For each column that the forest asks for, u32: its number, ranker, highBits, lowBits, planes (see compare.ts). */
  columns: usize = 0;
  columnsEnd: usize = 0;
  /** For each group of trees, u32: program, its end, tables, parts (see planes.ts and decode.ts). */
  groups: usize = 0;
  groupsEnd: usize = 0;
  /** Code planes of a group, all 0. */
  codePlanes: usize = 0;
  /** Scratch: COMPARE_SCRATCH, CODES_BYTES, SUMS_BYTES (all 0), and 4 bytes for each of PLANE_ROWS. */
  scratch: usize = 0;
  codes: usize = 0;
  sums: usize = 0;
  totals: usize = 0;
  /** Score = 2^(scale * (base + sum of path lengths in fixed point)). */
  base: f64 = 0;
  scale: f64 = 0;
}

/** Bytes to reserve for a plan; u32 words in this order, then the two numbers. */
export const PLAN_BYTES: usize = offsetof<Plan>();

/**
 * Isolation scores 2^(-E[h] / c(psi)) of rows (Liu, Ting and Zhou 2008, equation 2), each in (0, 1].
 * Path lengths are added as integers: a score depends on the row and the forest alone, to the bit.
 *
 * @param plan    see Plan
 * @param columns f32 columns, `stride` bytes from one to the next, readable up to the next multiple of 4 rows
 * @param scores  f32[rows], filled
 */
export function scorePlanes(plan: usize, columns: usize, stride: usize, rows: u32, scores: usize): void {
  const forest = changetype<Plan>(plan);
  const totals = forest.totals;
  for (let from: u32 = 0; from < rows; from += PLANE_ROWS) {
    const count = min(PLANE_ROWS, rows - from);
    for (let entry = forest.columns; entry < forest.columnsEnd; entry += 20) {
      const values = columns + (load<u32>(entry) as usize) * stride + ((from as usize) << 2);
      const planes = load<u32>(entry, 16);
      comparePlanes(
        load<u32>(entry, 4),
        values,
        count,
        load<u32>(entry, 8),
        load<u32>(entry, 12),
        planes,
        forest.scratch,
      );
    }
    memory.fill(totals, 0, (PLANE_ROWS as usize) << 2);
    const vectors = (count + 127) >> 7;
    // Operations take two vectors, 256 rows, at a time.
    const bytes: usize = ((vectors + 1) >> 1) << 5;
    let left = MOST_GROUPS;
    for (let group = forest.groups; group < forest.groupsEnd; group += 16) {
      runProgram(load<u32>(group), load<u32>(group, 4), bytes);
      addGroup(forest.codePlanes, load<u32>(group, 8), load<u32>(group, 12), vectors, forest.codes, forest.sums);
      left -= 1;
      if (left == 0) {
        takeSums(forest.sums, vectors << 7, totals);
        left = MOST_GROUPS;
      }
    }
    takeSums(forest.sums, vectors << 7, totals);
    scoreTotals(totals, count, forest.base, forest.scale);
    memory.copy(scores + ((from as usize) << 2), totals, (count as usize) << 2);
  }
}
