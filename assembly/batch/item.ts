// The item being read: its fields as they stand so far (the last of equal keys wins), and the verdict at its end.
import {
  FIELDS,
  FIELD_DST,
  FIELD_PROTO,
  FIELD_SIZE,
  FIELD_SRC,
  FIELD_TS,
  KIND_NONE,
  KIND_NULL,
  KIND_NUMBER,
  KIND_STRING,
  PROBLEM_MISSING,
  PROBLEM_NOT_OBJECT,
  PROBLEM_RANGE,
  PROBLEM_TOO_LONG,
  PROBLEM_TYPE,
} from './codes';
import { intern } from './dictionary';
import { columnAt, line, offsetOf } from './position';
import { FOUND_CAPACITY, addProblem, countRejected } from './problems';
import { addRow } from './rows';

/** A src or dst may have this many bytes of UTF-8. */
export const TEXT_CAPACITY: u32 = 65536;

/** Field slot: value f64 | line f64 | column f64 | offset f64 | kind i32 | problem i32 | text length u32 | found length u32 | found [64]. */
const SLOT: usize = 112;
const LINE: usize = 8;
const COLUMN: usize = 16;
const OFFSET: usize = 24;
const KIND: usize = 32;
const PROBLEM: usize = 36;
const TEXT_LENGTH: usize = 40;
const FOUND_LENGTH: usize = 44;
const FOUND: usize = 48;

const slots: usize = memory.data(896, 16);
let texts: usize = 0;

let index: u32 = 0;
let startLine: f64 = 0;
let startColumn: f64 = 0;
let startOffset: f64 = 0;
let known: bool = false;

export function startItems(): void {
  if (texts == 0) texts = heap.alloc(<usize>TEXT_CAPACITY * 2);
  known = false;
}

/** Whether any payload field has been seen since `startItems`, in any item. */
export function sawPayloadField(): bool {
  return known;
}

/** An object begins at `at`, whose line has `extra` bytes that are no code units before it. */
export function beginItem(itemIndex: u32, at: usize, extra: f64): void {
  index = itemIndex;
  startLine = line;
  startOffset = offsetOf(at);
  startColumn = columnAt(startOffset, extra);
  for (let field = 0; field < FIELDS; field++) store<i32>(slots + <usize>field * SLOT, KIND_NONE, KIND);
}

/** Fields of the current item seen so far, as bits. */
export function fieldsSeen(): u32 {
  let seen: u32 = 0;
  for (let field = 0; field < FIELDS; field++) {
    if (load<i32>(slots + <usize>field * SLOT, KIND) != KIND_NONE) seen |= 1 << field;
  }
  return seen;
}

function verdict(field: i32, kind: i32, value: f64, tooLong: bool): i32 {
  if (kind == KIND_NULL && field != FIELD_SIZE && field != FIELD_PROTO) return 0;
  if (field == FIELD_SRC || field == FIELD_DST) {
    if (kind != KIND_STRING) return PROBLEM_TYPE;
    return tooLong ? PROBLEM_TOO_LONG : 0;
  }
  if (kind != KIND_NUMBER) return PROBLEM_TYPE;
  if (tooLong) return PROBLEM_TOO_LONG;
  if (field == FIELD_TS) return abs(value) < Infinity ? 0 : PROBLEM_RANGE;
  if (floor(value) != value || value < 0) return PROBLEM_TYPE;
  return value <= limitOf(field) ? 0 : PROBLEM_RANGE;
}

/** Greatest value of an integer field. */
function limitOf(field: i32): f64 {
  if (field == FIELD_SIZE) return 4294967295;
  return field == 3 || field == 4 ? 65535 : 255;
}

/**
 * The current item's `field` has a value of `kind`, at a byte offset and column of the current line. `text`: decoded
 * bytes of a string. `found`: the value as it stands in the document, for messages.
 */
export function setField(
  field: i32,
  kind: i32,
  value: f64,
  tooLong: bool,
  text: usize,
  textLength: u32,
  offset: f64,
  column: f64,
  found: usize,
  foundLength: u32,
): void {
  known = true;
  const slot = slots + <usize>field * SLOT;
  const problem = verdict(field, kind, value, tooLong);
  store<i32>(slot, kind, KIND);
  store<i32>(slot, problem, PROBLEM);
  if (problem != 0) {
    store<f64>(slot, line, LINE);
    store<f64>(slot, column, COLUMN);
    store<f64>(slot, offset, OFFSET);
    store<u32>(slot, foundLength, FOUND_LENGTH);
    memory.copy(slot + FOUND, found, min<u32>(foundLength, FOUND_CAPACITY));
  } else if (kind == KIND_STRING) {
    store<u32>(slot, textLength, TEXT_LENGTH);
    memory.copy(texts + <usize>field * TEXT_CAPACITY, text, textLength);
  } else {
    store<f64>(slot, value);
  }
}

/** An element of the list is no object. */
export function rejectElement(
  itemIndex: u32,
  kind: i32,
  offset: f64,
  column: f64,
  found: usize,
  foundLength: u32,
): void {
  countRejected();
  addProblem(PROBLEM_NOT_OBJECT, 255, kind, itemIndex, line, column, offset, found, foundLength);
}

function isGood(field: i32): bool {
  const kind = load<i32>(slots + <usize>field * SLOT, KIND);
  return kind != KIND_NONE && kind != KIND_NULL;
}

function valueOf(field: i32): f64 {
  return isGood(field) ? load<f64>(slots + <usize>field * SLOT) : 0;
}

function addressOf(field: i32): u32 {
  if (!isGood(field)) return 0;
  return intern(texts + <usize>field * TEXT_CAPACITY, load<u32>(slots + <usize>field * SLOT, TEXT_LENGTH));
}

/** The object ends: adds its row, or lists what is wrong with it in the order of the document. */
export function finishItem(): void {
  let bad: u32 = 0;
  let present: u32 = 0;
  for (let field = 0; field < FIELDS; field++) {
    const slot = slots + <usize>field * SLOT;
    if (load<i32>(slot, KIND) != KIND_NONE && load<i32>(slot, PROBLEM) != 0) bad |= 1 << field;
    if (field < FIELD_SIZE && isGood(field)) present |= 1 << field;
  }
  const noSize = load<i32>(slots + <usize>FIELD_SIZE * SLOT, KIND) == KIND_NONE;
  const noProto = load<i32>(slots + <usize>FIELD_PROTO * SLOT, KIND) == KIND_NONE;
  if (bad == 0 && !noSize && !noProto) {
    addRow(
      present,
      <u32>valueOf(FIELD_SIZE),
      <u32>valueOf(FIELD_PROTO),
      valueOf(FIELD_TS),
      addressOf(FIELD_SRC),
      addressOf(FIELD_DST),
      <u32>valueOf(3),
      <u32>valueOf(4),
      <u32>valueOf(5),
    );
    return;
  }
  countRejected();
  if (noSize) addProblem(PROBLEM_MISSING, FIELD_SIZE, KIND_NONE, index, startLine, startColumn, startOffset, 0, 0);
  if (noProto) addProblem(PROBLEM_MISSING, FIELD_PROTO, KIND_NONE, index, startLine, startColumn, startOffset, 0, 0);
  while (bad != 0) {
    let first = -1;
    for (let field = 0; field < FIELDS; field++) {
      if (!((bad >> field) & 1)) continue;
      if (first < 0 || load<f64>(slots + <usize>field * SLOT, OFFSET) < load<f64>(slots + <usize>first * SLOT, OFFSET))
        first = field;
    }
    bad &= ~(1 << first);
    const slot = slots + <usize>first * SLOT;
    addProblem(
      load<i32>(slot, PROBLEM),
      first,
      load<i32>(slot, KIND),
      index,
      load<f64>(slot, LINE),
      load<f64>(slot, COLUMN),
      load<f64>(slot, OFFSET),
      slot + FOUND,
      load<u32>(slot, FOUND_LENGTH),
    );
  }
}
