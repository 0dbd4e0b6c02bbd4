// The numbers that assembly/batch/codes.ts shares with its host.

export const STATUS_ROWS_FULL = 1;
export const STATUS_ERROR = 2;
export const STATUS_NUMBER = 3;
export const STATUS_VOID = 4;

/** Payload fields by their number. */
export const FIELD_NAMES = ['src', 'dst', 'ts', 'src_port', 'dst_port', 'tcp_flags', 'size', 'proto'] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** What stands somewhere, by its number, as a noun with its article; strings and numbers are quoted instead. */
export const KIND_NAMES = ['nothing', 'a string', 'a number', 'null', 'a boolean', 'an object', 'an array'] as const;
export const KIND_NONE = 0;
export const KIND_OBJECT = 5;
export const KIND_ARRAY = 6;

// 1 = not of the type: what no other code says.
export const PROBLEM_RANGE = 2;
export const PROBLEM_MISSING = 3;
export const PROBLEM_NOT_OBJECT = 4;
export const PROBLEM_TOO_LONG = 5;
export const PROBLEM_ITEMS = 6;

/** What was expected, by grammar error (RFC 8259). */
export const EXPECTATIONS: Readonly<Record<number, string>> = {
  1: 'expected a value',
  2: 'expected a value or "]"',
  3: 'expected a key in double quotes or "}"',
  4: 'expected a key in double quotes',
  5: 'expected ":"',
  6: 'expected "," or "]"',
  7: 'expected "," or "}"',
  8: 'expected the end of the document',
  9: 'expected a new line before the next object',
  10: 'expected an object on this line, or the end of the document',
  11: 'expected one of " \\ / b f n r t u after the backslash',
  12: 'expected four hexadecimal digits after \\u',
  13: 'expected no control character in a string (write it as an escape such as \\n)',
  14: 'expected UTF-8 (is the text in another encoding?)',
  15: 'expected a digit',
  16: 'expected no digit after a leading zero',
  17: 'expected true, false or null',
  18: 'expected at most 1,048,576 levels of nesting',
  19: 'expected the closing quote of a string',
};

export const FORMS = ['unknown', 'batch', 'array', 'ndjson'] as const;
export type Form = (typeof FORMS)[number];
