// Chooses how the values of a column find their place among its thresholds: buckets of equal width or by the float's bits.

/** How a column is ranked; see Ranker in assembly/forest/rank.ts. */
export interface BucketPlan {
  byBits: boolean;
  last: number;
  origin: number;
  scale: number;
  originKey: number;
  shift: number;
}

/** Most buckets: their u16 starts should stay in the first-level cache beside the thresholds. */
const MAX_BUCKETS = 8192;
/** Buckets a threshold: most are empty then, and a value is placed without a search. */
const BUCKETS_A_THRESHOLD = 32;

const bits = new Uint32Array(1);
const floats = new Float32Array(bits.buffer);

/** A float as a number that rises with it. */
function keyOf(x: number): number {
  floats[0] = x;
  return (bits[0] >>> 31 ? ~bits[0] : bits[0] | 0x80000000) >>> 0;
}

/** Both ways for the rising thresholds of a column, at least one; the first is null where it cannot work. */
export function planBuckets(thresholds: Float32Array): { even: BucketPlan | null; byBits: BucketPlan } {
  const [low, high] = [thresholds[0], thresholds[thresholds.length - 1]];
  const wanted = Math.min(MAX_BUCKETS, BUCKETS_A_THRESHOLD * thresholds.length);
  const scale = Math.fround(wanted / (high - low));
  const even =
    scale > 0 && scale < 1e30 ? { byBits: false, last: wanted, origin: low, scale, originKey: 0, shift: 0 } : null;
  const originKey = keyOf(low);
  const span = keyOf(high) - originKey;
  let shift = 0;
  while (span / 2 ** shift >= MAX_BUCKETS) shift++;
  return {
    even,
    byBits: { byBits: true, last: Math.floor(span / 2 ** shift), origin: 0, scale: 0, originKey, shift },
  };
}
