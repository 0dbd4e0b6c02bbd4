// The payload's field names.
import {
  FIELD_DST,
  FIELD_DST_PORT,
  FIELD_ITEMS,
  FIELD_PROTO,
  FIELD_SIZE,
  FIELD_SRC,
  FIELD_SRC_PORT,
  FIELD_TCP_FLAGS,
  FIELD_TS,
  FIELD_UNKNOWN,
} from './codes';

// Names as little-endian integers, so that a key is compared in one or two loads.
const KEY_SRC: u64 = 0x637273;
const KEY_DST: u64 = 0x747364;
const KEY_TS: u64 = 0x7374;
const KEY_SIZE: u64 = 0x657a6973;
const KEY_PROTO: u64 = 0x6f746f7270;
const KEY_ITEMS: u64 = 0x736d657469;
const KEY_SRC_PORT: u64 = 0x74726f705f637273;
const KEY_DST_PORT: u64 = 0x74726f705f747364;
/** Without its last letter, "s". */
const KEY_TCP_FLAG: u64 = 0x67616c665f706374;

/** Field of a decoded key; at least 16 bytes are readable at `name`. */
export function fieldOfKey(name: usize, length: u32): i32 {
  if (length < 2 || length > 9) return FIELD_UNKNOWN;
  const word = load<u64>(name);
  const value = length < 8 ? word & (((<u64>1) << (length * 8)) - 1) : word;
  if (length == 9) return value == KEY_TCP_FLAG && load<u8>(name, 8) == 0x73 ? FIELD_TCP_FLAGS : FIELD_UNKNOWN;
  if (value == KEY_SRC && length == 3) return FIELD_SRC;
  if (value == KEY_DST && length == 3) return FIELD_DST;
  if (value == KEY_SIZE && length == 4) return FIELD_SIZE;
  if (value == KEY_PROTO && length == 5) return FIELD_PROTO;
  if (value == KEY_TS && length == 2) return FIELD_TS;
  if (value == KEY_ITEMS && length == 5) return FIELD_ITEMS;
  if (value == KEY_SRC_PORT) return FIELD_SRC_PORT;
  if (value == KEY_DST_PORT) return FIELD_DST_PORT;
  return FIELD_UNKNOWN;
}

const spelled: usize = memory.data(16, 16);

/** Spells a payload field's name out; answers its length. The bytes stand at `spelledName()`. */
export function spellField(field: i32): u32 {
  store<u8>(spelled, 0x73, 8);
  switch (field) {
    case FIELD_SRC:
      return spell(KEY_SRC, 3);
    case FIELD_DST:
      return spell(KEY_DST, 3);
    case FIELD_TS:
      return spell(KEY_TS, 2);
    case FIELD_SIZE:
      return spell(KEY_SIZE, 4);
    case FIELD_PROTO:
      return spell(KEY_PROTO, 5);
    case FIELD_SRC_PORT:
      return spell(KEY_SRC_PORT, 8);
    case FIELD_DST_PORT:
      return spell(KEY_DST_PORT, 8);
    default:
      return spell(KEY_TCP_FLAG, 9);
  }
}

export function spelledName(): usize {
  return spelled;
}

function spell(word: u64, length: u32): u32 {
  store<u64>(spelled, word);
  return length;
}
