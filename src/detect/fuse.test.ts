// Scores of several groups become one number, and a score.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { doAtOnce } from '../base/pacer.ts';
import { fuseGroups, medianOf, readFusion, scoreOf, writeFusion } from './fuse.ts';

test('a packet is as odd as in the group where it is furthest above the median', () => {
  const groups = [
    [Float32Array.of(0.5, 0.75), Float32Array.of(0.25)],
    [Float32Array.of(0.5, 0.25), Float32Array.of(0.125)],
  ];
  expect(doAtOnce(fuseGroups(groups, [0.5, 0.25]))).toEqual([Float32Array.of(0.25, 0.25), Float32Array.of(-0.125)]);
});

test('the median is the lower one of two in the middle from the top', async () => {
  expect(await medianOf([Float32Array.of(0.25, 1), Float32Array.of(0.5)])).toBe(0.5);
  expect(await medianOf([Float32Array.of(0.25, 1, 0.5, 0.75)])).toBe(0.75);
});

test('a score is 0.5 where nothing stands out, and never leaves 0 to 1', () => {
  expect([0, 0.25, 0.9, -0.125].map(scoreOf)).toEqual([0.5, 0.75, 1, 0.375]);
  expect(scoreOf(-3)).toBeGreaterThan(0);
});

test('the numbers of a model are read as they were written, and others are refused', () => {
  const fusion = { medians: [0.375, 0.5], floors: [3, -1, 7.5] };
  expect(readFusion(writeFusion(fusion), 2, 3)).toEqual(fusion);
  expect(() => readFusion(writeFusion(fusion), 2, 4)).toThrow(InputError);
  expect(() => readFusion(Float64Array.of(0, 3), 1, 1)).toThrow(InputError);
  expect(() => readFusion(Float64Array.of(1.5, 3), 1, 1)).toThrow(InputError);
});
