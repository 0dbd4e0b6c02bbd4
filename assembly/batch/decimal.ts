// Decimal to binary64, exactly rounded, for what packet batches really hold; the host converts the rest.

/** 10^0 to 10^22, each exact in binary64. */
export const exactPowers: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];

/** 10^0 to 10^19 as integers. */
export const integerPowers: StaticArray<u64> = [
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000,
  10000000000000000000,
];

const MANTISSA_LIMIT: u64 = 1 << 53;

/** Whether `decimalToF64` is exact for digits · 10^exponent. */
export function isConvertible(digits: u64, exponent: i32): bool {
  if (digits < MANTISSA_LIMIT) return exponent >= -22 && exponent <= 22;
  return exponent >= -19 && exponent <= 0;
}

/** digits · 10^exponent, rounded to nearest even. Only where `isConvertible`. */
export function decimalToF64(digits: u64, exponent: i32): f64 {
  // Both factors are exact, so one IEEE operation rounds once (Clinger 1990, the fast path).
  if (digits < MANTISSA_LIMIT) {
    // Signed: the processor converts that in one instruction.
    const value = <f64>(<i64>digits);
    return exponent < 0 ? value / unchecked(exactPowers[-exponent]) : value * unchecked(exactPowers[exponent]);
  }
  if (exponent == 0) return <f64>digits;
  return divideExactly(digits, unchecked(integerPowers[-exponent]));
}

/** numerator / denominator for nanosecond stamps, whose 19 digits no binary64 holds: 64 bits of quotient and a sticky bit. */
function divideExactly(numerator: u64, denominator: u64): f64 {
  const up = clz<u64>(numerator);
  const down = clz<u64>(denominator);
  const n = numerator << up;
  const d = denominator << down;
  const quotient = divideLong(n >> 1, n << 63, d);
  // quotient = n · 2^63 / d, in (2^62, 2^64): more than 53 bits, so the sticky last bit decides halves.
  const shift = 63 + <i64>up - <i64>down;
  return <f64>(quotient | (<u64>longRemainder)) * reinterpret<f64>((1023 - shift) << 52);
}

/** 1 if the last `divideLong` left a remainder. */
let longRemainder: u32 = 0;

/** (high · 2^64 + low) / d for a normalised d > high. Hacker's Delight, figure 9-3 (divlu). */
function divideLong(high: u64, low: u64, d: u64): u64 {
  const d1 = d >> 32;
  const d0 = d & 0xffffffff;
  let q1 = high / d1;
  let r = high - q1 * d1;
  while (q1 >= 0x100000000 || q1 * d0 > ((r << 32) | (low >> 32))) {
    q1--;
    r += d1;
    if (r >= 0x100000000) break;
  }
  const middle = ((high << 32) | (low >> 32)) - q1 * d;
  let q0 = middle / d1;
  r = middle - q0 * d1;
  while (q0 >= 0x100000000 || q0 * d0 > ((r << 32) | (low & 0xffffffff))) {
    q0--;
    r += d1;
    if (r >= 0x100000000) break;
  }
  longRemainder = ((middle << 32) | (low & 0xffffffff)) - q0 * d != 0 ? 1 : 0;
  return (q1 << 32) + q0;
}
