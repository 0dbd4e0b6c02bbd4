// pcap files: a header of 24 bytes, then records of a header and a packet each.
// Source: draft-ietf-opsawg-pcap; the modified variant (24 bytes a record header) as Wireshark's wiretap/libpcap.c has it.
import {
  BIG_ENDIAN,
  FCS,
  FLAGS,
  MOST,
  RECORD_HEADER,
  addInterface,
  interfaceAt,
  interfaceCount,
  secondsOf,
  setResolution,
} from './interfaces';
import * as notes from './notes';
import { MOST_CAPTURED, takePacket } from './record';
import { areRowsFull } from './rows';
import { MORE, ROWS_FULL } from './status';
import { moveWindow, positionOf, windowEnd, windowFrom } from './window';

const MICROSECONDS: u32 = 0xa1b2c3d4;
const NANOSECONDS: u32 = 0xa1b23c4d;
const MODIFIED: u32 = 0xa1b2cd34;
const HEADER: usize = 24;
/** Records this far apart in time do not belong to one capture: what looks like one is none. */
const MOST_SECONDS_APART: i64 = 30 * 86400;

/** The lengths of a record: before version 2.3 they stood the other way round, and in 2.3 either way. */
const USUAL: u32 = 0;
const EXCHANGED: u32 = 1;
const EITHER: u32 = 2;

let swapped: bool = false;
let lengths: u32 = USUAL;
let headerBytes: usize = 16;
let parts: u32 = 1000000;
let snapLength: u32 = 0;
let source: u32 = 0;
let opened: bool = false;
/** There is no number left for its interface. */
let refused: bool = false;
/** Damage was met at this place and nothing usable since, or -1. */
let lostFrom: f64 = -1;
/** What the damage was. */
let lostKind: u32 = 0;
let lostA: f64 = 0;
let lostB: f64 = 0;
let lastSeconds: u32 = 0;
let anyRecord: bool = false;

/** Whether a file that begins with these four bytes, read as little-endian, is a pcap file. */
export function isPcap(magic: u32): bool {
  const other = bswap<u32>(magic);
  return (
    magic == MICROSECONDS ||
    magic == NANOSECONDS ||
    magic == MODIFIED ||
    other == MICROSECONDS ||
    other == NANOSECONDS ||
    other == MODIFIED
  );
}

export function startPcap(): void {
  opened = false;
  refused = false;
  lostFrom = -1;
  anyRecord = false;
}

function word(at: usize): u32 {
  const value = load<u32>(at);
  return swapped ? bswap<u32>(value) : value;
}

/** As in the file's header: major and minor in the upper and lower 16 bits. */
let version: u32 = 0;

export function pcapVersion(): u32 {
  return version;
}

/** The captured length of the record at `at`, and the one on the wire. */
function capturedAt(at: usize): u32 {
  const usual = word(at + 8);
  if (lengths == USUAL) return usual;
  const other = word(at + 12);
  return lengths == EXCHANGED ? other : min<u32>(usual, other);
}

function originalAt(at: usize): u32 {
  const usual = word(at + 12);
  if (lengths == USUAL) return usual;
  const other = word(at + 8);
  return lengths == EXCHANGED ? other : max<u32>(usual, other);
}

/** Reads the file's header; false while there is not enough of it. */
function openFile(atEnd: bool): bool {
  const at = windowFrom();
  const there = windowEnd() - at;
  if (refused) {
    moveWindow(windowEnd());
    return false;
  }
  if (there < HEADER) {
    if (atEnd) {
      notes.addNote(notes.CUT_HEADER, 0, <f64>there, <f64>HEADER, <f64>there);
      moveWindow(windowEnd());
    }
    return false;
  }
  const magic = load<u32>(at);
  swapped = magic != MICROSECONDS && magic != NANOSECONDS && magic != MODIFIED;
  const known = swapped ? bswap<u32>(magic) : magic;
  headerBytes = known == MODIFIED ? 24 : 16;
  parts = known == NANOSECONDS ? 1000000000 : 1000000;
  const versions = load<u32>(at, 4);
  version = swapped ? bswap<u32>(versions) : (versions << 16) | (versions >> 16);
  if (version >> 16 != 2) {
    notes.addNote(notes.UNKNOWN_VERSION, 4, <f64>(version >> 16), <f64>(version & 0xffff), 0);
  }
  lengths = version < 0x20003 ? EXCHANGED : version == 0x20003 ? EITHER : USUAL;
  snapLength = word(at + 16);
  const network = word(at + 20);
  if (interfaceCount() == MOST) {
    notes.addNote(notes.TOO_MANY_INTERFACES, 0, <f64>MOST, 0, 0);
    refused = true;
    moveWindow(windowEnd());
    return false;
  }
  source = addInterface(network & 0x03ffffff, snapLength);
  const record = interfaceAt(source);
  setResolution(record, known == NANOSECONDS ? 9 : 6);
  store<u32>(record, swapped ? BIG_ENDIAN : 0, FLAGS);
  store<u32>(record, <u32>headerBytes, RECORD_HEADER);
  // Bit 26: the upper four bits tell the frame check sequence, in 16-bit words.
  if (network & 0x04000000) store<i32>(record, <i32>((network >> 28) << 1), FCS);
  moveWindow(at + HEADER);
  opened = true;
  return true;
}

/** Reads records until the window has no whole one more; `atEnd`: nothing follows it. */
export function readPcap(atEnd: bool): u32 {
  if (!opened && !openFile(atEnd)) return MORE;
  let at = windowFrom();
  const end = windowEnd();
  while (true) {
    if (areRowsFull()) {
      moveWindow(at);
      return ROWS_FULL;
    }
    if (lostFrom >= 0) {
      findRecord(atEnd);
      if (lostFrom >= 0) return MORE;
      at = windowFrom();
      continue;
    }
    const there = end - at;
    if (there == 0 || (there < headerBytes && !atEnd)) break;
    const captured: u32 = there < headerBytes ? 0 : capturedAt(at);
    const bytes = headerBytes + <usize>captured;
    if (there >= headerBytes && (captured > MOST_CAPTURED || isNothing(at))) {
      beginDamage(at, notes.BAD_RECORD, <f64>captured, 0);
    } else if (there < bytes) {
      if (!atEnd) break;
      // The record ends behind the file, or its length is wrong and others stand behind it.
      beginDamage(at, notes.CUT_RECORD, <f64>bytes, <f64>there);
    } else {
      readRecord(at, captured);
      at += bytes;
      continue;
    }
    at = windowFrom();
  }
  moveWindow(at);
  return MORE;
}

function beginDamage(at: usize, kind: u32, a: f64, b: f64): void {
  lostFrom = positionOf(at);
  lostKind = kind;
  lostA = a;
  lostB = b;
  moveWindow(at + 1);
}

/** Zeros where a record should be: space that was set aside and never written. */
function isNothing(at: usize): bool {
  return !v128.any_true(v128.load(at));
}

function readRecord(at: usize, captured: u32): void {
  const seconds = word(at);
  const fraction = word(at + 4);
  const original = originalAt(at);
  const offset = positionOf(at);
  if (captured > original) notes.addNoteOnce(notes.PAST_ORIGINAL, offset, <f64>captured, <f64>original);
  if (captured > snapLength && snapLength != 0)
    notes.addNoteOnce(notes.PAST_SNAPLEN, offset, <f64>captured, <f64>snapLength);
  if (fraction >= parts) notes.addNoteOnce(notes.BAD_FRACTION, offset, <f64>fraction, <f64>parts);
  lastSeconds = seconds;
  anyRecord = true;
  const time = secondsOf(interfaceAt(source), <u64>seconds * parts + fraction);
  takePacket(source, at + headerBytes, captured, original, offset, time);
}

/** Whether the header of a record of about the time `near` could stand at `at`. */
function looksLikeRecord(at: usize, near: u32): bool {
  const captured = capturedAt(at);
  const original = originalAt(at);
  if (captured == 0 || captured > MOST_CAPTURED || original < captured || original > MOST_CAPTURED) return false;
  if (word(at + 4) >= parts) return false;
  const apart = <i64>word(at) - <i64>near;
  return apart <= MOST_SECONDS_APART && apart >= -MOST_SECONDS_APART;
}

/**
 * Looks for the next record behind damage: a header that could be one, and behind its packet another one, or the end of
 * the file if there is a packet to tell by that its time is not just any. That depends on the file alone, not on how it is cut into pieces.
 */
function findRecord(atEnd: bool): void {
  let at = windowFrom();
  const end = windowEnd();
  while (true) {
    const there = end - at;
    if (there < headerBytes) break;
    const seconds = word(at);
    if (looksLikeRecord(at, anyRecord ? lastSeconds : seconds)) {
      const bytes = headerBytes + <usize>capturedAt(at);
      if (there < bytes + headerBytes && !atEnd) {
        moveWindow(at);
        return;
      }
      const isLast = there == bytes && anyRecord;
      if (isLast || (there >= bytes + headerBytes && looksLikeRecord(at + bytes, seconds))) return endDamage(at);
    }
    at++;
  }
  if (atEnd) return endDamage(end);
  moveWindow(at);
}

function endDamage(at: usize): void {
  const position = positionOf(at);
  notes.addNote(lostKind, lostFrom, lostA, lostB, position - lostFrom);
  lostFrom = -1;
  moveWindow(at);
}
