// Which packets a model is grown on, where some may be the very ones that it should find.
import type { Pieces } from '../base/pacer.ts';

/**
 * Rows whose scores are not above a threshold, rising; null where that is all of them, or too few to grow trees on.
 * @param scores one array a chunk
 */
export function* keepUsual(scores: readonly Float32Array[], threshold: number): Pieces<Uint32Array | null> {
  let rows = 0;
  for (const chunk of scores) {
    for (let i = 0; i < chunk.length; i++) if (chunk[i] <= threshold) rows++;
    yield;
  }
  const length = scores.reduce((sum, chunk) => sum + chunk.length, 0);
  if (rows === length || rows < 2) return null;
  const kept = new Uint32Array(rows);
  let [place, first] = [0, 0];
  for (const chunk of scores) {
    for (let i = 0; i < chunk.length; i++) if (chunk[i] <= threshold) kept[place++] = first + i;
    first += chunk.length;
    yield;
  }
  return kept;
}
