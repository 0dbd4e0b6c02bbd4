// The scalar being read: decoded text, digits, and how it stands in the document. Survives the end of a chunk.
import { isConvertible, decimalToF64 } from './decimal';
import { TEXT_CAPACITY } from './item';
import { FOUND_CAPACITY } from './problems';

/** A number of a field that we need may have this many characters. */
export const NUMBER_CAPACITY: u32 = 4096;

const found: usize = memory.data(64, 16);
let text: usize = 0;

/** Decoded bytes, of which the first `TEXT_CAPACITY` are kept. */
export let textLength: u32 = 0;
/** Bytes as they stand in the document, of which the first 64 are kept. */
export let foundLength: u32 = 0;
/** Byte offset, and the line's extra bytes before it. */
export let offset: f64 = 0;
export let extra: f64 = 0;

let negative: bool = false;
let digits: u64 = 0;
let significant: i32 = 0;
let fraction: i64 = 0;
let exponent: i64 = 0;
let exponentNegative: bool = false;
let high: u32 = 0;

export function startTokens(): void {
  if (text == 0) text = heap.alloc(<usize>TEXT_CAPACITY);
}

export function textAt(): usize {
  return text;
}

export function foundAt(): usize {
  return found;
}

export function beginToken(atOffset: f64, atExtra: f64): void {
  offset = atOffset;
  extra = atExtra;
  textLength = 0;
  foundLength = 0;
  negative = false;
  digits = 0;
  significant = 0;
  fraction = 0;
  exponent = 0;
  exponentNegative = false;
  high = 0;
}

export function addFound(byte: u32): void {
  if (foundLength < FOUND_CAPACITY) store<u8>(found + foundLength, <u8>byte);
  if (foundLength < 255) foundLength++;
}

/** Appends decoded bytes. */
export function addText(from: usize, bytes: u32): void {
  if (high != 0) flushHigh();
  if (textLength < TEXT_CAPACITY) memory.copy(text + textLength, from, min<u32>(bytes, TEXT_CAPACITY - textLength));
  textLength = textLength > 0xf0000000 ? textLength : textLength + bytes;
}

export function addByte(byte: u32): void {
  if (high != 0) flushHigh();
  putByte(byte);
}

function putByte(byte: u32): void {
  if (textLength < TEXT_CAPACITY) store<u8>(text + textLength, <u8>byte);
  textLength = textLength > 0xf0000000 ? textLength : textLength + 1;
}

/** A lone surrogate has no UTF-8: it becomes U+FFFD. */
function flushHigh(): void {
  high = 0;
  putByte(0xef);
  putByte(0xbf);
  putByte(0xbd);
}

/** Appends a \uXXXX code unit; surrogate pairs become one character (RFC 8259 section 7). */
export function addUnit(unit: u32): void {
  if (high != 0 && unit >= 0xdc00 && unit <= 0xdfff) {
    const point = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
    high = 0;
    putByte(0xf0 | (point >> 18));
    putByte(0x80 | ((point >> 12) & 0x3f));
    putByte(0x80 | ((point >> 6) & 0x3f));
    putByte(0x80 | (point & 0x3f));
    return;
  }
  if (high != 0) flushHigh();
  if (unit >= 0xd800 && unit <= 0xdbff) {
    high = unit;
  } else if (unit >= 0xdc00 && unit <= 0xdfff) {
    flushHigh();
  } else if (unit < 0x80) {
    putByte(unit);
  } else if (unit < 0x800) {
    putByte(0xc0 | (unit >> 6));
    putByte(0x80 | (unit & 0x3f));
  } else {
    putByte(0xe0 | (unit >> 12));
    putByte(0x80 | ((unit >> 6) & 0x3f));
    putByte(0x80 | (unit & 0x3f));
  }
}

/** The string ends: a high surrogate that still waits for its other half is alone. */
export function endText(): void {
  if (high != 0) flushHigh();
}

export function setNegative(): void {
  negative = true;
}

export function addDigit(digit: u32, inFraction: bool): void {
  if (inFraction) fraction++;
  if (significant == 0 && digit == 0) return;
  if (significant < 20) significant++;
  if (significant < 20) digits = digits * 10 + digit;
}

export function setExponentNegative(): void {
  exponentNegative = true;
}

export function addExponentDigit(digit: u32): void {
  if (exponent < 1000000000000) exponent = exponent * 10 + digit;
}

function scale(): i64 {
  return (exponentNegative ? -exponent : exponent) - fraction;
}

/** Whether `numberValue` is exact; otherwise the host converts the text. */
export function isExactNumber(): bool {
  if (significant == 0) return true;
  const power = scale();
  return significant < 20 && power >= -22 && power <= 22 && isConvertible(digits, <i32>power);
}

export function numberValue(): f64 {
  const value = significant == 0 ? 0 : decimalToF64(digits, <i32>scale());
  return negative ? -value : value;
}
