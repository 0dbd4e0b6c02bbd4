// pcapng files: blocks of a type, a length, a body, and the length again. Finds them, and the way back after damage.
// Source: draft-ietf-opsawg-pcapng.
import { endSection, readBlock, startBlocks, startSection } from './pcapng-blocks';
import * as notes from './notes';
import { areRowsFull } from './rows';
import { MORE, ROWS_FULL } from './status';
import { CARRY, bytesToSkip, moveWindow, positionOf, skipBytes, windowEnd, windowFrom } from './window';

export const SECTION_HEADER: u32 = 0x0a0d0d0a;
const INTERFACE: u32 = 1;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;
const JOURNAL: u32 = 9;
const SECRETS: u32 = 10;
const CUSTOM: u32 = 0xbad;
const CUSTOM_NOT_COPIED: u32 = 0x40000bad;
const BYTE_ORDER: u32 = 0x1a2b3c4d;
/** Larger blocks are damage, as for Wireshark. */
const MOST_BLOCK: u32 = 16 << 20;
/** Blocks up to this size are looked at as a whole, and a packet has no larger one. */
const MOST_WHOLE: u32 = CARRY - 64;
const LEAST_BLOCK: u32 = 12;

let swapped: bool = false;
let version: u32 = 0;
let anySection: bool = false;
/** Damage was met at this place and nothing usable since, or -1; and what it was. */
let lostFrom: f64 = -1;
let lostKind: u32 = 0;
let lostA: f64 = 0;
let lostB: f64 = 0;

export function startPcapng(): void {
  anySection = false;
  swapped = false;
  version = 0;
  lostFrom = -1;
  startBlocks();
}

export function pcapngVersion(): u32 {
  return version;
}

function word(at: usize, inverted: bool): u32 {
  const value = load<u32>(at);
  return inverted ? bswap<u32>(value) : value;
}

/** Blocks that carry packets or tell how to read them: none is larger than MOST_WHOLE. */
function isOfPackets(type: u32): bool {
  return (type >= INTERFACE && type <= SIMPLE_PACKET) || type == ENHANCED_PACKET || type == SECTION_HEADER;
}

function isKnown(type: u32): bool {
  return (
    (type >= INTERFACE && type <= ENHANCED_PACKET) ||
    type == JOURNAL ||
    type == SECRETS ||
    type == CUSTOM ||
    type == CUSTOM_NOT_COPIED ||
    type == SECTION_HEADER
  );
}

/** Reads blocks until the window has no whole one more; `atEnd`: nothing follows it. */
export function readPcapng(atEnd: bool): u32 {
  const end = windowEnd();
  while (true) {
    if (areRowsFull()) return ROWS_FULL;
    if (lostFrom >= 0) {
      findBlock(atEnd);
      if (lostFrom >= 0) return MORE;
    }
    const at = windowFrom();
    if (bytesToSkip() > 0 || at == end) return MORE;
    const there = end - at;
    if (there >= <usize>LEAST_BLOCK && takeBlock(at, there, atEnd)) continue;
    if (!atEnd) return MORE;
    // The block ends behind the file, or its length is wrong and others stand behind it.
    const told = there < 8 ? LEAST_BLOCK : word(at + 4, swapped);
    beginDamage(at, notes.CUT_RECORD, <f64>told, <f64>there);
  }
}

/** Reads the block at `at`, of which at least 12 bytes are there; false when more of it is needed. */
function takeBlock(at: usize, there: usize, atEnd: bool): bool {
  const isSection = load<u32>(at) == SECTION_HEADER;
  let inverted = swapped;
  if (isSection) {
    const order = load<u32>(at, 8);
    if (order != BYTE_ORDER && bswap<u32>(order) != BYTE_ORDER)
      return beginDamage(at, notes.BAD_BYTE_ORDER, <f64>order, 0);
    inverted = order != BYTE_ORDER;
  } else if (!anySection) {
    return beginDamage(at, notes.NOT_A_BLOCK, <f64>load<u32>(at), 0);
  }
  const type = word(at, inverted);
  const told = word(at + 4, inverted);
  if (told < LEAST_BLOCK || told > MOST_BLOCK) return beginDamage(at, notes.BAD_LENGTH, <f64>told, <f64>type);
  // The end is at a multiple of 4; some writers tell the length without the padding.
  const length = (told + 3) & ~3;
  if (length > MOST_WHOLE) {
    if (isOfPackets(type) || !isKnown(type)) return beginDamage(at, notes.BAD_LENGTH, <f64>told, <f64>type);
    skipBytes(<f64>length);
    return true;
  }
  if (there < <usize>length) return false;
  const trailer = word(at + <usize>length - 4, inverted);
  if (trailer != told) {
    // The trailer alone may be wrong: then what follows is a block.
    const follows = there - <usize>length;
    if (follows < <usize>LEAST_BLOCK && !(atEnd && follows == 0)) {
      if (!atEnd) return false;
      return beginDamage(at, notes.BAD_TRAILER, <f64>told, <f64>trailer);
    }
    if (follows > 0 && !looksLikeBlock(at + <usize>length, inverted))
      return beginDamage(at, notes.BAD_TRAILER, <f64>told, <f64>trailer);
    notes.addNote(notes.BAD_TRAILER, positionOf(at), <f64>told, <f64>trailer, 0);
  } else if (told != length) {
    notes.addNote(notes.BAD_LENGTH, positionOf(at), <f64>told, <f64>type, 0);
  }
  if (isSection) openSection(at, inverted, length);
  else if (!isKnown(type)) notes.addNote(notes.UNKNOWN_BLOCK, positionOf(at), <f64>told, <f64>type, 0);
  else readBlock(type, at, length, swapped);
  moveWindow(at + <usize>length);
  return true;
}

function openSection(at: usize, inverted: bool, length: u32): void {
  const offset = positionOf(at);
  if (length < 28) {
    notes.addNote(notes.SHORT_BLOCK, offset, <f64>length, <f64>SECTION_HEADER, <f64>length);
    return;
  }
  if (anySection) endSection();
  anySection = true;
  swapped = inverted;
  const versions = load<u32>(at, 12);
  const major = swapped ? bswap<u16>(<u16>versions) : <u16>versions;
  const minor = swapped ? bswap<u16>(<u16>(versions >> 16)) : <u16>(versions >> 16);
  version = ((<u32>major) << 16) | minor;
  if (major != 1) notes.addNote(notes.UNKNOWN_VERSION, offset + 12, <f64>major, <f64>minor, 0);
  startSection(offset, swapped, at, length);
}

/** A type that is known with a length that can be. */
function looksLikeBlock(at: usize, inverted: bool): bool {
  let order = inverted;
  if (load<u32>(at) == SECTION_HEADER) {
    const magic = load<u32>(at, 8);
    if (magic != BYTE_ORDER && bswap<u32>(magic) != BYTE_ORDER) return false;
    order = magic != BYTE_ORDER;
  }
  const length = word(at + 4, order);
  return isKnown(word(at, order)) && length >= LEAST_BLOCK && (length & 3) == 0 && length <= MOST_WHOLE;
}

/** True, so that the loop goes on: the search begins behind the first byte of what is damaged. */
function beginDamage(at: usize, kind: u32, a: f64, b: f64): bool {
  lostFrom = positionOf(at);
  lostKind = kind;
  lostA = a;
  lostB = b;
  moveWindow(at + 1);
  return true;
}

/**
 * Looks for the next block behind damage: a known type, a length that can be, and the same length at its end. That depends
 * on the file alone, not on how it is cut into pieces.
 */
function findBlock(atEnd: bool): void {
  let at = windowFrom();
  const end = windowEnd();
  for (; end - at >= <usize>LEAST_BLOCK; at++) {
    let inverted = swapped;
    if (load<u32>(at) == SECTION_HEADER) inverted = load<u32>(at, 8) != BYTE_ORDER;
    else if (!anySection) continue;
    if (!looksLikeBlock(at, inverted)) continue;
    const length = word(at + 4, inverted);
    if (end - at < <usize>length) {
      if (atEnd) continue;
      return moveWindow(at);
    }
    if (word(at + <usize>length - 4, inverted) == length) return endDamage(at);
  }
  if (atEnd) return endDamage(end);
  moveWindow(at);
}

function endDamage(at: usize): void {
  notes.addNote(lostKind, lostFrom, lostA, lostB, positionOf(at) - lostFrom);
  lostFrom = -1;
  moveWindow(at);
}
