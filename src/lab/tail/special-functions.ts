// Exceedances of the distributions that the lab draws from, to more digits than any judgement needs.

/** ln Γ(x) for x > 0 by Stirling's series (Abramowitz and Stegun 6.1.41), shifted to where seven terms give 1e-14. */
export function logGamma(x: number): number {
  let [at, shift] = [x, 0];
  for (; at < 10; at++) shift -= Math.log(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
  const sum = series.reduceRight((rest, term) => rest * square + term, 0) * inverse;
  return shift + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + sum;
}

/** P(X > x) of the standard normal. */
export function normalExceedance(x: number): number {
  if (x < 3) {
    // Abramowitz and Stegun 26.2.11.
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    let [term, sum] = [x, x];
    for (let k = 1; Math.abs(term) > 1e-18; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // The continued fraction 26.2.14, from its end.
  let rest = x;
  for (let k = 200; k >= 1; k--) rest = x + k / rest;
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / rest;
}

/** P(X > x) of the beta distribution: the continued fraction of Abramowitz and Stegun 26.5.8 by Lentz's method. */
export function betaExceedance(x: number, a: number, b: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast up to the mean, roughly; beyond it the complement does.
  return x < (a + 1) / (a + b + 2) ? 1 - (front * betaFraction(x, a, b)) / a : (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}
