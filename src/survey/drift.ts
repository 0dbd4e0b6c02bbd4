// How the features and scores of a traffic differ from what a model keeps of its training.
import type { Calibration } from '../model/calibration.ts';
import { type FeatureProfile, QUANTILES } from '../model/profile.ts';
import { countNames, driftOfNames, driftOverEdges, type Edge, type Sorted, thinEdges } from './bins.ts';
import type { FeatureDrift } from './types.ts';

/** Groups of listed values, at most. */
const GROUPS = 10;

/** Listed values in groups of a tenth of the packets or more: what is up to each is known exactly. */
function groupEdges({ values, counts }: NonNullable<FeatureProfile['listed']>, rows: number): Edge[] {
  const edges: Edge[] = [];
  let [upTo, grouped] = [0, 0];
  values.forEach((value, index) => {
    upTo += counts[index];
    grouped += counts[index];
    if (grouped * GROUPS < rows && index < values.length - 1) return;
    edges.push({ value, least: upTo / rows, most: upTo / rows });
    grouped = 0;
  });
  return edges;
}

/**
 * Quantiles, each value once. Many packets may share the value of a quantile, so that more are up to it than its share; the
 * next one says how many at most.
 */
function quantileEdges(quantiles: Float32Array): Edge[] {
  const edges: Edge[] = [];
  quantiles.forEach((value, index) => {
    const following = quantiles[index + 1];
    // Of the lowest value there is a single packet to tell, unless it is a quantile once more.
    if (value === following || (index === 0 && quantiles.length > 1)) return;
    const most = index === quantiles.length - 1 ? 1 : QUANTILES[index + 1];
    edges.push({ value, least: QUANTILES[index], most });
  });
  return edges;
}

/**
 * How a feature differs from its profile.
 * @param rows    training packets
 * @param kept    the feature's values in the training rows that the model keeps, or null
 * @param now     its values at hand, at least one
 * @param isNames whether values are names (protocol numbers), between which nothing lies
 * @param apart   edges of bins are so far from one another at least
 */
export function driftOfFeature(
  feature: string,
  profile: FeatureProfile,
  {
    rows,
    kept,
    now,
    isNames,
    apart = 0,
  }: { rows: number; kept: Sorted | null; now: Sorted; isNames: boolean; apart?: number },
): FeatureDrift {
  const { listed, quantiles } = profile;
  if (listed !== null && isNames) {
    const before = new Map(Array.from(listed.values, (value, index) => [value, listed.counts[index]]));
    return driftOfNames(feature, before, countNames(now));
  }
  const known = { rows, lowest: quantiles[0] };
  const edges = listed === null ? quantileEdges(quantiles) : groupEdges(listed, rows);
  return driftOverEdges(feature, thinEdges(edges, apart), { ...known, drawn: listed === null ? kept : null }, now);
}

/** How the scores differ from the training's, in bins that end at scores which the calibration counted. */
export function driftOfScores({ scores, higher, upTo, whole }: Calibration, now: Sorted): FeatureDrift {
  const last = scores.length - 1;
  const rows = upTo[last];
  const steps = QUANTILES.map((share) => {
    let step = last;
    while (step > 0 && rows - higher[step] < share * rows) step--;
    return step;
  });
  const edges = [...new Set(steps)].map((step) => ({
    value: scores[step],
    least: 1 - (whole ? higher[step] : upTo[step]) / rows,
    most: 1 - higher[step] / rows,
  }));
  return driftOverEdges('score', edges, { rows, lowest: scores[last], drawn: null }, now);
}
