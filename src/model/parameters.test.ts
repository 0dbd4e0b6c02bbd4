// Training parameters: defaults, ranges, and the words of a refusal.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { checkParameters, featuresPerTree, PARAMETERS } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './types.ts';

test('absent and undefined parameters take their defaults', () => {
  expect(checkParameters()).toEqual(DEFAULT_PARAMETERS);
  expect(checkParameters({ contamination: undefined, n_estimators: 7 })).toEqual({
    ...DEFAULT_PARAMETERS,
    n_estimators: 7,
  });
});

test('the entries cover every parameter, in the order of the defaults', () => {
  expect(PARAMETERS.map(({ id }) => id)).toEqual(Object.keys(DEFAULT_PARAMETERS));
});

test.each([
  ['n_estimators', [1, 1000]],
  ['max_samples', [2, 8388608]],
  ['max_features', [1e-9, 1, 2, 255]],
  ['bootstrap', [true, false]],
  ['contamination', [1e-9, 0.5, 'auto']],
  ['random_state', [0, 4294967295]],
])('the ends of the range of %s are accepted', (id, values) => {
  for (const value of values) expect(checkParameters({ [id]: value })).toEqual({ ...DEFAULT_PARAMETERS, [id]: value });
});

test.each([
  ['n_estimators', [0, 1001, 2.5, '100', null, Number.NaN]],
  ['max_samples', [1, 0, 8388609, 10.5, 'auto', true]],
  ['max_features', [0, -0.5, 1.5, 2.5, 256, Infinity, '1']],
  ['bootstrap', [0, 1, 'true', null]],
  ['contamination', [0, 0.51, -1, 'Auto', Number.NaN, [0.1]]],
  ['random_state', [-1, 4294967296, 0.5, null, '0']],
])('%s is refused outside of its range, by name', (id, values) => {
  for (const value of values) {
    expect(() => checkParameters({ [id]: value })).toThrow(InputError);
    expect(() => checkParameters({ [id]: value })).toThrow(`${id} must be`);
  }
});

test('the refusal says range and finding', () => {
  expect(() => checkParameters({ n_estimators: 'many' })).toThrow(
    'n_estimators must be an integer from 1 to 1,000; found "many".',
  );
  expect(() => checkParameters({ n_estimator: 5 } as object)).toThrow('Unknown parameter "n_estimator"');
  expect(() => checkParameters(null as unknown as object)).toThrow('must be an object; found null');
});

test('features for each tree are counted as scikit-learn does', () => {
  expect([1, 0.5, 0.34, 0.01].map((share) => featuresPerTree(share, 3))).toEqual([3, 1, 1, 1]);
  expect([2, 3].map((count) => featuresPerTree(count, 3))).toEqual([2, 3]);
  expect(() => featuresPerTree(4, 3)).toThrow('only 3 features');
});
