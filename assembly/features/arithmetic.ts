// Powers and logarithms to the base 2, exact to a few units in the last place of a double.

/** 2^(i/64) for i from 0 to 63. */
const roots: usize = memory.data(512, 8);

export function startArithmetic(): void {
  for (let index: usize = 0; index < 64; index++) {
    const y = (<f64>index * Math.LN2) / 64;
    // The Taylor series of e^y.
    let sum: f64 = 1;
    for (let n: f64 = 20; n >= 1; n--) sum = 1 + (y / n) * sum;
    store<f64>(roots + (index << 3), sum);
  }
}

/**
 * What is left of 1 after `seconds` of 0 or more, Infinity included, where `rate` times a second a half of it goes: 2^x, of 64ths
 * of x by table, of the rest, less than 0.0055 in e's exponent, by e's series.
 */
export function remainder(seconds: f64, rate: f64): f64 {
  const x = -seconds * rate;
  if (!(x > -1000)) return 0;
  const parts = nearest(x * 64);
  const y = (x - parts / 64) * Math.LN2;
  const series = 1 + y * (1 + y * (0.5 + y * (1.0 / 6 + y * (1.0 / 24 + y * (1.0 / 120)))));
  const whole = <i32>parts;
  const power = reinterpret<f64>((<u64>((whole >> 6) + 1023)) << 52);
  return series * load<f64>(roots + ((<usize>(whole & 63)) << 3)) * power;
}

const UNIT_LOW: u64 = 0x3fe6a09e00000000; // about sqrt(1/2)
const FRACTION: u64 = 0x000fffffffffffff;

/**
 * Replaces the doubles in the 16 bytes at `at`, positive and normal, by their logarithms to the base 2: as
 * forest/logarithm.ts, two at a time.
 */
export function takeLogarithms(at: usize): void {
  const bits = i64x2.add(v128.load(at), i64x2.splat(0x3ff0000000000000 - UNIT_LOW));
  // Exponents as doubles: whole numbers in the last places of 2^52.
  const exponents = f64x2.sub(
    v128.or(i64x2.shr_u(bits, 52), i64x2.splat(0x4330000000000000)),
    f64x2.splat(4503599627370496 + 1023),
  );
  const units = i64x2.add(v128.and(bits, i64x2.splat(FRACTION)), i64x2.splat(UNIT_LOW));
  const f = f64x2.sub(units, f64x2.splat(1));
  const half = f64x2.mul(f64x2.mul(f, f), f64x2.splat(0.5));
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
  const z = f64x2.mul(s, s);
  let series = f64x2.splat(1.479819860511658591e-1);
  series = step(series, z, 1.531383769920937332e-1);
  series = step(series, z, 1.818357216161805012e-1);
  series = step(series, z, 2.222219843214978396e-1);
  series = step(series, z, 2.857142874366239149e-1);
  series = step(series, z, 3.999999999940941908e-1);
  series = step(series, z, 6.66666666666673513e-1);
  const sum = f64x2.add(half, f64x2.mul(z, series));
  const logarithm = f64x2.add(f64x2.sub(f64x2.mul(s, sum), half), f);
  v128.store(at, f64x2.add(f64x2.mul(logarithm, f64x2.splat(Math.LOG2E)), exponents));
}

function step(series: v128, z: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(series, z), f64x2.splat(coefficient));
}
