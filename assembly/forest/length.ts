// c(n): the path length that a leaf of n rows still stands for.
import { naturalLogarithm } from './logarithm';

const EULER_GAMMA: f64 = 0.57721566490153286;

/**
 * Average path length of an unsuccessful search in a binary search tree of n rows:
 * c(n) = 2 H(n-1) - 2 (n-1) / n with H(i) = ln(i) + Euler's constant (Liu, Ting and Zhou, "Isolation Forest",
 * ICDM 2008, equation 1), and c(0) = c(1) = 0, c(2) = 1 as in scikit-learn's _average_path_length.
 */
export function averagePathLength(rows: u32): f64 {
  if (rows <= 1) return 0;
  if (rows == 2) return 1;
  const n = rows as f64;
  return 2 * (naturalLogarithm(n - 1) + EULER_GAMMA) - (2 * (n - 1)) / n;
}
