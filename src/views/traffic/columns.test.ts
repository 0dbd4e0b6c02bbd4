// The table shows the columns that the traffic has, and the answer first where there is little room.
import { expect, test } from 'vitest';
import type { SortColumn } from '../../engine/types.ts';
import { chooseColumns, columnsOf, leastWidthOf, packetWords } from './columns.ts';

const ids = (...of: Parameters<typeof columnsOf>) => columnsOf(...of).map((column) => column.id);

test('absent fields have no column', () => {
  expect(ids(new Set(), false, false, false)).toEqual(['row', 'proto', 'size']);
  expect(ids(new Set(['src', 'ts']), true, false, false)).toEqual([
    'row',
    'ts',
    'src',
    'proto',
    'size',
    'score',
    'mark',
  ]);
});

test('on a narrow screen the score comes first', () => {
  expect(ids(new Set(['src', 'dst']), true, false, true)).toEqual([
    'score',
    'mark',
    'src',
    'dst',
    'proto',
    'size',
    'row',
  ]);
});

test('a packet is marked when its score is above the threshold, not at it', () => {
  const mark = columnsOf(new Set(), true, false, false).find((column) => column.id === 'mark')!;
  const row = { row: 0, size: 1, proto: 6, score: 0.5, frame: null };
  expect(mark.text(row, { withDate: false, threshold: 0.5 })).toBe('');
  expect(mark.text(row, { withDate: false, threshold: 0.49 })).toBe('odd');
});

test('all columns of a day’s traffic fit beside the rail of a window of 1,280 pixels', () => {
  const all = new Set(['src', 'dst', 'ts', 'src_port', 'dst_port', 'tcp_flags']);
  // Rail, edges of the page, and two scroll bars of 17 pixels.
  expect(leastWidthOf(columnsOf(all, true, false, false))).toBeLessThanOrEqual(1280 - 120 - 40 - 2 - 34);
});

test('on a narrow screen a port stands beside its address', () => {
  const all = new Set(['src', 'dst', 'src_port', 'dst_port']);
  expect(ids(all, true, false, true).slice(2, 6)).toEqual(['src', 'src_port', 'dst', 'dst_port']);
});

test('signs that are not seen, or that turn the writing round, are written out', () => {
  const src = columnsOf(new Set(['src']), false, false, false).find((column) => column.id === 'src')!;
  const row = { row: 0, size: 1, proto: 6, score: null, frame: null, src: 'a\u202e1.0.0.01\n' };
  expect(src.text(row, { withDate: false, threshold: 0.5 })).toBe('a\\u{202e}1.0.0.01\\u{a}');
});

test('what stands beside the table takes room from what is missed least, never from score, mark, size or protocol', () => {
  const fields = new Set(['ts', 'src', 'dst', 'src_port', 'dst_port', 'tcp_flags']);
  const wide = leastWidthOf(columnsOf(fields, true, true, false));
  const left = (width: number, sort: SortColumn = 'score', room = wide) =>
    chooseColumns(fields, true, true, room, width, sort).map(({ id }) => id);
  expect(left(wide)).toEqual(ids(fields, true, true, false));
  expect(left(870)).toEqual(['row', 'ts', 'src', 'dst', 'proto', 'size', 'score', 'mark']);
  expect(left(800)).toEqual(['row', 'src', 'dst', 'proto', 'size', 'score', 'mark']);
  expect(left(100)).toEqual(['src', 'dst', 'proto', 'size', 'score', 'mark']);
  expect(left(100, 'dst_port')).toContain('dst_port');
  // A table that has to be scrolled in any case keeps all.
  expect(left(400, 'score', wide - 1)).toEqual(ids(fields, true, true, true));
});

test('a packet is told apart by who sent it to whom and when, as far as that is known', () => {
  const packet = { row: 0, size: 60, proto: 6, score: 0.7, frame: null };
  const shown = { withDate: false, threshold: 0.6 };
  expect(packetWords(packet, shown)).toBe('');
  expect(packetWords({ ...packet, src: '10.0.0.1', dst: '10.0.0.2', src_port: 443, tcp_flags: 18 }, shown)).toBe(
    '10.0.0.1 port 443 → 10.0.0.2 · SYN ACK',
  );
  expect(packetWords({ ...packet, dst: '10.0.0.2', ts: 0 }, shown)).toBe('? → 10.0.0.2 · 00:00:00.000');
});
