// Low lines, and the names of taught models.
import { expect, test } from 'vitest';
import type { Analysis } from '../engine/types.ts';
import { findBudget, findLowLine } from './ladder.ts';
import type { Findings } from './findings.svelte.ts';
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

test('a budget counts all that is beyond the ceiling, however much that is', async () => {
  const lines: number[] = [];
  const analysis = { ...scored({ 30: 9000, 80: 1000 }), adjustment: { ceiling: 0.75 } } as Analysis;
  const findings = {
    engine: { marked: async (_: number, { threshold }: { threshold: number }) => lines.push(threshold) },
    service: { findBudgetLine: async () => ({ threshold: 0.75, findings: 3 }) },
    session: { analysis, loaded: { report: { traffic: 1 } } },
  } as unknown as Findings;
  // More than one in fifty are above 0.8.
  expect(findLowLine({ ...analysis, threshold: 0.9 })).toBe(0.9);
  await findBudget(findings, 10, []);
  await findBudget(
    { ...findings, session: { ...findings.session, analysis: { ...analysis, threshold: 0.9 } } } as Findings,
    10,
    [],
  );
  expect(lines).toEqual([0.7, 0.75]);
});

test('taught models are numbered on, whatever they were taught before', () => {
  expect(nameTaught('Office LAN', [])).toBe('Office LAN, taught 1');
  expect(nameTaught('Office LAN', ['Office LAN, taught 1'])).toBe('Office LAN, taught 2');
  expect(nameTaught('Office LAN, taught 2', ['Office LAN, taught 2'])).toBe('Office LAN, taught 3');
  expect(nameTaught('x'.repeat(200), []).length).toBeLessThanOrEqual(200);
});
