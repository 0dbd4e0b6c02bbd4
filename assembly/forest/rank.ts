// Ranks the values of a column among a forest's thresholds, and turns ranks into bit planes: a plane is one bit a row.
//
// Within a block of 1,024 rows, row r = 128 v + 16 i + j stands in vector v of a plane, in bit i of byte j.

/** Rows of a block, and bytes of one plane of it. */
export const PLANE_ROWS: u32 = 1024;
export const PLANE_BYTES: usize = 128;

/** How a value finds its bucket. The host reserves it and the blocks that it points to. */
@unmanaged
class Ranker {
  /** f32[count + a sentinel of +Infinity], rising. */
  thresholds: usize = 0;
  /** u16[buckets]: thresholds that lie in lower buckets. */
  starts: usize = 0;
  /** Highest bucket. */
  last: u32 = 0;
  /** Buckets of equal width in value (0), or in the order of the float's bits (1). */
  byBits: u32 = 0;
  /** Of equal width: bucket = (x - origin) * scale. By bits: bucket = (key(x) - originKey) >> shift. */
  origin: f32 = 0;
  scale: f32 = 0;
  originKey: u32 = 0;
  shift: u32 = 0;
  /** Steps of the binary search within a bucket; 0 = look from the bucket's start on. */
  steps: u32 = 0;
}

/** Bytes to reserve for a ranker. */
export const RANKER_BYTES: usize = offsetof<Ranker>();

/** See Ranker for the pointers. `scale` is finite; thresholds and origin never are -0. */
export function setRanker(
  ranker: usize,
  thresholds: usize,
  starts: usize,
  last: u32,
  byBits: u32,
  origin: f32,
  scale: f32,
  originKey: u32,
  shift: u32,
  steps: u32,
): void {
  const column = changetype<Ranker>(ranker);
  column.thresholds = thresholds;
  column.starts = starts;
  column.last = last;
  column.byBits = byBits;
  column.origin = origin;
  column.scale = scale;
  column.originKey = originKey;
  column.shift = shift;
  column.steps = steps;
}

/** Buckets of four values. Never falls as values rise, in exactly this arithmetic: the host's tables are made with it. */
function bucketsOf(column: Ranker, values: v128): v128 {
  if (column.byBits == 0) {
    const place = f32x4.mul(f32x4.sub(values, f32x4.splat(column.origin)), f32x4.splat(column.scale));
    const last = f32x4.splat(column.last as f32);
    return i32x4.trunc_sat_f32x4_s(f32x4.pmin(f32x4.pmax(place, f32x4.splat(0)), last));
  }
  // Adding 0 makes -0 of +0; then sign and magnitude become one rising unsigned number.
  const bits = f32x4.add(values, f32x4.splat(0));
  const sign = i32x4.shr_s(bits, 31);
  const key = v128.xor(bits, v128.or(sign, i32x4.splat(0x80000000)));
  const origin = i32x4.splat(column.originKey);
  const bucket = i32x4.shr_u(i32x4.sub(i32x4.max_u(key, origin), origin), column.shift);
  return i32x4.min_u(bucket, i32x4.splat(column.last));
}

/**
 * Buckets of values, one by one as the ranking finds them.
 * @param values  f32[count], `count` a multiple of 4
 * @param buckets u32[count], filled
 */
export function findBuckets(ranker: usize, values: usize, count: u32, buckets: usize): void {
  for (let i: usize = 0; i < (count as usize) << 2; i += 16) {
    v128.store(buckets + i, bucketsOf(changetype<Ranker>(ranker), v128.load(values + i)));
  }
}

/**
 * Ranks of rows: how many thresholds a value is above.
 * @param values f32[rows], readable up to the next multiple of 4
 * @param ranks  u16[rows to the next multiple of 4], filled
 */
export function rankValues(ranker: usize, values: usize, rows: u32, ranks: usize): void {
  const column = changetype<Ranker>(ranker);
  const thresholds = column.thresholds;
  const starts = column.starts;
  const steps = column.steps;
  const end = ranks + ((rows as usize) << 1);
  while (ranks < end) {
    const buckets = bucketsOf(column, v128.load(values));
    let a = load<u16>(starts + ((i32x4.extract_lane(buckets, 0) as usize) << 1)) as u32;
    let b = load<u16>(starts + ((i32x4.extract_lane(buckets, 1) as usize) << 1)) as u32;
    let c = load<u16>(starts + ((i32x4.extract_lane(buckets, 2) as usize) << 1)) as u32;
    let d = load<u16>(starts + ((i32x4.extract_lane(buckets, 3) as usize) << 1)) as u32;
    const w = load<f32>(values);
    const x = load<f32>(values, 4);
    const y = load<f32>(values, 8);
    const z = load<f32>(values, 12);
    if (steps == 0) {
      while (w > load<f32>(thresholds + ((a as usize) << 2))) a++;
      while (x > load<f32>(thresholds + ((b as usize) << 2))) b++;
      while (y > load<f32>(thresholds + ((c as usize) << 2))) c++;
      while (z > load<f32>(thresholds + ((d as usize) << 2))) d++;
    } else {
      for (let step: u32 = 1 << (steps - 1); step != 0; step >>= 1) {
        const probe = thresholds + ((step as usize) << 2) - 4;
        a += select<u32>(step, 0, w > load<f32>(probe + ((a as usize) << 2)));
        b += select<u32>(step, 0, x > load<f32>(probe + ((b as usize) << 2)));
        c += select<u32>(step, 0, y > load<f32>(probe + ((c as usize) << 2)));
        d += select<u32>(step, 0, z > load<f32>(probe + ((d as usize) << 2)));
      }
    }
    store<u16>(ranks, a);
    store<u16>(ranks, b, 2);
    store<u16>(ranks, c, 4);
    store<u16>(ranks, d, 6);
    values += 16;
    ranks += 8;
  }
}

/**
 * Turns eight planes into the bytes that they spell, or bytes into planes: an 8 x 8 transposition of bits by three rounds
 * of exchanges (Warren, Hacker's Delight, 7-3), 128 rows at once.
 * Bytes of row 16 i + j stand at 16 i + j; plane p at `stride` p.
 */
export function transposeBits(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  let a = v128.load(from);
  from += fromStride;
  let b = v128.load(from);
  from += fromStride;
  let c = v128.load(from);
  from += fromStride;
  let d = v128.load(from);
  from += fromStride;
  let e = v128.load(from);
  from += fromStride;
  let f = v128.load(from);
  from += fromStride;
  let g = v128.load(from);
  from += fromStride;
  let h = v128.load(from);
  let mask = i8x16.splat(0x0f);
  let t = v128.and(v128.xor(i64x2.shr_u(a, 4), e), mask);
  e = v128.xor(e, t);
  a = v128.xor(a, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(b, 4), f), mask);
  f = v128.xor(f, t);
  b = v128.xor(b, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(c, 4), g), mask);
  g = v128.xor(g, t);
  c = v128.xor(c, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(d, 4), h), mask);
  h = v128.xor(h, t);
  d = v128.xor(d, i64x2.shl(t, 4));
  mask = i8x16.splat(0x33);
  t = v128.and(v128.xor(i64x2.shr_u(a, 2), c), mask);
  c = v128.xor(c, t);
  a = v128.xor(a, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(b, 2), d), mask);
  d = v128.xor(d, t);
  b = v128.xor(b, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(e, 2), g), mask);
  g = v128.xor(g, t);
  e = v128.xor(e, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(f, 2), h), mask);
  h = v128.xor(h, t);
  f = v128.xor(f, i64x2.shl(t, 2));
  mask = i8x16.splat(0x55);
  t = v128.and(v128.xor(i64x2.shr_u(a, 1), b), mask);
  b = v128.xor(b, t);
  a = v128.xor(a, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(c, 1), d), mask);
  d = v128.xor(d, t);
  c = v128.xor(c, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(e, 1), f), mask);
  f = v128.xor(f, t);
  e = v128.xor(e, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(g, 1), h), mask);
  h = v128.xor(h, t);
  g = v128.xor(g, i64x2.shl(t, 1));
  v128.store(to, a);
  to += toStride;
  v128.store(to, b);
  to += toStride;
  v128.store(to, c);
  to += toStride;
  v128.store(to, d);
  to += toStride;
  v128.store(to, e);
  to += toStride;
  v128.store(to, f);
  to += toStride;
  v128.store(to, g);
  to += toStride;
  v128.store(to, h);
}
