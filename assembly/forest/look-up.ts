// Finds the scores of rows of whole numbers in a grid: one cell for each combination that a forest can tell apart.

/** Bytes of one column's range: lowest and highest number told apart (f32), cells from one number to the next (i32). */
const RANGE_BYTES: usize = 12;

/**
 * Looks rows up. A cell is 0 while its score is not known, and below 0 while it is about to be: minus the place, counted
 * from 1, of its row among the fresh ones.
 *
 * @param ranges  RANGE_BYTES a column, `width` columns; numbers beyond a range are like the nearest within
 * @param grid    f32 a cell
 * @param columns f32 columns, `stride` bytes from one to the next, readable up to the next multiple of 4 rows
 * @param scores  f32[rows], filled where the score is known
 * @param places  i32[rows to the next multiple of 4], filled for rows that wait: the cell; below 0, as above, with a fraction
 * @param waiting u32[rows], filled: rows whose score is not known
 * @param fresh   u32[rows], filled: rows that have to be scored, each cell once
 * @returns how many wait, and above bit 31 how many are fresh
 */
export function lookUpRows(
  ranges: usize,
  width: u32,
  grid: usize,
  columns: usize,
  stride: usize,
  rows: u32,
  scores: usize,
  places: usize,
  waiting: usize,
  fresh: usize,
): u64 {
  let waits: u32 = 0;
  let news: u32 = 0;
  for (let first: u32 = 0; first < rows; first += 4) {
    const at = (first as usize) << 2;
    let place = i32x4.splat(0);
    let fractions = i32x4.splat(0);
    let column = columns + at;
    for (let range = ranges, end = ranges + (width as usize) * RANGE_BYTES; range < end; range += RANGE_BYTES) {
      const x = v128.load(column);
      const low = v128.load32_splat(range);
      const near = f32x4.pmin(f32x4.pmax(x, low), v128.load32_splat(range, 4));
      // Adding 2^23 leaves a whole number below it in the lowest bits.
      const bits = f32x4.add(f32x4.sub(near, low), f32x4.splat(8388608));
      const steps = v128.and(bits, i32x4.splat(0x7fffff));
      place = i32x4.add(place, i32x4.mul(steps, v128.load32_splat(range, 8)));
      fractions = v128.or(fractions, f32x4.ne(x, f32x4.floor(x)));
      column += stride;
    }
    if (!v128.any_true(fractions) && first + 4 <= rows) {
      let found = v128.load32_zero(grid + ((i32x4.extract_lane(place, 0) as usize) << 2));
      found = v128.load32_lane(grid + ((i32x4.extract_lane(place, 1) as usize) << 2), found, 1);
      found = v128.load32_lane(grid + ((i32x4.extract_lane(place, 2) as usize) << 2), found, 2);
      found = v128.load32_lane(grid + ((i32x4.extract_lane(place, 3) as usize) << 2), found, 3);
      if (i32x4.all_true(f32x4.gt(found, f32x4.splat(0)))) {
        v128.store(scores + at, found);
        continue;
      }
    }
    v128.store(places + at, v128.or(place, fractions));
    for (let row = first, end = min(rows, first + 4); row < end; row++) {
      const cell = load<i32>(places + ((row as usize) << 2));
      let score: f32 = 0;
      if (cell >= 0) {
        score = load<f32>(grid + ((cell as usize) << 2));
        if (score > 0) {
          store<f32>(scores + ((row as usize) << 2), score);
          continue;
        }
      }
      store<u32>(waiting + ((waits as usize) << 2), row);
      waits += 1;
      if (score < 0) continue;
      store<u32>(fresh + ((news as usize) << 2), row);
      news += 1;
      if (cell >= 0) store<f32>(grid + ((cell as usize) << 2), -(news as f32));
      else store<i32>(places + ((row as usize) << 2), -(news as i32));
    }
  }
  return ((news as u64) << 32) | (waits as u64);
}

/** Copies the fresh rows' values side by side, `stride` bytes from one column to the next as well. */
export function gatherFresh(columns: usize, width: u32, stride: usize, fresh: usize, count: u32, out: usize): void {
  for (let column: u32 = 0; column < width; column++) {
    for (let i: usize = 0; i < (count as usize) << 2; i += 4) {
      store<f32>(out + i, load<f32>(columns + ((load<u32>(fresh + i) as usize) << 2)));
    }
    columns += stride;
    out += stride;
  }
}

/** Gives the waiting rows, and their cells, the scores of the fresh ones, `answers`. */
export function settleRows(
  grid: usize,
  places: usize,
  waiting: usize,
  waits: u32,
  answers: usize,
  scores: usize,
): void {
  for (let i: usize = 0; i < (waits as usize) << 2; i += 4) {
    const at = (load<u32>(waiting + i) as usize) << 2;
    const cell = load<i32>(places + at);
    let score: f32;
    if (cell < 0) {
      score = load<f32>(answers + (((-cell - 1) as usize) << 2));
    } else {
      const slot = grid + ((cell as usize) << 2);
      score = load<f32>(slot);
      if (score < 0) {
        score = load<f32>(answers + (((-(score as i32) - 1) as usize) << 2));
        store<f32>(slot, score);
      }
    }
    store<f32>(scores + at, score);
  }
}
