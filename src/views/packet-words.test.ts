// Protocols and flags in the words that engineers use.
import { expect, test } from 'vitest';
import { flagWords, protocolShort } from './packet-words.ts';

test('protocols have a name or a number', () => {
  expect(protocolShort(6)).toBe('TCP');
  expect(protocolShort(253)).toBe('protocol 253');
});

test('flags are named from bit 0 up', () => {
  expect(flagWords(0)).toBe('none');
  expect(flagWords(18)).toBe('SYN ACK');
  expect(flagWords(255)).toBe('FIN SYN RST PSH ACK URG ECE CWR');
});
