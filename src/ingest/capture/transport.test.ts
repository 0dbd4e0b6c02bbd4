// What IP carries: fields, lengths and layers of transport headers, of ICMP, and of tunnels.
import { describe, expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { bytesOf, ethernet, ipv4, ipv6, MACS, openDecoder, tcp, udp } from './testing/decode-one.ts';
import type { Decoded } from './testing/decode-one.ts';

const decode = openDecoder(await compileCore());
const IP = 101;

type Case = [title: string, linkType: number, packet: string, expected: Partial<Decoded>];

const cases: Case[] = [
  [
    'TCP: ports, flags, window and what it carries',
    1,
    ethernet('0800', ipv4(6, tcp('616263'), { fragment: '4000' })),
    {
      marks: ['ipv4', 'transport', 'dont_fragment'],
      layers: ['ethernet 0-14', 'ipv4 14-34', 'tcp 34-54', 'payload 54-57'],
      src: '192.0.2.1',
      dst: '198.51.100.2',
      srcMac: '02:00:00:00:00:aa',
      dstMac: '02:00:00:00:00:bb',
      ethertype: 0x800,
      proto: 6,
      ttl: 64,
      srcPort: 4660,
      dstPort: 80,
      tcpFlags: 0x12,
      tcpWindow: 512,
      payloadLength: 3,
    },
  ],
  [
    'TCP options are no payload',
    IP,
    ipv4(6, tcp('6162', { offset: 8, options: '020405b4 0103030a 01010402' })),
    { layers: ['ipv4 0-20', 'tcp 20-52', 'payload 52-54'], payloadLength: 2 },
  ],
  [
    'a TCP data offset below 5 contradicts itself; ports and flags stand',
    IP,
    ipv4(6, tcp('', { offset: 4 })),
    { marks: ['malformed', 'ipv4', 'transport'], srcPort: 4660, tcpFlags: 0x12, payloadLength: 0 },
  ],
  [
    'a TCP data offset behind the end of the datagram does, too',
    IP,
    ipv4(6, tcp('', { offset: 6 })),
    { marks: ['malformed', 'ipv4', 'transport'], dstPort: 80 },
  ],
  [
    'UDP',
    IP,
    ipv6(17, udp('616263')),
    {
      marks: ['ipv6', 'transport'],
      layers: ['ipv6 0-40', 'udp 40-48', 'payload 48-51'],
      src: '2001:db8::1',
      dst: '2001:db8::2',
      proto: 17,
      ttl: 63,
      srcPort: 4660,
      dstPort: 9,
      payloadLength: 3,
    },
  ],
  [
    'a UDP length below that of IP leaves a trailer',
    IP,
    ipv4(17, udp('6162636465', { length: 10 })),
    {
      marks: ['ipv4', 'transport'],
      layers: ['ipv4 0-20', 'udp 20-28', 'payload 28-30', 'trailer 30-33'],
      payloadLength: 2,
    },
  ],
  [
    'a UDP length above it is malformed',
    IP,
    ipv4(17, udp('6162', { length: 11 })),
    { marks: ['malformed', 'ipv4', 'transport'], payloadLength: 2 },
  ],
  [
    'a UDP length of 1 is malformed',
    IP,
    ipv4(17, udp('6162', { length: 1 })),
    { marks: ['malformed', 'ipv4', 'transport'], srcPort: 4660 },
  ],
  [
    'a UDP length of 0 is a jumbogram’s',
    IP,
    ipv4(17, udp('6162', { length: 0 })),
    { marks: ['ipv4', 'transport'], payloadLength: 2 },
  ],
  [
    'a first fragment has its ports, and less than its UDP length tells',
    IP,
    ipv4(17, udp('6162', { length: 2000 }), { fragment: '2000' }),
    { marks: ['ipv4', 'transport', 'more_fragments'], srcPort: 4660, payloadLength: 2 },
  ],
  [
    'a later fragment has none',
    IP,
    ipv4(17, udp('6162'), { fragment: '00b9' }),
    { marks: ['ipv4', 'later_fragment'], layers: ['ipv4 0-20', 'data 20-30'], srcPort: undefined, proto: 17 },
  ],
  [
    'SCTP: ports, and all chunks as payload',
    IP,
    ipv4(132, '1234 0050 00000001 00000002 03000010000000000000000000000000'),
    {
      marks: ['ipv4', 'transport'],
      layers: ['ipv4 0-20', 'sctp 20-32', 'payload 32-48'],
      srcPort: 4660,
      dstPort: 80,
      payloadLength: 16,
    },
  ],
  [
    'DCCP with its data offset',
    IP,
    ipv4(33, '1234 0050 04 00 0000 05 000001 00000002 6162'.replace('05 000001', '05 00 0001')),
    { marks: ['ipv4', 'transport'], layers: ['ipv4 0-20', 'dccp 20-36', 'payload 36-38'], payloadLength: 2 },
  ],
  [
    'UDP-Lite',
    IP,
    ipv4(136, '1234 0050 0008 0000 6162'),
    { layers: ['ipv4 0-20', 'udpLite 20-28', 'payload 28-30'], payloadLength: 2 },
  ],
  [
    'ICMP: an error’s quoted packet gives no ports, and is seen by the eye',
    IP,
    ipv4(1, `0303 0000 00000000 ${ipv4(17, udp('', { length: 100 }))}`),
    {
      marks: ['ipv4', 'icmp'],
      layers: ['ipv4 0-20', 'icmp 20-28', 'ipv4 28-48', 'udp 48-56'],
      src: '192.0.2.1',
      proto: 1,
      icmpType: 3,
      icmpCode: 3,
      srcPort: undefined,
    },
  ],
  [
    'ICMP echo',
    IP,
    ipv4(1, '0800 0000 00010002 616263'),
    { layers: ['ipv4 0-20', 'icmp 20-28', 'payload 28-31'], icmpType: 8 },
  ],
  [
    'ICMPv6 neighbour solicitation (RFC 4861 section 4.3)',
    IP,
    ipv6(58, '8700 0000 00000000 20010db8000000000000000000000002'),
    { marks: ['ipv6', 'icmp'], layers: ['ipv6 0-40', 'icmpv6 40-64'], icmpType: 135, icmpCode: 0, proto: 58 },
  ],
  [
    'IGMP version 2',
    IP,
    ipv4(2, '1600 0000 e0000001'),
    { marks: ['ipv4'], layers: ['ipv4 0-20', 'igmp 20-28'], proto: 2 },
  ],
  [
    'OSPF version 2',
    IP,
    ipv4(89, `0201 0018 ${'00'.repeat(20)} 00`),
    { layers: ['ipv4 0-20', 'ospf 20-44', 'data 44-45'], proto: 89 },
  ],
  [
    'ESP',
    IP,
    ipv4(50, '00000001 00000002 616263'),
    { marks: ['ipv4'], layers: ['ipv4 0-20', 'esp 20-28', 'data 28-31'], proto: 50 },
  ],
  [
    'AH of an IPv4 packet: the protocol is AH, and what is behind is for the eye',
    IP,
    ipv4(51, `06 04 0000 00000001 00000002 ${'00'.repeat(12)} ${tcp('')}`),
    { layers: ['ipv4 0-20', 'ah 20-44', 'tcp 44-64'], proto: 51, srcPort: undefined },
  ],
  [
    'GRE with a key carries a packet whose fields are none of the outer one',
    IP,
    ipv4(47, `2000 0800 00000007 ${ipv4(6, tcp(''))}`),
    {
      marks: ['ipv4'],
      layers: ['ipv4 0-20', 'gre 20-28', 'ipv4 28-48', 'tcp 48-68'],
      proto: 47,
      srcPort: undefined,
      tcpFlags: undefined,
    },
  ],
  [
    'GRE with Ethernet in it',
    IP,
    ipv4(47, `0000 6558 ${ethernet('0806', `0001 0800 06 04 0001 ${'00'.repeat(20)}`)}`),
    {
      layers: ['ipv4 0-20', 'gre 20-24', 'ethernet 24-38', 'arp 38-66'],
      marks: ['ipv4'],
      srcMac: undefined,
      ethertype: undefined,
    },
  ],
  [
    'PPTP’s GRE (RFC 2637) with sequence and acknowledgment',
    IP,
    ipv4(47, `3081 880b 001c0001 00000001 00000000 ff03 0021 ${ipv4(17, udp(''))}`),
    { layers: ['ipv4 0-20', 'gre 20-36', 'ppp 36-40', 'ipv4 40-60', 'udp 60-68'] },
  ],
  [
    'VXLAN (RFC 7348): the outer packet’s ports and payload',
    IP,
    ipv4(17, udp(`08000000 00000700 ${ethernet('0800', ipv4(6, tcp('')))}`, { port: 4789 })),
    {
      layers: ['ipv4 0-20', 'udp 20-28', 'data 28-36', 'ethernet 36-50', 'ipv4 50-70', 'tcp 70-90'],
      proto: 17,
      dstPort: 4789,
      payloadLength: 62,
      ethertype: undefined,
    },
  ],
  [
    'IPv6 in IPv4: outer addresses, protocol 41',
    IP,
    ipv4(41, ipv6(6, tcp(''))),
    {
      layers: ['ipv4 0-20', 'ipv6 20-60', 'tcp 60-80'],
      src: '192.0.2.1',
      proto: 41,
      srcPort: undefined,
      marks: ['ipv4'],
    },
  ],
  [
    'a protocol that nobody decodes here',
    IP,
    ipv4(253, '616263'),
    { marks: ['ipv4'], layers: ['ipv4 0-20', 'data 20-23'], proto: 253 },
  ],
];

test.each(cases)('%s', (_, linkType, packet, expected) => {
  expect(decode(linkType, packet)).toMatchObject(expected);
});

describe('what was not captured', () => {
  test('a payload length is that on the wire', () => {
    const packet = bytesOf(ethernet('0800', ipv4(6, tcp('00'.repeat(1000)))));
    expect(decode(1, packet.subarray(0, 60), packet.length)).toMatchObject({
      marks: ['ipv4', 'transport', 'sliced'],
      payloadLength: 1000,
      layers: ['ethernet 0-14', 'ipv4 14-34', 'tcp 34-54', 'payload 54-60'],
    });
  });

  test('a cut TCP header keeps the fields that are whole', () => {
    const packet = bytesOf(ipv4(6, tcp('')));
    const cut = (bytes: number) => decode(IP, packet.subarray(0, 20 + bytes), packet.length);
    expect(cut(3)).toMatchObject({ marks: ['truncated', 'ipv4', 'sliced'], srcPort: 4660, dstPort: undefined });
    expect(cut(13)).toMatchObject({ dstPort: 80, tcpFlags: undefined });
    expect(cut(15)).toMatchObject({ tcpFlags: 0x12, tcpWindow: undefined });
    expect(cut(16)).toMatchObject({ tcpWindow: 512, layers: ['ipv4 0-20', 'tcp 20-36'] });
  });

  test('padding of a short frame is a trailer and no payload', () => {
    expect(decode(1, `${ethernet('0800', ipv4(6, tcp('')))} 000000000000`)).toMatchObject({
      payloadLength: 0,
      layers: ['ethernet 0-14', 'ipv4 14-34', 'tcp 34-54', 'trailer 54-60'],
    });
  });

  test('a frame check sequence is none either', () => {
    expect(decode(1, `${MACS} 88b5 6162 deadbeef`, undefined, 4)).toMatchObject({
      layers: ['ethernet 0-14', 'data 14-16', 'trailer 16-20'],
      marks: ['undecoded'],
    });
  });
});
