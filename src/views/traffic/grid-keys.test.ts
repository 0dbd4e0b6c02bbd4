// Keys stay inside the table.
import { expect, test } from 'vitest';
import { cellAfterKey } from './grid-keys.ts';

const size = { rows: 100, columns: 5, page: 10 };
const press = (key: string, row: number, column: number, ctrlKey = false) =>
  cellAfterKey({ key, ctrlKey }, { row, column }, size);

test('arrows move by one, up to the header and the last row', () => {
  expect(press('ArrowDown', 0, 0)).toEqual({ row: 1, column: 0 });
  expect(press('ArrowUp', 0, 2)).toEqual({ row: -1, column: 2 });
  expect(press('ArrowUp', -1, 2)).toEqual({ row: -1, column: 2 });
  expect(press('ArrowDown', 99, 0)).toEqual({ row: 99, column: 0 });
  expect(press('ArrowRight', 3, 4)).toEqual({ row: 3, column: 4 });
  expect(press('ArrowLeft', 3, 0)).toEqual({ row: 3, column: 0 });
});

test('Home and End keep the column, with Ctrl they do not', () => {
  expect(press('End', 3, 2)).toEqual({ row: 99, column: 2 });
  expect(press('End', 3, 2, true)).toEqual({ row: 99, column: 4 });
  expect(press('Home', 3, 2, true)).toEqual({ row: 0, column: 0 });
});

test('pages stop at the ends, and other keys are left alone', () => {
  expect(press('PageUp', 3, 2)).toEqual({ row: 0, column: 2 });
  expect(press('PageDown', 95, 2)).toEqual({ row: 99, column: 2 });
  expect(press('a', 3, 2)).toBeNull();
  expect(press('ArrowDown', 3, 2, true)).toBeNull();
});
