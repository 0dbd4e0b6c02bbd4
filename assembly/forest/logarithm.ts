// The natural logarithm without a table: AssemblyScript's own brings 2 kB of one that do not compress.

const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** ln(x) for a positive normal number, within one unit in the last place (FreeBSD's msun, e_log.c, as in musl). */
export function naturalLogarithm(x: f64): f64 {
  // x = 2^k (1 + f) with 1 + f between sqrt(2)/2 and sqrt(2).
  const bits = reinterpret<u64>(x);
  let high = (bits >> 32) as u32;
  high += 0x3ff00000 - 0x3fe6a09e;
  const k = ((high >> 20) as i32) - 0x3ff;
  high = (high & 0x000fffff) + 0x3fe6a09e;
  const f = reinterpret<f64>(((high as u64) << 32) | (bits & 0xffffffff)) - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const scale = k as f64;
  return s * (half + (even + odd)) + scale * LN2_LOW - half + f + scale * LN2_HIGH;
}
