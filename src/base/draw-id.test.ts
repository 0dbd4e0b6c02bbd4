// Ids: their form, and that no two are the same.
import { expect, test } from 'vitest';
import { drawId } from './draw-id.ts';

test('ids are 128 bits, another each time', () => {
  const ids = Array.from({ length: 100 }, drawId);
  expect(new Set(ids).size).toBe(100);
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
});
