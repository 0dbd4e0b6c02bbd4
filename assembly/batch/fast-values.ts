// Values of plain ASCII items, read without bounds checks: the byte behind the chunk is 0, which is never part of JSON,
// so every loop here ends there.
import { decimalToF64, exactPowers, integerPowers, isConvertible } from './decimal';
import { countLine } from './position';

/** For a string of n < 16 bytes, the 16 bytes at 16 - n: n bytes of ones, then zeros. */
export const keepMask: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0,
]);

/** Set by `readInteger`. */
export let integer: u64 = 0;
/** Set by `readSeconds`. */
export let seconds: f64 = 0;

export function skipSpace(from: usize): usize {
  let at = from;
  while (true) {
    const byte = <u32>load<u8>(at);
    if (byte > 0x20) return at;
    if (byte == 0x0a) countLine(at);
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) return at;
    at++;
  }
}

/** The string after the quote before `from`: answers where its closing quote stands, or 0 unless it is plain ASCII. */
export function readText(from: usize): usize {
  let at = from;
  let special = specialBytes(at);
  while (special == 0) {
    at += 16;
    special = specialBytes(at);
  }
  at += <usize>ctz<i32>(special);
  return load<u8>(at) == 0x22 ? at : 0;
}

/** A bit for each of 16 bytes that is a quote, a backslash, a control character or not ASCII. */
export function specialBytes(at: usize): i32 {
  const bytes = v128.load(at);
  const low = i8x16.lt_s(bytes, i8x16.splat(0x20));
  const quote = i8x16.eq(bytes, i8x16.splat(0x22));
  const slash = i8x16.eq(bytes, i8x16.splat(0x5c));
  return i8x16.bitmask(v128.or(low, v128.or(quote, slash)));
}

/** Eight characters as digits: `notDigits` tells which of them are none. */
export function loadDigits(at: usize): u64 {
  return load<u64>(at) ^ 0x3030303030303030;
}

/** The top bit of the first byte that is no digit; what a carry does to later bytes does not matter. 0: all are. */
export function notDigits(digits: u64): u64 {
  return ((digits + 0x7676767676767676) | digits) & 0x8080808080808080;
}

/** The number of eight digits, one a byte, the first in the lowest byte. */
export function joinDigits(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}

/** Appends the digits at `from` to `integer`, eight at a time; answers where they end. More than 19 overflow. */
function readDigits(from: usize): usize {
  let at = from;
  while (true) {
    const digits = loadDigits(at);
    const stop = notDigits(digits);
    if (stop != 0) {
      const count = ctz<u64>(stop) >> 3;
      if (count == 0) return at;
      integer = integer * unchecked(integerPowers[<i32>count]) + joinDigits(digits << (64 - (count << 3)));
      return at + <usize>count;
    }
    integer = integer * 100000000 + joinDigits(digits);
    at += 8;
  }
}

/** Digits at `from` into `integer`; answers where they end, or 0 for none, a leading zero, or more than 19. */
export function readInteger(from: usize): usize {
  integer = 0;
  const at = readDigits(from);
  const length = at - from;
  if (length == 0 || length > 19 || (length > 1 && load<u8>(from) == 0x30)) return 0;
  return at;
}

/** A non-negative decimal without exponent; answers where it ends, or 0. */
export function readSeconds(from: usize): usize {
  // Seconds since 1970 have ten digits, and mostly up to six decimals: no loops, no calls.
  const first = loadDigits(from);
  const second = loadDigits(from + 8);
  const third = loadDigits(from + 11);
  const isFirst = notDigits(first) == 0;
  // Two digits, then the point.
  const isSecond = (notDigits(second) & 0x8080) == 0 && ((second >> 16) & 0xff) == 0x1e;
  const stop = notDigits(third);
  const decimals = stop == 0 ? 0 : ctz<u64>(stop) >> 3;
  if (!isFirst || !isSecond || decimals == 0 || decimals > 6 || (first & 0xff) == 0) return readAnySeconds(from);
  const whole = joinDigits(first) * 100 + (second & 0xff) * 10 + ((second >> 8) & 0xff);
  const fraction = joinDigits(third << (64 - (decimals << 3)));
  // At most 16 digits, and below 2^53: exact, so that the division rounds once.
  const digits = whole * unchecked(integerPowers[<i32>decimals]) + fraction;
  if (digits >= 1 << 53) return readAnySeconds(from);
  seconds = <f64>(<i64>digits) / unchecked(exactPowers[<i32>decimals]);
  return from + 11 + <usize>decimals;
}

function readAnySeconds(from: usize): usize {
  const point = readInteger(from);
  if (point == 0) return 0;
  if (load<u8>(point) != 0x2e) {
    seconds = decimalToF64(integer, 0);
    return point;
  }
  const at = readDigits(point + 1);
  const decimals = <i32>(at - point - 1);
  if (decimals == 0 || at - from > 20 || !isConvertible(integer, -decimals)) return 0;
  seconds = decimalToF64(integer, -decimals);
  return at;
}

/** A string, number or literal that nobody needs; answers where it ends, or 0. */
export function skipScalar(from: usize): usize {
  const byte = <u32>load<u8>(from);
  if (byte == 0x22) {
    const end = readText(from + 1);
    return end == 0 ? 0 : end + 1;
  }
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
