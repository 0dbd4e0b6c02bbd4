// Layouts: how the last items were written. Producers write all items alike, so an item is mostly known text with values
// in between: the text is compared sixteen bytes at a time, and only the values are read.
import { FIELD_ITEMS, FIELD_UNKNOWN } from './codes';
import { readText, skipScalar, skipSpace } from './fast-values';
import { fieldOfKey } from './keys';
import { findUnknown } from './unknown';

/** What to read behind a step's text; the payload's fields are 1 + their number. */
export const READ_UNKNOWN: u32 = 0;
export const READ_SRC: u32 = 1;
export const READ_DST: u32 = 2;
export const READ_TS: u32 = 3;
export const READ_SRC_PORT: u32 = 4;
export const READ_DST_PORT: u32 = 5;
export const READ_TCP_FLAGS: u32 = 6;
export const READ_SIZE: u32 = 7;
export const READ_PROTO: u32 = 8;
/** Nothing: the item has ended. */
export const READ_END: u32 = 9;

/** Step: text [64] | mask [64] | meta u32 | unknown name u32 | line feeds u32 | length up to the last of them u32. */
export const STEP: usize = 144;
export const STEP_MASK: usize = 64;
/** Length, then what to read in the second byte, then whether the text is longer than 16 bytes or has line feeds. */
export const STEP_META: usize = 128;
export const STEP_UNKNOWN: usize = 132;
export const STEP_LINES: usize = 136;
export const STEP_LAST_LINE: usize = 140;
const TEXT_LIMIT: usize = 64;
const STEP_LIMIT: u32 = 24;

/** Layout: present u32 | number of unknown fields u32 | steps from LAYOUT_STEPS on. */
export const LAYOUT_UNKNOWN: usize = 4;
export const LAYOUT_STEPS: usize = 16;
const LAYOUT: usize = LAYOUT_STEPS + STEP * <usize>STEP_LIMIT;
/** Layouts that are remembered: what alternates is learnt once. */
const LAYOUTS: u32 = 8;

// One more is where the next one is learnt: an item that cannot be learnt costs none of them.
const layouts: usize = memory.data(31248, 16);
let learnt: u32 = 0;
let oldest: u32 = 0;

export function startLayouts(): void {
  learnt = 0;
  oldest = 0;
}

/** How many layouts there are. */
export function layoutCount(): u32 {
  return learnt;
}

export function layoutAt(index: u32): usize {
  return layouts + <usize>index * LAYOUT;
}

let step: usize = 0;
let steps: u32 = 0;

/** Writes known text of up to 64 bytes at `from` as that of the step at `at`, to be compared and counted over. */
export function writeText(at: usize, from: usize, length: usize): void {
  memory.fill(at, 0, STEP);
  memory.copy(at, from, length);
  memory.fill(at + STEP_MASK, 0xff, length);
  for (let place: usize = 0; place < length; place++) {
    if (load<u8>(from + place) != 0x0a) continue;
    store<u32>(at, load<u32>(at, STEP_LINES) + 1, STEP_LINES);
    store<u32>(at, <u32>place, STEP_LAST_LINE);
  }
}

/** Adds a step for the text from `from` to `to`; false when it is too long, or there are too many. */
function addStep(from: usize, to: usize, reads: u32, unknown: u32): bool {
  const length = to - from;
  if (length > TEXT_LIMIT || steps == STEP_LIMIT) return false;
  writeText(step, from, length);
  store<u32>(step, unknown, STEP_UNKNOWN);
  const special: u32 = length > 16 || load<u32>(step, STEP_LINES) != 0 ? 1 : 0;
  store<u32>(step, (<u32>length) | (reads << 8) | (special << 16), STEP_META);
  step += STEP;
  steps++;
  return true;
}

/**
 * Learns how the item whose "{" is at `from` is written, in place of the oldest layout; answers the layout, or 0 for an
 * item that is for the machine: escapes, other than ASCII, nested values, equal keys, exponents, no size or proto, or
 * simply cut by the end of the chunk.
 */
export function learnLayout(from: usize): usize {
  const draft = layoutAt(LAYOUTS);
  step = draft + LAYOUT_STEPS;
  steps = 0;
  let seen: u32 = 0;
  let present: u32 = 0;
  let unknowns: u32 = 0;
  let textFrom = from;
  let at = skipSpace(from + 1);
  while (true) {
    if (load<u8>(at) != 0x22) return 0;
    const key = at + 1;
    const keyEnd = readText(key);
    if (keyEnd == 0) return 0;
    const field = fieldOfKey(key, <u32>(keyEnd - key));
    if (field == FIELD_ITEMS) return 0;
    const what: u32 = field == FIELD_UNKNOWN ? READ_UNKNOWN : field + 1;
    const unknown = what == READ_UNKNOWN ? findUnknown(key, <u32>(keyEnd - key)) : 0;
    if (what != READ_UNKNOWN && (seen >> what) & 1) return 0;
    seen |= 1 << what;
    at = keyEnd + 1;
    at = skipSpace(at);
    if (load<u8>(at) != 0x3a) return 0;
    at = skipSpace(at + 1);
    if (what >= READ_SRC && what <= READ_TCP_FLAGS && load<u32>(at) == 0x6c6c756e) {
      // A null is known text like the key before it.
      at += 4;
    } else {
      if (what == READ_SRC || what == READ_DST) {
        const end = load<u8>(at) == 0x22 ? readText(at + 1) : 0;
        if (end == 0 || !addStep(textFrom, at + 1, what, 0)) return 0;
        textFrom = end;
        at = end + 1;
      } else {
        if (!addStep(textFrom, at, what, unknown)) return 0;
        at = skipScalar(at);
        if (at == 0) return 0;
        textFrom = at;
      }
      if (what == READ_UNKNOWN) unknowns++;
      else present |= 1 << (what - 1);
    }
    at = skipSpace(at);
    const byte = <u32>load<u8>(at++);
    if (byte == 0x7d) break;
    if (byte != 0x2c) return 0;
    at = skipSpace(at);
  }
  if ((present & 192) != 192 || !addStep(textFrom, at, READ_END, 0)) return 0;
  store<u32>(draft, present & 63);
  store<u32>(draft, unknowns, LAYOUT_UNKNOWN);
  const layout = layoutAt(oldest);
  memory.copy(layout, draft, LAYOUT);
  oldest = (oldest + 1) % LAYOUTS;
  learnt = max<u32>(learnt, oldest == 0 ? LAYOUTS : oldest);
  return layout;
}
