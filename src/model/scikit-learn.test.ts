// Reading scikit-learn's forests: what is taken over, what is refused and in which words, and what the README shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError, messageOf } from '../base/errors.ts';
import { doAtOnce } from '../base/pacer.ts';
import { type Model, readModel, writeModel } from './file.ts';
import { readScikitPieces } from './scikit-learn.ts';
import { depthsOf, walkForest } from './testing/forests.ts';

const CREATED = '2026-01-31T12:00:00.000Z';
const read = (document: unknown, known = ['size', 'proto']): Model =>
  doAtOnce(readScikitPieces(JSON.stringify(document), { known, name: 'file', created: CREATED }));

/** Four rows: size <= 100.7 first, then proto <= 6.5 on the left. In depth first order, as scikit-learn writes it. */
const tree = () => ({
  feature: [0, 1, -2, -2, -2],
  threshold: [100.7, 6.5, -2, -2, -2],
  left: [1, 2, -1, -1, -1],
  right: [4, 3, -1, -1, -1],
  samples: [4, 3, 2, 1, 1],
});
const small = () => ({
  madeWith: 'scikit-learn 1.9.1',
  features: 2,
  featureNames: ['size', 'proto'],
  maxSamples: 4,
  contamination: 'auto',
  offset: -0.5,
  trees: [tree()],
});

test('a small forest becomes a model, its nodes renumbered and its thresholds rounded down', () => {
  const model = read(small());
  expect(model.info).toMatchObject({ name: 'file', created: CREATED, rows: null, threshold: 0.5 });
  expect([model.calibration, model.profiles]).toEqual([null, null]);
  // Children side by side: root, its two, then the two of the left one.
  expect([...model.forest.samples]).toEqual([4, 3, 1, 2, 1]);
  expect([...model.forest.splits].map((split) => split & 0xffffff)).toEqual([1, 3, 0, 0, 0]);
  expect(model.forest.thresholds[0]).toBeLessThanOrEqual(100.7);
  expect(model.forest.thresholds[0]).toBeCloseTo(100.7, 4);
  expect(readModel(writeModel(model))).toEqual(model);
  // c(4) = 1.85165…: two rows left over at depth 2.
  expect(walkForest(model.forest, [100, 6])).toBeCloseTo(2 ** (-3 / 1.8516559071791), 9);
});

test('a tree of one leaf is one, and a name of its own is kept', () => {
  const leaf = { feature: [-2], threshold: [-2], left: [-1], right: [-1], samples: [4] };
  const model = read({ ...small(), name: 'Office', trees: [leaf, tree()] });
  expect(depthsOf(model.forest)).toEqual([0, 2]);
  expect(model.info).toMatchObject({ name: 'Office', parameters: { n_estimators: 2 } });
});

test('there is a pause after the text was parsed, and after each tree', () => {
  const text = JSON.stringify({ ...small(), trees: Array(7).fill(tree()) });
  expect([...readScikitPieces(text, { known: ['size', 'proto'], name: 'x', created: CREATED })]).toHaveLength(1 + 7);
});

test('a forest whose roots count fewer rows was grown with bootstrap', () => {
  expect(read(small()).info.parameters.bootstrap).toBe(false);
  const model = read({ ...small(), maxSamples: 6 });
  expect(model.info).toMatchObject({ samplesPerTree: 6, parameters: { bootstrap: true, max_samples: 6 } });
  expect(readModel(writeModel(model))).toEqual(model);
});

test('a share that was asked for puts the threshold just above the offset, so that ties stay unmarked', () => {
  const { threshold } = read({ ...small(), contamination: 0.1, offset: -0.625 }).info;
  expect(threshold).toBeGreaterThan(0.625);
  expect(threshold - 0.625).toBeLessThan(6e-7);
});

describe('features', () => {
  test('without names are ours when there are as many, and that is said', () => {
    const { featureNames: _, ...nameless } = small();
    expect(read(nameless).info).toMatchObject({ features: ['size', 'proto'], featuresAssumed: true });
    expect(read(small()).info.featuresAssumed).toBe(false);
    expect(() => read(nameless, ['size', 'proto', 'gap'])).toThrow('2 features without names');
  });

  test('in another order keep it', () => {
    expect(read({ ...small(), featureNames: ['proto', 'size'] }).info.features).toEqual(['proto', 'size']);
  });
});

describe('what cannot be is refused, with tree and node', () => {
  const chain = (rows: number) => ({
    feature: [0, -2, 0, -2, 0, -2, -2],
    threshold: [1, -2, 2, -2, 3, -2, -2],
    left: [1, -1, 3, -1, 5, -1, -1],
    right: [2, -1, 4, -1, 6, -1, -1],
    samples: [rows, 1, rows - 1, 1, rows - 2, 1, rows - 3],
  });
  const withTree = (change: Partial<Record<keyof ReturnType<typeof tree>, unknown>>) => ({
    ...small(),
    trees: [tree(), { ...tree(), ...change }],
  });
  const refused: [string, unknown, string][] = [
    ['a list', [1], 'without a list "trees"'],
    ['null', null, 'without a list "trees"'],
    ['no trees', { ...small(), trees: [] }, 'must have 1 to 1,000 trees; found 0'],
    ['too many trees', { ...small(), trees: Array(1001).fill(tree()) }, 'found 1001'],
    ['no features', { ...small(), features: undefined }, '"features" must be an integer from 1 to 255; found nothing'],
    ['features as text', { ...small(), features: '2' }, 'found "2"'],
    ['one row a tree', { ...small(), maxSamples: 1 }, '"maxSamples" must be an integer from 2 to 8388608; found 1'],
    ['a contamination of 0', { ...small(), contamination: 0 }, '"contamination" must be "auto" or a share above 0'],
    ['an offset above 0', { ...small(), offset: 0.5 }, '"offset" must be a number from -1 to 0; found 0.5'],
    ['a maker that is no text', { ...small(), madeWith: 7 }, '"madeWith" must be a text'],
    ['a name too long', { ...small(), name: 'x'.repeat(201) }, '"name" must be a text'],
    ['names that repeat', { ...small(), featureNames: ['size', 'size'] }, '"featureNames" must be 2 different names'],
    ['names too few', { ...small(), featureNames: ['size'] }, '"featureNames" must be 2 different names'],
    ['names of others', { ...small(), featureNames: ['size', 7] }, 'it looks at the feature 7, and this page scores size, proto'],
    ['a tree that is none', { ...small(), trees: [null] }, 'tree 0 has no list "feature"'],
    ['a list that is missing', withTree({ left: undefined }), 'tree 1 has no list "left"'],
    ['lists of other lengths', withTree({ left: [1] }), 'the lists of tree 1 have 5, 5, 1, 5, 5 elements'],
    ['empty lists', withTree({ feature: [], threshold: [], left: [], right: [], samples: [] }), '0, 0, 0, 0, 0 elements'],
    ['a child that is no number', withTree({ left: ['1', 2, -1, -1, -1] }), 'tree 1, node 0: there is no node "1" to go to'],
    ['a child beyond the tree', withTree({ right: [5, 3, -1, -1, -1] }), 'tree 1, node 0: there is no node 5'],
    ['half a leaf', withTree({ right: [-1, 3, -1, -1, -1] }), 'tree 1, node 0: there is no node -1'],
    ['a child that is its parent', withTree({ left: [1, 1, -1, -1, -1] }), 'tree 1, node 1: node 1 has another parent'],
    ['a way back to the root', withTree({ left: [1, 0, -1, -1, -1] }), 'tree 1, node 1: there is no node 0 to go to'],
    ['two ways to a node', withTree({ right: [4, 2, -1, -1, -1] }), 'tree 1, node 1: node 2 has another parent'],
    ['a node without a way to it', withTree({ left: [-1, 2, -1, -1, -1], right: [-1, 3, -1, -1, -1] }), 'tree 1, node 1: no other node leads to it'],
    ['a feature that there is not', withTree({ feature: [0, 2, -2, -2, -2] }), 'tree 1, node 1: "feature" must be an integer from 0 to 1; found 2'],
    ['a threshold that is no number', withTree({ threshold: [null, 6.5, -2, -2, -2] }), 'tree 1, node 0: "threshold" must be a finite number; found null'],
    ['a threshold below all floats', withTree({ threshold: [-1e39, 6.5, -2, -2, -2] }), 'found -1e+39'],
    ['rows that do not add up', withTree({ samples: [4, 3, 1, 1, 1] }), 'tree 1, node 1: its 3 samples are 1 + 1'],
    ['half a row', withTree({ samples: [4, 3, 1.5, 1.5, 1] }), 'tree 1, node 2: "samples" must be an integer from 1 to 4'],
    ['more rows than a tree has', { ...small(), maxSamples: 3 }, 'tree 0, node 0: "samples" must be an integer from 1 to 3'],
    ['a tree that is too deep', { ...small(), trees: [chain(4)] }, 'tree 0, node 4: it lies deeper than 2 levels'],
  ]; // prettier-ignore

  test.each(refused)('%s', (_, document, words) => {
    let message = 'it was accepted';
    try {
      read(document);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      message = messageOf(error);
    }
    expect(message).toContain(words);
  });
});

test('lists in lists without end are refused in words as well', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const text = JSON.stringify(small()).replace('"features":2', `"features":${deep}`);
  const words = '"features" must be an integer from 1 to 255; found ["…"]';
  expect(() => doAtOnce(readScikitPieces(text, { known: ['size', 'proto'], name: 'file', created: CREATED }))).toThrow(
    words,
  );
});

test('what the README shows is what the script runs, and writes the keys that are read', () => {
  const project = join(import.meta.dirname, '../..');
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  const script = readFileSync(join(project, 'src/lab/scikit_forests.py'), 'utf8');
  const [shown] = /def export_forest[\s\S]*?(?=\n\n)/.exec(readme)!;
  expect(script).toContain(`\n${shown}\n\n\n`);
  const keys = [...shown.matchAll(/"(\w+)": /g)].map(([, key]) => key);
  expect(keys.toSorted()).toEqual([...Object.keys(tree()), ...Object.keys(small())].toSorted());
});
