// Makes, for one column of a block of rows, the planes from which every comparison of a rank with a constant follows.
import { PLANE_BYTES, PLANE_ROWS, rankValues, transposeBits } from './rank';

/** Bytes of scratch that comparePlanes needs: ranks, bytes of 128 ranks, up to 16 planes. */
export const COMPARE_SCRATCH: usize = 2 * (PLANE_ROWS as usize) + 128 + 16 * PLANE_BYTES;

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
  const bytes = scratch + 2 * (PLANE_ROWS as usize);
  const bits = bytes + 128;
  rankValues(ranker, values, rows, scratch);
  const end = scratch + ((rows as usize) << 1);
  for (let plane = bits; scratch < end; plane += 16) {
    for (let at: usize = 0; at < 128; at += 16) {
      const mask = i16x8.splat(255);
      const left = v128.and(v128.load(scratch + (at << 1)), mask);
      const right = v128.and(v128.load(scratch + (at << 1), 16), mask);
      v128.store(bytes + at, i8x16.narrow_i16x8_u(left, right));
    }
    transposeBits(bytes, 16, plane, PLANE_BYTES);
    if (highBits + lowBits > 8) {
      for (let at: usize = 0; at < 128; at += 16) {
        const left = i16x8.shr_u(v128.load(scratch + (at << 1)), 8);
        const right = i16x8.shr_u(v128.load(scratch + (at << 1), 16), 8);
        v128.store(bytes + at, i8x16.narrow_i16x8_u(left, right));
      }
      transposeBits(bytes, 16, plane + (PLANE_BYTES << 3), PLANE_BYTES);
    }
    scratch += 256;
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
