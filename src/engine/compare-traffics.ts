// From one traffic to another: who and what moved, and the features where one model has seen both.
import { doPaced } from '../base/pacer.ts';
import { InputError } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type { Pace } from '../detect/order.ts';
import { fingerprintModel } from '../model/fingerprint.ts';
import { driftBetween, driftBetweenNames, type Sorted } from '../survey/bins.ts';
import { compareTraffics } from '../survey/compare.ts';
import type { Countable } from '../survey/count-kinds.ts';
import type { Comparison, FeatureDrift } from '../survey/types.ts';
import { modelOf } from './finding-calls.ts';
import { apartOf, NAMES } from './find-drift.ts';
import { findLevels, lineOf } from '../survey/marker.ts';
import { sampleColumns } from './sample-columns.ts';
import type { Scored, Traffic } from './traffic.ts';

/** Moves of a kind, at most. */
const MOST_MOVES = 1000;

async function countable({ table, scores }: Traffic, line: Line | null, pace: Pace): Promise<Countable> {
  if (scores === null || line === null) return { table, odd: null };
  const levels = await doPaced(findLevels(table, line.hosts), pace);
  return { table, odd: { scores, lineOf: (chunk) => lineOf(chunk, line.threshold, levels) } };
}

async function fingerprintOf(scored: Scored, pace: Pace): Promise<string> {
  return (scored.fingerprint ??= await doPaced(fingerprintModel(await modelOf(scored, pace)), pace));
}

async function samplesOf({ table }: Traffic, { columns }: Scored, pace: Pace): Promise<Sorted[]> {
  const samples: Sorted[] = [];
  await doPaced(
    sampleColumns(columns, table.length, (sample) => samples.push(sample)),
    pace,
  );
  return samples;
}

async function compareFeatures(before: Traffic, after: Traffic, pace: Pace): Promise<FeatureDrift[]> {
  const [was, is] = [before.scored, after.scored];
  if (was === null || is === null) return [];
  if ((await fingerprintOf(was, pace)) !== (await fingerprintOf(is, pace))) return [];
  const { features } = (await modelOf(was, pace)).info;
  const [first, second] = [await samplesOf(before, was, pace), await samplesOf(after, is, pace)];
  const moved: FeatureDrift[] = [];
  for (const [index, feature] of features.entries()) {
    const [from, to] = [first[index], second[index]];
    moved.push(
      NAMES.includes(feature)
        ? driftBetweenNames(feature, from, to)
        : driftBetween(feature, from, to, apartOf(feature)),
    );
    await pace();
  }
  return moved.sort((a, b) => b.psi - a.psi);
}

const sizeOf = ({ table, span }: Traffic) => ({ packets: table.length, seconds: span && span.last - span.first });

/** See `SurveyCalls.compare`. Throws InputError for a count that cannot be. */
export async function compareTwo(
  before: Traffic,
  after: Traffic,
  line: Line | null,
  count: number,
  pace: Pace,
): Promise<Comparison> {
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_MOVES)) {
    throw new InputError(`${count} moves of each kind cannot be told: ask for 1 to ${MOST_MOVES}.`);
  }
  const [first, second] = [await countable(before, line, pace), await countable(after, line, pace)];
  return {
    before: sizeOf(before),
    after: sizeOf(after),
    ...(await doPaced(compareTraffics(first, second, count), pace)),
    features: await compareFeatures(before, after, pace),
  };
}
