// The numbers that the host and the batch reader share. src/ingest/batch/codes.ts has the same ones.

/** What `batchFeed`, `batchResume` and `batchFinish` answer. */
export const STATUS_NEEDS_INPUT: i32 = 0;
/** The row buffer is full: take the rows, call `batchTakeRows`, then resume. */
export const STATUS_ROWS_FULL: i32 = 1;
/** Reading ended at a grammar error: see `batchErrorCode` and the position. */
export const STATUS_ERROR: i32 = 2;
/** A number that needs the host's decimal conversion: give it with `batchProvideNumber`, then resume. */
export const STATUS_NUMBER: i32 = 3;
/** A second `items` of the same object: rows from `batchMark` on are void (the last key wins), then resume. */
export const STATUS_VOID: i32 = 4;

/** Payload fields, in the order of their bits in `present` and of the columns. */
export const FIELD_SRC: i32 = 0;
export const FIELD_DST: i32 = 1;
export const FIELD_TS: i32 = 2;
export const FIELD_SRC_PORT: i32 = 3;
export const FIELD_DST_PORT: i32 = 4;
export const FIELD_TCP_FLAGS: i32 = 5;
export const FIELD_SIZE: i32 = 6;
export const FIELD_PROTO: i32 = 7;
export const FIELDS: i32 = 8;
/** Any other key. */
export const FIELD_UNKNOWN: i32 = 8;
/** The key `items` of a top-level object. */
export const FIELD_ITEMS: i32 = 9;

/** Grammar errors: what was expected (RFC 8259), or what is wrong. */
export const ERROR_VALUE: i32 = 1;
export const ERROR_VALUE_OR_END: i32 = 2;
export const ERROR_KEY_OR_END: i32 = 3;
export const ERROR_KEY: i32 = 4;
export const ERROR_COLON: i32 = 5;
export const ERROR_COMMA_OR_ARRAY_END: i32 = 6;
export const ERROR_COMMA_OR_OBJECT_END: i32 = 7;
export const ERROR_END: i32 = 8;
export const ERROR_NEWLINE: i32 = 9;
export const ERROR_LINE_OBJECT: i32 = 10;
export const ERROR_ESCAPE: i32 = 11;
export const ERROR_HEX: i32 = 12;
export const ERROR_CONTROL: i32 = 13;
export const ERROR_UTF8: i32 = 14;
export const ERROR_DIGIT: i32 = 15;
export const ERROR_LEADING_ZERO: i32 = 16;
export const ERROR_LITERAL: i32 = 17;
export const ERROR_DEPTH: i32 = 18;
export const ERROR_STRING_END: i32 = 19;

/** What stands where a field or an item was expected. */
export const KIND_NONE: i32 = 0;
export const KIND_STRING: i32 = 1;
export const KIND_NUMBER: i32 = 2;
export const KIND_NULL: i32 = 3;
export const KIND_BOOLEAN: i32 = 4;
export const KIND_OBJECT: i32 = 5;
export const KIND_ARRAY: i32 = 6;

/** Problems of items. */
export const PROBLEM_TYPE: i32 = 1;
export const PROBLEM_RANGE: i32 = 2;
export const PROBLEM_MISSING: i32 = 3;
export const PROBLEM_NOT_OBJECT: i32 = 4;
export const PROBLEM_TOO_LONG: i32 = 5;
/** The key `items` of a top-level object names no list. */
export const PROBLEM_ITEMS: i32 = 6;

/** Forms of a document. */
export const FORM_UNKNOWN: i32 = 0;
export const FORM_BATCH: i32 = 1;
export const FORM_ARRAY: i32 = 2;
export const FORM_NDJSON: i32 = 3;
