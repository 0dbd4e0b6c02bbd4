// What the forests see of features: how far a value is above what is usual, and no more than a cap of it.
import type { Pieces } from '../base/pacer.ts';

/** Above `floor`, and up to `cap` of it; null: the value as it is. */
export type Floor = { floor: number; cap: number } | null;

type Column = ArrayLike<number>;

/** A column as a forest sees it. */
export function rectify(column: Column, { floor, cap }: NonNullable<Floor>): Float32Array<ArrayBuffer> {
  const rectified = new Float32Array(column.length);
  for (let row = 0; row < rectified.length; row++) {
    const over = column[row] - floor;
    if (over > 0) rectified[row] = over < cap ? over : cap;
  }
  return rectified;
}

/** All columns of all chunks; those without a floor are not copied. */
export function* rectifyColumns<C extends Column>(
  chunks: readonly (readonly C[])[],
  floors: readonly Floor[],
): Pieces<(C | Float32Array<ArrayBuffer>)[][]> {
  const rectified = [];
  for (const columns of chunks) {
    rectified.push(
      columns.map((column, place) => {
        const floor = floors[place];
        return floor === null ? column : rectify(column, floor);
      }),
    );
    yield;
  }
  return rectified;
}
