// The model file: one little-endian buffer that is checked to the last byte before anything in it is used.
//
// sections.ts lays out the sections; upgrades.ts turns older formats into the newest, 4. INFO is a ModelInfo as JSON in
// UTF-8; STAT is the extraction's state; HOUR is one float64; the others are arrays with 4 bytes an element.
// The same rows, names and parameters give the same bytes, but for `created` in INFO.
import { InputError, messageOf } from '../base/errors.ts';
import { doAtOnce, type Pieces } from '../base/pacer.ts';
import { type Calibration, findCalibrationFault } from './calibration.ts';
import type { FindingLadder } from '../engine/types.ts';
import { type Forest, MAX_NODES, searchForest } from './forest.ts';
import { checkModelInfo, FORMAT_VERSION } from './info.ts';
import { findLadderFault, findRowsFault } from './kept.ts';
import {
  type FeatureProfile,
  findProfileFault,
  flattenProfiles,
  type FlatProfiles,
  unflattenProfiles,
} from './profile.ts';
import { damaged, joinSections, layOut, type Offsets, type Sections, show, splitSections } from './sections.ts';
import type { ModelInfo } from './types.ts';
import { type Parts, UPGRADES } from './upgrades.ts';

/** What a model knows whose features, and scores, see packets in their context. */
export interface ModelContext {
  /** One a feature: values up to it say nothing. */
  usual: Float32Array<ArrayBuffer>;
  /** The median of the training packets' own isolation scores. */
  base: number;
  /** What the extraction of features knew at the end of the training packets. To the model it is bytes: it proves itself. */
  state: Uint8Array<ArrayBuffer>;
}

export interface Model {
  info: ModelInfo;
  forest: Forest;
  /** Null where it is not known how the training packets scored: `info.rows` is null then. */
  calibration: Calibration | null;
  /** One a feature, in their order; null for models that were first written in format 1, and for imported ones. */
  profiles: readonly FeatureProfile[] | null;
  /** Null for features that are the packet's own values. */
  context: ModelContext | null;
  /**
   * Training rows for teaching, drawn evenly: raw values, one feature after another; null for models that were first written
   * before format 4, and for imported ones.
   */
  kept: Float32Array<ArrayBuffer> | null;
  /** How many findings its training traffic has at which line, once somebody counted them. */
  ladder: FindingLadder | null;
}

type Bytes = Uint8Array<ArrayBuffer>;
const integers = ({ buffer, byteOffset, length }: Bytes) => new Uint32Array(buffer, byteOffset, length >> 2);
const floats = ({ buffer, byteOffset, length }: Bytes) => new Float32Array(buffer, byteOffset, length >> 2);

/** Which section holds which array. */
const FOREST = { starts: 'TREE', thresholds: 'THRE', splits: 'SPLI', samples: 'SAMP' } as const;
const CALIBRATION = { scores: 'SCOR', higher: 'OVER', upTo: 'UPTO' } as const;
const PROFILES = { quantiles: 'TYPE', starts: 'FROM', values: 'VALU', counts: 'HAVE' } as const;

/**
 * Writes a model. The parts must fit together: throws InputError as `readModel` would, so that nothing is ever written
 * that cannot be read again. A large one takes seconds: `writePieces` is the same in pieces.
 */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  return doAtOnce(writePieces(model));
}

export function* writePieces(model: Model): Pieces<Uint8Array<ArrayBuffer>> {
  const { forest, calibration, context, kept, ladder } = model;
  const info = checkModelInfo(model.info);
  if (forest.features.join() !== info.features.join()) {
    throw new InputError(`The forest was grown on ${forest.features.join(', ')}, not on ${info.features.join(', ')}.`);
  }
  const flat = flattenProfiles(model.profiles);
  const bytesOf = (array?: ArrayBufferView<ArrayBuffer> | null): Bytes =>
    array ? new Uint8Array(array.buffer, array.byteOffset, array.byteLength) : new Uint8Array();
  const sections: Sections = {
    INFO: new TextEncoder().encode(JSON.stringify(info)),
    TREE: bytesOf(forest.starts),
    THRE: bytesOf(forest.thresholds),
    SPLI: bytesOf(forest.splits),
    SAMP: bytesOf(forest.samples),
    SCOR: bytesOf(calibration?.scores),
    OVER: bytesOf(calibration?.higher),
    UPTO: bytesOf(calibration?.upTo),
    TYPE: bytesOf(flat.quantiles),
    FROM: bytesOf(flat.starts),
    VALU: bytesOf(flat.values),
    HAVE: bytesOf(flat.counts),
    USUA: bytesOf(context?.usual),
    BASE: bytesOf(context ? Float32Array.of(context.base) : undefined),
    STAT: context?.state ?? new Uint8Array(),
    ROWS: bytesOf(kept),
    HOUR: bytesOf(ladder && Float64Array.of(ladder.hours)),
    LINE: bytesOf(ladder?.thresholds),
    FIND: bytesOf(ladder?.findings),
  };
  const { offsets } = layOut(sections);
  if (context !== null) proveContext(info, context.usual, Float32Array.of(context.base), offsets);
  yield* proveModel(info, forest, calibration, flat, offsets);
  readKept(info, sections, offsets);
  return yield* joinSections(sections);
}

/**
 * Reads and proves a model file of any format. Throws InputError saying what is wrong, at which byte, and what to do.
 * `readPieces` is the same in pieces.
 */
export function readModel(bytes: Uint8Array): Model {
  return doAtOnce(readPieces(bytes));
}

export function* readPieces(bytes: Uint8Array): Pieces<Model> {
  const { version, sections: found, offsets } = yield* splitSections(bytes);
  let parts: Parts = { info: parseInfo(found.INFO, offsets.INFO), sections: found };
  for (let format = version; format < FORMAT_VERSION; format++) parts = UPGRADES[format](parts, offsets);
  const { sections } = parts;
  const info = checkInfo(parts.info, offsets.INFO);
  const forest: Forest = {
    features: info.features,
    samplesPerTree: info.samplesPerTree + info.anchors,
    starts: integers(sections.TREE),
    thresholds: floats(sections.THRE),
    splits: integers(sections.SPLI),
    samples: integers(sections.SAMP),
  };
  const whole = info.firstFormat > 1;
  const ladder = {
    scores: floats(sections.SCOR),
    higher: integers(sections.OVER),
    upTo: integers(sections.UPTO),
    whole,
  };
  // An imported forest has none; one with steps all the same is refused below.
  const calibration = info.rows === null && ladder.scores.length === 0 ? null : ladder;
  const flat = {
    quantiles: floats(sections.TYPE),
    starts: integers(sections.FROM),
    values: floats(sections.VALU),
    counts: integers(sections.HAVE),
  };
  yield* proveModel(info, forest, calibration, flat, offsets);
  const context = readContext(info, floats(sections.USUA), floats(sections.BASE), sections.STAT, offsets);
  return {
    info,
    forest,
    calibration,
    profiles: unflattenProfiles(flat),
    context,
    ...readKept(info, sections, offsets),
  };
}

/** Throws InputError unless every invariant of forest, calibration and profiles holds. `info` is already checked. */
function* proveModel(
  info: ModelInfo,
  forest: Forest,
  calibration: Calibration | null,
  flat: FlatProfiles,
  offsets: Offsets,
): Pieces<void> {
  const { parameters, rows } = info;
  const trees = forest.starts.length - 1;
  if (trees !== parameters.n_estimators) {
    throw damaged(offsets.TREE, `it lists ${trees} trees, but n_estimators is ${parameters.n_estimators}`);
  }
  if (forest.samplesPerTree !== info.samplesPerTree + info.anchors) {
    throw damaged(
      offsets.INFO,
      `samplesPerTree and anchors are ${info.samplesPerTree} and ${info.anchors}, but trees have ${forest.samplesPerTree} rows`,
    );
  }
  const nodes = forest.splits.length;
  if (nodes > MAX_NODES || forest.thresholds.length !== nodes || forest.samples.length !== nodes) {
    throw damaged(offsets.SPLI, `the lists of nodes differ in length or are longer than ${show(MAX_NODES)}`);
  }
  const fault = yield* searchForest(forest, parameters.bootstrap);
  if (fault !== null) throw damaged(offsets[FOREST[fault.array]] + 4 * fault.index, fault.message);
  const flaw = findProfileFault(flat, info.features.length, rows ?? 0);
  if (flaw !== null) throw damaged(offsets[PROFILES[flaw.array]] + 4 * flaw.index, flaw.message);
  if ((rows === null) !== (calibration === null) || (rows === null && flat.starts.length > 0)) {
    throw damaged(offsets.INFO, 'training packets are counted, but their number is not known');
  }
  if (rows === null || calibration === null) return;
  if (calibration.whole !== info.firstFormat > 1) {
    throw damaged(offsets.INFO, `a calibration of format ${info.firstFormat} cannot be as precise as it says`);
  }
  const slip = findCalibrationFault(calibration, rows);
  // Format 1 has other sections.
  if (slip !== null) throw damaged((offsets[CALIBRATION[slip.array]] ?? offsets.RANK) + 4 * slip.index, slip.message);
}

/** Throws InputError unless they are sound. */
function readKept({ features, rows }: ModelInfo, sections: Sections, offsets: Offsets): Pick<Model, 'kept' | 'ladder'> {
  const [kept, thresholds] = [floats(sections.ROWS), floats(sections.LINE)];
  if (sections.HOUR.length % 8 !== 0) throw damaged(offsets.HOUR, 'the hours are not one number');
  const hours = new Float64Array(sections.HOUR.buffer, sections.HOUR.byteOffset, sections.HOUR.length >> 3);
  const findings = integers(sections.FIND);
  const fault = findRowsFault(kept, features.length, rows) ?? findLadderFault(hours, { thresholds, findings });
  if (fault !== null) throw damaged(offsets[fault.section] + 4 * fault.index, fault.message);
  return {
    kept: kept.length === 0 ? null : kept,
    ladder: hours.length === 0 ? null : { hours: hours[0], thresholds, findings },
  };
}

function readContext(
  info: ModelInfo,
  usual: Float32Array<ArrayBuffer>,
  bases: Float32Array<ArrayBuffer>,
  state: Uint8Array<ArrayBuffer>,
  offsets: Offsets,
): ModelContext | null {
  if (usual.length + bases.length + state.length === 0) return null;
  proveContext(info, usual, bases, offsets);
  return { usual, base: bases[0], state };
}

function proveContext({ features, rows }: ModelInfo, usual: Float32Array, bases: Float32Array, offsets: Offsets): void {
  if (rows === null) throw damaged(offsets.INFO, 'it knows what was usual of packets whose number is not known');
  if (usual.length !== features.length) {
    throw damaged(offsets.USUA, `there are ${usual.length} usual values, but ${features.length} features`);
  }
  const odd = usual.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1) throw damaged(offsets.USUA + 4 * odd, `the usual value is ${usual[odd]}`);
  if (bases.length !== 1 || !(bases[0] > 0 && bases[0] <= 1)) {
    throw damaged(offsets.BASE, `the median score is ${bases.join()}, which must be one number above 0 and up to 1`);
  }
}

/** The same model under another name. Throws InputError for a name that cannot be, or as `readModel`. */
export function renameModel(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  return doAtOnce(changePieces(bytes, ({ info }) => ({ info: { ...info, name } })));
}

/** The same model but for what `change` says. */
export function* changePieces(
  bytes: Uint8Array,
  change: (model: Model) => Partial<Model>,
): Pieces<Uint8Array<ArrayBuffer>> {
  const model = yield* readPieces(bytes);
  return yield* writePieces({ ...model, ...change(model) });
}

function parseInfo(bytes: Uint8Array, offset: number): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unusableInfo(offset, error);
  }
}

function checkInfo(info: unknown, offset: number): ModelInfo {
  try {
    return checkModelInfo(info);
  } catch (error) {
    throw unusableInfo(offset, error);
  }
}

function unusableInfo(offset: number, error: unknown): InputError {
  return damaged(offset, `its description cannot be used: ${messageOf(error).replace(/\.$/, '')}`);
}
