// Between the scalars: white space, brackets, commas and colons (RFC 8259 sections 2 to 5), and lines of NDJSON.
import {
  ERROR_COLON,
  ERROR_COMMA_OR_ARRAY_END,
  ERROR_COMMA_OR_OBJECT_END,
  ERROR_DEPTH,
  ERROR_END,
  ERROR_KEY,
  ERROR_KEY_OR_END,
  ERROR_LINE_OBJECT,
  ERROR_NEWLINE,
  ERROR_VALUE,
  ERROR_VALUE_OR_END,
  KIND_OBJECT,
  STATUS_ROWS_FULL,
  STATUS_VOID,
} from './codes';
import { readItems } from './fast';
import { countLine, line } from './position';
import { restoreProblems } from './problems';
import {
  COLON,
  COMMA_OR_END,
  ESCAPE,
  HEX,
  KEY,
  KEY_OR_END,
  LITERAL,
  ROLE_ELEMENT,
  ROLE_ITEMS,
  ROLE_TOP,
  Reader,
  STRING,
  UTF8,
  VALUE,
  VALUE_OR_END,
  fail,
  inObject,
} from './reader';
import { ROW_CAPACITY, rowCount } from './rows';
import { stepNumber } from './numbers';
import { beginKey, beginScalar, stepEscape, stepHex, stepLiteral, stepString, stepUtf8 } from './scalars';
import { closeContainer, isKeyOfInterest, openContainer, roleOfValue } from './values';

/** Reads until the chunk is used up or the host must act; answers a status. */
export function readChunk(): i32 {
  while (Reader.cursor < Reader.limit) {
    if (rowCount() == ROW_CAPACITY) return STATUS_ROWS_FULL;
    const status = step();
    if (status != 0) return status;
  }
  return 0;
}

function step(): i32 {
  switch (Reader.state) {
    case STRING:
      return stepString();
    case ESCAPE:
      return stepEscape();
    case HEX:
      return stepHex();
    case UTF8:
      return stepUtf8();
    case LITERAL:
      return stepLiteral();
    default:
  }
  if (Reader.state > LITERAL) return stepNumber();
  if (!skipSpace()) return 0;
  const byte = <u32>load<u8>(Reader.cursor);
  switch (Reader.state) {
    case VALUE:
    case VALUE_OR_END:
      return stepValue(byte);
    case KEY_OR_END:
    case KEY:
      return stepKey(byte);
    case COLON:
      return stepColon(byte);
    case COMMA_OR_END:
      return stepComma(byte);
    default:
      return stepDocumentEnd(byte);
  }
}

/** Moves to the next byte that is not white space; false when the chunk is used up first. */
function skipSpace(): bool {
  let at = Reader.cursor;
  const limit = Reader.limit;
  while (at < limit) {
    const byte = <u32>load<u8>(at);
    if (byte == 0x0a) countLine(at);
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) break;
    at++;
  }
  Reader.cursor = at;
  return at < limit;
}

function stepValue(byte: u32): i32 {
  if (byte == 0x5d && Reader.state == VALUE_OR_END) {
    Reader.cursor++;
    closeContainer();
    return 0;
  }
  const role = roleOfValue();
  if (role == ROLE_ITEMS && Reader.sawItems && !Reader.voided) {
    Reader.voided = true;
    restoreProblems(Reader.markListed, Reader.markTotal, Reader.markRejected);
    return STATUS_VOID;
  }
  Reader.voided = false;
  if (byte == 0x7b || byte == 0x5b) {
    if (byte == 0x7b && !Reader.slow && (role == ROLE_ELEMENT || role == ROLE_TOP)) {
      if (readItems(role == ROLE_ELEMENT)) return 0;
    }
    if (!openContainer(byte == 0x7b, Reader.cursor)) return fail(ERROR_DEPTH, Reader.cursor);
    Reader.cursor++;
    return 0;
  }
  if (beginScalar(role, byte)) return 0;
  return fail(Reader.state == VALUE_OR_END ? ERROR_VALUE_OR_END : ERROR_VALUE, Reader.cursor);
}

function stepKey(byte: u32): i32 {
  if (byte == 0x22) {
    beginKey(isKeyOfInterest());
    return 0;
  }
  if (byte != 0x7d || Reader.state == KEY)
    return fail(Reader.state == KEY ? ERROR_KEY : ERROR_KEY_OR_END, Reader.cursor);
  Reader.cursor++;
  closeContainer();
  return 0;
}

function stepColon(byte: u32): i32 {
  if (byte != 0x3a) return fail(ERROR_COLON, Reader.cursor);
  Reader.cursor++;
  Reader.state = VALUE;
  return 0;
}

function stepComma(byte: u32): i32 {
  const object = inObject();
  if (byte == 0x2c) {
    Reader.cursor++;
    Reader.state = object ? KEY : VALUE;
    return 0;
  }
  if (byte != <u32>(object ? 0x7d : 0x5d)) {
    return fail(object ? ERROR_COMMA_OR_OBJECT_END : ERROR_COMMA_OR_ARRAY_END, Reader.cursor);
  }
  Reader.cursor++;
  closeContainer();
  return 0;
}

/** After a top-level object, an object on a later line goes on as NDJSON; nothing else may follow. */
function stepDocumentEnd(byte: u32): i32 {
  if (Reader.topKind != KIND_OBJECT) return fail(ERROR_END, Reader.cursor);
  const isNewLine = line > Reader.topEndLine;
  if (byte != 0x7b) return fail(isNewLine ? ERROR_LINE_OBJECT : ERROR_END, Reader.cursor);
  if (!isNewLine) return fail(ERROR_NEWLINE, Reader.cursor);
  Reader.state = VALUE;
  return 0;
}
