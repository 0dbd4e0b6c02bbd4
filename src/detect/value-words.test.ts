// Values of features, and what is usual of them, read as an engineer would say them.
import { expect, test } from 'vitest';
import { type Named, rangeWords, typicalWords, valueWords } from './value-words.ts';

const size = { feature: 'size', label: 'Packet size', unit: 'bytes' };
const proto = { feature: 'proto', label: 'Protocol', unit: '' };
const rate = { feature: 'rate', label: 'Rate', unit: 'packets/s' };

test('values have their unit, and protocols their name', () => {
  expect(valueWords(size, 1)).toBe('1 byte');
  expect(valueWords(size, 65_000)).toBe('65,000 bytes');
  expect(valueWords(proto, 47)).toBe('GRE 47');
  expect(valueWords(rate, 0.25)).toBe('0.25 packets/s');
  expect(rangeWords(size, 60, 1514)).toBe('from 60 to 1,514 bytes');
});

test('what is typical is a range, or the most frequent names', () => {
  const common = [{ value: 6, share: 0.81 }, { value: 17, share: 0.175 }, { value: 1, share: 0.015 }]; // prettier-ignore
  expect(typicalWords(proto, { low: 1, high: 17, common })).toBe('TCP 6 (81 %), UDP 17 (17.5 %)');
  expect(typicalWords(size, { low: 60, high: 1514, common })).toBe('from 60 to 1,514 bytes');
  expect(typicalWords(size, { low: 60, high: 60, common: null })).toBe('60 bytes');
});

test('a logarithm is told as the amount that it is of', () => {
  const opened: Named = { feature: 'conn_rate10', label: 'New connections', unit: 'connections', step: 1 };
  expect(valueWords(opened, Math.log2(213))).toBe('212 connections');
  expect(valueWords(opened, 1)).toBe('1 connection');
  expect(valueWords(opened, Math.log2(2.26))).toBe('1.3 connections');
  expect(rangeWords(opened, 0, 2)).toBe('up to 3 connections');
  expect(rangeWords(opened, 1, Math.log2(21.4))).toBe('from 1 to 20 connections');
  expect(valueWords({ ...opened, unit: 'bytes', step: 64 }, 2)).toBe('192 bytes');
  expect(typicalWords(opened, { low: 0, high: 0, common: null })).toBe('0 connections');
});
