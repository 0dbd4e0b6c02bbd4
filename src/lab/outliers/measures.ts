// How well scores rank the anomalies of a labelled set: AUROC and average precision; and mean, spread and error of runs.

export interface Ranking {
  /** Chance that an anomaly scores above a normal row; a tie counts half. */
  auroc: number;
  /** Sum over the distinct scores, from the highest down, of recall gained times precision there. */
  averagePrecision: number;
}

/**
 * Scores with the label behind them, ascending: the bits of positive floats stand in the order of the floats.
 * @param scores above 0, in chunks
 * @param labels one a row over all chunks: 1 = anomaly, 0 = normal, at least one of each
 */
export function rankScores(scores: readonly Float32Array[], labels: Uint8Array): Uint32Array {
  const keys = new Uint32Array(labels.length);
  let row = 0;
  for (const chunk of scores) {
    for (const bits of new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length))
      keys[row] = 2 * bits + labels[row++];
  }
  return keys.sort();
}

/** Distinct scores (by their bits) from the highest down, with how many of each kind have it. */
function* eachScore(ranked: Uint32Array): Generator<{ bits: number; anomalies: number; normals: number }> {
  for (let end = ranked.length; end > 0;) {
    const bits = ranked[end - 1] >>> 1;
    let [anomalies, normals] = [0, 0];
    for (; end > 0 && ranked[end - 1] >>> 1 === bits; end--) {
      if ((ranked[end - 1] & 1) === 1) anomalies++;
      else normals++;
    }
    yield { bits, anomalies, normals };
  }
}

function countAnomalies(ranked: Uint32Array): number {
  let anomalies = 0;
  for (const key of ranked) anomalies += key & 1;
  return anomalies;
}

/**
 * The least score from which on at most `falsePositives` of the normal rows are marked (Infinity where that is none), and
 * the share of the anomalies that then are.
 */
export function findThreshold(ranked: Uint32Array, falsePositives: number): { threshold: number; recall: number } {
  const anomalies = countAnomalies(ranked);
  const most = falsePositives * (ranked.length - anomalies);
  let threshold = Infinity;
  let [marked, normals] = [0, 0];
  for (const each of eachScore(ranked)) {
    normals += each.normals;
    if (normals > most) break;
    marked += each.anomalies;
    threshold = new Float32Array(Uint32Array.of(each.bits).buffer)[0];
  }
  return { threshold, recall: marked / anomalies };
}

/** Average precision is scikit-learn's `average_precision_score`: equal scores are one step. */
export function judgeRanking(ranked: Uint32Array): Ranking {
  const anomalies = countAnomalies(ranked);
  const normals = ranked.length - anomalies;
  let wins = 0;
  let precision = 0;
  // From the highest score down: how many of each stand above.
  let anomaliesAbove = 0;
  let normalsAbove = 0;
  for (const tied of eachScore(ranked)) {
    wins += tied.anomalies * (normals - normalsAbove - tied.normals / 2);
    anomaliesAbove += tied.anomalies;
    normalsAbove += tied.normals;
    precision += (tied.anomalies * anomaliesAbove) / (anomaliesAbove + normalsAbove);
  }
  return { auroc: wins / (anomalies * normals), averagePrecision: precision / anomalies };
}

/** Ranks rows by score, the higher the odder. Scores and labels as for `rankScores`. */
export function measureRanking(scores: readonly Float32Array[], labels: Uint8Array): Ranking {
  return judgeRanking(rankScores(scores, labels));
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
