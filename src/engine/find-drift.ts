// How a traffic differs from the training of the model that its scores are of.
import { doPaced, Pacer } from '../base/pacer.ts';
import type { Pace } from '../detect/order.ts';
import { findFeatures } from '../features/sets.ts';
import { isOwnTraffic } from '../features/state.ts';
import type { Model } from '../model/file.ts';
import { driftOfFeature, driftOfScores } from '../survey/drift.ts';
import type { Drift, FeatureDrift } from '../survey/types.ts';
import { drawSeed } from './extract-features.ts';
import { modelOf, scoresOf } from './finding-calls.ts';
import { MOST_SAMPLED, sampleColumns, sampleValues } from './sample-columns.ts';
import type { Traffic } from './traffic.ts';
import type { Progress } from './types.ts';

/** Features whose values are names. */
export const NAMES: readonly string[] = ['proto'];

/** Values that are nearer to one another read the same: most features are logarithms, of which 0.05 are 3.5 %. */
const APART = 0.05;
export const apartOf = (feature: string): number => (findFeatures([feature])[0].integer ? 0 : APART);

/** The index of a sample beside the whole that it is drawn from is less. */
const ALIKE = 0.001;

/** See `SurveyCalls.drift`. Throws InputError before an analysis. */
export async function findDrift(traffic: Traffic, pace: Pace): Promise<Drift | null> {
  const { table, scored, scores } = scoresOf(traffic);
  const model = await modelOf(scored, pace);
  const { info, profiles, calibration, kept } = model;
  if (profiles === null || info.rows === null) return null;
  const { rows } = info;
  const features: FeatureDrift[] = [];
  await doPaced(
    sampleColumns(scored.columns, table.length, (now, index) => {
      const feature = info.features[index];
      const count = (kept?.length ?? 0) / info.features.length;
      const drawn = kept && kept.slice(index * count, (index + 1) * count).sort();
      const known = { rows, kept: drawn, now, isNames: NAMES.includes(feature), apart: apartOf(feature) };
      features.push(driftOfFeature(feature, profiles[index], known));
    }),
    pace,
  );
  const ofScores = calibration && driftOfScores(calibration, sampleValues(scores, table.length));
  await pace();
  return {
    same: await isTraining(traffic, model, ofScores),
    features: features.sort((a, b) => b.psi - a.psi),
    scores: ofScores,
    packets: Math.min(table.length, MOST_SAMPLED),
  };
}

/**
 * By what the extraction proved. Of the packet's own values there is no proof: then files of the same names and number of
 * packets, whose scores are distributed alike, are taken for the training's.
 */
async function isTraining(
  { table, names }: Traffic,
  { info, context }: Model,
  scores: FeatureDrift | null,
): Promise<boolean> {
  if (table.length !== info.rows) return false;
  if (context === null) return names.join() === info.trainedOn.join() && scores !== null && scores.psi < ALIKE;
  const seed = await drawSeed(table, info.parameters.random_state, new Pacer<Progress>());
  return isOwnTraffic(context.state, seed, table.length);
}
