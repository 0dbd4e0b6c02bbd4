// The host's side of the batch reader: start a load, then for each document begin, feed chunks, finish.
import * as codes from './codes';
import { startDictionary } from './dictionary';
import { startFast } from './fast';
import { startItems } from './item';
import { startLayouts } from './layout';
import { columnAt, line, lineExtra, movePosition, offsetOf, startPosition } from './position';
import { startProblems } from './problems';
import {
  COLON,
  COMMA_OR_END,
  DOCUMENT_END,
  HOST_NUMBER,
  KEY,
  KEY_OR_END,
  LITERAL,
  ROLE_FIELD,
  Reader,
  VALUE_OR_END,
  failAt,
  inObject,
  startReader,
} from './reader';
import { cutRows, startRows } from './rows';
import { finishNumber, isWholeNumber } from './numbers';
import { readChunk } from './structure';
import * as token from './token';
import { startUnknown } from './unknown';
import { finishScalar } from './values';

/** Zeros kept behind the chunk: no load of the fast way reaches beyond them. */
const PADDING: usize = 64;

let input: usize = 0;
let inputLength: usize = 0;

/**
 * Starts a load: an empty dictionary and row buffer, and room for chunks of up to `chunkBytes` bytes, to be written at
 * the answered address. `low`, `high`: 64 random bits. Once an instance.
 */
export function batchStart(chunkBytes: u32, low: u32, high: u32): usize {
  startDictionary(low, high);
  startRows();
  startUnknown();
  startLayouts();
  startFast();
  input = heap.alloc(<usize>chunkBytes + PADDING);
  return input;
}

/** Begins a document, `skipped` bytes in. `problemLimit`: how many problems of its items to list (at most 128). */
export function batchBegin(problemLimit: u32, skipped: f64): void {
  startReader();
  startPosition(input, skipped);
  startItems();
  startProblems(problemLimit);
  token.startTokens();
  inputLength = 0;
}

/** Reads the next `length` bytes of the document, which stand in the input buffer; answers a status. */
export function batchFeed(length: u32): i32 {
  movePosition(inputLength);
  inputLength = length;
  memory.fill(input + length, 0, PADDING);
  Reader.cursor = input;
  Reader.limit = input + length;
  return readChunk();
}

/** Goes on after the host has done what a status asked for. */
export function batchResume(): i32 {
  if (Reader.voided) cutRows(Reader.markRows);
  if (Reader.state == HOST_NUMBER) finishScalar(codes.KIND_NUMBER, Reader.hostNumber);
  return readChunk();
}

/** The value of the text at `batchText()`, as the host converts it. */
export function batchProvideNumber(value: f64): void {
  Reader.hostNumber = value;
}

/** The document ends here: answers 0, or an error's status when more was due. */
export function batchFinish(): i32 {
  if (Reader.state > LITERAL && Reader.depth == 0) {
    const status = finishNumber(-1);
    if (status != 0) return status;
  }
  if (Reader.state == DOCUMENT_END) return 0;
  return failAt(expectation(), offsetOf(Reader.limit == 0 ? input : Reader.limit), -1);
}

/** What was due where the document ends. */
function expectation(): i32 {
  const state = Reader.state;
  if (state == VALUE_OR_END) return codes.ERROR_VALUE_OR_END;
  if (state == KEY_OR_END) return codes.ERROR_KEY_OR_END;
  if (state == KEY) return codes.ERROR_KEY;
  if (state == COLON) return codes.ERROR_COLON;
  if (state == COMMA_OR_END) return inObject() ? codes.ERROR_COMMA_OR_OBJECT_END : codes.ERROR_COMMA_OR_ARRAY_END;
  if (state > COMMA_OR_END && state < LITERAL) return codes.ERROR_STRING_END;
  if (state == LITERAL) return codes.ERROR_LITERAL;
  if (isWholeNumber(state)) return inObject() ? codes.ERROR_COMMA_OR_OBJECT_END : codes.ERROR_COMMA_OR_ARRAY_END;
  if (state > LITERAL) return codes.ERROR_DIGIT;
  return codes.ERROR_VALUE;
}

/** Form of the document: FORM_UNKNOWN, FORM_BATCH, FORM_ARRAY or FORM_NDJSON. */
export function batchForm(): i32 {
  return Reader.form;
}

/** Kind of the top-level value, and of the value of `items`; KIND_NONE where there is none. */
export function batchTopKind(): i32 {
  return Reader.topKind;
}

export function batchItemsKind(): i32 {
  return Reader.itemsKind;
}

export function batchItemsLine(): f64 {
  return Reader.itemsLine;
}

export function batchItemsColumn(): f64 {
  return Reader.itemsColumn;
}

export function batchItemsOffset(): f64 {
  return Reader.itemsOffset;
}

/** Rows before the current top-level object: what a STATUS_VOID cuts back to. */
export function batchMark(): f64 {
  return Reader.markRows;
}

/** 0-based index of the item being read, or -1 outside of any. */
export function batchErrorItem(): f64 {
  if (Reader.itemDepth == 0 || (Reader.itemDepth == 1 && Reader.form != codes.FORM_NDJSON)) return -1;
  return <f64>Reader.itemIndex;
}

/** Field whose value is being read, or FIELD_UNKNOWN. */
export function batchErrorField(): i32 {
  if (Reader.depth != Reader.itemDepth || Reader.role != ROLE_FIELD) return codes.FIELD_UNKNOWN;
  return Reader.state > COMMA_OR_END ? Reader.field : codes.FIELD_UNKNOWN;
}

export function batchErrorCode(): i32 {
  return Reader.errorCode;
}

/** The byte found at the error, -1 for the end of the document. */
export function batchErrorByte(): i32 {
  return Reader.errorByte;
}

export function batchErrorLine(): f64 {
  return Reader.errorLine;
}

export function batchErrorColumn(): f64 {
  return Reader.errorColumn;
}

export function batchErrorOffset(): f64 {
  return Reader.errorOffset;
}

/** Text of the number that waits for the host: ASCII. */
export function batchText(): usize {
  return token.textAt();
}

export function batchTextLength(): u32 {
  return token.textLength;
}

/** Where the reader stands: 1-based line and column, byte offset. */
export function batchLine(): f64 {
  return line;
}

export function batchColumnHere(): f64 {
  return columnAt(batchOffset(), lineExtra);
}

export function batchOffset(): f64 {
  return offsetOf(Reader.limit == 0 ? input : Reader.cursor);
}
