// Link layers: what stands in front of IP, by link type, and what is undecoded.
import { describe, expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { ethernet, MACS, openDecoder } from './testing/decode-one.ts';
import type { Decoded } from './testing/decode-one.ts';
import { DATA_FRAME, FOUND, linkCases, LLC_SNAP, PACKET } from './testing/link-cases.ts';

const decode = openDecoder(await compileCore());

test.each(linkCases)('%s', (_, linkType, packet, found, layers, more = {}) => {
  const decoded = decode(linkType, packet);
  expect(decoded).toMatchObject({ ...found, ...more });
  expect(decoded.marks.filter((mark) => mark !== 'vlan')).toEqual([expect.stringMatching(/^ipv[46]$/), 'transport']);
  if (layers) expect(decoded.layers).toEqual(layers);
});

const undecoded: [title: string, linkType: number, packet: string, expected: Partial<Decoded>][] = [
  ['a link type of another kind', 195, '0102030405', { marks: ['undecoded'], layers: ['data 0-5'] }],
  ['a number that is no link type', 0x4000001, MACS, { marks: ['undecoded'], layers: ['data 0-12'] }],
  [
    'an ethertype: that is told',
    1,
    ethernet('88cc', '0207'),
    { marks: ['undecoded'], ethertype: 0x88cc, layers: ['ethernet 0-14', 'data 14-16'] },
  ],
  [
    'spanning tree in LLC',
    1,
    `${MACS} 0007 424203 00000000`,
    { marks: ['undecoded'], ethertype: undefined, layers: ['ethernet 0-14', 'llc 14-17', 'data 17-21'] },
  ],
  [
    'an encrypted 802.11 frame',
    105,
    `0841 0000 0200000000bb 0200000000aa 0200000000cc 1000 6162`,
    { marks: ['undecoded'], srcMac: '02:00:00:00:00:aa', layers: ['wlan 0-24', 'data 24-26'] },
  ],
  [
    'a beacon is decoded as far as there are columns',
    105,
    `8000 0000 ffffffffffff 0200000000aa 0200000000aa 1000 6162`,
    { marks: [], srcMac: '02:00:00:00:00:aa', layers: ['wlan 0-24', 'data 24-26'] },
  ],
  [
    'an acknowledgment has one address',
    105,
    `d400 0000 0200000000bb`,
    { marks: [], srcMac: undefined, dstMac: '02:00:00:00:00:bb', layers: ['wlan 0-10'] },
  ],
  [
    'an address family of another kind',
    0,
    '07000000 6162',
    { marks: ['undecoded'], layers: ['loopback 0-4', 'data 4-6'] },
  ],
  ['PPP negotiates', 9, 'ff03 c021 01010004', { marks: [], layers: ['ppp 0-4', 'data 4-8'] }],
];

test.each(undecoded)('undecoded: %s', (_, linkType, packet, expected) => {
  expect(decode(linkType, packet)).toMatchObject({ proto: 255, src: undefined, ...expected });
});

describe('lengths that contradict', () => {
  test.each<[string, number, string, Partial<Decoded>]>([
    [
      'an 802.3 length past the end',
      1,
      `${MACS} 0040 ${LLC_SNAP} ${PACKET}`,
      { marks: ['malformed', 'ipv4', 'transport'], ...FOUND },
    ],
    [
      'a PPPoE length past the end',
      1,
      ethernet('8864', `11 00 0001 0040 0021 ${PACKET}`),
      { marks: ['malformed', 'ipv4', 'transport'], ...FOUND },
    ],
    [
      'a radiotap header shorter than itself',
      127,
      `0000 0400 00000000 ${DATA_FRAME}`,
      { marks: ['malformed'], layers: ['data 0-32'] },
    ],
    [
      'a radiotap header past the end',
      127,
      `0000 4000 00000000 6162`,
      { marks: ['malformed'], layers: ['radiotap 0-10'] },
    ],
    [
      'an NFLOG attribute shorter than itself',
      239,
      `02 00 0000 0800 0100 08000301 0000 0000`,
      { marks: ['malformed'] },
    ],
    ['a PKTAP header shorter than itself', 258, `04000000 01000000 01000000`, { marks: ['malformed'] }],
    [
      'a frame shorter than Ethernet',
      1,
      '0200000000bb 02',
      { marks: ['malformed'], dstMac: '02:00:00:00:00:bb', srcMac: undefined },
    ],
  ])('%s', (_, linkType, packet, expected) => {
    expect(decode(linkType, packet)).toMatchObject(expected);
  });
});
