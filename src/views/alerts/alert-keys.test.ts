// The keys of the page of alerts.
import { expect, test } from 'vitest';
import { commandOf } from './alert-keys.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}, inList = false) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, inList);

test('letters work on the whole page, arrows and Enter in the list alone', () => {
  expect(['j', 'k', 'x', 'a', 'c', 'o', 'n', '/', '?'].map((key) => press(key))).toEqual([
    'next',
    'previous',
    'select',
    'acknowledge',
    'close',
    'reopen',
    'note',
    'filter',
    'keys',
  ]);
  expect(press('ArrowDown')).toBeNull();
  expect(press('ArrowDown', {}, true)).toBe('next');
  expect(press('Enter')).toBeNull();
  expect(press('Enter', {}, true)).toBe('open');
});

test('what the browser does with Ctrl, Cmd and Alt is left to it, except for undoing and selecting all', () => {
  expect(press('c', { ctrlKey: true })).toBeNull();
  expect(press('a', { altKey: true })).toBeNull();
  expect(press('z', { metaKey: true })).toBe('undo');
  expect(press('z', { metaKey: true, shiftKey: true })).toBeNull();
  expect(press('a', { ctrlKey: true })).toBeNull();
  expect(press('a', { ctrlKey: true }, true)).toBe('selectAll');
});

test('with Shift a range is selected', () => {
  expect(press('J', { shiftKey: true })).toBe('extendDown');
  expect(press('ArrowUp', { shiftKey: true }, true)).toBe('extendUp');
});
