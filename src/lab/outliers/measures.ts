// How well scores rank the anomalies of a labelled set: AUROC and average precision; and mean, spread and error of runs.

export interface Ranking {
  /** Chance that an anomaly scores above a normal row; a tie counts half. */
  auroc: number;
  /** Sum over the distinct scores, from the highest down, of recall gained times precision there. */
  averagePrecision: number;
}

/** Scores with the label behind them, ascending: the bits of positive floats stand in the order of the floats. */
function sortKeys(scores: readonly Float32Array[], labels: Uint8Array): Uint32Array {
  const keys = new Uint32Array(labels.length);
  let row = 0;
  for (const chunk of scores) {
    for (const bits of new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length))
      keys[row] = 2 * bits + labels[row++];
  }
  return keys.sort();
}

/**
 * The least score from which on at most `falsePositives` of the normal rows are marked; Infinity where that is none. Scores
 * and labels as in `measureRanking`.
 */
export function findThreshold(scores: readonly Float32Array[], labels: Uint8Array, falsePositives: number): number {
  const keys = sortKeys(scores, labels);
  const most = falsePositives * labels.reduce((sum, label) => sum + 1 - label, 0);
  let [least, normals] = [Infinity, 0];
  for (let end = keys.length; end > 0;) {
    const bits = keys[end - 1] >>> 1;
    for (; end > 0 && keys[end - 1] >>> 1 === bits; end--) normals += 1 - (keys[end - 1] & 1);
    if (normals > most) break;
    least = new Float32Array(Uint32Array.of(bits).buffer)[0];
  }
  return least;
}

/** Share of the anomalies at that threshold. */
export function measureRecall(scores: readonly Float32Array[], labels: Uint8Array, falsePositives: number): number {
  const threshold = findThreshold(scores, labels, falsePositives);
  let [row, anomalies, marked] = [0, 0, 0];
  for (const chunk of scores) {
    for (const score of chunk) {
      if (labels[row++] === 0) continue;
      anomalies++;
      if (score >= threshold) marked++;
    }
  }
  return marked / anomalies;
}

/**
 * Ranks rows by score, the higher the odder. Average precision is scikit-learn's `average_precision_score`: equal scores
 * are one step.
 * @param scores above 0, in chunks
 * @param labels one a row over all chunks: 1 = anomaly, 0 = normal, at least one of each
 */
export function measureRanking(scores: readonly Float32Array[], labels: Uint8Array): Ranking {
  const keys = sortKeys(scores, labels);
  const anomalies = labels.reduce((sum, label) => sum + label, 0);
  const normals = labels.length - anomalies;
  let wins = 0;
  let precision = 0;
  // From the highest score down: how many of each stand above.
  let anomaliesAbove = 0;
  let normalsAbove = 0;
  for (let end = keys.length; end > 0;) {
    const score = keys[end - 1] >>> 1;
    let [tiedAnomalies, tiedNormals] = [0, 0];
    for (; end > 0 && keys[end - 1] >>> 1 === score; end--) {
      if ((keys[end - 1] & 1) === 1) tiedAnomalies++;
      else tiedNormals++;
    }
    wins += tiedAnomalies * (normals - normalsAbove - tiedNormals / 2);
    anomaliesAbove += tiedAnomalies;
    normalsAbove += tiedNormals;
    precision += (tiedAnomalies * anomaliesAbove) / (anomaliesAbove + normalsAbove);
  }
  return { auroc: wins / (anomalies * normals), averagePrecision: precision / anomalies };
}

/** Mean and standard deviation of `count` figures. */
export interface Spread {
  mean: number;
  std: number;
  count: number;
}

/** Sample standard deviation (divided by n - 1); 0 for a single figure. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: count < 2 ? 0 : Math.sqrt(squares / (count - 1)), count };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard error of the difference of two means. */
export function standardError(a: Spread, b: Spread): number {
  return Math.hypot(a.std / Math.sqrt(a.count), b.std / Math.sqrt(b.count));
}

/** How many standard errors `a` lies above `b`; two figures that never vary are 0 apart or infinitely far. */
export function errorsApart(a: Spread, b: Spread): number {
  const difference = a.mean - b.mean;
  return difference === 0 ? 0 : difference / standardError(a, b);
}
