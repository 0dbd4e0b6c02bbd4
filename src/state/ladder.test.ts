// Low lines, and the names of taught models.
import { expect, test } from 'vitest';
import type { Analysis } from '../engine/types.ts';
import { findLowLine } from './ladder.ts';
import { nameTaught } from './lesson.svelte.ts';

function scored(bins: Record<number, number>): Analysis {
  const histogram = new Uint32Array(100);
  for (const [bin, count] of Object.entries(bins)) histogram[Number(bin)] = count;
  const packets = histogram.reduce((sum, count) => sum + count, 0);
  return { histogram, packets, threshold: 0.7 } as Analysis;
}

test('the low line leaves one in fifty packets above it at most, and never more than are asked for', () => {
  const analysis = scored({ 30: 9880, 60: 60, 80: 40, 90: 20 });
  // 120 packets are less than 200; as low as the next ones.
  expect(findLowLine(analysis)).toBe(0.31);
  expect(findLowLine(analysis, 119)).toBe(0.61);
  expect(findLowLine(analysis, 59)).toBe(0.81);
  expect(findLowLine(scored({ 30: 9880, 60: 180, 80: 40 }))).toBe(0.61);
});

test('where more packets share the highest step, the line that is drawn is the low one', () => {
  expect(findLowLine(scored({ 30: 10, 50: 1000 }))).toBe(0.7);
});

test('taught models are numbered on, whatever they were taught before', () => {
  expect(nameTaught('Office LAN', [])).toBe('Office LAN, taught 1');
  expect(nameTaught('Office LAN', ['Office LAN, taught 1'])).toBe('Office LAN, taught 2');
  expect(nameTaught('Office LAN, taught 2', ['Office LAN, taught 2'])).toBe('Office LAN, taught 3');
  expect(nameTaught('x'.repeat(200), []).length).toBeLessThanOrEqual(200);
});
