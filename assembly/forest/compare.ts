// Makes, for one column of a block of rows, the planes from which every comparison of a rank with a constant follows.
import { PLANE_BYTES, PLANE_ROWS, rankValues, transposeBits } from './rank';

/** Bytes of scratch that comparePlanes needs: the ranks' two bytes, then up to 16 planes. */
export const COMPARE_SCRATCH: usize = 2 * (PLANE_ROWS as usize) + 16 * PLANE_BYTES;

/**
 * A rank is cut in an upper part h of `highBits` and a lower part l of `lowBits` bits, at most 16 together. Then
 * rank <= (a, b), that is h < a or h = a and l <= b, is A[a + 1] & (A[a] | L[b]) with A[k] = h < k and L[k] = l <= k.
 *
 * @param values f32[rows], readable up to the next multiple of 4
 * @param planes 2^highBits + 1 planes A, then 2^lowBits planes L, filled
 */
export function comparePlanes(
  ranker: usize,
  values: usize,
  rows: u32,
  highBits: u32,
  lowBits: u32,
  planes: usize,
  scratch: usize,
): void {
  const low = scratch;
  const high = low + PLANE_ROWS;
  const bits = high + PLANE_ROWS;
  const vectors: usize = ((rows + 127) >> 7) << 4;
  rankValues(ranker, values, rows, low, high);
  for (let at: usize = 0; at < vectors; at += 16) {
    transposeBits(low + (at << 3), 16, bits + at, PLANE_BYTES);
    if (highBits + lowBits > 8) transposeBits(high + (at << 3), 16, bits + (PLANE_BYTES << 3) + at, PLANE_BYTES);
  }
  memory.fill(planes, 0, PLANE_BYTES);
  spreadPlanes(bits + (lowBits as usize) * PLANE_BYTES, highBits, planes + PLANE_BYTES);
  spreadPlanes(bits, lowBits, planes + (((1 << highBits) + 1) as usize) * PLANE_BYTES);
}

/** From the planes of a number of `count` bits, lowest first, to the planes of number <= k for each k. */
function spreadPlanes(bits: usize, count: u32, out: usize): void {
  memory.fill(out, 255, PLANE_BYTES);
  let width: usize = PLANE_BYTES;
  for (let bit: u32 = 0; bit < count; bit++) {
    for (let at: usize = 0; at < PLANE_BYTES; at += 16) {
      const plane = v128.load(bits + at);
      const inverse = v128.not(plane);
      for (let from = out + at, end = from + width; from < end; from += PLANE_BYTES) {
        // One more bit above: k without it wants the bit clear, k with it takes all rows that lack it.
        const atMost = v128.load(from);
        v128.store(from, v128.and(atMost, inverse));
        v128.store(from + width, v128.or(atMost, inverse));
      }
    }
    width <<= 1;
    bits += PLANE_BYTES;
  }
}
