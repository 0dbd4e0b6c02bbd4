// Several forests in one model file: each fault is refused with its place among the trees of all groups.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { readModel, writeModel } from './file.ts';
import { fusedModel } from './testing/forests.ts';

const SECTIONS = 'INFO TREE THRE SPLI SAMP SCOR OVER UPTO PART PSCO POVE PUPT TYPE FROM VALU HAVE FUSE STAT'.split(' ');

/** Where a section begins. */
const offsetOf = (view: DataView, id: string): number => view.getUint32(24 + 12 * SECTIONS.indexOf(id) + 4, true);

/** What is said of the file with one element of a section changed. */
function refusal(id: string, index: number, value: number, kind: 'u32' | 'f32' | 'f64' = 'u32'): string {
  const bytes = writeModel(fusedModel());
  const view = new DataView(bytes.buffer);
  const at = offsetOf(view, id) + (kind === 'f64' ? 8 : 4) * index;
  if (kind === 'u32') view.setUint32(at, value, true);
  else if (kind === 'f32') view.setFloat32(at, value, true);
  else view.setFloat64(at, value, true);
  const end = bytes.length - 32;
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end);
  let message = 'it was accepted';
  try {
    readModel(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    message = (error as Error).message.replace(` ${at.toLocaleString('en-US')}:`, ' there:');
  }
  return message;
}

// The first group has the trees 0 and 1 with the nodes 0 to 7, the second the tree 2 with the nodes 8 to 10.
test.each([
  ['TREE', 2, 7, 'tree 1 has nodes 3 to 7|the trees end at node 7|its children'],
  ['TREE', 2, 4_000_000_000, 'has nodes'],
  ['TREE', 3, 10, 'at byte there: tree 0 has nodes 0 to 2|the trees end|children'],
  ['TREE', 0, 1, 'at byte there: the first tree begins at node 1, not 0'],
  ['SPLI', 8, 0x01000001, 'at byte there: it asks for feature 1 of 1'],
  ['SAMP', 8, 3, 'at byte there: a root has 3 rows, not 4'],
  ['SAMP', 0, 4, 'at byte there: a root has 4 rows, not 3'],
  ['PART', 1, 9, 'group 0 has the scores 0 to 9|the training scores'],
  ['PART', 2, 4, 'the training scores are not those of 2 groups'],
  ['POVE', 4, 1, 'at byte there: 1 stands where counts must rise from 0'],
  ['PUPT', 4, 41, 'at byte there: the last count must be 40; it is 41'],
  ['PUPT', 4, 0, '0 stands where more than 0 must'],
] as const)('%s[%i] = %i', (id, index, value, words) => {
  expect(refusal(id, index, value)).toMatch(new RegExp(words));
});

test('scores of a group that do not fall, and numbers that fusing cannot go by', () => {
  expect(refusal('PSCO', 1, 0.95, 'f32')).toContain('at byte there: score');
  expect(refusal('FUSE', 1, Infinity, 'f64')).toContain('at byte there: fusing cannot go by Infinity');
  expect(refusal('FUSE', 0, Number.NaN, 'f64')).toContain('at byte there: fusing cannot go by NaN');
});

test('groups that do not fit the model are refused', () => {
  const model = fusedModel();
  const { info } = model;
  const [pair, alone] = info.groups;
  const written = (change: object) => () => writeModel({ ...model, info: { ...info, ...change } });
  expect(written({ groups: [pair, { ...alone, features: ['size'] }] })).toThrow('groups must be');
  expect(written({ groups: [pair, { ...alone, id: 'pair' }] })).toThrow('groups must be');
  expect(written({ groups: [{ ...alone, trees: 3 }] })).toThrow('groups must be');
  expect(written({ groups: [] })).toThrow('groups must be');
  expect(written({ groups: [pair, { ...alone, samplesPerTree: 5 }] })).toThrow('groups must be');
  expect(written({ groups: [pair, { ...alone, trees: 2 }] })).toThrow('it lists 3 trees, but its groups have 4');
  expect(written({ leftOut: 39 })).toThrow('leftOut must be an integer from 0 to 38');
  // So few packets are left that the trees would have more.
  expect(written({ leftOut: 37 })).toThrow('samplesPerTree must be 3');
  expect(written({ featureSet: { id: '', version: 1 } })).toThrow('featureSet must be');
  expect(written({ featureSet: null })).toThrow('featureSet must be');
});
