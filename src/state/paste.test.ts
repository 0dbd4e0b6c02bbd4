// Lines and columns of a problem lead to the right place of the pasted text.
import { expect, test } from 'vitest';
import { offsetOf } from './paste.svelte.ts';

test('line and column become an offset', () => {
  const text = '{"items":[\n  {"size": "abc"}\n]}';
  expect(offsetOf(text, 1, 1)).toBe(0);
  expect(text.slice(offsetOf(text, 2, 12)).startsWith('"abc"')).toBe(true);
  expect(offsetOf(text, 3, 3)).toBe(text.length);
});

test('a place behind the text is its end, behind a line the end of the line', () => {
  expect(offsetOf('ab\ncd', 1, 99)).toBe(2);
  expect(offsetOf('ab\ncd', 9, 1)).toBe(5);
});
