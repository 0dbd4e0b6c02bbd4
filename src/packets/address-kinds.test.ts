// Kinds of addresses, on the examples of the RFCs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInCidr, parseAddress, parseCidr } from './address-kinds.ts';

const inBlock = (text: string, block: string) => {
  const cidr = parseCidr(block);
  if (cidr === null || cidr === 'bad prefix') throw new Error(`${block}: ${cidr}`);
  return isInCidr(parseAddress(text), cidr);
};

describe('IPv4', () => {
  test('a dotted quad is a number of 32 bits', () => {
    expect(parseAddress('192.0.2.1')).toEqual({ kind: 'ipv4', words: [0, 0, 0, 0xc0000201] });
    expect(parseAddress('255.255.255.255').words[3]).toBe(0xffffffff);
    expect(parseAddress('0.0.0.0')).toEqual({ kind: 'ipv4', words: [0, 0, 0, 0] });
  });

  test.each([
    '256.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..3.4',
    '1.2.3.-4',
    '',
    '10.0.0.0/8',
    'a.b.c.d',
  ])('"%s" is other text', (text) => {
    expect(parseAddress(text).kind).toBe('text');
  });
});

describe('IPv6', () => {
  test.each([
    // RFC 4291 section 2.2
    ['ABCD:EF01:2345:6789:ABCD:EF01:2345:6789', [0xabcdef01, 0x23456789, 0xabcdef01, 0x23456789]],
    ['2001:DB8:0:0:8:800:200C:417A', [0x20010db8, 0, 0x00080800, 0x200c417a]],
    ['2001:DB8::8:800:200C:417A', [0x20010db8, 0, 0x00080800, 0x200c417a]],
    ['FF01::101', [0xff010000, 0, 0, 0x101]],
    ['::1', [0, 0, 0, 1]],
    ['::', [0, 0, 0, 0]],
    ['0:0:0:0:0:0:13.1.68.3', [0, 0, 0, 0x0d014403]],
    ['::13.1.68.3', [0, 0, 0, 0x0d014403]],
    ['0:0:0:0:0:FFFF:129.144.52.38', [0, 0, 0xffff, 0x81903426]],
    ['::FFFF:129.144.52.38', [0, 0, 0xffff, 0x81903426]],
    // RFC 5952 sections 2 and 4: all the same address
    ['2001:db8:0:0:1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:0db8:0:0:1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:db8::1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:db8::0:1:0:0:1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:db8:0:0:1::1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:DB8:0:0:1::1', [0x20010db8, 0, 0x00010000, 1]],
    ['2001:db8:aaaa:bbbb:cccc:dddd:eeee:1', [0x20010db8, 0xaaaabbbb, 0xccccdddd, 0xeeee0001]],
    ['1::2:3:4:5:6:7', [0x00010000, 0x00020003, 0x00040005, 0x00060007]],
    // RFC 4007 section 11
    ['fe80::1234%eth0', [0xfe800000, 0, 0, 0x1234]],
  ])('%s is recognised', (text, words) => {
    expect(parseAddress(text)).toEqual({ kind: 'ipv6', words });
  });

  test.each([
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::1',
    '::1%',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::256.1.1.1',
    ':1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7:1.2.3.4',
    '[::1]',
    '10.0.0.1:80',
  ])('"%s" is other text', (text) => {
    expect(parseAddress(text).kind).toBe('text');
  });

  test('any eight groups read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }), (groups) => {
        const { kind, words } = parseAddress(groups.map((group) => group.toString(16)).join(':'));
        expect(kind).toBe('ipv6');
        expect(words.flatMap((word) => [Math.floor(word / 65536), word % 65536])).toEqual(groups);
      }),
    );
  });
});

test.each(['00:1b:44:11:3a:b7', '00-1B-44-11-3A-B7', '001b.4411.3ab7'])('%s is a MAC', (text) => {
  expect(parseAddress(text)).toEqual({ kind: 'mac', words: [0, 0, 0x001b, 0x44113ab7] });
});

test.each(['00:1b:44:11:3a', '00:1b-44:11:3a:b7', '00:1b:44:11:3a:bg'])('"%s" is no MAC', (text) => {
  expect(parseAddress(text).kind).toBe('text');
});

describe('blocks', () => {
  test('an IPv4 block holds its addresses and no others', () => {
    expect(inBlock('10.255.0.1', '10.0.0.0/8')).toBe(true);
    expect(inBlock('11.0.0.0', '10.0.0.0/8')).toBe(false);
    expect(inBlock('192.168.1.77', '192.168.1.64/26')).toBe(true);
    expect(inBlock('192.168.1.128', '192.168.1.64/26')).toBe(false);
    expect(inBlock('203.0.113.9', '0.0.0.0/0')).toBe(true);
    expect(inBlock('203.0.113.9', '203.0.113.9/32')).toBe(true);
    expect(inBlock('203.0.113.8', '203.0.113.9/32')).toBe(false);
    expect(inBlock('gateway', '0.0.0.0/0')).toBe(false);
    expect(inBlock('2001:db8::1', '0.0.0.0/0')).toBe(false);
  });

  test('an IPv6 block holds its addresses and no others', () => {
    expect(inBlock('2001:db8:ffff::1', '2001:db8::/32')).toBe(true);
    expect(inBlock('2001:db9::1', '2001:db8::/32')).toBe(false);
    expect(inBlock('2001:db8:0:cd30:ffff::', '2001:0DB8:0:CD30::/60')).toBe(true);
    expect(inBlock('2001:db8:0:cd40::', '2001:0DB8:0:CD30::/60')).toBe(false);
    expect(inBlock('::1', '::1/128')).toBe(true);
    expect(inBlock('::2', '::1/128')).toBe(false);
    expect(inBlock('10.0.0.1', '::/0')).toBe(false);
  });

  test('an IPv4-mapped address lies in the block of its IPv4 node', () => {
    expect(inBlock('::ffff:10.1.2.3', '10.0.0.0/8')).toBe(true);
    expect(inBlock('::ffff:11.1.2.3', '10.0.0.0/8')).toBe(false);
    expect(inBlock('::ffff:11.1.2.3', '::ffff:0:0/96')).toBe(true);
  });

  test('a prefix outside of the address is told from text that is no block', () => {
    for (const text of ['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', '::/129', '::/-1'])
      expect(parseCidr(text)).toBe('bad prefix');
    for (const text of ['10.0.0.0', 'a/b', '/8', '10.0.0/8']) expect(parseCidr(text)).toBeNull();
  });
});
