// AUROC and average precision against known answers, and the errors of means.
import { describe, expect, test } from 'vitest';
import { errorsApart, findThreshold, measureRanking, rankScores, spreadOf, standardError } from './measures.ts';

const rank = (scores: number[], labels: number[]) =>
  measureRanking([Float32Array.from(scores)], Uint8Array.from(labels));

describe('recall at a share of false positives', () => {
  const recall = (scores: number[], labels: number[], share: number) =>
    findThreshold(rankScores([Float32Array.from(scores)], Uint8Array.from(labels)), share);

  test('counts the anomalies above the last normal row that may be marked', () => {
    const scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
    const labels = [1, 0, 1, 0, 1, 0];
    const recalls = [0, 1 / 3, 2 / 3, 1].map((share) => recall(scores, labels, share).recall);
    expect(recalls).toEqual([1 / 3, 2 / 3, 1, 1]);
    expect(recall(scores, labels, 1 / 3).threshold).toBe(Math.fround(0.7));
  });

  test('does not take apart what has the same score', () => {
    expect(recall([0.9, 0.5, 0.5, 0.5, 0.1], [1, 1, 0, 1, 0], 0.4).recall).toBe(1 / 3);
    expect(recall([0.9, 0.1], [0, 1], 0.5)).toEqual({ threshold: Infinity, recall: 0 });
    expect(recall([0.9, 0.5, 0.5, 0.5, 0.1], [1, 1, 0, 1, 0], 0.5).recall).toBe(1);
  });
});

describe('AUROC and average precision', () => {
  test('a perfect ranking is 1 in both', () => {
    expect(rank([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])).toEqual({ auroc: 1, averagePrecision: 1 });
  });

  test('the worst ranking has AUROC 0 and the least average precision', () => {
    // Recall grows by 1/2 at places 3 and 4: (1/3 + 2/4) / 2.
    const { auroc, averagePrecision } = rank([0.8, 0.9, 0.1, 0.2], [0, 0, 1, 1]);
    expect(auroc).toBe(0);
    expect(averagePrecision).toBeCloseTo(5 / 12, 15);
  });

  test('where all scores are equal AUROC is a half and average precision the share of anomalies', () => {
    expect(rank([0.5, 0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0, 1])).toEqual({ auroc: 0.5, averagePrecision: 0.4 });
  });

  test('ties count half, and are one step of precision', () => {
    // The anomaly at 0.9 beats three normal rows, the one at 0.5 beats 0.1 and ties with two: (3 + 1 + 0.5 + 0.5) / 6.
    // Recall grows by 1/2 at 0.9, where precision is 1, and at 0.5, where it is 2/4.
    const { auroc, averagePrecision } = rank([0.5, 0.9, 0.5, 0.1, 0.5], [0, 1, 1, 0, 0]);
    expect(auroc).toBeCloseTo(5 / 6, 15);
    expect(averagePrecision).toBe(0.75);
  });

  // scikit-learn 1.2.1: roc_auc_score(y, s), average_precision_score(y, s) for the s and y below.
  test('twelve scores with ties rank as in scikit-learn, in however many chunks they come', () => {
    const scores = [0.5, 0.5, 0.25, 0.75, 0.5, 0.125, 0.75, 0.5, 1, 0.25, 0.375, 0.625];
    const labels = Uint8Array.from([0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0]);
    for (const size of [1, 5, 12]) {
      const chunks = Array.from({ length: Math.ceil(12 / size) }, (_, index) =>
        Float32Array.from(scores.slice(index * size, (index + 1) * size)),
      );
      const { auroc, averagePrecision } = measureRanking(chunks, labels);
      expect(auroc).toBeCloseTo(0.6571428571428573, 14);
      expect(averagePrecision).toBeCloseTo(0.6242424242424243, 14);
    }
  });

  // i = numpy.arange(1, 1001); s = ((i * 7919) % 97 + 1) / 128; y = ((i * i) % 11 == 3).astype(int)
  test('a thousand rows on 97 scores rank as in scikit-learn', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => index + 1);
    const { auroc, averagePrecision } = rank(
      rows.map((i) => (((i * 7919) % 97) + 1) / 128),
      rows.map((i) => ((i * i) % 11 === 3 ? 1 : 0)),
    );
    expect(auroc).toBeCloseTo(0.5066095273919234, 14);
    expect(averagePrecision).toBeCloseTo(0.1853076953100427, 14);
  });
});

describe('means and their errors', () => {
  test('the deviation is that of a sample', () => {
    // Deviations -3, -1, 1, 3: 20 / 3.
    expect(spreadOf([2, 4, 6, 8])).toEqual({ mean: 5, std: Math.sqrt(20 / 3), count: 4 });
    expect(spreadOf([7])).toEqual({ mean: 7, std: 0, count: 1 });
  });

  test('the error of a difference takes both runs: sqrt(3²/9 + 8²/16)', () => {
    const [a, b] = [
      { mean: 10, std: 3, count: 9 },
      { mean: 0, std: 8, count: 16 },
    ];
    expect(standardError(a, b)).toBeCloseTo(Math.sqrt(5), 14);
    expect(errorsApart(a, b)).toBeCloseTo(10 / Math.sqrt(5), 14);
    expect(errorsApart(b, a)).toBeCloseTo(-10 / Math.sqrt(5), 14);
  });

  test('figures that never vary are equal or infinitely far apart', () => {
    const one = { mean: 1, std: 0, count: 10 };
    expect(errorsApart(one, one)).toBe(0);
    expect(errorsApart(one, { ...one, mean: 2 })).toBe(-Infinity);
  });
});
