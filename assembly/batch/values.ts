// What a value is for: an item's field, an element of the list, the list itself, or nothing that we need.
import {
  FIELD_ITEMS,
  FIELD_UNKNOWN,
  FORM_ARRAY,
  FORM_BATCH,
  FORM_NDJSON,
  FORM_UNKNOWN,
  KIND_ARRAY,
  KIND_NONE,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  PROBLEM_ITEMS,
} from './codes';
import { beginItem, fieldsSeen, finishItem, rejectElement, setField, TEXT_CAPACITY } from './item';
import { fieldOfKey, spellField, spelledName } from './keys';
import { columnAt, line, lineExtra, offsetOf } from './position';
import { addProblem, countRejected, itemsRejected, problemsListed, problemsTotal } from './problems';
import {
  COLON,
  COMMA_OR_END,
  DOCUMENT_END,
  KEY_OR_END,
  ROLE_ELEMENT,
  ROLE_FIELD,
  ROLE_ITEMS,
  ROLE_KEY,
  ROLE_SKIP,
  ROLE_TOP,
  Reader,
  VALUE_OR_END,
  push,
} from './reader';
import { rowsAdded } from './rows';
import * as token from './token';
import { countUnknown, findUnknown } from './unknown';

/** What the value that comes next is for. */
export function roleOfValue(): i32 {
  const depth = Reader.depth;
  if (depth == 0) return ROLE_TOP;
  if (depth == Reader.listDepth) return ROLE_ELEMENT;
  if (depth == Reader.itemDepth) {
    if (Reader.field == FIELD_ITEMS) return ROLE_ITEMS;
    return Reader.field == FIELD_UNKNOWN ? ROLE_SKIP : ROLE_FIELD;
  }
  return depth == 1 && Reader.field == FIELD_ITEMS && Reader.sawItems ? ROLE_ITEMS : ROLE_SKIP;
}

/** Whether a key at this depth is one of an item or of the top-level object. */
export function isKeyOfInterest(): bool {
  return Reader.depth == Reader.itemDepth || (Reader.depth == 1 && Reader.listDepth == 0 && Reader.sawItems);
}

/** A key has been read. */
export function finishKey(): void {
  Reader.state = COLON;
  if (Reader.role != ROLE_KEY) {
    // A key inside of a skipped value must not pass for one of an item.
    return;
  }
  token.endText();
  let field = fieldOfKey(token.textAt(), token.textLength);
  const top = Reader.depth == 1;
  if (field == FIELD_ITEMS && !top) field = FIELD_UNKNOWN;
  if (top && Reader.sawItems && field != FIELD_ITEMS) field = FIELD_UNKNOWN;
  Reader.field = field;
  if (field == FIELD_UNKNOWN) countUnknown(findUnknown(token.textAt(), token.textLength));
}

/** A scalar has been read into the token. `value` is a number's. */
export function finishScalar(kind: i32, value: f64): void {
  const column = columnAt(token.offset, token.extra);
  if (Reader.role == ROLE_FIELD) {
    const tooLong =
      kind == KIND_STRING
        ? token.textLength > TEXT_CAPACITY
        : kind == KIND_NUMBER && token.textLength > token.NUMBER_CAPACITY;
    const length = min<u32>(token.textLength, TEXT_CAPACITY);
    setField(
      Reader.field,
      kind,
      value,
      tooLong,
      token.textAt(),
      length,
      token.offset,
      column,
      token.foundAt(),
      token.foundLength,
    );
  } else if (Reader.role == ROLE_ELEMENT) {
    rejectElement(Reader.itemIndex++, kind, token.offset, column, token.foundAt(), token.foundLength);
  } else if (Reader.role == ROLE_ITEMS) {
    takeItems(kind, token.offset, column);
  } else if (Reader.role == ROLE_TOP) {
    Reader.topKind = kind;
  }
  endValue();
}

/** A value has ended: the comma, the container's end or the document's is next. */
export function endValue(): void {
  if (Reader.depth == 0) {
    Reader.topEndLine = line;
    Reader.state = DOCUMENT_END;
  } else {
    Reader.state = COMMA_OR_END;
  }
}

/** The value of the top-level key `items` begins. */
function takeItems(kind: i32, offset: f64, column: f64): void {
  if (!Reader.sawItems) {
    // What looked like an item is the batch: its other fields are none of the payload's.
    let seen = fieldsSeen();
    for (let field = 0; seen != 0; field++, seen >>= 1) {
      if (!(seen & 1)) continue;
      const length = spellField(field);
      countUnknown(findUnknown(spelledName(), length));
    }
  }
  Reader.sawItems = true;
  Reader.itemDepth = 0;
  Reader.itemsKind = kind;
  Reader.itemsLine = line;
  Reader.itemsColumn = column;
  Reader.itemsOffset = offset;
  Reader.form = FORM_BATCH;
}

/** Opens the object or array at `at`; false when the nesting is too deep. */
export function openContainer(isObject: bool, at: usize): bool {
  const role = roleOfValue();
  const kind = isObject ? KIND_OBJECT : KIND_ARRAY;
  const offset = offsetOf(at);
  const column = columnAt(offset, lineExtra);
  if (!push(isObject)) return false;
  Reader.state = isObject ? KEY_OR_END : VALUE_OR_END;
  if (role == ROLE_TOP) {
    Reader.topKind = kind;
    if (isObject) {
      Reader.sawItems = false;
      Reader.itemsKind = KIND_NONE;
      Reader.markRows = rowsAdded();
      Reader.markListed = problemsListed();
      Reader.markTotal = problemsTotal();
      Reader.markRejected = itemsRejected();
      Reader.itemDepth = 1;
      beginItem(Reader.itemIndex, at, lineExtra);
    } else {
      Reader.form = FORM_ARRAY;
      Reader.listDepth = 1;
    }
  } else if (role == ROLE_ELEMENT) {
    if (isObject) {
      Reader.itemDepth = Reader.depth;
      beginItem(Reader.itemIndex, at, lineExtra);
    } else {
      rejectElement(Reader.itemIndex++, kind, offset, column, 0, 0);
    }
  } else if (role == ROLE_FIELD) {
    setField(Reader.field, kind, 0, false, 0, 0, offset, column, 0, 0);
  } else if (role == ROLE_ITEMS) {
    takeItems(kind, offset, column);
    if (!isObject) {
      Reader.listDepth = Reader.depth;
      Reader.itemIndex = 0;
    }
  }
  return true;
}

/** A top-level object without a list in its `items` gives nothing: told, as an item that gives nothing is. */
function rejectBatch(): void {
  countRejected();
  addProblem(
    PROBLEM_ITEMS,
    FIELD_ITEMS,
    Reader.itemsKind,
    0,
    Reader.itemsLine,
    Reader.itemsColumn,
    Reader.itemsOffset,
    0,
    0,
  );
}

/** Closes the innermost container. */
export function closeContainer(): void {
  const depth = Reader.depth;
  if (depth == Reader.itemDepth) {
    // At the top: an object without `items` is one line of NDJSON.
    if (depth == 1 && Reader.form == FORM_UNKNOWN) Reader.form = FORM_NDJSON;
    finishItem();
    Reader.itemIndex++;
    Reader.itemDepth = 0;
    Reader.slow = false;
  } else if (depth == Reader.listDepth) {
    Reader.listDepth = 0;
  } else if (depth == 1 && Reader.sawItems && Reader.itemsKind != KIND_ARRAY) {
    rejectBatch();
  }
  Reader.depth = depth - 1;
  endValue();
}
