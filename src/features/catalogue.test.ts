// The catalogue's columns are the packets' own values as float32.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { tableOf } from '../model/testing/forests.ts';
import { FEATURES, featureColumns } from './catalogue.ts';

const { chunks } = tableOf([[60, 6], [4294967295, 255], [16777217, 0]]); // prettier-ignore

test('columns come in the order of the ids, rounded to float32', () => {
  expect(featureColumns(chunks[0], ['proto', 'size'])).toEqual([
    Float32Array.of(6, 255, 0),
    Float32Array.of(60, 4294967296, 16777216),
  ]);
});

test('an unknown feature is refused by its name', () => {
  expect(() => featureColumns(chunks[0], ['size', 'entropy'])).toThrow(InputError);
  expect(() => featureColumns(chunks[0], ['size', 'entropy'])).toThrow('"entropy"');
});

test('every feature names columns that a chunk has', () => {
  for (const { id, label, why, needs } of FEATURES) {
    expect(id.length * label.length * why.length).toBeGreaterThan(0);
    for (const column of needs) expect(chunks[0]).toHaveProperty(column);
  }
});
