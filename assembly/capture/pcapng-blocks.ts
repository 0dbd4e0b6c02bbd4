// The blocks of a pcapng section: interfaces and packets; what else there is is passed over.
// Source: draft-ietf-opsawg-pcapng, sections 4.1 to 4.8 and appendix A (obsolete packet block).
import * as interfaces from './interfaces';
import { interfaceAt } from './interfaces';
import * as notes from './notes';
import { MOST_CAPTURED, takePacket } from './record';
import { positionOf } from './window';

const INTERFACE: u32 = 1;
const OBSOLETE_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;
/** Bytes before the packet in an enhanced and an obsolete packet block. */
const PACKET_HEADER: u32 = 28;

const END_OF_OPTIONS: u32 = 0;
const IF_NAME: u32 = 2;
const IF_TSRESOL: u32 = 9;
const IF_FCSLEN: u32 = 13;
const IF_TSOFFSET: u32 = 14;

let swapped: bool = false;
let sections: u32 = 0;
let sectionOffset: f64 = 0;
/** The section's interfaces follow one another: number of the first, and how many there are. */
let first: u32 = 0;
let count: u32 = 0;

export function startBlocks(): void {
  sections = 0;
  endSection();
}

export function sectionCount(): u32 {
  return sections;
}

/** Interfaces of the next section count from 0 again. */
export function endSection(): void {
  first = interfaces.interfaceCount();
  count = 0;
}

/** A section begins with the block of `length` bytes at `at`. */
export function startSection(offset: f64, inverted: bool, at: usize, length: u32): void {
  swapped = inverted;
  sectionOffset = offset;
  sections++;
  checkOptions(at + 24, at + <usize>length - 4);
}

function word(at: usize): u32 {
  const value = load<u32>(at);
  return swapped ? bswap<u32>(value) : value;
}

function half(at: usize): u32 {
  const value = load<u16>(at);
  return <u32>(swapped ? bswap<u16>(value) : value);
}

/** Reads a whole block of a known type. */
export function readBlock(type: u32, at: usize, length: u32, inverted: bool): void {
  swapped = inverted;
  if (type == ENHANCED_PACKET) readPacket(type, at, length, word(at + 8));
  else if (type == INTERFACE) readInterface(at, length);
  else if (type == SIMPLE_PACKET) readSimplePacket(at, length);
  else if (type == OBSOLETE_PACKET) readPacket(type, at, length, half(at + 8));
}

function tooShort(at: usize, length: u32, type: u32): void {
  notes.addNote(notes.SHORT_BLOCK, positionOf(at), <f64>length, <f64>type, <f64>length);
}

/** Walks the options without use for them: tells the first that is not sound. */
function checkOptions(from: usize, end: usize): void {
  let at = from;
  while (end - at >= 4) {
    const code = half(at);
    const length = half(at + 2);
    if (code == END_OF_OPTIONS) return;
    if (<usize>length > end - at - 4) return badOption(at, length, end);
    at += 4 + ((<usize>length + 3) & ~3);
    if (at > end) return;
  }
}

function badOption(at: usize, length: u32, end: usize): void {
  notes.addNote(notes.BAD_OPTION, positionOf(at), <f64>length, <f64>(end - at - 4), 0);
}

function readInterface(at: usize, length: u32): void {
  if (length < 20) return tooShort(at, length, INTERFACE);
  if (interfaces.interfaceCount() == interfaces.MOST)
    return notes.addNoteOnce(notes.TOO_MANY_INTERFACES, positionOf(at), <f64>interfaces.MOST, 0);
  const record = interfaceAt(interfaces.addInterface(half(at + 8), word(at + 12)));
  store<u32>(record, sections - 1, interfaces.SECTION);
  store<u32>(record, count, interfaces.ID);
  store<u32>(record, interfaces.PCAPNG | (swapped ? interfaces.BIG_ENDIAN : 0), interfaces.FLAGS);
  store<f64>(record, positionOf(at), interfaces.BLOCK_OFFSET);
  store<f64>(record, sectionOffset, interfaces.SECTION_OFFSET);
  count++;
  const end = at + <usize>length - 4;
  let option = at + 16;
  while (end - option >= 4) {
    const code = half(option);
    const bytes = half(option + 2);
    const value = option + 4;
    if (code == END_OF_OPTIONS) return;
    if (<usize>bytes > end - value) return badOption(option, bytes, end);
    readOption(record, code, value, bytes);
    option = value + ((<usize>bytes + 3) & ~3);
    if (option > end) return;
  }
}

function readOption(record: usize, code: u32, value: usize, bytes: u32): void {
  if (code == IF_NAME) {
    const kept = min<u32>(bytes, interfaces.MOST_NAME);
    store<u32>(record, kept, interfaces.NAME_LENGTH);
    memory.copy(record + interfaces.NAME, value, kept);
  } else if (code == IF_TSRESOL && bytes >= 1) {
    interfaces.setResolution(record, load<u8>(value));
  } else if (code == IF_FCSLEN && bytes >= 1) {
    store<i32>(record, load<u8>(value), interfaces.FCS);
  } else if (code == IF_TSOFFSET && bytes >= 8) {
    const low = word(swapped ? value + 4 : value);
    const high = word(swapped ? value : value + 4);
    store<f64>(record, <f64>(((<i64>high) << 32) | (<i64>low)), interfaces.TIME_OFFSET);
  }
}

/** An enhanced or an obsolete packet block: they differ in the first words only. */
function readPacket(type: u32, at: usize, length: u32, index: u32): void {
  const offset = positionOf(at);
  if (length < PACKET_HEADER + 4) return tooShort(at, length, type);
  const stamp = ((<u64>word(at + 12)) << 32) | (<u64>word(at + 16));
  const captured = word(at + 20);
  const original = word(at + 24);
  const room = length - PACKET_HEADER - 4;
  if (index >= count) {
    notes.addNote(notes.NO_INTERFACE, offset, <f64>index, <f64>count, <f64>length);
    return;
  }
  if (captured > room || captured > MOST_CAPTURED) {
    notes.addNote(notes.BAD_CAPTURED, offset, <f64>captured, <f64>room, <f64>length);
    return;
  }
  const source = interfaceAt(first + index);
  const snapLength = load<u32>(source, interfaces.SNAP_LENGTH);
  if (captured > original) notes.addNoteOnce(notes.PAST_ORIGINAL, offset, <f64>captured, <f64>original);
  if (captured > snapLength && snapLength != 0)
    notes.addNoteOnce(notes.PAST_SNAPLEN, offset, <f64>captured, <f64>snapLength);
  const data = at + <usize>PACKET_HEADER;
  const padded = (captured + 3) & ~3;
  if (padded + 4 <= room) checkOptions(data + <usize>padded, at + <usize>length - 4);
  takePacket(first + index, data, captured, original, offset, interfaces.secondsOf(source, stamp));
}

/** Of the section's first interface, without a time. */
function readSimplePacket(at: usize, length: u32): void {
  const offset = positionOf(at);
  if (length < 16) return tooShort(at, length, SIMPLE_PACKET);
  if (count == 0) {
    notes.addNote(notes.NO_INTERFACE, offset, 0, 0, <f64>length);
    return;
  }
  const original = word(at + 8);
  const snapLength = load<u32>(interfaceAt(first), interfaces.SNAP_LENGTH);
  let captured = snapLength == 0 ? original : min<u32>(original, snapLength);
  const room = length - 16;
  // Nothing but the block's own length tells how much was captured where the snapshot length is not the one it was made with.
  if (captured > room) captured = room;
  if (captured > MOST_CAPTURED) {
    notes.addNote(notes.BAD_CAPTURED, offset, <f64>captured, <f64>room, <f64>length);
    return;
  }
  takePacket(first, at + 12, captured, original, offset, NaN);
}
