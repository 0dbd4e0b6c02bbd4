// The budget's line: at most so many findings, never above the ceiling, never below the line that was marked at.
import { expect, test } from 'vitest';
import { findBudgetLine, makeLadder, readLadder } from './budget-line.ts';
import { groupFindings } from './group.ts';
import { drawMarked, type DrawnPacket } from './testing/draw-marked.ts';

const T = 1_700_000_000;

/** One odd packet a minute, each between other hosts: the n-th scores 0.30 + n / 1000. */
const singles = (count: number): DrawnPacket[] =>
  Array.from({ length: count }, (_, i) => ({ ts: T + 60 * i, src: `10.0.0.${i}`, dst: `10.0.1.${i}`, srcPort: 50_000, dstPort: 443, score: 0.3 + i / 1000, excess: { rare_volume: 99 } })); // prettier-ignore

test('of 121 findings in two hours a budget of 10 an hour keeps the 20 oddest, or hardly fewer', () => {
  const packets = singles(121);
  const { threshold, findings } = findBudgetLine(drawMarked(packets), 10);
  expect(findings).toBe(20);
  // Above the score of the 21st.
  expect(threshold).toBeCloseTo(0.4, 6);
  expect(groupFindings(drawMarked(packets, { threshold }), null).total).toBe(20);
});

test('three are always allowed, however short a traffic is', () => {
  expect(findBudgetLine(drawMarked(singles(5)), 10).findings).toBe(3);
});

test('within the budget the line is that which packets were marked at', () => {
  expect(findBudgetLine(drawMarked(singles(121), { threshold: 0.415 }), 10)).toEqual({ threshold: 0.415, findings: 5 });
});

test('beyond the ceiling everything is a finding, whatever the budget is', () => {
  const ceiling = 0.35;
  expect(findBudgetLine(drawMarked(singles(121), { ceiling }), 10)).toEqual({ threshold: ceiling, findings: 70 });
});

test('no packets, or times, make no trouble', () => {
  expect(findBudgetLine(drawMarked([]), 10)).toEqual({ threshold: 0, findings: 0 });
  const untimed = singles(30).map((packet) => ({ ...packet, ts: undefined }));
  expect(findBudgetLine(drawMarked(untimed), 10).findings).toBe(10);
  expect(makeLadder(drawMarked(untimed))).toBeNull();
  // A model's file says of how many hours, above 0, a ladder is.
  const atOnce = singles(30).map((packet) => ({ ...packet, ts: T }));
  expect(findBudgetLine(drawMarked(atOnce), 10).findings).toBe(3);
  expect(makeLadder(drawMarked(atOnce))).toBeNull();
});

test('a ladder falls from the highest score to the line, its findings rise, and it is read by a budget', () => {
  const ladder = makeLadder(drawMarked(singles(121)))!;
  expect(ladder.hours).toBe(2);
  expect(ladder.thresholds[0]).toBeCloseTo(0.42, 6);
  expect(ladder.findings[0]).toBe(0);
  expect(ladder.thresholds.at(-1)).toBe(0);
  expect(ladder.findings.at(-1)).toBe(121);
  expect([...ladder.thresholds]).toEqual([...ladder.thresholds].toSorted((a, b) => b - a));
  const { threshold, findings } = readLadder(ladder, 10);
  expect(findings).toBeLessThanOrEqual(20);
  expect(findings).toBeGreaterThan(10);
  expect(groupFindings(drawMarked(singles(121), { threshold }), null).total).toBe(findings);
});
