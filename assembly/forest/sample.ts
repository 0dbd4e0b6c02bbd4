// Which rows and which features a tree sees.
//
// Drawn rows are marked in a bit set and then listed in ascending order, so that gathering them walks the columns
// forward. A second bit set, one bit for 64 of the first, leads to the marks: a few rows of many are listed quickly.
import { nextBelow } from '../random';

/** Bytes to reserve for the marks of `count` rows, all 0 before the first draw. */
export function marksBytes(count: u32): usize {
  return ((count as usize) >> 12) * 520 + 520;
}

/** Where the second bit set begins. */
function groupsOf(marks: usize, count: u32): usize {
  return marks + ((((count as usize) >> 12) + 1) << 9);
}

/**
 * Marks `wanted` distinct rows of `count` by Floyd's method (Bentley and Floyd, "A sample of brilliance", CACM 30(9),
 * 1987): every set of rows is equally likely. Large samples may be drawn in pieces: draws `from` to `to` - 1 of 0 to
 * `wanted` - 1, in order.
 */
export function drawRows(random: usize, count: u32, wanted: u32, from: u32, to: u32, marks: usize): void {
  const groups = groupsOf(marks, count);
  for (let draw = from; draw < to; draw++) {
    const last = count - wanted + draw;
    const row = nextBelow(random, last + 1);
    if (!mark(marks, groups, row)) mark(marks, groups, last);
  }
}

/** Marks a row for each of `draws` draws with replacement. */
export function drawAgain(random: usize, count: u32, draws: u32, marks: usize): void {
  const groups = groupsOf(marks, count);
  for (let draw: u32 = 0; draw < draws; draw++) mark(marks, groups, nextBelow(random, count));
}

/** Marks a row. False when it was marked. */
function mark(marks: usize, groups: usize, row: u32): bool {
  const word = marks + (((row >> 6) as usize) << 3);
  const held = load<u64>(word);
  const bit = (1 as u64) << ((row & 63) as u64);
  if ((held & bit) != 0) return false;
  store<u64>(word, held | bit);
  const group = groups + (((row >> 12) as usize) << 3);
  store<u64>(group, load<u64>(group) | ((1 as u64) << (((row >> 6) & 63) as u64)));
  return true;
}

/**
 * Lists the marked rows, or with `others` those without a mark, ascending, and takes all marks away.
 * @param rows u32[most], filled
 * @param most number of rows to list at most
 * @returns how many there were
 */
export function listRows(count: u32, marks: usize, others: bool, rows: usize, most: u32): u32 {
  const groups = groupsOf(marks, count);
  const flip: u64 = others ? -1 : 0;
  let at = rows;
  const end = rows + ((most as usize) << 2);
  for (let group: u32 = 0; group <= count >> 12; group++) {
    const place = groups + ((group as usize) << 3);
    let words = load<u64>(place) | flip;
    store<u64>(place, 0);
    while (words != 0) {
      const word = (group << 6) + (ctz<u64>(words) as u32);
      words &= words - 1;
      const held = marks + ((word as usize) << 3);
      let bits = load<u64>(held) ^ flip;
      store<u64>(held, 0);
      while (bits != 0 && at < end) {
        store<u32>(at, (word << 6) + (ctz<u64>(bits) as u32));
        at += 4;
        bits &= bits - 1;
      }
    }
  }
  return ((at - rows) >> 2) as u32;
}

/**
 * Writes the features of a tree: `wanted` distinct ones of `count`, by a partial Fisher-Yates shuffle.
 * All of them need no draw.
 * @param features u8[count]; the first `wanted` hold the answer
 */
export function drawFeatures(random: usize, count: u32, wanted: u32, features: usize): void {
  for (let feature: u32 = 0; feature < count; feature++) store<u8>(features + feature, feature as u8);
  if (wanted == count) return;
  for (let place: u32 = 0; place < wanted; place++) {
    const drawn = place + nextBelow(random, count - place);
    const feature = load<u8>(features + drawn);
    store<u8>(features + drawn, load<u8>(features + place));
    store<u8>(features + place, feature);
  }
}
