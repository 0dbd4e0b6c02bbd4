// What is said of a threshold that was adjusted.
import { expect, test } from 'vitest';
import { adjustmentWords } from './threshold-words.ts';

const adjustment = { trained: 0.2914, aboveTrained: 310, ceiling: 0.408, beyond: 0 };

test('what training’s line would have marked is said where it is not the same', () => {
  expect(adjustmentWords(adjustment, { packets: 10_000, anomalies: 100 }, 0.01)).toBe(
    'Adjusted to this traffic: training’s line, 0.291, would have marked 3.1 % here.',
  );
  expect(adjustmentWords({ ...adjustment, aboveTrained: 100 }, { packets: 10_000, anomalies: 100 }, 0.01)).toBe('');
});

test('packets beyond the ceiling are told apart from the promised share', () => {
  const told = adjustmentWords(
    { ...adjustment, aboveTrained: 500, beyond: 400 },
    { packets: 10_000, anomalies: 500 },
    0.01,
  );
  expect(told).toBe('400 packets above 0.408 would be odd in any traffic, and do not count towards the 1 %.');
});

test('a share of few packets that is less than half of one is called so', () => {
  const few = { ...adjustment, aboveTrained: 0 };
  expect(adjustmentWords(few, { packets: 40, anomalies: 0 }, 0.01)).toBe(
    '1 % of 40 packets is less than half a packet: none.',
  );
  expect(adjustmentWords(few, { packets: 50, anomalies: 0 }, 0.01)).toBe('');
});
