// The fast way: whole items of plain ASCII, in any order of keys and with any white space, straight into the row buffer.
// An item with anything else (an escape, a nested value, an error, the end of the chunk) is given back untouched to the
// machine. The byte behind the chunk is 0, which is never part of JSON, so no load here needs a bounds check.
import { decimalToF64, isConvertible } from "./decimal";
import { internHead } from "./dictionary";
import {
  FORM_NDJSON,
  FORM_UNKNOWN,
  KIND_OBJECT,
} from "./codes";
import {
  KEY_DST,
  KEY_DST_PORT,
  KEY_ITEMS,
  KEY_PROTO,
  KEY_SIZE,
  KEY_SRC,
  KEY_SRC_PORT,
  KEY_TCP_FLAG,
  KEY_TS,
} from "./keys";
import { countLine, line, lineExtra, lineStart, restoreLine } from "./position";
import { COMMA_OR_END, DOCUMENT_END, Reader, VALUE } from "./reader";
import { ROW_CAPACITY, addRow, rowCount } from "./rows";
import { countUnknown, findUnknown } from "./unknown";

const UNKNOWN_LIMIT: u32 = 16;
const unknownIndexes: usize = memory.data(64, 16);
/** For a string of n < 16 bytes, the 16 bytes at 16 - n: n bytes of ones, then zeros. */
const keepMask: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0,
]);

/** Set by `readText`: where the text ends (its closing quote), and its first 16 bytes. */
let textEnd: usize = 0;
let textLow: u64 = 0;
let textHigh: u64 = 0;
/** Set by `readInteger`. */
let integer: u64 = 0;

/** Reads items from the "{" at the cursor on; false when not even the first could be read here. */
export function readItems(inList: bool): bool {
  let progress = false;
  let at = Reader.cursor;
  while (rowCount() < ROW_CAPACITY) {
    const savedLine = line;
    const savedStart = lineStart;
    const savedExtra = lineExtra;
    const next = readItem(at);
    if (next == 0) {
      restoreLine(savedLine, savedStart, savedExtra);
      Reader.slow = true;
      break;
    }
    progress = true;
    Reader.itemIndex++;
    at = next;
    if (!inList) {
      Reader.topKind = KIND_OBJECT;
      Reader.topEndLine = line;
      Reader.sawItems = false;
      if (Reader.form == FORM_UNKNOWN) Reader.form = FORM_NDJSON;
      at = skipSpace(at);
      if (load<u8>(at) == 0x7b && line > Reader.topEndLine) continue;
      Reader.state = DOCUMENT_END;
      Reader.cursor = at;
      return true;
    }
    at = skipSpace(at);
    if (load<u8>(at) != 0x2c) {
      Reader.state = COMMA_OR_END;
      Reader.cursor = at;
      return true;
    }
    at = skipSpace(at + 1);
    if (load<u8>(at) != 0x7b) {
      Reader.state = VALUE;
      Reader.cursor = at;
      return true;
    }
  }
  if (progress) {
    Reader.state = VALUE;
    Reader.cursor = at;
  }
  return progress;
}

function skipSpace(from: usize): usize {
  let at = from;
  while (true) {
    const byte = <u32>load<u8>(at);
    if (byte > 0x20) return at;
    if (byte == 0x0a) countLine(at);
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) return at;
    at++;
  }
}

/** The string after the quote before `from`; false unless it is plain ASCII and ends at a quote. */
function readText(from: usize): bool {
  let at = from;
  let special = specialBytes(at);
  const head = v128.load(at);
  while (special == 0) {
    at += 16;
    special = specialBytes(at);
  }
  at += <usize>ctz<i32>(special);
  if (load<u8>(at) != 0x22) return false;
  textEnd = at;
  const length = at - from;
  const kept = length < 16 ? v128.and(head, v128.load(keepMask + 16 - length)) : head;
  textLow = i64x2.extract_lane(kept, 0);
  textHigh = i64x2.extract_lane(kept, 1);
  return true;
}

/** A bit for each of 16 bytes that is a quote, a backslash, a control character or not ASCII. */
function specialBytes(at: usize): i32 {
  const bytes = v128.load(at);
  const low = i8x16.lt_s(bytes, i8x16.splat(0x20));
  const quote = i8x16.eq(bytes, i8x16.splat(0x22));
  const slash = i8x16.eq(bytes, i8x16.splat(0x5c));
  return i8x16.bitmask(v128.or(low, v128.or(quote, slash)));
}

/** 10^0 to 10^7. */
const powers: StaticArray<u64> = [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000];

/** The number of eight digits, one a byte, the first in the lowest byte. */
function joinDigits(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  );
}

/** Appends the digits at `from` to `integer`, eight at a time; answers where they end. More than 19 overflow. */
function readDigits(from: usize): usize {
  let at = from;
  while (true) {
    const digits = load<u64>(at) ^ 0x3030303030303030;
    // The top bit of the first byte that is no digit; what a carry does to later bytes does not matter.
    const stop = ((digits + 0x7676767676767676) | digits) & 0x8080808080808080;
    if (stop != 0) {
      const count = ctz<u64>(stop) >> 3;
      if (count == 0) return at;
      integer = integer * unchecked(powers[<i32>count]) + joinDigits(digits << (64 - (count << 3)));
      return at + <usize>count;
    }
    integer = integer * 100000000 + joinDigits(digits);
    at += 8;
  }
}

/** Digits at `from` into `integer`; answers where they end, or 0 for none, a leading zero, or more than 19. */
function readInteger(from: usize): usize {
  integer = 0;
  const at = readDigits(from);
  const length = at - from;
  if (length == 0 || length > 19 || (length > 1 && load<u8>(from) == 0x30)) return 0;
  return at;
}

/** Set by `readSeconds`. */
let seconds: f64 = 0;

/** A non-negative decimal without exponent; answers where it ends, or 0. */
function readSeconds(from: usize): usize {
  const point = readInteger(from);
  if (point == 0) return 0;
  if (load<u8>(point) != 0x2e) {
    seconds = <f64>integer;
    return point;
  }
  const at = readDigits(point + 1);
  const decimals = <i32>(at - point - 1);
  if (decimals == 0 || at - from > 20 || !isConvertible(integer, -decimals)) return 0;
  seconds = decimalToF64(integer, -decimals);
  return at;
}

/** The item whose "{" is at `from`, into the row buffer; answers where it ends, or 0 with nothing changed. */
function readItem(from: usize): usize {
  let at = skipSpace(from + 1);
  let seen: u32 = 0;
  let nulls: u32 = 0;
  let unknown: u32 = 0;
  let size: u32 = 0;
  let proto: u32 = 0;
  let ts: f64 = 0;
  let srcPort: u32 = 0;
  let dstPort: u32 = 0;
  let flags: u32 = 0;
  let srcAt: usize = 0;
  let srcEnd: usize = 0;
  let srcLow: u64 = 0;
  let srcHigh: u64 = 0;
  let dstAt: usize = 0;
  let dstEnd: usize = 0;
  let dstLow: u64 = 0;
  let dstHigh: u64 = 0;
  while (true) {
    if (load<u8>(at) != 0x22) return 0;
    const key = at + 1;
    const word = load<u64>(key);
    let bit: u32;
    // The quote behind the name is compared with it.
    if ((word & 0xffffffff) == (KEY_SRC | 0x22000000)) {
      bit = 1;
      at += 5;
    } else if ((word & 0xffffffff) == (KEY_DST | 0x22000000)) {
      bit = 2;
      at += 5;
    } else if ((word & 0xffffffffff) == (KEY_SIZE | 0x2200000000)) {
      bit = 64;
      at += 6;
    } else if ((word & 0xffffffffffff) == (KEY_PROTO | 0x220000000000)) {
      bit = 128;
      at += 7;
    } else if ((word & 0xffffff) == (KEY_TS | 0x220000)) {
      bit = 4;
      at += 4;
    } else if (word == KEY_SRC_PORT && load<u8>(key, 8) == 0x22) {
      bit = 8;
      at += 10;
    } else if (word == KEY_DST_PORT && load<u8>(key, 8) == 0x22) {
      bit = 16;
      at += 10;
    } else if (word == KEY_TCP_FLAG && load<u16>(key, 8) == 0x2273) {
      bit = 32;
      at += 11;
    } else {
      if ((word & 0xffffffffffff) == (KEY_ITEMS | 0x220000000000)) return 0;
      if (unknown == UNKNOWN_LIMIT || !readText(key)) return 0;
      store<u32>(unknownIndexes + (<usize>unknown << 2), findUnknown(key, <u32>(textEnd - key)));
      unknown++;
      bit = 0;
      at = textEnd + 1;
    }
    if (seen & bit) return 0;
    seen |= bit;
    if (load<u8>(at) != 0x3a) {
      at = skipSpace(at);
      if (load<u8>(at) != 0x3a) return 0;
    }
    at++;
    if (load<u8>(at) <= 0x20) at = skipSpace(at);
    if ((bit & 63) != 0 && load<u32>(at) == 0x6c6c756e) {
      nulls |= bit;
      at += 4;
    } else if (bit <= 2) {
      if (bit == 0) {
        at = skipScalar(at);
        if (at == 0) return 0;
      } else if (load<u8>(at) == 0x22) {
        at++;
        if (!readText(at)) return 0;
        if (bit == 1) {
          srcAt = at;
          srcEnd = textEnd;
          srcLow = textLow;
          srcHigh = textHigh;
        } else {
          dstAt = at;
          dstEnd = textEnd;
          dstLow = textLow;
          dstHigh = textHigh;
        }
        at = textEnd + 1;
      } else {
        return 0;
      }
    } else if (bit == 4) {
      at = readSeconds(at);
      if (at == 0) return 0;
      ts = seconds;
    } else {
      at = readInteger(at);
      if (at == 0) return 0;
      if (bit == 64) {
        if (integer > 0xffffffff) return 0;
        size = <u32>integer;
      } else if (bit == 128) {
        if (integer > 255) return 0;
        proto = <u32>integer;
      } else if (bit == 32) {
        if (integer > 255) return 0;
        flags = <u32>integer;
      } else {
        if (integer > 65535) return 0;
        if (bit == 8) srcPort = <u32>integer;
        else dstPort = <u32>integer;
      }
    }
    let byte = <u32>load<u8>(at);
    if (byte <= 0x20) {
      at = skipSpace(at);
      byte = load<u8>(at);
    }
    at++;
    if (byte == 0x7d) break;
    if (byte != 0x2c) return 0;
    if (load<u8>(at) <= 0x20) at = skipSpace(at);
  }
  if ((seen & 192) != 192 || srcEnd - srcAt > 65536 || dstEnd - dstAt > 65536) return 0;
  const present = seen & 63 & ~nulls;
  const src = present & 1 ? internHead(srcLow, srcHigh, srcAt, <u32>(srcEnd - srcAt)) : 0;
  const dst = present & 2 ? internHead(dstLow, dstHigh, dstAt, <u32>(dstEnd - dstAt)) : 0;
  for (let index: u32 = 0; index < unknown; index++) countUnknown(load<u32>(unknownIndexes + (<usize>index << 2)));
  addRow(present, size, proto, ts, src, dst, srcPort, dstPort, flags);
  return at;
}

/** A string, number or literal that nobody needs; answers where it ends, or 0. */
function skipScalar(from: usize): usize {
  const byte = <u32>load<u8>(from);
  if (byte == 0x22) return readText(from + 1) ? textEnd + 1 : 0;
  if (byte == 0x74) return load<u32>(from) == 0x65757274 ? from + 4 : 0;
  if (byte == 0x66) return load<u8>(from, 4) == 0x65 && load<u32>(from) == 0x736c6166 ? from + 5 : 0;
  if (byte == 0x6e) return load<u32>(from) == 0x6c6c756e ? from + 4 : 0;
  let at = byte == 0x2d ? readInteger(from + 1) : readInteger(from);
  if (at == 0) return 0;
  if (load<u8>(at) == 0x2e) {
    const point = at++;
    while (<u32>load<u8>(at) - 0x30 <= 9) at++;
    if (at == point + 1) return 0;
  }
  // An exponent is rare enough for the machine.
  return (load<u8>(at) | 0x20) == 0x65 ? 0 : at;
}
