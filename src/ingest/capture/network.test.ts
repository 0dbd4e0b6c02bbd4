// IPv4, IPv6 with its extension headers, ARP, MPLS, and DNS messages: fields, lengths, and what contradicts itself.
import { describe, expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { ethernet, ipv4, ipv6, openDecoder, tcp, udp } from './testing/decode-one.ts';
import type { Decoded } from './testing/decode-one.ts';

const decode = openDecoder(await compileCore());
const IP = 101;

type Case = [title: string, linkType: number, packet: string, expected: Partial<Decoded>];

const cases: Case[] = [
  [
    'IPv4 with options',
    IP,
    ipv4(17, udp(''), { options: '94040000' }),
    { marks: ['ipv4', 'transport'], layers: ['ipv4 0-24', 'udp 24-32'], srcPort: 4660 },
  ],
  [
    'a header length below 5 contradicts itself; addresses stand',
    IP,
    ipv4(17, udp('')).replace('45', '44'),
    { marks: ['malformed', 'ipv4'], src: '192.0.2.1', dst: '198.51.100.2', proto: 17, srcPort: undefined },
  ],
  [
    'a total length below the header',
    IP,
    ipv4(17, udp(''), { length: 19 }),
    { marks: ['malformed', 'ipv4'], srcPort: undefined },
  ],
  [
    'a total length past the end of the frame: what is there is read',
    IP,
    ipv4(17, udp('6162'), { length: 31 }),
    { marks: ['malformed', 'ipv4', 'transport'], srcPort: 4660, payloadLength: 2 },
  ],
  [
    'a total length of 0 is left to the network card: the frame’s is taken',
    1,
    ethernet('0800', ipv4(6, tcp('616263'), { length: 0 })),
    { marks: ['ipv4', 'transport'], payloadLength: 3 },
  ],
  [
    'another version behind the ethertype of IPv4',
    1,
    ethernet('0800', '75000014'.padEnd(40, '0')),
    { marks: ['malformed'], proto: 255 },
  ],
  [
    'IPv6: the protocol is that behind the extension headers',
    IP,
    ipv6(0, `2b 00 010400000000 2c 00 04 00 00000000 3c 00 0001 00000009 06 00 0104 00000000 ${tcp('61')}`),
    {
      marks: ['ipv6', 'transport', 'more_fragments'],
      layers: [
        'ipv6 0-40',
        'hopByHop 40-48',
        'routing 48-56',
        'fragment 56-64',
        'destination 64-72',
        'tcp 72-92',
        'payload 92-93',
      ],
      proto: 6,
      srcPort: 4660,
    },
  ],
  [
    'a later fragment of IPv6 tells its protocol, and no ports',
    IP,
    ipv6(44, '11 00 00b8 00000009 616263'),
    {
      marks: ['ipv6', 'later_fragment'],
      layers: ['ipv6 0-40', 'fragment 40-48', 'data 48-51'],
      proto: 17,
      srcPort: undefined,
    },
  ],
  [
    'AH in IPv6 is an extension header',
    IP,
    ipv6(51, `11 04 0000 00000001 00000002 ${'00'.repeat(12)} ${udp('')}`),
    { layers: ['ipv6 0-40', 'ah 40-64', 'udp 64-72'], proto: 17, srcPort: 4660 },
  ],
  ['no next header', IP, ipv6(59, '6162'), { marks: ['ipv6'], layers: ['ipv6 0-40', 'data 40-42'], proto: 59 }],
  [
    'a mobility header (RFC 6275 section 6.1)',
    IP,
    ipv6(135, '3b 00 01 00 0000 0000'),
    { layers: ['ipv6 0-40', 'mobility 40-48'], proto: 135 },
  ],
  [
    'a jumbogram (RFC 2675)',
    IP,
    ipv6(0, `11 00 c204 00000013 ${udp('616263', { length: 0 })}`, 0),
    {
      marks: ['ipv6', 'transport'],
      layers: ['ipv6 0-40', 'hopByHop 40-48', 'udp 48-56', 'payload 56-59'],
      payloadLength: 3,
    },
  ],
  [
    'a payload length past the end',
    IP,
    ipv6(17, udp(''), 9),
    { marks: ['malformed', 'ipv6', 'transport'], srcPort: 4660 },
  ],
  [
    'an extension header that ends behind the packet',
    IP,
    ipv6(0, '11 01 010400000000'),
    { marks: ['malformed', 'ipv6'], proto: 0, src: '2001:db8::1', layers: ['ipv6 0-40', 'hopByHop 40-48'] },
  ],
  [
    'a chain of 64 extension headers',
    IP,
    ipv6(60, '3c00010400000000'.repeat(63) + '1100010400000000' + udp('')),
    { marks: ['ipv6', 'transport'], proto: 17, srcPort: 4660 },
  ],
  [
    'a chain of 1,000 is given up; addresses stand',
    IP,
    ipv6(60, '3c00010400000000'.repeat(999) + '1100010400000000' + udp('')),
    { marks: ['malformed', 'ipv6'], proto: 60, src: '2001:db8::1', srcPort: undefined },
  ],
  [
    'an ARP request (RFC 826)',
    1,
    ethernet('0806', `0001 0800 06 04 0001 0200000000aa c0000201 000000000000 c0000202 ${'00'.repeat(18)}`),
    {
      marks: ['arp'],
      layers: ['ethernet 0-14', 'arp 14-42', 'trailer 42-60'],
      arpOperation: 1,
      ethertype: 0x806,
      proto: 255,
      src: undefined,
    },
  ],
  [
    'RARP',
    1,
    ethernet('8035', `0001 0800 06 04 0003 ${'00'.repeat(20)}`),
    { marks: ['arp'], arpOperation: 3, ethertype: 0x8035 },
  ],
  [
    'ARP addresses that do not fit: the operation stands',
    1,
    ethernet('0806', '0001 0800 ff 04 0002 0200000000aa'),
    { marks: ['malformed', 'arp'], arpOperation: 2 },
  ],
  [
    'two MPLS labels and IPv4',
    1,
    ethernet('8847', `00010040 00011140 ${ipv4(6, tcp(''))}`),
    {
      layers: ['ethernet 0-14', 'mpls 14-18', 'mpls 18-22', 'ipv4 22-42', 'tcp 42-62'],
      ethertype: 0x8847,
      src: '192.0.2.1',
    },
  ],
  [
    'a pseudowire: the outer frame’s addresses, the inner packet’s fields',
    1,
    ethernet('8847', `00011140 00000000 0200000000dd 0200000000cc 0800 ${ipv4(17, udp('61'))}`),
    {
      marks: ['ipv4', 'transport'],
      layers: [
        'ethernet 0-14',
        'mpls 14-18',
        'data 18-22',
        'ethernet 22-36',
        'ipv4 36-56',
        'udp 56-64',
        'payload 64-65',
      ],
      srcMac: '02:00:00:00:00:aa',
      ethertype: 0x8847,
      srcPort: 4660,
    },
  ],
  ['labels without a bottom', 1, ethernet('8847', '00010040 00010040'), { marks: ['malformed'], ethertype: 0x8847 }],
];

test.each(cases)('%s', (_, linkType, packet, expected) => {
  expect(decode(linkType, packet)).toMatchObject(expected);
});

describe('DNS', () => {
  const header = (queries: string) => `beef 0100 ${queries} 0000 0000 0000`;
  const ask = (name: string, port = 53, queries = '0001') =>
    decode(IP, ipv4(17, udp(`${header(queries)} ${name} 0001 0001`, { port })));

  test('the first query’s name has a length, and an entropy of 1/32 bits a character', () => {
    // "www.example.com" of RFC 1035's kind: w e . 3 times, m 2, the other 6 once (x a p l c o), of 15 characters.
    const name = '03777777 076578616d706c65 03636f6d 00';
    const counts = [3, 2, 2, 2, 1, 1, 1, 1, 1, 1];
    const bits = counts.reduce((sum, count) => sum - (count / 15) * Math.log2(count / 15), 0);
    expect(counts.reduce((sum, count) => sum + count)).toBe(15);
    expect(ask(name)).toMatchObject({
      marks: ['ipv4', 'transport', 'dns'],
      layers: ['ipv4 0-20', 'udp 20-28', 'dns 28-61'],
      dnsLength: 15,
      dnsEntropy: Math.round(32 * bits),
    });
  });

  test('mDNS and LLMNR have other ports', () => {
    for (const port of [5353, 5355]) expect(ask('0161 026262 00', port)).toMatchObject({ dnsLength: 4 });
    expect(ask('0161 026262 00', 54).dnsLength).toBe(undefined);
  });

  test('one character over and over tells nothing, two of a kind one bit each', () => {
    expect(ask('0461616161 00')).toMatchObject({ dnsLength: 4, dnsEntropy: undefined });
    expect(ask('0461626162 00')).toMatchObject({ dnsLength: 4, dnsEntropy: 32 });
  });

  test('the longest name of RFC 1035 section 2.3.4, and one of a byte more', () => {
    const label = (bytes: number) => bytes.toString(16).padStart(2, '0') + '61'.repeat(bytes);
    expect(ask(`${label(63).repeat(3)}${label(61)}00`)).toMatchObject({
      dnsLength: 253,
      marks: ['ipv4', 'transport', 'dns'],
    });
    expect(ask(`${label(63).repeat(3)}${label(62)}00`)).toMatchObject({
      dnsLength: undefined,
      marks: ['malformed', 'ipv4', 'transport', 'dns'],
    });
  });

  test.each([
    ['a pointer to itself', 'c00c'],
    ['a pointer to a label that leads to it', '0161 c00c'],
    ['a pointer forward', 'c00e 0161 00'],
    ['a label type of neither kind', '8061 00'],
    ['a label behind the end', '3f61 00'],
  ])('%s ends, and is malformed', (_, name) => {
    expect(ask(name)).toMatchObject({
      marks: ['malformed', 'ipv4', 'transport', 'dns'],
      dnsLength: undefined,
      srcPort: 4660,
    });
  });

  test('a name that the capture cuts is truncated', () => {
    const packet = Buffer.from(
      ipv4(17, udp(`${header('0001')} 0461626364 00 0001 0001`, { port: 53 })).replaceAll(' ', ''),
      'hex',
    );
    expect(decode(IP, packet.subarray(0, 43), packet.length)).toMatchObject({
      marks: ['truncated', 'ipv4', 'transport', 'dns', 'sliced'],
      dnsLength: undefined,
    });
  });

  test('over TCP the message stands behind its length; what does not begin with one is payload', () => {
    const message = `${header('0001')} 0161 00 0001 0001`;
    expect(decode(IP, ipv4(6, tcp(`0013 ${message}`, { port: 53 })))).toMatchObject({
      marks: ['ipv4', 'transport', 'dns'],
      layers: ['ipv4 0-20', 'tcp 20-40', 'data 40-42', 'dns 42-61'],
      dnsLength: 1,
      payloadLength: 21,
    });
    expect(decode(IP, ipv4(6, tcp(`1603010200 ${message}`, { port: 53 })))).toMatchObject({
      marks: ['ipv4', 'transport'],
      layers: ['ipv4 0-20', 'tcp 20-40', 'payload 40-64'],
    });
  });

  test('what cannot be a message is payload', () => {
    expect(ask('0161 00', 53, 'ffff')).toMatchObject({ marks: ['ipv4', 'transport'], dnsLength: undefined });
    expect(ask('', 53, '0000')).toMatchObject({ marks: ['ipv4', 'transport', 'dns'], dnsLength: undefined });
  });
});

describe('a length that the address space cannot hold', () => {
  // A record may claim 4,294,967,295 bytes on the wire, and so does a jumbogram.
  const wire = 0xffffffff;

  test('IPv4 whose length is left to the card', () => {
    const found = decode(1, ethernet('0800', ipv4(6, tcp('616263'), { length: 0 })), wire);
    expect(found).toMatchObject({
      marks: ['ipv4', 'transport', 'sliced'],
      layers: ['ethernet 0-14', 'ipv4 14-34', 'tcp 34-54', 'payload 54-57'],
      srcPort: 4660,
      payloadLength: wire - 54,
    });
  });

  test('an IPv6 jumbogram longer than its frame', () => {
    // RFC 2675: hop-by-hop option 0xc2 with the length of all behind the IPv6 header.
    const jumbo = ipv6(0, '3b 00 c204 ffffffd7', 0);
    const found = decode(1, ethernet('86dd', jumbo), wire);
    expect(found).toMatchObject({ src: '2001:db8::1', marks: ['malformed', 'ipv6', 'sliced'] });
    expect(found.layers).toEqual(['ethernet 0-14', 'ipv6 14-54', 'hopByHop 54-62']);
  });

  test('ports behind the captured bytes are not read', () => {
    const found = decode(101, ipv6(17, '', 0), wire);
    expect(found).toMatchObject({ src: '2001:db8::1', srcPort: undefined, marks: ['truncated', 'ipv6', 'sliced'] });
  });
});
