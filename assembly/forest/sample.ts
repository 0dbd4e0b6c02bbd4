// Which rows and which features a tree sees.
import { nextBelow } from '../random';

/**
 * Draws `wanted` distinct rows of `count` by Floyd's method (Bentley and Floyd, "A sample of brilliance", CACM 30(9),
 * 1987): memory follows `wanted`, however many rows there are. Every set of rows is equally likely; their order is not
 * random. Large samples may be drawn in pieces: draws `from` to `to` - 1 of 0 to `wanted` - 1, in order.
 *
 * @param seen a hash set of `mask` + 1 u32 slots, a power of two above `wanted`, all 0 before the first piece
 * @param rows u32[wanted], filled at `from` to `to` - 1
 */
export function drawRows(
  random: usize,
  count: u32,
  wanted: u32,
  from: u32,
  to: u32,
  seen: usize,
  mask: u32,
  rows: usize,
): void {
  for (let draw = from; draw < to; draw++) {
    const last = count - wanted + draw;
    let row = nextBelow(random, last + 1);
    if (!remember(seen, mask, row)) {
      row = last;
      remember(seen, mask, row);
    }
    store<u32>(rows + ((draw as usize) << 2), row);
  }
}

/** Puts a row into the set. False when it was there. */
function remember(seen: usize, mask: u32, row: u32): bool {
  // Fibonacci hashing (Knuth, TAOCP 6.4), linear probing; a slot holds row + 1.
  let slot = ((row * 0x9e3779b1) >> 7) & mask;
  while (true) {
    const address = seen + ((slot as usize) << 2);
    const held = load<u32>(address);
    if (held == row + 1) return false;
    if (held == 0) {
      store<u32>(address, row + 1);
      return true;
    }
    slot = (slot + 1) & mask;
  }
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
