// From code planes to path lengths, their sums over trees, and scores.
import { PLANE_BYTES, PLANE_ROWS, transposeBits } from './rank';

/** Trees of one group: their programs run together and their answers are decoded together. */
export const GROUP_TREES: u32 = 4;
/** Code planes of one tree, at most; those that a tree does not use stay 0. */
export const TREE_PLANES: u32 = 8;
/** Bytes of the code planes of a group. */
export const GROUP_BYTES: usize = ((GROUP_TREES * TREE_PLANES) as usize) * PLANE_BYTES;
/** Bytes of the codes of 128 rows, a byte a tree and row. */
export const CODES_BYTES: usize = (GROUP_TREES as usize) << 7;
/** Bytes of the sums of a block: for each 16 rows, u16[3 digits][16 rows]. */
export const SUMS_BYTES: usize = (PLANE_ROWS as usize) * 6;
/** Groups after which the sums must be taken out: 256 trees of a lowest digit of 255. */
export const MOST_GROUPS: u32 = 64;

/**
 * Adds the path lengths of a group's trees to the sums. A length is a number in fixed point of 20 bits, cut into digits
 * of 6, 6 and 8 bits, so that four trees' upper digits add up within a byte.
 *
 * @param planes GROUP_BYTES: [tree][plane], emptied for the next group
 * @param tables for each tree, for each digit from the highest, `parts` tables of 16 bytes: digit of each code
 * @param parts  1, 2, 4 or 8: codes are below 16 * parts
 * @param codes  scratch of CODES_BYTES
 */
export function addGroup(planes: usize, tables: usize, parts: u32, vectors: u32, codes: usize, sums: usize): void {
  const treeBytes = (TREE_PLANES as usize) * PLANE_BYTES;
  for (let at: usize = 0; at < (vectors as usize) << 4; at += 16) {
    transposeBits(planes + at, PLANE_BYTES, codes, 16);
    transposeBits(planes + treeBytes + at, PLANE_BYTES, codes + 128, 16);
    transposeBits(planes + 2 * treeBytes + at, PLANE_BYTES, codes + 256, 16);
    transposeBits(planes + 3 * treeBytes + at, PLANE_BYTES, codes + 384, 16);
    for (let i: usize = 0; i < 128; i += 16) {
      let high = i8x16.splat(0);
      let middle = i8x16.splat(0);
      let lowLeft = i16x8.splat(0);
      let lowRight = i16x8.splat(0);
      let table = tables;
      for (let code = codes + i, end = code + CODES_BYTES; code < end; code += 128) {
        const c = v128.load(code);
        let low: v128;
        if (parts == 1) {
          high = i8x16.add(high, i8x16.swizzle(v128.load(table), c));
          middle = i8x16.add(middle, i8x16.swizzle(v128.load(table, 16), c));
          low = i8x16.swizzle(v128.load(table, 32), c);
          table += 48;
        } else if (parts == 2) {
          const d = i8x16.sub(c, i8x16.splat(16));
          high = i8x16.add(high, v128.or(i8x16.swizzle(v128.load(table), c), i8x16.swizzle(v128.load(table, 16), d)));
          middle = i8x16.add(
            middle,
            v128.or(i8x16.swizzle(v128.load(table, 32), c), i8x16.swizzle(v128.load(table, 48), d)),
          );
          low = v128.or(i8x16.swizzle(v128.load(table, 64), c), i8x16.swizzle(v128.load(table, 80), d));
          table += 96;
        } else {
          low = i8x16.splat(0);
          let rest = c;
          const step = (parts as usize) << 4;
          for (const stop = table + step; table < stop; table += 16) {
            high = i8x16.add(high, i8x16.swizzle(v128.load(table), rest));
            middle = i8x16.add(middle, i8x16.swizzle(v128.load(table + step), rest));
            low = v128.or(low, i8x16.swizzle(v128.load(table + 2 * step), rest));
            rest = i8x16.sub(rest, i8x16.splat(16));
          }
          table += 2 * step;
        }
        lowLeft = i16x8.add(lowLeft, i16x8.extend_low_i8x16_u(low));
        lowRight = i16x8.add(lowRight, i16x8.extend_high_i8x16_u(low));
      }
      v128.store(sums, i16x8.add(v128.load(sums), i16x8.extend_low_i8x16_u(high)));
      v128.store(sums, i16x8.add(v128.load(sums, 16), i16x8.extend_high_i8x16_u(high)), 16);
      v128.store(sums, i16x8.add(v128.load(sums, 32), i16x8.extend_low_i8x16_u(middle)), 32);
      v128.store(sums, i16x8.add(v128.load(sums, 48), i16x8.extend_high_i8x16_u(middle)), 48);
      v128.store(sums, i16x8.add(v128.load(sums, 64), lowLeft), 64);
      v128.store(sums, i16x8.add(v128.load(sums, 80), lowRight), 80);
      sums += 96;
    }
  }
  memory.fill(planes, 0, GROUP_BYTES);
}

/** Adds the sums, u16 digits, to u32 totals of `rows` rows (a multiple of 16), and empties them. */
export function takeSums(sums: usize, rows: u32, totals: usize): void {
  const first = sums;
  for (const end = totals + ((rows as usize) << 2); totals < end; totals += 64) {
    for (let half: usize = 0; half < 32; half += 16) {
      const high = v128.load(sums + half);
      const middle = v128.load(sums + half, 32);
      const low = v128.load(sums + half, 64);
      const at = totals + (half << 1);
      const left = i32x4.add(
        i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_u(high), 14), i32x4.shl(i32x4.extend_low_i16x8_u(middle), 8)),
        i32x4.extend_low_i16x8_u(low),
      );
      const right = i32x4.add(
        i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_u(high), 14), i32x4.shl(i32x4.extend_high_i16x8_u(middle), 8)),
        i32x4.extend_high_i16x8_u(low),
      );
      v128.store(at, i32x4.add(v128.load(at), left));
      v128.store(at, i32x4.add(v128.load(at, 16), right), 16);
    }
    sums += 96;
  }
  memory.fill(first, 0, sums - first);
}

/** 2^y of two numbers from -1000 to 0, within 1e-11: 2^fraction by its Taylor series, exact at 0. */
function powerOfTwo(y: v128): v128 {
  // Adding 1.5 * 2^52 rounds to an integer, which then stands in the lowest bits.
  const shifted = f64x2.add(y, f64x2.splat(6755399441055744));
  const x = f64x2.sub(y, f64x2.sub(shifted, f64x2.splat(6755399441055744)));
  let power = f64x2.splat(1.0178086009239699e-7);
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(1.3215486790144309e-6));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(1.5252733804059841e-5));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(1.540353039338161e-4));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(1.3333558146428443e-3));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(9.618129107628477e-3));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(5.550410866482158e-2));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(0.2402265069591007));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(Math.LN2));
  power = f64x2.add(f64x2.mul(power, x), f64x2.splat(1));
  return i64x2.add(power, i64x2.shl(shifted, 52));
}

/**
 * Scores 2^(scale * (total + base)) of totals.
 * @param totals u32[rows to the next multiple of 4], overwritten by the scores, f32
 */
export function scoreTotals(totals: usize, rows: u32, base: f64, scale: f64): void {
  const factor = f64x2.splat(scale);
  const start = f64x2.splat(base);
  for (const end = totals + ((rows as usize) << 2); totals < end; totals += 16) {
    const whole = v128.load(totals);
    const left = f64x2.convert_low_i32x4_u(whole);
    const right = f64x2.convert_low_i32x4_u(i64x2.splat(i64x2.extract_lane(whole, 1)));
    const one = f32x4.demote_f64x2_zero(powerOfTwo(f64x2.mul(f64x2.add(left, start), factor)));
    const two = f32x4.demote_f64x2_zero(powerOfTwo(f64x2.mul(f64x2.add(right, start), factor)));
    v128.store(totals, v128.shuffle<u64>(one, two, 0, 2));
  }
}
