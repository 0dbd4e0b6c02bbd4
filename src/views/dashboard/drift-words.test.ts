// Words of distributions: where most moved, bins of amounts and of shares, and advice.
import { expect, test } from 'vitest';
import type { DriftBin, FeatureDrift } from '../../survey/types.ts';
import {
  adviceWords,
  binWords,
  daysSince,
  degreeWords,
  driftSentence,
  indexWords,
  moveWords,
  shareWords,
} from './drift-words.ts';

const of = (feature: string, ...bins: [from: number, to: number, before: number, after: number][]): FeatureDrift => ({
  feature,
  psi: 1,
  chance: 0.01,
  bins: bins.map(([from, to, before, after]): DriftBin => ({ from, to, before, after })),
});
const words = (drift: FeatureDrift) => drift.bins.map((bin) => binWords(drift, bin));

test('sizes are bytes, and all above an edge is told together', () => {
  const size = of('size', [40, 60, 0.5, 0.5], [60, 300, 0.49, 0.28], [300, 1500, 0.01, 0.1], [1500, 9000, 0, 0.12]);
  expect(words(size)).toEqual([
    'up to 60 bytes',
    'above 60 bytes, up to 300 bytes',
    'above 300 bytes, up to 1,500 bytes',
    'above 1,500 bytes',
  ]);
  expect(moveWords(size)).toBe('above 300 bytes: 1 % → 22 %');
});

test('logarithms are told as what they count', () => {
  // log2(1 + connections): 0, 7 and 127.
  const scan = of('half_open10', [0, 0, 0.9, 0.7], [0, 3, 0.1, 0.1], [3, 7, 0, 0.2]);
  expect(words(scan)).toEqual(['0 connections', 'above 0 connections, up to 7 connections', 'above 7 connections']);
  expect(moveWords(scan)).toBe('above 7 connections: none → 20 %');
});

test('of shares more is less', () => {
  // log2 of one by the share: 1, a half, an eighth.
  const moved = of('mac_changed', [0, 0, 0.9, 0.9], [0, 1, 0.1, 0.02], [1, 3, 0, 0.08]);
  expect(words(moved)).toEqual([
    '100 % of its packets',
    '50 % of its packets to 100 % of its packets',
    'less than 50 % of its packets',
  ]);
  expect(moveWords(moved)).toBe('less than 50 % of its packets: none → 8 %');
});

test('protocols are names, and those that were not there before are others', () => {
  const proto = of('proto', [6, 6, 0.7, 0.5], [17, 17, 0.3, 0.1], [1, 47, 0, 0.4]);
  proto.bins[2].unseen = true;
  expect(words(proto)).toEqual(['TCP 6', 'UDP 17', 'all others']);
  expect(moveWords(proto)).toBe('all others: none → 40 %');
});

test('a feature that has one value only is told with it', () => {
  expect(moveWords(of('bad_flags', [0, 0, 1, 1]))).toBe('none: 100 % → 100 %');
});

test('what rounds to nothing is not none', () => {
  expect([0, 0.0002, 0.0123, 1].map(shareWords)).toEqual(['none', 'less than 0.1 %', '1.2 %', '100 %']);
  expect(indexWords({ ...of('size'), psi: 0.42, chance: 0.001 })).toBe('index 0.42, by chance less than 0.01');
});

test('sentence and advice speak only of what is above chance', () => {
  const size = of('size', [40, 60, 0.5, 0.4], [60, 300, 0.5, 0.6]);
  const drift = {
    features: [size, { ...size, feature: 'proto', psi: 0.05 }],
    scores: null,
    packets: 5000,
    same: false,
  };
  expect(driftSentence(drift, false)).toBe('1 of 2 features is distributed differently than in the training.');
  expect(driftSentence(drift, true)).toBe('This is the traffic that the model was trained on.');
  expect(adviceWords(drift, true, 90)).toBe('');
  expect(adviceWords(drift, false, 90)).toContain('The model is 90 days old, and networks change. An attack');
  const little = { ...drift, features: [{ ...size, psi: 0.15 }] };
  expect(adviceWords(little, false, 3)).toBe('');
  // From 0.25 on, as the Guide has it.
  const edge = { ...drift, features: [{ ...size, psi: 0.25 }] };
  expect(degreeWords(edge.features[0])).toBe('much moved');
  expect(adviceWords(edge, false, 3)).toContain('An attack');
  expect(adviceWords(little, false, 31)).toBe('The model is 31 days old, and networks change. Train it anew on usual traffic of these days.'); // prettier-ignore
  expect(driftSentence({ ...drift, features: [{ ...size, chance: 0.6 }], packets: 20 }, false)).toContain('20 packets are too few'); // prettier-ignore
  expect(driftSentence({ ...drift, features: [], scores: size }, false)).toContain('but their scores do not');
});

test('days are whole ones since then', () => {
  expect(daysSince('2026-01-01T00:00:00Z', Date.UTC(2026, 1, 1, 12))).toBe(31);
  expect(daysSince('no time')).toBeNull();
});
