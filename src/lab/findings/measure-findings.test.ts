// What the lab makes of findings and labels, on packets drawn by hand whose findings are plain.
import { expect, test } from 'vitest';
import { drawMarked, type DrawnPacket } from '../../detect/findings/testing/draw-marked.ts';
import { judgeFindings } from './measure-findings.ts';

const T = 1_700_000_000;
/** Row 0 is below any line; rows 1 and 2 are one finding, row 3 another, row 4 a third. */
const packets: DrawnPacket[] = [
  { ts: T, src: '10.0.0.1', dst: '10.0.0.2', score: 0.1 },
  { ts: T + 10, src: '10.0.0.3', dst: '10.0.0.4', score: 0.9, excess: { new_local: 255 } },
  { ts: T + 11, src: '10.0.0.3', dst: '10.0.0.4', score: 0.8, excess: { new_local: 255 } },
  { ts: T + 12, src: '10.0.0.5', dst: '10.0.0.6', score: 0.7, excess: { new_local: 255 } },
  { ts: T + 13, src: '10.0.0.7', dst: '10.0.0.8', score: 0.6, excess: { new_local: 255 } },
];
const times = packets.map(({ ts }) => ts!);
const judge = (labels: number[], kinds: string[], threshold = 0.5) =>
  judgeFindings(drawMarked(packets, { threshold }), { labels, kinds, times });

test('findings with and without an attack are counted, with its rank, share and delay', () => {
  const { figures, kinds, top } = judge([1, 0, 0, 1, 1], ['scan', '', '', 'scan', 'flood']);
  expect(figures).toEqual({
    threshold: 0.5,
    findings: 3,
    withAttack: 2,
    withoutAttack: 1,
    // Row 0 is in none.
    inside: 2 / 3,
    rank: 2,
    seconds: 12,
  });
  expect(kinds).toEqual({ scan: 2, flood: 3 });
  expect(top.map((title) => title.startsWith('* '))).toEqual([false, true, true]);
  expect(top[1]).toContain('10.0.0.5');
});

test('an attack that no finding holds has rank 0 and no delay', () => {
  const { figures, kinds } = judge([1, 0, 0, 0, 0], ['scan', '', '', '', '']);
  expect(figures).toMatchObject({ withAttack: 0, withoutAttack: 3, inside: 0, rank: 0, seconds: null });
  expect(kinds).toEqual({ scan: 0 });
});

test('without an attack there is nothing to find; above all scores there are no findings', () => {
  const none = ['', '', '', '', ''];
  expect(judge([0, 0, 0, 0, 0], none).figures).toMatchObject({ withoutAttack: 3, inside: null, rank: null, seconds: null }); // prettier-ignore
  const { figures, top } = judge([0, 1, 0, 0, 0], ['', 'scan', '', '', ''], 0.95);
  expect(figures).toMatchObject({ findings: 0, withAttack: 0, inside: 0, rank: 0 });
  expect(top).toEqual([]);
});
