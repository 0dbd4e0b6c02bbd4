// For tests: everyday sizes and protocols.

export type Row = readonly [number, number];
/** Everyday sizes and protocols, drawn by a small generator so that every run sees the same. */
export function everyday(count: number): Row[] {
  let state = 12345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => [40 + next(30) * next(50), [6, 6, 6, 17, 1][next(5)]] as const);
}
