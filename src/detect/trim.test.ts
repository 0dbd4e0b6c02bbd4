// Which rows are left to grow trees on.
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { keepUsual } from './trim.ts';

const scores = [Float32Array.of(0.5, 0.9, 0.25), Float32Array.of(), Float32Array.of(0.75, 0.5)];
const keep = (threshold: number) => doAtOnce(keepUsual(scores, threshold));

test('rows above the threshold are left out, over all chunks', () => {
  expect(keep(0.5)).toEqual(Uint32Array.of(0, 2, 4));
  expect(keep(0.75)).toEqual(Uint32Array.of(0, 2, 3, 4));
});

test('nothing is left out where all are usual, or where too few would be left', () => {
  expect(keep(0.9)).toBeNull();
  expect(keep(0.25)).toBeNull();
});
