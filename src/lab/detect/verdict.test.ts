// The means of a folder are over the captures that count, and each bar that is missed is told.
import { expect, test } from 'vitest';
import { type CaptureFigures, type ProtocolFigures, judgeCaptures } from './verdict.ts';

const of = (attackShare: number, value: number): ProtocolFigures => ({
  attackShare,
  figures: { auroc: value, averagePrecision: value, recall01: value, recall1: value },
});
const capture = (name: string, A: ProtocolFigures | null, B = A): CaptureFigures => ({ capture: name, A, B });

test('means are over mixes, over captures of 0.1 % to 30 % attack, and over all with attacks', () => {
  const { means } = judgeCaptures([
    capture('d01', of(0.05, 1)),
    capture('d02', of(0.3, 0.5)),
    capture('d03', of(0.31, 0)),
    capture('d04', { attackShare: 0, figures: null }),
    capture('d05', null),
    capture('x01', of(0.001, 0)),
  ]);
  expect(means.A.mixes).toMatchObject({ captures: 2, auroc: 0.75, recall1: 0.75 });
  expect(means.A.counted).toMatchObject({ captures: 3, averagePrecision: 0.5 });
  expect(means.B.withAttack).toMatchObject({ captures: 4, recall01: 0.375 });
});

test('bars that are reached say nothing', () => {
  expect(judgeCaptures([capture('d01', of(0.05, 0.98))]).short).toEqual([]);
});

test('a bar that is missed is told with its figure, and so is one of nothing', () => {
  const { short } = judgeCaptures([capture('d01', of(0.05, 0.96), null)]);
  expect(short).toEqual([
    'A, mean over the mixes: auroc 0.960 ≥ 0.97',
    'B, mean over the mixes: auroc NaN ≥ 0.97',
    'B, mean over the mixes: averagePrecision NaN ≥ 0.82',
    'B, mean over the mixes: recall1 NaN ≥ 0.75',
  ]);
});
