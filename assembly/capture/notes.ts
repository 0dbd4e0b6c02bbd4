// What a file has that is not as it must be: a record a note, up to a limit, and all of them counted.
// src/ingest/capture/notes.ts puts them into words.

/** Kinds. `a` and `b` are what the comments say. */
export const CUT_HEADER: u32 = 1; // the file ends inside of its header; a = bytes that are there
export const CUT_RECORD: u32 = 2; // the last record or block ends behind the file; a = bytes it should have, b = bytes there; b = 0: it was being passed over, a = bytes missing
export const BAD_RECORD: u32 = 3; // pcap: a = its captured length, which cannot be
export const PAST_SNAPLEN: u32 = 4; // a = captured length, b = the file's snapshot length; once a file
export const PAST_ORIGINAL: u32 = 5; // a = captured length, b = length on the wire; once a file
export const BAD_FRACTION: u32 = 6; // a = fraction of a second, b = parts of a second; once a file
export const BAD_LENGTH: u32 = 7; // pcapng: a = the block's length, b = its type
export const BAD_TRAILER: u32 = 8; // a = the block's length, b = the length at its end; the block was read
export const BAD_CAPTURED: u32 = 9; // a = captured length, b = bytes that the block has room for
export const BAD_OPTION: u32 = 10; // a = length of the option, b = bytes left for it
export const NO_INTERFACE: u32 = 11; // a = interface of the packet, b = interfaces of the section
export const SHORT_BLOCK: u32 = 12; // a = the block's length, b = its type: too short for what it is
export const BAD_BYTE_ORDER: u32 = 13; // section header without a byte order magic; a = what stands there
export const UNKNOWN_VERSION: u32 = 14; // a = major, b = minor
export const UNKNOWN_BLOCK: u32 = 15; // a = its length, b = its type; passed over
export const TOO_MANY_INTERFACES: u32 = 16; // a = the most there may be
export const NOT_A_BLOCK: u32 = 17; // a = the type that stands there

/** A note: kind u32 | u32 | offset f64 | a f64 | b f64 | bytes lost by it f64. */
const BYTES: usize = 40;
const MOST: u32 = 128;

const records: usize = memory.data(5120, 16);
let limit: u32 = 0;
let listed: u32 = 0;
let total: f64 = 0;
let lost: f64 = 0;
/** Kinds that are told once a file, as bits. */
let told: u32 = 0;

/** Forgets all notes; at most `most` (128 at most) are listed. */
export function startNotes(most: u32): void {
  limit = min<u32>(most, MOST);
  listed = 0;
  total = 0;
  lost = 0;
  told = 0;
}

export function addNote(kind: u32, offset: f64, a: f64, b: f64, lostBytes: f64): void {
  total += 1;
  lost += lostBytes;
  if (listed == limit) return;
  const at = records + <usize>listed * BYTES;
  store<u32>(at, kind);
  store<f64>(at, offset, 8);
  store<f64>(at, a, 16);
  store<f64>(at, b, 24);
  store<f64>(at, lostBytes, 32);
  listed++;
}

/** The same for a kind that is told once a file. */
export function addNoteOnce(kind: u32, offset: f64, a: f64, b: f64): void {
  if ((told >> kind) & 1) return;
  told |= 1 << kind;
  addNote(kind, offset, a, b, 0);
}

export function noteRecords(): usize {
  return records;
}

export function notesListed(): u32 {
  return listed;
}

export function notesTotal(): f64 {
  return total;
}

/** Bytes of the file that gave nothing because of damage. */
export function bytesLost(): f64 {
  return lost;
}
