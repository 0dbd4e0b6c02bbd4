// Teaches a model that packets are normal: grows it anew on its kept training rows and theirs, and says what that changes.
import type { CoreInstance } from '../base/core.ts';
import { InputError } from '../base/errors.ts';
import { doPaced } from '../base/pacer.ts';
import { calibrate } from '../detect/calibrate.ts';
import { makeAnchors } from '../detect/excess.ts';
import { rankScores } from '../detect/order.ts';
import { profileColumns } from '../detect/profile.ts';
import { quantileThreshold } from '../detect/threshold.ts';
import type { Calibration } from '../model/calibration.ts';
import { type Model, writePieces } from '../model/file.ts';
import { fingerprintModel } from '../model/fingerprint.ts';
import { checkModelName } from '../model/info.ts';
import { CHUNK_MASK, CHUNK_SHIFT, type PacketTable } from '../packets/table.ts';
import { analyzeTable, rescoreTable } from './analyze-table.ts';
import type { ColumnChunks } from './columns.ts';
import { describeScores } from './describe-scores.ts';
import { findCeiling } from './find-ceiling.ts';
import { gatherValues, keepRows } from './keep-rows.ts';
import { visitMarked } from '../survey/marker.ts';
import { scoreChunks } from './score.ts';
import { type Means, medianOf, seeColumns } from './score-traffic.ts';
import { growForest } from './train.ts';
import type { Teaching, TeachRequest } from './types.ts';

/**
 * Share of the new training rows that are taught ones, at least and at most. As often as they occur they would hardly be
 * drawn: of 75 packets taught to a model of 20,000, 56 stayed above its line; of a tenth 4 do. What is usual stays as it is:
 * raised to theirs, other oddities of the kind fall too (half of an attack did).
 */
const LEAST_SHARE = 0.1;
const MOST_SHARE = 0.5;
/** Share of the packets from which their oddity is measured. */
const TAIL = 0.01;

/** Values that are listed one feature after another, as columns. */
const columnsFrom = (values: Float32Array, features: number): ColumnChunks => [
  Array.from({ length: features }, (_, feature) => {
    const rows = values.length / features;
    return values.subarray(feature * rows, (feature + 1) * rows);
  }),
];

/** The kept rows and, behind them, taught ones: each in turn, as often as they occur beside the training packets, or more. */
function joinRows(kept: Float32Array, packets: number, columns: ColumnChunks, features: number, rows: Uint32Array) {
  const share = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, rows.length / (rows.length + packets)));
  const before = kept.length / features;
  const more = Math.max(1, Math.round((before * share) / (1 - share)));
  // At even distances, again from the first where they are fewer.
  const chosen = Uint32Array.from({ length: more }, (_, index) =>
    more > rows.length ? rows[index % rows.length] : rows[Math.floor((index * rows.length) / more)],
  );
  const [taught] = columnsFrom(gatherValues(columns, features, chosen), features);
  const [old] = columnsFrom(kept, features);
  return [
    old.map((column, feature) => {
      const joined = new Float32Array(before + more);
      joined.set(column);
      joined.set(taught[feature], before);
      return joined;
    }),
  ];
}

function checkRequest({ rows }: TeachRequest, table: PacketTable): void {
  if (rows.length === 0) throw new InputError('There are no packets to teach: choose some that are normal.');
  const wrong = rows.findIndex((row, index) => row >= table.length || (index > 0 && row <= rows[index - 1]));
  if (wrong !== -1) {
    throw new InputError(`Packets to teach must be places in the traffic that rise; found ${rows[wrong]}.`);
  }
}

/** A calibration whose scores are moved; of those that become one, all packets are counted. */
function moveScores(calibration: Calibration, move: (score: number) => number): Calibration {
  const scores = calibration.scores.map(move);
  const last = [...scores.keys()].filter((i) => scores[i] !== scores[i + 1]);
  const first = [...scores.keys()].filter((i) => scores[i] !== scores[i - 1]);
  return {
    scores: Float32Array.from(last, (i) => scores[i]),
    higher: Uint32Array.from(first, (i) => calibration.higher[i]),
    upTo: Uint32Array.from(last, (i) => calibration.upTo[i]),
    whole: calibration.whole,
  };
}

/**
 * What the new version would be, and do to this traffic; nothing is changed. Rejects with InputError for a model without
 * kept rows, one that the traffic's packets do not fit, and rows that cannot be.
 * @param present the traffic's scores by the model as it is, where they are there
 */
export async function teachModel(
  core: CoreInstance,
  table: PacketTable,
  model: Model,
  present: { scores: readonly Float32Array[]; columns: ColumnChunks } | null,
  request: TeachRequest,
  means: Means,
): Promise<Teaching> {
  const { info, context, kept } = model;
  const { pacer, pace } = means;
  checkRequest(request, table);
  const name = checkModelName(request.name);
  if (kept === null || info.rows === null || model.calibration === null) {
    throw new InputError(
      'This model was made before models kept rows of their training, or was imported: train it anew to teach it.',
    );
  }
  const { columns, scores: before } = present ?? (await analyzeTable(core, model, table, means));
  const { features, parameters } = info;
  const width = features.length;
  const set = joinRows(kept, info.rows, columns, width, request.rows);
  const seen = await seeColumns(set, features, context, pace);
  const anchors = context === null ? [] : makeAnchors(width);
  const sampled = { ...parameters, max_samples: context === null ? parameters.max_samples : info.samplesPerTree };
  const forest = await growForest(core, seen, features, sampled, pacer, anchors);
  const own = await scoreChunks(core, forest, seen, pacer);

  const at = new Date().toISOString();
  const taught = [...info.taught, { packets: request.rows.length, at }];
  const parent = await doPaced(fingerprintModel(model), pace);
  let next: Model = {
    ...model,
    info: { ...info, name, created: at, taught, parent },
    forest,
    kept: keepRows(set, width, parameters.random_state),
    ladder: null,
  };
  if (context === null) {
    const rows = set[0][0].length;
    const threshold = await quantileThreshold(own, parameters.contamination, pace);
    const { samplesPerTree } = forest;
    next = {
      ...next,
      info: { ...next.info, rows, threshold, samplesPerTree },
      calibration: await calibrate(own, pace),
      profiles: await profileColumns(set, pace),
    };
  } else {
    const base = await medianOf(own, pace);
    // The whole training traffic is not here any more: how the scores of its rows moved tells how those in context did, as
    // context only averages them.
    const old = await seeColumns(columnsFrom(kept, width), features, context, pace);
    const tailOf = async (grown: Model['forest']): Promise<number> => {
      const scores = await scoreChunks(core, grown, old, pacer);
      return (await rankScores(scores, [Math.floor(TAIL * scores[0].length) + 1], pace)).scores[0];
    };
    const [was, is] = [(await tailOf(model.forest)) - context.base, (await tailOf(forest)) - base];
    const stretch = was > 0 && is > 0 ? is / was : 1;
    const move = (score: number): number => Math.min(1, Math.max(2 ** -20, base + stretch * (score - context.base)));
    next = {
      ...next,
      context: { ...context, base },
      calibration: moveScores(model.calibration, move),
      info: { ...next.info, threshold: parameters.contamination === 'auto' ? info.threshold : move(info.threshold) },
    };
  }
  const file = await doPaced(writePieces(next), pace);
  const after = await rescoreTable(core, next, table, columns, means);
  const ceiling = await findCeiling(core, next, pacer);
  const { threshold } = await describeScores(after.scores, next, ceiling, after.said, 0, pace);
  return { info: next.info, file, ...(await compare(table, before, after.scores, request, means)), threshold };
}

/** Counts packets above the line before and after. */
async function compare(
  table: PacketTable,
  before: readonly Float32Array[],
  after: readonly Float32Array[],
  { rows, line }: TeachRequest,
  { pace }: Means,
): Promise<Omit<Teaching, 'info' | 'file' | 'threshold'>> {
  // Bits of each packet: taught, above before, above after.
  const states = table.chunks.map(({ length }) => new Uint8Array(length));
  for (const row of rows) states[row >> CHUNK_SHIFT][row & CHUNK_MASK] = 1;
  for (const [scores, bit] of [
    [before, 2],
    [after, 4],
  ] as const) {
    // prettier-ignore
    const visit = (chunk: number, found: Uint32Array, count: number): void => {
      for (let at = 0; at < count; at++) states[chunk][found[at]] |= bit;
    };
    await doPaced(visitMarked({ table, scores }, line, visit), pace);
  }
  const counts = new Array<number>(8).fill(0);
  for (const part of states) for (const state of part) counts[state]++;
  return {
    taught: rows.length,
    taughtBefore: counts[3] + counts[7],
    taughtAfter: counts[5] + counts[7],
    othersBefore: counts[2] + counts[6],
    othersAfter: counts[4] + counts[6],
    othersNew: counts[4],
  };
}
