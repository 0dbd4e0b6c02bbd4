// Changed model files and documents: each is refused in plain words or proved sound. The lab "models" does a million.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMutatedDocuments, readMutatedFiles, smallDocument } from './testing/mutations.ts';

const older = [1, 2, 3].map(
  (format) => new Uint8Array(readFileSync(join(import.meta.dirname, `testing/format-${format}.netanomaly-model`))),
);

test('of 100,000 mutated model files, half of them with a right checksum, each is refused or proved sound', () => {
  const { refused, sound } = readMutatedFiles(100_000, 20261122, older);
  expect(refused + sound).toBe(100_000);
  // Neither all nor none: some changes hit a threshold, a name, or the bytes of one value only.
  expect(sound).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(50_000);
});

test('of 20,000 mutated scikit-learn documents each is refused or becomes a sound model', () => {
  const { refused, sound } = readMutatedDocuments(20_000, 7, smallDocument());
  expect(refused + sound).toBe(20_000);
  expect(sound).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(10_000);
});
