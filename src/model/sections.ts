// The container of a model file: magic, version, table of sections, checksum. What the sections hold stands in file.ts.
//
//   0  magic, 8 bytes           8  format version, u32      12  length of the whole file, u32
//  16  number of sections, u32 20  0, u32                   24  for each section: id (4 letters), offset u32, length u32
//  then the sections in their order, each at the next multiple of 8, zeros between
//  then SHA-256 of everything before it, 32 bytes
import { sha256 } from '@noble/hashes/sha2.js';
import { InputError } from '../base/errors.ts';
import type { Pieces } from '../base/pacer.ts';
import { FORMAT_VERSION } from './info.ts';

/** Sections of each format that ever shipped, in their order. */
const SECTIONS: Readonly<Record<number, readonly string[]>> = {
  1: ['INFO', 'TREE', 'THRE', 'SPLI', 'SAMP', 'RANK', 'QUAN'],
  2: ['INFO', 'TREE', 'THRE', 'SPLI', 'SAMP', 'SCOR', 'OVER', 'UPTO', 'TYPE', 'FROM', 'VALU', 'HAVE'],
  3: 'INFO TREE THRE SPLI SAMP SCOR OVER UPTO TYPE FROM VALU HAVE USUA BASE STAT'.split(' '),
  4: 'INFO TREE THRE SPLI SAMP SCOR OVER UPTO TYPE FROM VALU HAVE USUA BASE STAT ROWS HOUR LINE FIND'.split(' '),
};

/** Sections of single bytes. The others have elements of four. */
const BYTES = new Set(['INFO', 'STAT']);

/** Bytes of the sections by their ids, each with a buffer of its own where they were read. */
export type Sections = Record<string, Uint8Array<ArrayBuffer>>;
/** Where the sections begin in the file. */
export type Offsets = Readonly<Record<string, number>>;

/** As PNG's: a byte above 127 and both kinds of line end, so that a transfer as text is noticed (RFC 2083, 12.12). */
const MAGIC = [0x89, 0x4e, 0x41, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a];
const TABLE = 24;
const ENTRY = 12;
const DIGEST = 32;
/** Bytes that are hashed, or copied, between two pauses: at most about ten milliseconds. */
const PIECE = 1 << 20;

const alignUp = (offset: number): number => Math.ceil(offset / 8) * 8;
export const show = (offset: number): string => offset.toLocaleString('en-US');

export function damaged(offset: number, what: string): InputError {
  const advice = 'Take the file from where it came from once more, or train a new model.';
  return new InputError(`The model file is damaged at byte ${show(offset)}: ${what}. ${advice}`);
}

/** The format of a model file, or 0 where other bytes begin. */
export function formatOf(bytes: Uint8Array): number {
  if (bytes.length < TABLE || MAGIC.some((byte, index) => bytes[index] !== byte)) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
}

function* copyBytes(from: Uint8Array, to: Uint8Array, offset: number): Pieces<void> {
  for (let start = 0; start < from.length; start += PIECE) {
    to.set(from.subarray(start, start + PIECE), offset + start);
    if (start > 0) yield;
  }
}

function* digest(bytes: Uint8Array): Pieces<Uint8Array> {
  const hash = sha256.create();
  for (let from = 0; from < bytes.length; from += PIECE) {
    hash.update(bytes.subarray(from, from + PIECE));
    yield;
  }
  return hash.digest();
}

/** Where each section of the newest format begins, and after them the length of the file. */
export function layOut(sections: Sections): { offsets: Offsets; length: number } {
  const ids = SECTIONS[FORMAT_VERSION];
  const offsets: Record<string, number> = {};
  let end = TABLE + ids.length * ENTRY;
  for (const id of ids) {
    offsets[id] = alignUp(end);
    end = offsets[id] + sections[id].length;
  }
  return { offsets, length: end + DIGEST };
}

/** The whole file, in the newest format. */
export function* joinSections(sections: Sections): Pieces<Uint8Array<ArrayBuffer>> {
  const ids = SECTIONS[FORMAT_VERSION];
  const { offsets, length } = layOut(sections);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, length, true);
  view.setUint32(16, ids.length, true);
  for (const [index, id] of ids.entries()) {
    const entry = TABLE + index * ENTRY;
    bytes.set(new TextEncoder().encode(id), entry);
    view.setUint32(entry + 4, offsets[id], true);
    view.setUint32(entry + 8, sections[id].length, true);
    yield* copyBytes(sections[id], bytes, offsets[id]);
  }
  bytes.set(yield* digest(bytes.subarray(0, length - DIGEST)), length - DIGEST);
  return bytes;
}

/** Copies of the sections and where they stand, once everything around them and the checksum is right. */
export function* splitSections(bytes: Uint8Array): Pieces<{ version: number; sections: Sections; offsets: Offsets }> {
  const version = checkHeader(bytes);
  const ids = SECTIONS[version];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - DIGEST;
  const sum = yield* digest(bytes.subarray(0, end));
  if (sum.some((byte, index) => byte !== bytes[end + index])) {
    throw damaged(end, 'the checksum does not fit the content, so something in the file was changed');
  }
  if (view.getUint32(16, true) !== ids.length) throw damaged(16, `there must be ${ids.length} sections`);
  if (view.getUint32(20, true) !== 0) throw damaged(20, 'these four bytes must be 0');
  const sections: Sections = {};
  const offsets: Record<string, number> = {};
  let position = TABLE + ids.length * ENTRY;
  for (const [index, id] of ids.entries()) {
    const entry = TABLE + index * ENTRY;
    const found = String.fromCharCode(...bytes.subarray(entry, entry + 4));
    if (found !== id) throw damaged(entry, `section ${id} is missing`);
    const offset = view.getUint32(entry + 4, true);
    const length = view.getUint32(entry + 8, true);
    if (offset !== alignUp(position)) throw damaged(entry + 4, `section ${id} must begin at byte ${alignUp(position)}`);
    if (offset + length > end) throw damaged(entry + 8, `section ${id} is longer than the file`);
    if (!BYTES.has(id) && length % 4 !== 0) throw damaged(entry + 8, `section ${id} is not made of 4-byte elements`);
    const gap = bytes.subarray(position, offset).findIndex((byte) => byte !== 0);
    if (gap !== -1) throw damaged(position + gap, 'the bytes between sections must be 0');
    sections[id] = new Uint8Array(length);
    yield* copyBytes(bytes.subarray(offset, offset + length), sections[id], 0);
    offsets[id] = offset;
    position = offset + length;
  }
  if (position !== end) throw damaged(position, 'there are bytes that belong to no section');
  return { version, sections, offsets };
}

/** The version, once magic, version and length are right, each with its own answer where not. */
function checkHeader(bytes: Uint8Array): number {
  const choose = 'Choose a file that was exported from Net Anomaly.';
  if (bytes.length === 0) throw new InputError(`The file is empty, so it is not a Net Anomaly model. ${choose}`);
  const wrong = MAGIC.findIndex((byte, index) => index < bytes.length && bytes[index] !== byte);
  if (wrong !== -1) {
    throw new InputError(`This is not a Net Anomaly model: byte ${wrong} is not that of a model file. ${choose}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length < TABLE ? 1 : view.getUint32(8, true);
  if (version > FORMAT_VERSION) {
    throw new InputError(
      `This model was written by a newer Net Anomaly: its format is ${version} (byte 8), and this page reads formats up to ` +
        `${FORMAT_VERSION}. Reload the page to get the newest version, or train the model here.`,
    );
  }
  if (version === 0) throw damaged(8, `there is no format ${version}`);
  const least = alignUp(TABLE + SECTIONS[version].length * ENTRY) + DIGEST;
  if (bytes.length < least) {
    throw damaged(bytes.length, `the file ends here, but a model has at least ${least} bytes`);
  }
  const length = view.getUint32(12, true);
  if (length !== bytes.length) {
    throw damaged(
      12,
      `the file should have ${show(length)} bytes and has ${show(bytes.length)}; it may have been cut off`,
    );
  }
  return version;
}
