// The table shows the columns that the traffic has, and the answer first where there is little room.
import { expect, test } from 'vitest';
import { columnsOf } from './columns.ts';

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
  const row = { row: 0, size: 1, proto: 6, score: 0.5 };
  expect(mark.text(row, { withDate: false, threshold: 0.5 })).toBe('');
  expect(mark.text(row, { withDate: false, threshold: 0.49 })).toBe('odd');
});
