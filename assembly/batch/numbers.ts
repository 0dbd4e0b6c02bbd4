// Numbers, character by character (RFC 8259 section 6).
import { ERROR_DIGIT, ERROR_LEADING_ZERO, KIND_NUMBER, STATUS_NUMBER } from './codes';
import { offsetOf } from './position';
import {
  DOT,
  EXPONENT,
  EXPONENT_MARK,
  EXPONENT_SIGN,
  FRACTION,
  HOST_NUMBER,
  INTEGER,
  MINUS,
  ROLE_FIELD,
  ROLE_SKIP,
  Reader,
  ZERO,
  fail,
  failAt,
} from './reader';
import * as token from './token';
import { finishScalar } from './values';

/** One character of a number, or its end, which is the first character that cannot belong to it. */
export function stepNumber(): i32 {
  const byte = <u32>load<u8>(Reader.cursor);
  const isDigit = byte >= 0x30 && byte <= 0x39;
  const state = Reader.state;
  if (isDigit) {
    if (state == ZERO) return fail(ERROR_LEADING_ZERO, Reader.cursor);
    if (state >= EXPONENT_MARK) {
      token.addExponentDigit(byte - 0x30);
      Reader.state = EXPONENT;
    } else {
      token.addDigit(byte - 0x30, state >= DOT);
      Reader.state = state >= DOT ? FRACTION : state == MINUS && byte == 0x30 ? ZERO : INTEGER;
    }
  } else if (byte == 0x2e && (state == ZERO || state == INTEGER)) {
    Reader.state = DOT;
  } else if ((byte | 0x20) == 0x65 && (state == ZERO || state == INTEGER || state == FRACTION)) {
    Reader.state = EXPONENT_MARK;
  } else if ((byte == 0x2b || byte == 0x2d) && state == EXPONENT_MARK) {
    if (byte == 0x2d) token.setExponentNegative();
    Reader.state = EXPONENT_SIGN;
  } else {
    return finishNumber(byte);
  }
  if (Reader.role != ROLE_SKIP) {
    token.addFound(byte);
    token.addByte(byte);
  }
  Reader.cursor++;
  return 0;
}

/** Whether a number may end in this state. */
export function isWholeNumber(state: i32): bool {
  return state == ZERO || state == INTEGER || state == FRACTION || state == EXPONENT;
}

/** The number ends before the cursor. */
export function finishNumber(byte: i32): i32 {
  if (!isWholeNumber(Reader.state)) return failAt(ERROR_DIGIT, offsetOf(Reader.cursor), byte);
  if (Reader.role == ROLE_FIELD && token.textLength <= token.NUMBER_CAPACITY) {
    if (!token.isExactNumber()) {
      Reader.state = HOST_NUMBER;
      return STATUS_NUMBER;
    }
    finishScalar(KIND_NUMBER, token.numberValue());
  } else {
    finishScalar(KIND_NUMBER, 0);
  }
  return 0;
}
