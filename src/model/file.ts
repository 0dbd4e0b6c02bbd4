// The model file, format 1: one little-endian buffer that is checked to the last byte before anything in it is used.
//
//   0  magic, 8 bytes           8  format version, u32      12  length of the whole file, u32
//  16  number of sections, u32 20  0, u32                   24  for each section: id (4 letters), offset u32, length u32
//  then the sections in the order of SECTIONS, each at the next multiple of 8, zeros between
//  then SHA-256 of everything before it, 32 bytes
//
// INFO is a ModelInfo as JSON in UTF-8; the others are arrays of Forest and Calibration, 4 bytes an element.
// The same rows, names and parameters give the same bytes, but for `created` in INFO.
import { sha256 } from '@noble/hashes/sha2.js';
import { InputError, messageOf } from '../base/errors.ts';
import { doAtOnce, type Pieces } from '../base/pacer.ts';
import { type Calibration, findCalibrationFault } from './calibration.ts';
import { type Forest, MAX_NODES, searchForest } from './forest.ts';
import { checkModelInfo } from './info.ts';
import type { ModelInfo } from './types.ts';

export interface Model {
  info: ModelInfo;
  forest: Forest;
  calibration: Calibration;
}

const FORMAT_VERSION = 1;
/** As PNG's: a byte above 127 and both kinds of line end, so that a transfer as text is noticed (RFC 2083, 12.12). */
const MAGIC = [0x89, 0x4e, 0x41, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a];
const TABLE = 24;
const ENTRY = 12;
const DIGEST = 32;
/** Bytes of which the checksum is made between two pauses: about ten milliseconds. */
const DIGEST_PIECE = 1 << 20;
const SECTIONS = ['INFO', 'TREE', 'THRE', 'SPLI', 'SAMP', 'RANK', 'QUAN'] as const;
type SectionId = (typeof SECTIONS)[number];
type Sections = Record<SectionId, Uint8Array<ArrayBuffer>>;
type Offsets = Record<SectionId, number>;

const FOREST_SECTIONS = { starts: 'TREE', thresholds: 'THRE', splits: 'SPLI', samples: 'SAMP' } as const;
const CALIBRATION_SECTIONS = { ranks: 'RANK', scores: 'QUAN' } as const;

const alignUp = (offset: number): number => Math.ceil(offset / 8) * 8;
const SECTIONS_BEGIN = alignUp(TABLE + SECTIONS.length * ENTRY);
const show = (offset: number): string => offset.toLocaleString('en-US');

function damaged(offset: number, what: string): InputError {
  const advice = 'Take the file from where it came from once more, or train a new model.';
  return new InputError(`The model file is damaged at byte ${show(offset)}: ${what}. ${advice}`);
}

/**
 * Writes a model. The parts must fit together: throws InputError as `readModel` would, so that nothing is ever written
 * that cannot be read again. A large one takes seconds: `writePieces` is the same in pieces.
 */
export function writeModel(info: ModelInfo, forest: Forest, calibration: Calibration): Uint8Array<ArrayBuffer> {
  return doAtOnce(writePieces(info, forest, calibration));
}

export function* writePieces(
  info: ModelInfo,
  forest: Forest,
  calibration: Calibration,
): Pieces<Uint8Array<ArrayBuffer>> {
  if (forest.features.join() !== info.features.join()) {
    throw new InputError(`The forest was grown on ${forest.features.join(', ')}, not on ${info.features.join(', ')}.`);
  }
  const bytesOf = (array: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const { bytes, offsets } = joinSections({
    INFO: new TextEncoder().encode(JSON.stringify(checkModelInfo(info))),
    TREE: bytesOf(forest.starts),
    THRE: bytesOf(forest.thresholds),
    SPLI: bytesOf(forest.splits),
    SAMP: bytesOf(forest.samples),
    RANK: bytesOf(calibration.ranks),
    QUAN: bytesOf(calibration.scores),
  });
  yield* proveModel({ info, forest, calibration }, offsets);
  const end = bytes.length - DIGEST;
  bytes.set(yield* digest(bytes.subarray(0, end)), end);
  return bytes;
}

function* digest(bytes: Uint8Array): Pieces<Uint8Array> {
  const hash = sha256.create();
  for (let from = 0; from < bytes.length; from += DIGEST_PIECE) {
    hash.update(bytes.subarray(from, from + DIGEST_PIECE));
    yield;
  }
  return hash.digest();
}

/**
 * Reads and proves a model file. Throws InputError saying what is wrong, at which byte, and what to do. `readPieces` is
 * the same in pieces.
 */
export function readModel(bytes: Uint8Array): Model {
  return doAtOnce(readPieces(bytes));
}

export function* readPieces(bytes: Uint8Array): Pieces<Model> {
  const { sections, offsets } = yield* splitSections(bytes);
  const info = parseInfo(sections.INFO, offsets.INFO);
  for (const id of SECTIONS.slice(1)) {
    if (sections[id].length % 4 !== 0) throw damaged(offsets[id], `section ${id} is not made of 4-byte elements`);
  }
  const forest: Forest = {
    features: info.features,
    samplesPerTree: info.samplesPerTree,
    starts: new Uint32Array(sections.TREE.buffer),
    thresholds: new Float32Array(sections.THRE.buffer),
    splits: new Uint32Array(sections.SPLI.buffer),
    samples: new Uint32Array(sections.SAMP.buffer),
  };
  const calibration: Calibration = {
    ranks: new Uint32Array(sections.RANK.buffer),
    scores: new Float32Array(sections.QUAN.buffer),
  };
  const model = { info, forest, calibration };
  yield* proveModel(model, offsets);
  return model;
}

/** Throws InputError unless every invariant of forest and calibration holds. `info` is already checked. */
function* proveModel({ info, forest, calibration }: Model, offsets: Offsets): Pieces<void> {
  const trees = forest.starts.length - 1;
  if (trees !== info.parameters.n_estimators) {
    throw damaged(offsets.TREE, `it lists ${trees} trees, but n_estimators is ${info.parameters.n_estimators}`);
  }
  if (forest.samplesPerTree !== info.samplesPerTree) {
    throw damaged(
      offsets.INFO,
      `samplesPerTree is ${info.samplesPerTree}, but trees have ${forest.samplesPerTree} rows`,
    );
  }
  const nodes = forest.splits.length;
  if (nodes > MAX_NODES || forest.thresholds.length !== nodes || forest.samples.length !== nodes) {
    throw damaged(offsets.SPLI, `the lists of nodes differ in length or are longer than ${show(MAX_NODES)}`);
  }
  const fault = yield* searchForest(forest);
  if (fault !== null) throw damaged(offsets[FOREST_SECTIONS[fault.array]] + 4 * fault.index, fault.message);
  const slip = findCalibrationFault(calibration, info.rows);
  if (slip !== null) throw damaged(offsets[CALIBRATION_SECTIONS[slip.array]] + 4 * slip.index, slip.message);
}

/** The same model under another name. Throws InputError for a name that cannot be, or as `readModel`. */
export function renameModel(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  return doAtOnce(renamePieces(bytes, name));
}

export function* renamePieces(bytes: Uint8Array, name: string): Pieces<Uint8Array<ArrayBuffer>> {
  const { info, forest, calibration } = yield* readPieces(bytes);
  return yield* writePieces({ ...info, name }, forest, calibration);
}

function parseInfo(bytes: Uint8Array, offset: number): ModelInfo {
  try {
    return checkModelInfo(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    throw damaged(offset, `its description cannot be used: ${messageOf(error).replace(/\.$/, '')}`);
  }
}

/** The whole file but for its checksum. */
function joinSections(sections: Sections): { bytes: Uint8Array<ArrayBuffer>; offsets: Offsets } {
  let end = SECTIONS_BEGIN;
  const offsets = {} as Offsets;
  for (const id of SECTIONS) {
    offsets[id] = alignUp(end);
    end = offsets[id] + sections[id].length;
  }
  const bytes = new Uint8Array(end + DIGEST);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, bytes.length, true);
  view.setUint32(16, SECTIONS.length, true);
  SECTIONS.forEach((id, index) => {
    const entry = TABLE + index * ENTRY;
    bytes.set(new TextEncoder().encode(id), entry);
    view.setUint32(entry + 4, offsets[id], true);
    view.setUint32(entry + 8, sections[id].length, true);
    bytes.set(sections[id], offsets[id]);
  });
  return { bytes, offsets };
}

/** Copies of the sections and where they stand, once everything around them and the checksum is right. */
function* splitSections(bytes: Uint8Array): Pieces<{ sections: Sections; offsets: Offsets }> {
  checkHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - DIGEST;
  const sum = yield* digest(bytes.subarray(0, end));
  if (sum.some((byte, index) => byte !== bytes[end + index])) {
    throw damaged(end, 'the checksum does not fit the content, so something in the file was changed');
  }
  if (view.getUint32(16, true) !== SECTIONS.length) throw damaged(16, `there must be ${SECTIONS.length} sections`);
  if (view.getUint32(20, true) !== 0) throw damaged(20, 'these four bytes must be 0');
  const sections = {} as Sections;
  const offsets = {} as Offsets;
  let position = TABLE + SECTIONS.length * ENTRY;
  SECTIONS.forEach((id, index) => {
    const entry = TABLE + index * ENTRY;
    const found = String.fromCharCode(...bytes.subarray(entry, entry + 4));
    if (found !== id) throw damaged(entry, `section ${id} is missing`);
    const offset = view.getUint32(entry + 4, true);
    const length = view.getUint32(entry + 8, true);
    if (offset !== alignUp(position)) throw damaged(entry + 4, `section ${id} must begin at byte ${alignUp(position)}`);
    if (offset + length > end) throw damaged(entry + 8, `section ${id} is longer than the file`);
    const gap = bytes.subarray(position, offset).findIndex((byte) => byte !== 0);
    if (gap !== -1) throw damaged(position + gap, 'the bytes between sections must be 0');
    sections[id] = new Uint8Array(bytes.subarray(offset, offset + length));
    offsets[id] = offset;
    position = offset + length;
  });
  if (position !== end) throw damaged(position, 'there are bytes that belong to no section');
  return { sections, offsets };
}

/** Magic, version and length, each with its own answer. */
function checkHeader(bytes: Uint8Array): void {
  const choose = 'Choose a file that was exported from Net Anomaly.';
  if (bytes.length === 0) throw new InputError(`The file is empty, so it is not a Net Anomaly model. ${choose}`);
  const wrong = MAGIC.findIndex((byte, index) => index < bytes.length && bytes[index] !== byte);
  if (wrong !== -1) {
    throw new InputError(`This is not a Net Anomaly model: byte ${wrong} is not that of a model file. ${choose}`);
  }
  if (bytes.length < SECTIONS_BEGIN + DIGEST) {
    throw damaged(bytes.length, `the file ends here, but a model has at least ${SECTIONS_BEGIN + DIGEST} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > FORMAT_VERSION) {
    throw new InputError(
      `This model was written by a newer Net Anomaly: its format is ${version} (byte 8), and this page reads formats up to ` +
        `${FORMAT_VERSION}. Reload the page to get the newest version, or train the model here.`,
    );
  }
  if (version !== FORMAT_VERSION) throw damaged(8, `there is no format ${version}`);
  const length = view.getUint32(12, true);
  if (length !== bytes.length) {
    throw damaged(
      12,
      `the file should have ${show(length)} bytes and has ${show(bytes.length)}; it may have been cut off`,
    );
  }
}
