// Gauss-Legendre quadrature from 0 to 1: exact for polynomials of a degree up to 2 n - 1.

/** Places t and their weights, for each n: t, 1 - t, weight / (1 - t), as the core takes them. */
export function quadraturePlaces(n: number): Float64Array<ArrayBuffer> {
  const places = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    // Newton's method from Tricomi's estimate of the i-th root of the Legendre polynomial, largest first (Press et al.,
    // "Numerical Recipes", section 4.6).
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 9; step++) {
      let [value, before] = [x, 1];
      for (let degree = 2; degree <= n; degree++) {
        [value, before] = [((2 * degree - 1) * x * value - (degree - 1) * before) / degree, value];
      }
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    places.set([(1 + x) / 2, (1 - x) / 2, 2 / ((1 - x * x) * slope * slope * (1 - x))], 3 * i);
  }
  return places;
}
