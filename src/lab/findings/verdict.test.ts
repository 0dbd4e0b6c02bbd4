// The lab's verdict on findings: each goal is missed by captures that were made to miss it, and only then.
import { expect, test } from 'vitest';
import type { LineFigures, ProtocolFindings } from './measure-findings.ts';
import { judgeFindingsOf, type NamedFindings } from './verdict.ts';

const figures = (rank: number | null, withoutAttack = 0, seconds: number | null = 1): LineFigures => ({
  threshold: 0.5,
  findings: withoutAttack + Number(rank !== null && rank > 0),
  withAttack: Number(rank !== null && rank > 0),
  withoutAttack,
  inside: rank === null ? null : Number(rank > 0) / 2,
  rank,
  seconds: rank !== null && rank > 0 ? seconds : null,
});
const of = (line: LineFigures, given: Partial<ProtocolFindings> = {}): ProtocolFindings => ({
  packets: 100,
  attackPackets: line.rank === null ? 0 : 10,
  hours: 1,
  budget: line,
  own: line,
  trained: null,
  kinds: {},
  top: [],
  ...given,
});
/** Ten captures, the first of them as given. */
const ten = (...lines: LineFigures[]): NamedFindings[] =>
  Array.from({ length: 10 }, (_, i) => {
    const line = of(lines[i] ?? figures(1));
    return { capture: `c${i}`, A: line, B: line };
  });

test('where every attack has its finding on top, nothing is short', () => {
  expect(judgeFindingsOf(ten())).toMatchObject({
    short: [],
    A: { captures: 10, budget: { found: 1, onTop: 1, withoutAttack: 0, inside: 0.5, medianSeconds: 1 }, missed: [] },
  });
});

test('nine found of ten are enough, eight are not, and the missed ones are named', () => {
  expect(judgeFindingsOf(ten(figures(0))).short).toEqual([]);
  const { short, A } = judgeFindingsOf(ten(figures(0), figures(0)));
  expect(short).toEqual([
    'A: 0.800 ≥ 0.9 of attacks have a finding; not c0, c1',
    'B: 0.800 ≥ 0.9 of attacks have a finding; not c0, c1',
  ]);
  expect(A).toMatchObject({ missed: ['c0', 'c1'], low: [], budget: { found: 0.8, inside: 0.4 } });
});

test('the third place is on top, the fourth is not', () => {
  expect(judgeFindingsOf(ten(figures(3), figures(3), figures(3))).short).toEqual([]);
  const { short, A } = judgeFindingsOf(ten(figures(4), figures(4), figures(4)));
  expect(short[0]).toBe('A: 0.700 ≥ 0.8 of attacks are within the first three; not c0, c1, c2');
  expect(A).toMatchObject({ missed: [], low: ['c0', 'c1', 'c2'], budget: { found: 1 } });
});

test('five findings without an attack are borne on average, more are not', () => {
  expect(judgeFindingsOf(ten(figures(1, 50))).short).toEqual([]);
  expect(judgeFindingsOf(ten(figures(1, 60))).short[0]).toBe('A: 6.0 ≤ 5 findings without an attack');
});

test('captures without an attack are told apart and count for nothing else', () => {
  const quiet: NamedFindings = { capture: 'quiet', A: of(figures(null, 40)), B: null };
  const { short, A, B } = judgeFindingsOf([...ten(), quiet]);
  expect(short).toEqual([]);
  expect(A).toMatchObject({ captures: 10, controls: { quiet: 40 }, budget: { withoutAttack: 0 } });
  expect(B!.controls).toEqual({});
  expect(judgeFindingsOf([quiet]).short).toEqual(['A: no capture with an attack', 'B: no capture with an attack']);
});

test('the median delay leaves out attacks that were not found; the trained line is judged where there is one', () => {
  const captures = ten(figures(0), figures(1, 0, 5), figures(1, 0, 9));
  captures[3] = { ...captures[3], A: of(figures(1), { trained: figures(0, 7) }) };
  const { A, B } = judgeFindingsOf(captures);
  // Of 1 (seven times), 5 and 9.
  expect(A!.budget.medianSeconds).toBe(1);
  expect(A!.trained).toEqual({ found: 0, onTop: 0, withoutAttack: 7, inside: 0, medianSeconds: null });
  expect(B!.trained).toBeNull();
});
