// Protocols and flags in the words that engineers use.
import { expect, test } from 'vitest';
import { flagWords, protocolWords } from './packet-words.ts';

test('protocols have a name and their number', () => {
  expect(protocolWords(6)).toBe('TCP 6');
  expect(protocolWords(253)).toBe('253');
});

test('flags are named from bit 0 up', () => {
  expect(flagWords(0)).toBe('none');
  expect(flagWords(18)).toBe('SYN ACK');
  expect(flagWords(255)).toBe('FIN SYN RST PSH ACK URG ECE CWR');
});
