// The fast way: whole items of plain ASCII by their layout, straight into the row buffer. An item with anything else is
// given back untouched to the machine. The byte behind the chunk is 0, which is never part of JSON: no bounds checks.
import { FORM_NDJSON, FORM_UNKNOWN, KIND_OBJECT } from './codes';
import { idInSlot, internHead } from './dictionary';
import {
  integer,
  joinDigits,
  keepMask,
  loadDigits,
  notDigits,
  readInteger,
  readSeconds,
  readText,
  seconds,
  skipScalar,
  skipSpace,
  specialBytes,
} from './fast-values';
import { TEXT_CAPACITY } from './item';
import {
  LAYOUT_STEPS,
  LAYOUT_UNKNOWN,
  READ_DST_PORT,
  READ_END,
  READ_PROTO,
  READ_SIZE,
  READ_SRC,
  READ_SRC_PORT,
  READ_TS,
  READ_UNKNOWN,
  STEP,
  STEP_LAST_LINE,
  STEP_LINES,
  STEP_MASK,
  STEP_META,
  STEP_UNKNOWN,
  layoutAt,
  layoutCount,
  learnLayout,
  writeText,
} from './layout';
import { countLines, line, lineExtra, lineStart, restoreLine } from './position';
import { COMMA_OR_END, DOCUMENT_END, Reader, VALUE } from './reader';
import {
  COLUMN_DST,
  COLUMN_DST_PORT,
  COLUMN_PRESENT,
  COLUMN_PROTO,
  COLUMN_SIZE,
  COLUMN_SRC,
  COLUMN_SRC_PORT,
  COLUMN_TCP_FLAGS,
  COLUMN_TS,
  ROW_CAPACITY,
  keepRow,
  rowBuffer,
  rowCount,
} from './rows';
import { countUnknown } from './unknown';

/** Bytes from the column of src to that of dst. */
const COLUMN_WIDTH: usize = COLUMN_DST - COLUMN_SRC;

/** Greatest value of what a step reads, u64 each. */
const limits: usize = memory.data<u64>([0, 0, 0, 0, 65535, 65535, 255, 0xffffffff, 255]);

/** The layout that fitted last. */
let current: usize = 0;

/** Reads items from the "{" at the cursor on; false when not even the first could be read here. */
export function readItems(inList: bool): bool {
  const first = rowCount();
  let at = Reader.cursor;
  let state = VALUE;
  while (rowCount() < ROW_CAPACITY) {
    const savedLine = line;
    const savedStart = lineStart;
    const savedExtra = lineExtra;
    const end = readItem(at);
    if (end == 0) {
      restoreLine(savedLine, savedStart, savedExtra);
      Reader.slow = true;
      break;
    }
    const next = passBetween(end, inList);
    if (next != 0) {
      at = next;
      continue;
    }
    Reader.topEndLine = line;
    at = skipSpace(end);
    state = inList ? COMMA_OR_END : DOCUMENT_END;
    if (inList) {
      if (load<u8>(at) != 0x2c) break;
      state = VALUE;
      at = skipSpace(at + 1);
    }
    if (load<u8>(at) != 0x7b || (!inList && line == Reader.topEndLine)) break;
    state = VALUE;
    learnBetween(end, at, inList);
  }
  const items = rowCount() - first;
  if (items == 0) return false;
  Reader.itemIndex += items;
  Reader.cursor = at;
  Reader.state = state;
  if (!inList) {
    Reader.topKind = KIND_OBJECT;
    Reader.sawItems = false;
    if (Reader.form == FORM_UNKNOWN) Reader.form = FORM_NDJSON;
  }
  return true;
}

/** What stood between the last two items, with the next one's "{", as a step. */
const between: usize = memory.data(144, 16);
/** Its length without the "{"; 0 where nothing is known. */
let betweenLength: usize = 0;
let betweenInList: bool = false;

function learnBetween(from: usize, to: usize, inList: bool): void {
  betweenLength = to - from <= 15 ? to - from : 0;
  betweenInList = inList;
  if (betweenLength != 0) writeText(between, from, betweenLength + 1);
}

/** Passes what stood between the last two items; answers where the next one begins, or 0 where something else stands. */
function passBetween(from: usize, inList: bool): usize {
  if (betweenLength == 0 || betweenInList != inList || differs(from, between)) return 0;
  passLines(from, between);
  return from + betweenLength;
}

/** The item at `from` by whichever layout fits, a new one if need be; answers where it ends, or 0. */
function readItem(from: usize): usize {
  const next = current != 0 ? readByLayout(current, from) : 0;
  return next != 0 ? next : readByOtherLayout(from);
}

/** Forgets which layout fitted last. */
export function startFast(): void {
  current = 0;
  betweenLength = 0;
}

function readByOtherLayout(from: usize): usize {
  const savedLine = line;
  const savedStart = lineStart;
  const savedExtra = lineExtra;
  for (let index: u32 = 0; index < layoutCount(); index++) {
    const layout = layoutAt(index);
    if (layout == current) continue;
    restoreLine(savedLine, savedStart, savedExtra);
    const next = readByLayout(layout, from);
    if (next != 0) {
      current = layout;
      return next;
    }
  }
  const layout = learnLayout(from);
  restoreLine(savedLine, savedStart, savedExtra);
  if (layout == 0) return 0;
  current = layout;
  return readByLayout(layout, from);
}

/** Whether 16 bytes differ from a step's text where its mask says. */
function differs(at: usize, step: usize): bool {
  return v128.any_true(v128.and(v128.xor(v128.load(at), v128.load(step)), v128.load(step, STEP_MASK)));
}

/**
 * The item at `from`, if it is written as `layout` says, into the row buffer; answers where it ends, or 0 without a row.
 * Values go straight to the row behind the last one: few locals, since each that lives through the loop costs moves.
 */
function readByLayout(layout: usize, from: usize): usize {
  const row = rowBuffer() + <usize>rowCount();
  const index = <usize>rowCount();
  const present = load<u32>(layout);
  let at = from;
  let step = layout + LAYOUT_STEPS;
  while (true) {
    if (differs(at, step)) return 0;
    const meta = load<u32>(step, STEP_META);
    if (meta >> 16 && !passSpecial(at, step, meta & 0xff)) return 0;
    at += <usize>(meta & 0xff);
    const reads = (meta >> 8) & 0xff;
    if (reads == READ_END) break;
    if (reads > READ_TS) {
      // An integer of up to seven digits, here instead of in a function: most of an item are these.
      const digits = loadDigits(at);
      const stop = notDigits(digits);
      const count = ctz<u64>(stop) >> 3;
      let value: u64;
      if (stop == 0) {
        at = readInteger(at);
        if (at == 0) return 0;
        value = integer;
      } else {
        // One branch: whether there is one digit or two is anybody's guess.
        if (i32(count == 0) | (i32(count > 1) & i32((digits & 0xff) == 0))) return 0;
        value = joinDigits(digits << (64 - (count << 3)));
        at += <usize>count;
      }
      if (value > load<u64>(limits + <usize>(reads << 3))) return 0;
      if (reads == READ_SIZE) store<u32>(row + index * 3, <u32>value, COLUMN_SIZE);
      else if (reads == READ_PROTO) store<u8>(row, <u8>value, COLUMN_PROTO);
      else if (reads == READ_SRC_PORT) store<u16>(row + index, <u16>value, COLUMN_SRC_PORT);
      else if (reads == READ_DST_PORT) store<u16>(row + index, <u16>value, COLUMN_DST_PORT);
      else store<u8>(row, <u8>value, COLUMN_TCP_FLAGS);
    } else if (reads == READ_TS) {
      at = readSeconds(at);
      if (at == 0) return 0;
      store<f64>(row + index * 7, seconds, COLUMN_TS);
    } else if (reads == READ_UNKNOWN) {
      at = skipScalar(at);
      if (at == 0) return 0;
    } else {
      const text = at;
      const head = v128.load(at);
      const special = specialBytes(at);
      if (special == 0) {
        at = readText(at);
        if (at == 0) return 0;
      } else {
        at += <usize>ctz<i32>(special);
        if (load<u8>(at) != 0x22) return 0;
      }
      const length = <u32>(at - text);
      if (length > TEXT_CAPACITY) return 0;
      const kept = v128.and(head, v128.load(keepMask + 16 - <usize>min<u32>(length, 16)));
      const low = i64x2.extract_lane(kept, 0);
      const high = i64x2.extract_lane(kept, 1);
      // Should the item come to nothing after all, an address that nobody has stays in the dictionary, and does no harm.
      let id = idInSlot(low, high, length);
      if (id == 0) id = internHead(low, high, text, length);
      store<u32>(row + index * 3 + <usize>(reads - READ_SRC) * COLUMN_WIDTH, id, COLUMN_SRC);
    }
    step += STEP;
  }
  if (present != 63) clearAbsent(present, row, index);
  store<u8>(row, <u8>present, COLUMN_PRESENT);
  if (load<u32>(layout, LAYOUT_UNKNOWN) != 0) countUnknownOf(layout);
  keepRow(present);
  return at;
}

/** Writes 0 for the fields that the row has not. */
function clearAbsent(present: u32, row: usize, index: usize): void {
  if (!(present & 1)) store<u32>(row + index * 3, 0, COLUMN_SRC);
  if (!(present & 2)) store<u32>(row + index * 3, 0, COLUMN_DST);
  if (!(present & 4)) store<f64>(row + index * 7, 0, COLUMN_TS);
  if (!(present & 8)) store<u16>(row + index, 0, COLUMN_SRC_PORT);
  if (!(present & 16)) store<u16>(row + index, 0, COLUMN_DST_PORT);
  if (!(present & 32)) store<u8>(row, 0, COLUMN_TCP_FLAGS);
}

/** A text of more than 16 bytes, or with line feeds; false where it differs. */
function passSpecial(at: usize, step: usize, length: u32): bool {
  for (let more: usize = 16; more < <usize>length; more += 16) {
    if (differs(at + more, step + more)) return false;
  }
  passLines(at, step);
  return true;
}

/** Counts the line feeds in a step's text that stands at `at`. */
function passLines(at: usize, step: usize): void {
  const lines = load<u32>(step, STEP_LINES);
  if (lines != 0) countLines(lines, at + <usize>load<u32>(step, STEP_LAST_LINE));
}

function countUnknownOf(layout: usize): void {
  let step = layout + LAYOUT_STEPS;
  while (true) {
    const reads = (load<u32>(step, STEP_META) >> 8) & 0xff;
    if (reads == READ_END) return;
    if (reads == READ_UNKNOWN) countUnknown(load<u32>(step, STEP_UNKNOWN));
    step += STEP;
  }
}
