// Progress always has numbers.
import { expect, test } from 'vitest';
import { progressWords } from './progress-words.ts';

test('done of total, packets, rate and time left', () => {
  expect(
    progressWords({ phase: 'reading', done: 43.2e6, total: 86.4e6, unit: 'bytes', packets: 512_000, seconds: 2 }),
  ).toBe('reading: 43.2 MB of 86.4 MB · 512,000 packets · 21.6 MB/s · 2 s left');
});

test('an unknown total is left out', () => {
  expect(progressWords({ phase: 'training', done: 40, total: null, unit: 'trees', seconds: 0 })).toBe(
    'growing trees: 40 trees',
  );
});
