// Powers and logarithms to the base 2, exact to a few units in the last place of a double, and what decays.
import { naturalLogarithm } from '../forest/logarithm';

const LN2: f64 = 0.6931471805599453;
const PER_LN2: f64 = 1.4426950408889634;

/** 2^(i/64) for i from 0 to 63; filled when first needed. */
const roots: usize = memory.data(512, 8);

/** e^y for small y: its Taylor series to the power of `terms`. */
function exponential(y: f64, terms: f64): f64 {
  let sum: f64 = 1;
  for (let n = terms; n >= 1; n--) sum = 1 + (y / n) * sum;
  return sum;
}

function fillRoots(): void {
  for (let index: usize = 0; index < 64; index++) {
    store<f64>(roots + (index << 3), exponential((<f64>index * LN2) / 64, 20));
  }
}

/** 2^x for x of at most 0: of the 64ths of x by table, of the rest, less than 0.0055 in e's exponent, by e's series. */
export function power2(x: f64): f64 {
  if (!(x > -1000)) return 0;
  if (load<f64>(roots) == 0) fillRoots();
  const parts = nearest(x * 64);
  const y = (x - parts / 64) * LN2;
  const series = 1 + y * (1 + y * (0.5 + y * (1.0 / 6 + y * (1.0 / 24 + y * (1.0 / 120)))));
  const whole = <i64>parts;
  return series * load<f64>(roots + ((<usize>(whole & 63)) << 3)) * reinterpret<f64>(((whole >> 6) + 1023) << 52);
}

/** log2(x) for a positive normal number. */
export function logarithm2(x: f64): f64 {
  return naturalLogarithm(x) * PER_LN2;
}

/** L(x) = log2(1 + x): the scale of counts and rates. */
export function logScale(x: f64): f64 {
  return x == 0 ? 0 : logarithm2(1 + x);
}

/** What is left of 1 after `seconds` with a half-life of `half` seconds; 0 after Infinity. */
export function remainder(seconds: f64, half: f64): f64 {
  return seconds > 0 ? power2(-seconds / half) : 1;
}
