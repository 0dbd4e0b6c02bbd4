// For tests: captures changed at random but by a seed, where it hurts a reader most, and what must become of each.
import { type Draw, pick } from '../../../base/testing/draw.ts';
import { type Bytes, join } from './bytes.ts';

const EXTREMES = [0, 1, 2, 3, 4, 7, 8, 11, 12, 13, 15, 16, 31, 32, 0x7f, 0x80, 0xff, 0x100, 0xfffc, 0xffff, 0x10000, 0x3ffff, 0x40000, 0x40001, 0xfffff, 0x100000, 0x7ffffffc, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff]; // prettier-ignore
const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;

/** A capture taken apart: its records or blocks, and where the numbers stand that tell lengths. */
export interface Anatomy {
  bytes: Bytes;
  bigEndian: boolean;
  /** Where records or blocks begin, and the end of the last. */
  cuts: number[];
  lengths: number[];
}

/** Takes a sound capture apart; what is no capture, or damaged, as far as it goes. */
export function dissect(bytes: Bytes): Anatomy {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const anatomy: Anatomy = { bytes, bigEndian: false, cuts: [0], lengths: [] };
  if (bytes.length >= 28 && view.getUint32(0) === SECTION) dissectBlocks(view, anatomy);
  else if (bytes.length >= 24) dissectRecords(view, anatomy);
  return anatomy;
}

function dissectBlocks(view: DataView, anatomy: Anatomy): void {
  const { cuts, lengths } = anatomy;
  let at = 0;
  while (at + 12 <= view.byteLength) {
    if (view.getUint32(at) === SECTION) anatomy.bigEndian = view.getUint32(at + 8) === BYTE_ORDER;
    const little = !anatomy.bigEndian;
    const length = view.getUint32(at + 4, little);
    if (length < 12 || length % 4 !== 0 || at + length > view.byteLength) break;
    lengths.push(at + 4, at + length - 4);
    const type = view.getUint32(at, little);
    if (type === 6 || type === 2) lengths.push(at + 8, at + 20, at + 24);
    else if (type === 3) lengths.push(at + 8);
    else if (type === 1) lengths.push(at + 8, at + 12, at + 16, at + 20);
    else lengths.push(at + 8, at + 16);
    at += length;
    cuts.push(at);
  }
}

function dissectRecords(view: DataView, anatomy: Anatomy): void {
  const { cuts, lengths } = anatomy;
  const little = [0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34].includes(view.getUint32(0, true));
  anatomy.bigEndian = !little;
  const header = view.getUint32(0, little) === 0xa1b2cd34 ? 24 : 16;
  lengths.push(16, 20);
  let at = 24;
  cuts.push(at);
  while (at + header <= view.byteLength) {
    const captured = view.getUint32(at + 8, little);
    lengths.push(at + 8, at + 12);
    at += header + captured;
    if (at > view.byteLength) break;
    cuts.push(at);
  }
}

/** Changes a capture in one of the ways below. `others`: captures to take pieces from. */
export function mutateCapture(draw: Draw, base: Anatomy, others: readonly Anatomy[]): Bytes {
  if (base.bytes.length === 0) return base.bytes;
  const bytes = base.bytes.slice();
  switch (draw(8)) {
    case 0:
    case 1:
      flipBits(draw, bytes);
      return bytes;
    case 2:
    case 3:
    case 4:
      setLength(draw, bytes, base);
      return bytes;
    case 5:
    case 6:
      setNumber(draw, bytes, base);
      return bytes;
    default:
      return spliceBlocks(draw, base, others);
  }
}

function flipBits(draw: Draw, bytes: Bytes): void {
  for (let times = 1 + draw(8); times > 0; times--) bytes[draw(bytes.length)] ^= 1 << draw(8);
}

/** The lengths that the container tells. */
function setLength(draw: Draw, bytes: Bytes, { lengths, bigEndian }: Anatomy): void {
  const view = new DataView(bytes.buffer);
  for (let times = 1 + draw(3); times > 0 && lengths.length > 0; times--) {
    const at = pick(draw, lengths);
    if (at + 4 > bytes.length) continue;
    const value = draw(3) === 0 ? view.getUint32(at, !bigEndian) + draw(9) - 4 : pick(draw, EXTREMES);
    view.setUint32(at, value >>> 0, !bigEndian);
  }
}

/** Any number of one, two or four bytes: lengths of headers, options and names are among them, and counts, and types. */
function setNumber(draw: Draw, bytes: Bytes, { cuts }: Anatomy): void {
  const view = new DataView(bytes.buffer);
  for (let times = 1 + draw(4); times > 0; times--) {
    // Mostly in the first bytes of a block or record, where headers are.
    const at = draw(4) === 0 ? draw(bytes.length) : pick(draw, cuts) + draw(120);
    const width = 1 << draw(3);
    if (at + width > bytes.length) continue;
    const value = pick(draw, EXTREMES);
    if (width === 1) view.setUint8(at, value & 0xff);
    else if (width === 2) view.setUint16(at, value & 0xffff, draw(2) === 0);
    else view.setUint32(at, value, draw(2) === 0);
  }
}

/** A run of blocks or records of another capture, or of this one, where one of this capture's begins; or one is left out. */
function spliceBlocks(draw: Draw, base: Anatomy, others: readonly Anatomy[]): Bytes {
  const { bytes, cuts } = base;
  const at = pick(draw, cuts);
  const other = draw(4) === 0 ? base : pick(draw, others);
  const first = draw(other.cuts.length);
  const last = Math.min(other.cuts.length - 1, first + 1 + draw(3));
  const piece = draw(5) === 0 ? new Uint8Array(0) : other.bytes.subarray(other.cuts[first], other.cuts[last]);
  // What stood there stays, goes, or goes in part.
  const rest = draw(3) === 0 ? bytes.subarray(Math.min(bytes.length, at + draw(100))) : bytes.subarray(at);
  return join(bytes.subarray(0, at), piece, rest);
}
