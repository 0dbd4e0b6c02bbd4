// What is stored is proved: records of before there were tails are read, and shares that cannot be are not.
import { expect, test } from 'vitest';
import { checkAlert } from './check.ts';
import { sampleAlert } from './testing/sample-alert.ts';

test('an alert without a tail, as older ones are, is one', () => {
  const { finding } = sampleAlert();
  expect('tail' in finding).toBe(false);
  expect(() => checkAlert(sampleAlert())).not.toThrow();
  expect(() => checkAlert(sampleAlert({ tail: null }))).not.toThrow();
  expect(() => checkAlert(sampleAlert({ tail: { share: 1e-6, low: 0, high: 1e-5 } }))).not.toThrow();
});

test.each<[string, unknown]>([
  ['no object', 0.5],
  ['a list', []],
  ['half of one', { share: 1e-6 }],
  ['a share outside its interval', { share: 0.5, low: 0, high: 0.1 }],
  ['an interval that is turned round', { share: 0.2, low: 0.3, high: 0.1 }],
  ['more than all', { share: 1, low: 0, high: 2 }],
  ['less than none', { share: 0, low: -1, high: 0 }],
  ['no number', { share: Number.NaN, low: 0, high: 1 }],
])('a tail that is %s is refused by name', (_, tail) => {
  expect(() => checkAlert(sampleAlert({ tail } as never))).toThrow(
    'tail of a finding must be a share with its interval or null.',
  );
});
