// What the reader knows between two bytes: it can stop anywhere and go on with the next chunk.
import { FIELD_UNKNOWN, FORM_UNKNOWN, KIND_NONE, STATUS_ERROR } from './codes';
import { columnAt, line, lineExtra, offsetOf } from './position';

/** Deepest nesting that is read; one bit a level is kept. */
const DEPTH_LIMIT: u32 = 1 << 20;

/** What comes next. */
export const VALUE: i32 = 0;
export const VALUE_OR_END: i32 = 1;
export const KEY_OR_END: i32 = 2;
export const KEY: i32 = 3;
export const COLON: i32 = 4;
export const COMMA_OR_END: i32 = 5;
export const DOCUMENT_END: i32 = 6;
export const STRING: i32 = 7;
export const ESCAPE: i32 = 8;
export const HEX: i32 = 9;
export const UTF8: i32 = 10;
export const LITERAL: i32 = 11;
export const MINUS: i32 = 12;
export const ZERO: i32 = 13;
export const INTEGER: i32 = 14;
export const DOT: i32 = 15;
export const FRACTION: i32 = 16;
export const EXPONENT_MARK: i32 = 17;
export const EXPONENT_SIGN: i32 = 18;
export const EXPONENT: i32 = 19;
export const HOST_NUMBER: i32 = 20;

/** What a value is for. */
export const ROLE_SKIP: i32 = 0;
export const ROLE_TOP: i32 = 1;
export const ROLE_ELEMENT: i32 = 2;
export const ROLE_FIELD: i32 = 3;
export const ROLE_ITEMS: i32 = 4;
export const ROLE_KEY: i32 = 5;

export class Reader {
  /** Next byte, and the end of the bytes at hand. */
  static cursor: usize = 0;
  static limit: usize = 0;
  static state: i32 = VALUE;
  static role: i32 = ROLE_SKIP;
  /** Field that the last key names. */
  static field: i32 = FIELD_UNKNOWN;
  /** Open containers. */
  static depth: u32 = 0;
  /** Depth of the list's elements, and of the item's fields; 0 = not in one. */
  static listDepth: u32 = 0;
  static itemDepth: u32 = 0;
  static itemIndex: u32 = 0;
  static topKind: i32 = KIND_NONE;
  /** Line on which the last top-level value ended. */
  static topEndLine: f64 = 0;
  static form: i32 = FORM_UNKNOWN;
  /** The fast way has given this item back. */
  static slow: bool = false;
  /** The top-level object has had a key `items`, and of what kind its value was. */
  static sawItems: bool = false;
  static itemsKind: i32 = KIND_NONE;
  static itemsLine: f64 = 0;
  static itemsColumn: f64 = 0;
  static itemsOffset: f64 = 0;
  static voided: bool = false;
  /** Rows and problems before the current top-level object. */
  static markRows: f64 = 0;
  static markListed: u32 = 0;
  static markTotal: f64 = 0;
  static markRejected: f64 = 0;
  static hostNumber: f64 = 0;
  static errorCode: i32 = 0;
  /** The byte found there, or -1 at the end of the document. */
  static errorByte: i32 = -1;
  static errorLine: f64 = 0;
  static errorColumn: f64 = 0;
  static errorOffset: f64 = 0;
}

let stack: usize = 0;

export function startReader(): void {
  if (stack == 0) stack = heap.alloc(DEPTH_LIMIT >> 3);
  Reader.cursor = 0;
  Reader.limit = 0;
  Reader.state = VALUE;
  Reader.role = ROLE_SKIP;
  Reader.depth = 0;
  Reader.listDepth = 0;
  Reader.itemDepth = 0;
  Reader.itemIndex = 0;
  Reader.topKind = KIND_NONE;
  Reader.form = FORM_UNKNOWN;
  Reader.slow = false;
  Reader.sawItems = false;
  Reader.itemsKind = KIND_NONE;
  Reader.voided = false;
  Reader.errorCode = 0;
}

/** Opens a container; false when that is too deep. */
export function push(isObject: bool): bool {
  const depth = Reader.depth;
  if (depth >= DEPTH_LIMIT) return false;
  const at = stack + (depth >> 3);
  const bit: u32 = 1 << (depth & 7);
  store<u8>(at, isObject ? load<u8>(at) | (<u8>bit) : load<u8>(at) & ~(<u8>bit));
  Reader.depth = depth + 1;
  return true;
}

/** Whether the innermost container is an object. Only inside of one. */
export function inObject(): bool {
  const level = Reader.depth - 1;
  return ((load<u8>(stack + (level >> 3)) >> (<u8>(level & 7))) & 1) != 0;
}

/** Ends the reading at a byte offset of the current line. `byte`: what stands there, -1 for the end. */
export function failAt(code: i32, offset: f64, byte: i32): i32 {
  Reader.errorCode = code;
  Reader.errorByte = byte;
  Reader.errorLine = line;
  Reader.errorColumn = columnAt(offset, lineExtra);
  Reader.errorOffset = offset;
  return STATUS_ERROR;
}

/** Ends the reading at the byte at `at`. */
export function fail(code: i32, at: usize): i32 {
  return failAt(code, offsetOf(at), load<u8>(at));
}
