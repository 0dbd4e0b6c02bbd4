// What forests see of features.
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { rectify, rectifyColumns } from './rectify.ts';

test('values up to the floor are nothing, above it their distance counts, up to the cap', () => {
  const column = Float32Array.of(-5, 2, 2.5, 4, 6, 1e30);
  expect(rectify(column, { floor: 2, cap: 4 })).toEqual(Float32Array.of(0, 0, 0.5, 2, 4, 4));
});

test('of all chunks those columns are made anew that have a floor', () => {
  const chunks = [
    [Float32Array.of(1, 3), Uint8Array.of(6, 17)],
    [Float32Array.of(2), Uint8Array.of(1)],
  ];
  const seen = doAtOnce(rectifyColumns(chunks, [{ floor: 1, cap: 1 }, null]));
  expect(seen).toEqual([
    [Float32Array.of(0, 1), Uint8Array.of(6, 17)],
    [Float32Array.of(1), Uint8Array.of(1)],
  ]);
  expect(seen[0][1]).toBe(chunks[0][1]);
});
