// Moves the records of a large node: those with x <= threshold to the front. Blocks of misplaced records are collected
// from both ends without a branch and then swapped (Edelkamp and Weiss, "BlockQuicksort", ESA 2016).

/** Records looked at between two rounds of swaps. */
const BLOCK: usize = 128;
/** Addresses of misplaced records: from the left, from the right. */
const FROM_LEFT = memory.data(4 * 128, 16);
const FROM_RIGHT = memory.data(4 * 128, 16);
const RANGE = memory.data(16, 16);

/** Ranges of the last partition: least of the left, minus greatest of the left, and the same of the right. */
export function nextRange(): v128 {
  return v128.load(RANGE);
}

/** Least and minus the greatest value of the records at `from` to `to`, in the first two lanes. */
export function rangeOfRecords(from: usize, to: usize, stride: usize, at: usize): v128 {
  const signs = i32x4(0, 0x80000000, 0, 0x80000000);
  let range = f32x4.splat(Infinity);
  for (let record = from; record < to; record += stride) {
    range = f32x4.pmin(range, v128.xor(v128.load_splat<f32>(record + at), signs));
  }
  return range;
}

/**
 * @param at        bytes from a record's begin to its x
 * @param leftAt    the same for the value whose range is wanted among the records with x <= threshold, see nextRange
 * @param rightAt   and among the others
 * @returns where the others begin
 */
export function partitionRecords(
  from: usize,
  to: usize,
  stride: usize,
  at: usize,
  threshold: f32,
  leftAt: usize,
  rightAt: usize,
): usize {
  const limit = f32x4.splat(threshold);
  const signs = i32x4(0, 0x80000000, 0, 0x80000000);
  const lanes = i32x4(0, 0, -1, -1);
  const further = (rightAt - leftAt) as i32;
  const block = BLOCK * stride;
  let range = f32x4.splat(Infinity);
  let low = from;
  let high = to;
  let nextLeft: usize = FROM_LEFT;
  let endLeft: usize = FROM_LEFT;
  let nextRight: usize = FROM_RIGHT;
  let endRight: usize = FROM_RIGHT;
  while (low < high) {
    if (nextLeft == endLeft) {
      nextLeft = FROM_LEFT;
      endLeft = FROM_LEFT;
      const stop = min(low + block, high);
      for (; low < stop; low += stride) {
        // All ones where the record belongs to the right.
        const right = f32x4.gt(v128.load_splat<f32>(low + at), limit);
        const goesRight = i32x4.extract_lane(right, 0);
        store<u32>(endLeft, low as u32);
        endLeft -= (goesRight as usize) << 2;
        const value = v128.load_splat<f32>(low + leftAt + ((further & goesRight) as usize));
        // The lanes of the other side become NaN, which pmin passes over.
        range = f32x4.pmin(range, v128.or(v128.xor(value, signs), v128.xor(right, lanes)));
      }
    }
    if (nextRight == endRight) {
      nextRight = FROM_RIGHT;
      endRight = FROM_RIGHT;
      const stop = max(high - min(block, high - low), low);
      while (high > stop) {
        high -= stride;
        const right = f32x4.gt(v128.load_splat<f32>(high + at), limit);
        const goesRight = i32x4.extract_lane(right, 0);
        store<u32>(endRight, high as u32);
        endRight += ((goesRight + 1) as usize) << 2;
        const value = v128.load_splat<f32>(high + leftAt + ((further & goesRight) as usize));
        range = f32x4.pmin(range, v128.or(v128.xor(value, signs), v128.xor(right, lanes)));
      }
    }
    const pairs = min(endLeft - nextLeft, endRight - nextRight);
    for (let pair: usize = 0; pair < pairs; pair += 4) {
      swapRecords(load<u32>(nextLeft + pair), load<u32>(nextRight + pair), stride);
    }
    nextLeft += pairs;
    nextRight += pairs;
  }
  // All is looked at; misplaced records are left on one side at most. The one next to the middle goes first.
  while (endLeft != nextLeft) {
    endLeft -= 4;
    low -= stride;
    swapRecords(load<u32>(endLeft), low, stride);
  }
  while (endRight != nextRight) {
    endRight -= 4;
    swapRecords(load<u32>(endRight), low, stride);
    low += stride;
  }
  v128.store(RANGE, range);
  return low;
}

function swapRecords(one: usize, other: usize, stride: usize): void {
  for (let offset: usize = 0; offset < stride; offset += 8) {
    const held = load<u64>(one + offset);
    store<u64>(one + offset, load<u64>(other + offset));
    store<u64>(other + offset, held);
  }
}
