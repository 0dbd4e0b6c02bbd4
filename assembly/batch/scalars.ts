// Strings and literals, byte by byte, and how each scalar begins.
import {
  ERROR_CONTROL,
  ERROR_ESCAPE,
  ERROR_HEX,
  ERROR_LITERAL,
  ERROR_UTF8,
  KIND_BOOLEAN,
  KIND_NULL,
  KIND_STRING,
} from './codes';
import { countWide, lineExtra, offsetOf } from './position';
import {
  ESCAPE,
  HEX,
  INTEGER,
  LITERAL,
  MINUS,
  ROLE_KEY,
  ROLE_SKIP,
  Reader,
  STRING,
  UTF8,
  ZERO,
  fail,
  failAt,
} from './reader';
import * as token from './token';
import { finishKey, finishScalar } from './values';

let literalRest: u32 = 0;
let literalKind: i32 = 0;
let hexLeft: i32 = 0;
let hexValue: u32 = 0;
let utf8Left: i32 = 0;
let utf8Bytes: i32 = 0;
let utf8Low: u32 = 0;
let utf8High: u32 = 0;
let utf8Offset: f64 = 0;
let utf8Byte: i32 = 0;

/** A key begins with the quote at the cursor. */
export function beginKey(isNeeded: bool): void {
  token.beginToken(offsetOf(Reader.cursor), lineExtra);
  Reader.role = isNeeded ? ROLE_KEY : ROLE_SKIP;
  isKey = true;
  Reader.state = STRING;
  Reader.cursor++;
}

let isKey: bool = false;

/** The scalar that begins with `byte` at the cursor, for `role`; false when no value begins so. */
export function beginScalar(role: i32, byte: u32): bool {
  token.beginToken(offsetOf(Reader.cursor), lineExtra);
  Reader.role = role;
  isKey = false;
  switch (byte) {
    case 0x22:
      Reader.state = STRING;
      break;
    case 0x2d:
      Reader.state = MINUS;
      token.setNegative();
      break;
    case 0x30:
      Reader.state = ZERO;
      token.addDigit(0, false);
      break;
    case 0x74:
      beginLiteral(0x657572, KIND_BOOLEAN);
      break;
    case 0x66:
      beginLiteral(0x65736c61, KIND_BOOLEAN);
      break;
    case 0x6e:
      beginLiteral(0x6c6c75, KIND_NULL);
      break;
    default:
      if (byte < 0x31 || byte > 0x39) return false;
      Reader.state = INTEGER;
      token.addDigit(byte - 0x30, false);
  }
  if (role != ROLE_SKIP) {
    token.addFound(byte);
    if (byte != 0x22) token.addByte(byte);
  }
  Reader.cursor++;
  return true;
}

/** `rest`: the letters after the first, the next one lowest. */
function beginLiteral(rest: u32, kind: i32): void {
  literalRest = rest;
  literalKind = kind;
  Reader.state = LITERAL;
}

export function stepLiteral(): i32 {
  const byte = <u32>load<u8>(Reader.cursor);
  if (byte != (literalRest & 0xff)) return fail(ERROR_LITERAL, Reader.cursor);
  Reader.cursor++;
  if (Reader.role != ROLE_SKIP) token.addFound(byte);
  literalRest >>= 8;
  if (literalRest == 0) finishScalar(literalKind, 0);
  return 0;
}

/** Inside of a string, up to its end, an escape, a multi-byte character or the end of the chunk. */
export function stepString(): i32 {
  const start = Reader.cursor;
  const limit = Reader.limit;
  let at = start;
  while (at < limit) {
    const byte = <u32>load<u8>(at);
    if (byte == 0x22 || byte == 0x5c || byte < 0x20 || byte >= 0x80) break;
    at++;
  }
  Reader.cursor = at;
  const isNeeded = Reader.role != ROLE_SKIP;
  if (isNeeded && at > start) {
    token.addText(start, <u32>(at - start));
    addAllFound(start, at);
  }
  if (at == limit) return 0;
  const byte = <u32>load<u8>(at);
  if (byte < 0x20) return fail(ERROR_CONTROL, at);
  if (isNeeded) token.addFound(byte);
  if (byte == 0x22) {
    Reader.cursor++;
    if (isKey) {
      finishKey();
    } else {
      token.endText();
      finishScalar(KIND_STRING, 0);
    }
  } else if (byte == 0x5c) {
    Reader.cursor++;
    Reader.state = ESCAPE;
  } else {
    return beginUtf8(byte);
  }
  return 0;
}

function addAllFound(from: usize, to: usize): void {
  for (let at = from; at < to && token.foundLength < 255; at++) token.addFound(load<u8>(at));
}

/** First byte of a multi-byte character: how many follow, and the range of the second (Unicode table 3-7). */
function beginUtf8(byte: u32): i32 {
  if (byte < 0xc2 || byte > 0xf4) return fail(ERROR_UTF8, Reader.cursor);
  utf8Bytes = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  utf8Left = utf8Bytes - 1;
  utf8Low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
  utf8High = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
  utf8Offset = offsetOf(Reader.cursor);
  utf8Byte = <i32>byte;
  if (Reader.role != ROLE_SKIP) token.addByte(byte);
  Reader.cursor++;
  Reader.state = UTF8;
  return 0;
}

export function stepUtf8(): i32 {
  const byte = <u32>load<u8>(Reader.cursor);
  if (byte < utf8Low || byte > utf8High) return failAt(ERROR_UTF8, utf8Offset, utf8Byte);
  if (Reader.role != ROLE_SKIP) {
    token.addByte(byte);
    token.addFound(byte);
  }
  Reader.cursor++;
  utf8Low = 0x80;
  utf8High = 0xbf;
  if (--utf8Left == 0) {
    countWide(utf8Bytes);
    Reader.state = STRING;
  }
  return 0;
}

export function stepEscape(): i32 {
  const byte = <u32>load<u8>(Reader.cursor);
  let plain: u32 = 0;
  switch (byte) {
    case 0x22:
    case 0x5c:
    case 0x2f:
      plain = byte;
      break;
    case 0x62:
      plain = 8;
      break;
    case 0x66:
      plain = 12;
      break;
    case 0x6e:
      plain = 10;
      break;
    case 0x72:
      plain = 13;
      break;
    case 0x74:
      plain = 9;
      break;
    case 0x75:
      break;
    default:
      return fail(ERROR_ESCAPE, Reader.cursor);
  }
  if (Reader.role != ROLE_SKIP) {
    token.addFound(byte);
    if (plain != 0) token.addByte(plain);
  }
  Reader.cursor++;
  if (byte == 0x75) {
    hexLeft = 4;
    hexValue = 0;
    Reader.state = HEX;
  } else {
    Reader.state = STRING;
  }
  return 0;
}

export function stepHex(): i32 {
  const byte = <u32>load<u8>(Reader.cursor);
  const letter = byte | 0x20;
  let digit: u32;
  if (byte >= 0x30 && byte <= 0x39) digit = byte - 0x30;
  else if (letter >= 0x61 && letter <= 0x66) digit = letter - 0x57;
  else return fail(ERROR_HEX, Reader.cursor);
  hexValue = (hexValue << 4) | digit;
  if (Reader.role != ROLE_SKIP) token.addFound(byte);
  Reader.cursor++;
  if (--hexLeft == 0) {
    if (Reader.role != ROLE_SKIP) token.addUnit(hexValue);
    Reader.state = STRING;
  }
  return 0;
}
