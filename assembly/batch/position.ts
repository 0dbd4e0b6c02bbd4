// Where the reader is: bytes, lines, and columns in UTF-16 code units, as editors count them.

/** Input bytes before the buffer. */
let base: f64 = 0;
let buffer: usize = 0;

/** 1-based line of the cursor. */
export let line: f64 = 1;
/** Byte offset of the line's first byte. */
export let lineStart: f64 = 0;
/** Bytes minus UTF-16 code units between the line's start and the cursor. */
export let lineExtra: f64 = 0;

/** `skipped`: bytes of a byte order mark, which count as bytes but not as columns. */
export function startPosition(input: usize, skipped: f64): void {
  base = skipped;
  buffer = input;
  line = 1;
  lineStart = skipped;
  lineExtra = 0;
}

/** The buffer's `length` bytes are used up. */
export function movePosition(length: usize): void {
  base += <f64>length;
}

/** Byte offset in the document of an address in the buffer. */
export function offsetOf(at: usize): f64 {
  return base + <f64>(at - buffer);
}

/** The byte at `at` is a line feed. */
export function countLine(at: usize): void {
  line += 1;
  lineStart = offsetOf(at) + 1;
  lineExtra = 0;
}

/** `lines` line feeds were passed, the last of them at `at`. */
export function countLines(lines: u32, at: usize): void {
  line += <f64>lines;
  lineStart = offsetOf(at) + 1;
  lineExtra = 0;
}

/** A UTF-8 sequence of `bytes` bytes was passed: 2 or 3 bytes are one code unit, 4 are two. */
export function countWide(bytes: i32): void {
  lineExtra += bytes == 4 ? 2 : <f64>(bytes - 1);
}

/** 1-based column of a byte offset on the current line, when `lineExtra` was `extra` there. */
export function columnAt(offset: f64, extra: f64): f64 {
  return offset - lineStart - extra + 1;
}

/** Takes back what a bailed-out fast read has counted. */
export function restoreLine(toLine: f64, toStart: f64, toExtra: f64): void {
  line = toLine;
  lineStart = toStart;
  lineExtra = toExtra;
}
