// The names of protocol numbers.
import { expect, test } from 'vitest';
import { protocolName, protocolNumber, protocolWords } from './protocols.ts';

test.each([
  [0, 'HOPOPT'],
  [1, 'ICMP'],
  [6, 'TCP'],
  [17, 'UDP'],
  [41, 'IPv6'],
  [47, 'GRE'],
  [50, 'ESP'],
  [58, 'IPv6-ICMP'],
  [62, 'CFTP'],
  [88, 'EIGRP'],
  [89, 'OSPFIGP'],
  [98, 'ENCAP'],
  [100, 'GMTP'],
  [103, 'PIM'],
  [115, 'L2TP'],
  [132, 'SCTP'],
  [136, 'UDPLite'],
  [142, 'ROHC'],
  [146, 'Homa'],
])('number %i is %s, and back', (number, name) => {
  expect(protocolName(number)).toBe(name);
  expect(protocolNumber(name)).toBe(number);
  expect(protocolNumber(name.toUpperCase())).toBe(number);
});

test('a number without a keyword has no name', () => {
  for (const number of [61, 63, 68, 99, 114, 148, 252, 253, 255, 256, -1]) expect(protocolName(number)).toBeNull();
});

test('common other names are understood, unknown ones are not', () => {
  expect(protocolNumber('icmpv6')).toBe(58);
  expect(protocolNumber('ospf')).toBe(89);
  expect(protocolNumber('-')).toBeNull();
  expect(protocolNumber('nonsense')).toBeNull();
});

test('in words, a protocol has its name and its number', () => {
  expect(protocolWords(6)).toBe('TCP 6');
  expect(protocolWords(253)).toBe('253');
});
