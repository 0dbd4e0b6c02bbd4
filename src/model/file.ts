// The model file: one little-endian buffer that is checked to the last byte before anything in it is used.
//
// sections.ts lays out the sections; upgrades.ts turns older formats into the newest, 3. INFO is a ModelInfo as JSON in
// UTF-8; STAT is the extraction's state; FUSE has numbers of 8 bytes, the other arrays elements of 4.
// The same rows, names and parameters give the same bytes, but for `created` in INFO.
import { InputError, messageOf } from '../base/errors.ts';
import { doAtOnce, type Pieces } from '../base/pacer.ts';
import { type Calibration, findCalibrationFault } from './calibration.ts';
import { type Forest, MAX_NODES, searchForest } from './forest.ts';
import * as grouped from './groups.ts';
import { checkModelInfo, FORMAT_VERSION } from './info.ts';
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

export interface Model {
  info: ModelInfo;
  /** One a group, in their order. */
  forests: readonly Forest[];
  /** Null where it is not known how the training packets scored: `info.rows` is null then. */
  calibration: Calibration | null;
  /** One a feature, in their order; null for models that were first written in format 1, and for imported ones. */
  profiles: readonly FeatureProfile[] | null;
  /** How the training packets scored in each group, before the scores were fused; empty where there is nothing to fuse. */
  groupCalibrations: readonly Calibration[];
  /** Numbers that fusing goes by, finite; see detect/fuse.ts. */
  fusion: Float64Array<ArrayBuffer>;
  /** What the extraction of features knew at the end of the training packets, as it proves it; empty where it needs none. */
  state: Uint8Array<ArrayBuffer>;
}

/** Most numbers of `fusion`. */
const MAX_FUSION = 4096;

/** Which section holds which array. */
const FOREST = { starts: 'TREE', thresholds: 'THRE', splits: 'SPLI', samples: 'SAMP' } as const;
const CALIBRATION = { scores: 'SCOR', higher: 'OVER', upTo: 'UPTO' } as const;
const GROUPS = { starts: 'PART', scores: 'PSCO', higher: 'POVE', upTo: 'PUPT' } as const;
const PROFILES = { quantiles: 'TYPE', starts: 'FROM', values: 'VALU', counts: 'HAVE' } as const;

/**
 * Writes a model. The parts must fit together: throws InputError as `readModel` would, so that nothing is ever written
 * that cannot be read again. A large one takes seconds: `writePieces` is the same in pieces.
 */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  return doAtOnce(writePieces(model));
}

export function* writePieces(model: Model): Pieces<Uint8Array<ArrayBuffer>> {
  const { forests, calibration, fusion, state } = model;
  const info = checkModelInfo(model.info);
  const [grown, said] = [forests, info.groups].map((groups) => groups.map(({ features }) => features.join(' ')));
  if (grown.join() !== said.join()) throw new InputError(`The forests were grown on ${grown}, not on ${said}.`);
  const flat = flattenProfiles(model.profiles);
  const joined = yield* grouped.joinForests(forests);
  const own = grouped.flattenCalibrations(model.groupCalibrations);
  const bytesOf = (
    array?: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> =>
    array ? new Uint8Array(array.buffer, array.byteOffset, array.byteLength) : new Uint8Array();
  const sections: Sections = {
    INFO: new TextEncoder().encode(JSON.stringify(info)),
    SCOR: bytesOf(calibration?.scores),
    OVER: bytesOf(calibration?.higher),
    UPTO: bytesOf(calibration?.upTo),
    FUSE: bytesOf(fusion),
    STAT: state,
  };
  const put = (ids: Readonly<Record<string, string>>, arrays: object): void => {
    for (const [key, id] of Object.entries(ids)) sections[id] = bytesOf(arrays[key as keyof typeof arrays]);
  };
  put(FOREST, joined);
  put(GROUPS, own);
  put(PROFILES, flat);
  yield* proveModel(info, { joined, calibration, own, flat, fusion }, layOut(sections).offsets);
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
  const integers = (id: string): Uint32Array<ArrayBuffer> => new Uint32Array(sections[id].buffer);
  const floats = (id: string): Float32Array<ArrayBuffer> => new Float32Array(sections[id].buffer);
  const joined = {
    starts: integers('TREE'),
    thresholds: floats('THRE'),
    splits: integers('SPLI'),
    samples: integers('SAMP'),
  };
  const whole = info.firstFormat > 1;
  const ladder = { scores: floats('SCOR'), higher: integers('OVER'), upTo: integers('UPTO'), whole };
  // An imported forest has none; one with steps all the same is refused below.
  const calibration = info.rows === null && ladder.scores.length === 0 ? null : ladder;
  const own = {
    starts: integers('PART'),
    scores: floats('PSCO'),
    higher: integers('POVE'),
    upTo: integers('PUPT'),
  };
  const flat = {
    quantiles: floats('TYPE'),
    starts: integers('FROM'),
    values: floats('VALU'),
    counts: integers('HAVE'),
  };
  if (sections.FUSE.length % 8 !== 0) throw damaged(offsets.FUSE, 'a number that fusing goes by is cut off');
  const fusion = new Float64Array(sections.FUSE.buffer);
  const forests = yield* proveModel(info, { joined, calibration, own, flat, fusion }, offsets);
  return {
    info,
    forests,
    calibration,
    profiles: unflattenProfiles(flat),
    groupCalibrations: grouped.unflattenCalibrations(own),
    fusion,
    state: sections.STAT,
  };
}

/** What is proved: everything but INFO, which is checked before, and the extraction's state, which is the core's. */
interface Proved {
  joined: grouped.JoinedForests;
  calibration: Calibration | null;
  own: grouped.FlatCalibrations;
  flat: FlatProfiles;
  fusion: Float64Array;
}

/** The groups' forests. Throws InputError unless every invariant of forests, calibrations and profiles holds. */
function* proveModel(
  info: ModelInfo,
  { joined, calibration, own, flat, fusion }: Proved,
  offsets: Offsets,
): Pieces<Forest[]> {
  const { parameters, rows, groups } = info;
  const trees = joined.starts.length - 1;
  const wanted = groups.reduce((sum, group) => sum + group.trees, 0);
  if (trees !== wanted || (groups.length === 1 && trees !== parameters.n_estimators)) {
    const count = groups.length === 1 ? `n_estimators is ${parameters.n_estimators}` : `its groups have ${wanted}`;
    throw damaged(offsets.TREE, `it lists ${trees} trees, but ${count}`);
  }
  const nodes = joined.splits.length;
  if (nodes > MAX_NODES || joined.thresholds.length !== nodes || joined.samples.length !== nodes) {
    throw damaged(offsets.SPLI, `the lists of nodes differ in length or are longer than ${show(MAX_NODES)}`);
  }
  const cut = yield* grouped.cutForests(joined, groups);
  for (const { forest, tree, node } of cut) {
    const fault = yield* searchForest(forest, parameters.bootstrap);
    if (fault === null) continue;
    const place = (fault.array === 'starts' ? tree : node) + fault.index;
    throw damaged(offsets[FOREST[fault.array]] + 4 * place, fault.message);
  }
  const flaw = findProfileFault(flat, info.features.length, rows ?? 0);
  if (flaw !== null) throw damaged(offsets[PROFILES[flaw.array]] + 4 * flaw.index, flaw.message);
  const trip = grouped.findCalibrationsFault(own, groups.length, rows ?? 0);
  if (trip !== null) throw damaged(offsets[GROUPS[trip.array]] + 4 * trip.index, trip.message);
  const odd = fusion.length > MAX_FUSION ? MAX_FUSION : fusion.findIndex((number) => !Number.isFinite(number));
  if (odd !== -1) throw damaged(offsets.FUSE + 8 * odd, `fusing cannot go by ${fusion[odd]}`);
  if ((rows === null) !== (calibration === null) || (rows === null && flat.starts.length > 0)) {
    throw damaged(offsets.INFO, 'training packets are counted, but their number is not known');
  }
  proveCalibration(info, calibration, offsets);
  return cut.map(({ forest }) => forest);
}

function proveCalibration({ rows, firstFormat }: ModelInfo, calibration: Calibration | null, offsets: Offsets): void {
  if (rows === null || calibration === null) return;
  if (calibration.whole !== firstFormat > 1) {
    throw damaged(offsets.INFO, `a calibration of format ${firstFormat} cannot be as precise as it says`);
  }
  const slip = findCalibrationFault(calibration, rows);
  // Format 1 has other sections.
  if (slip !== null) throw damaged((offsets[CALIBRATION[slip.array]] ?? offsets.RANK) + 4 * slip.index, slip.message);
}

/** The same model under another name. Throws InputError for a name that cannot be, or as `readModel`. */
export function renameModel(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  return doAtOnce(renamePieces(bytes, name));
}

export function* renamePieces(bytes: Uint8Array, name: string): Pieces<Uint8Array<ArrayBuffer>> {
  const model = yield* readPieces(bytes);
  return yield* writePieces({ ...model, info: { ...model.info, name } });
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
