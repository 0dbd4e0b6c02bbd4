// The catalogue: every feature of every set is explained, and its sentences say amounts, not logarithms.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { describeFeatures, featureSentence } from './catalogue.ts';
import { FEATURE_IDS } from './ids.ts';
import { FEATURE_SETS } from './sets.ts';

test.each(['basic', 'traffic'] as const)('every feature of %s is in a group, and is explained', (set) => {
  const grouped = FEATURE_SETS[set].groups.flatMap(({ features }) => features);
  expect([...new Set(grouped)]).toEqual(FEATURE_IDS[set]);
  for (const { label, tells, formula, range, source, needs } of describeFeatures(FEATURE_IDS[set])) {
    for (const text of [label, tells, formula, range, source]) expect(text).not.toBe('');
    expect(tells).toMatch(/^[A-Z].*\.$/);
    expect(needs.length).toBeGreaterThan(0);
  }
  const shares = FEATURE_SETS[set].groups.map(({ share }) => share);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('a sentence says how many there were, of the logarithm that the model sees', () => {
  const [rate, size] = describeFeatures(['conn_rate10', 'size']);
  expect(featureSentence(rate, Math.log2(213), 2)).toBe(
    'one of its hosts had 212 new connections within 10 s; usually at most 3',
  );
  expect(featureSentence(rate, 1, null)).toBe('one of its hosts had 1 new connection within 10 s');
  expect(featureSentence(rate, Math.log2(2.5), 0)).toBe(
    'one of its hosts had 1.5 new connections within 10 s; usually at most 0',
  );
  expect(featureSentence(size, 65000, 1514)).toBe('has 65,000 bytes; usually at most 1,514');
});

test('an unknown feature is refused by its name', () => {
  expect(() => describeFeatures(['size', 'entropy'])).toThrow(InputError);
  expect(() => describeFeatures(['size', 'entropy'])).toThrow('"entropy"');
});
