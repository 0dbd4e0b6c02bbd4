// File names that every system takes.
import { expect, test } from 'vitest';
import { fileNameOf } from './saving.ts';

test('what some system refuses is left out', () => {
  expect(fileNameOf('Office LAN', '.x')).toBe('Office LAN.x');
  expect(fileNameOf('a/b\\c:d*?"<>|\u0000', '.x')).toBe('a b c d.x');
  expect(fileNameOf('Büro, 3. Stock', '.x')).toBe('Büro, 3. Stock.x');
  expect(fileNameOf('///', '.x')).toBe('traffic.x');
});
