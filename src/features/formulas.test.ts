// The formulas of the features, on packets whose values a person can compute.
import { describe, test, expect } from 'vitest';
import type { Drawn } from './testing/draw.ts';
import { L, expectClose, tcp, valuesOf } from './testing/values.ts';

const own = '02:00:00:00:00:01';
const other = '02:00:00:00:00:02';
const broadcast = 'ff:ff:ff:ff:ff:ff';
const arp = (ts: number, sender: string, target: string, srcMac: string, dstMac = broadcast): Drawn => ({
  ts,
  arpSender: sender,
  arpTarget: target,
  srcMac,
  dstMac,
  proto: 255,
});

const [FIN, SYN, RST, PSH, ACK, URG] = [1, 2, 4, 8, 16, 32];

describe('each formula', () => {
  test('half_open10 counts connections without an answer at both ends, halved every 10 s; without flags any answer settles', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1000, 80),
      tcp(0, 'a', 'b', 1001, 80),
      tcp(0, 'b', 'a', 80, 1000), // answers the first
      tcp(0, 'b', 'a', 80, 1000), // no second time
      tcp(10, 'c', 'b', 1002, 80), // b was asked: 1/2 + 1
      tcp(10, 'd', '239.1.1.1', 1, 2), // nobody answers a group
      tcp(10, 'd', '10.0.0.255', 1, 2),
      arp(10, 'e', '10.0.0.255', own), // but ARP asks one host, whatever its address
      tcp(140, 'a', 'b', 1001, 80), // 140 s: new; a had 1/16384 of 1
    ];
    const expected = [1, 2, 1, 1, 1.5, 0, 0, 1, 1 + 1.5 / 2 ** 13].map(L);
    expectClose(await valuesOf('half_open10', packets), expected);
  });

  test('120 s of silence exactly do not make a connection new', async () => {
    const packets = [tcp(0, 'a', 'b', 1000, 80), tcp(120, 'a', 'b', 1000, 80), tcp(240.5, 'a', 'b', 1000, 80)];
    expectClose(await valuesOf('half_open10', packets), [1, 2 ** -12, 2 ** -24.05 + 1].map(L));
  });

  test('failed100 needs more than a SYN and an ACK of TCP: the opener must go on, and nobody reset', async () => {
    const segment = (ts: number, src: string, port: number, tcpFlags: number): Drawn => ({
      ...(src === 'a' ? tcp(ts, 'a', 'b', port, 80) : tcp(ts, 'b', 'a', 80, port)),
      tcpFlags,
    });
    const packets = [
      segment(0, 'a', 1, SYN),
      segment(0, 'b', 1, SYN | ACK),
      segment(0, 'a', 1, ACK), // settled
      segment(0, 'a', 2, SYN),
      segment(0, 'b', 2, RST | ACK), // failed for good
      segment(0, 'a', 2, ACK),
      segment(0, 'a', 3, SYN),
      segment(0, 'b', 3, SYN | ACK),
      segment(0, 'a', 3, RST), // half-open scan: failed
      segment(0, 'a', 4, ACK),
      segment(0, 'b', 4, ACK), // settled at once
      segment(100, 'b', 2, ACK), // the other two, halved
    ];
    expectClose(await valuesOf('failed100', packets), [1, 1, 0, 1, 1, 1, 2, 2, 2, 3, 2, 1].map(L));
  });

  test('new_pairs10 counts pairs in one direction that were not seen for 600 s, in the whole traffic', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1, 2),
      tcp(0, 'b', 'a', 2, 1),
      tcp(10, 'c', 'a', 1, 2),
      tcp(600, 'a', 'b', 1, 2),
      tcp(610.5, 'c', 'a', 1, 2),
    ];
    expectClose(await valuesOf('new_pairs10', packets), [1, 2, 2, 2 * 2 ** -59, 2 ** -59.05 + 1].map(L));
  });

  test('one_way10 counts packets until the other side sends', async () => {
    const packets = [
      tcp(0, 'a', 'b', 1, 2),
      tcp(10, 'a', 'b', 1, 2),
      tcp(10, 'b', 'a', 2, 1),
      tcp(10, 'a', 'b', 1, 2),
      tcp(10, 'c', 'c', 1, 2),
      tcp(10, 'c', 'c', 2, 1),
    ];
    expectClose(await valuesOf('one_way10', packets), [1, 1.5, 1, 1, 1, 2].map(L));
  });

  test('repeat_new and rare_volume: how new a channel is, how rare its service, how often it was opened, how much it carries', async () => {
    const packets = [
      tcp(0, 'x', 'y', 1, 443), // the first: no novelty yet
      tcp(90, 'a', 'b', 1000, 22), // log2(120/30) = 2; of 2 packets 1 of this service: log2(3/1)
      tcp(110, 'a', 'b', 1001, 22), // log2(140/50); log2(4/2)
      tcp(110, 'b', 'a', 22, 1001), // the same channel, the other direction; log2(5/3)
      tcp(110, 'a', '10.0.0.255', 1002, 22), // to a group
      tcp(110, '0.0.0.0', 'b', 1003, 22),
    ];
    const [nov, later] = [Math.log2(120 / 30), Math.log2(140 / 50)];
    const [openings, again] = [1, 2 ** -0.2 + 1];
    const repeated = [0, nov * L(openings) * Math.log2(3), later * L(again), later * L(again) * Math.log2(5 / 3), 0, 0];
    expectClose(
      await valuesOf('repeat_new', packets),
      repeated.map((value) => value / 32),
    );
    const volume = [0, nov * Math.log2(3), later * L(1.25), later * Math.log2(5 / 3), 0, 0];
    expectClose(
      await valuesOf('rare_volume', packets),
      volume.map((value) => value / 64),
    );
  });

  test('new_local tells how new a pair within the network is', async () => {
    const pairs: readonly (readonly [string, string, boolean])[] = [
      ['10.1.2.3', '172.31.255.1', true],
      ['192.168.0.1', '169.254.9.9', true],
      ['198.19.0.1', 'host', true],
      ['fe80::1', 'fd00::1', true],
      ['febf::1', 'FC12::1', true],
      ['10.0.0.1', '172.32.0.1', false],
      ['198.20.0.1', '10.0.0.1', false],
      ['fec0::1', 'fe80::1', false],
      ['10.0.0.1', '10.0.0.255', false],
      ['10.0.0.1', '224.0.0.1', false],
      ['fe80::1', 'ff02::fb', false],
      ['300.1.1.1', '10.0.0.1', true], // no IP address: some name
      ['1.2.3', '::1:2', false],
    ];
    const packets = pairs.flatMap(([src, dst]) => [tcp(90, src, dst, 1, 2), tcp(90, dst, src, 2, 1)]);
    const values = await valuesOf('new_local', [tcp(0, '1.1.1.1', '2.2.2.2', 1, 2), ...packets]);
    // Both directions are one pair: each is as new as can be at 90 s. To a group it is not within, from one it is.
    const first = values.slice(1).filter((_, index) => index % 2 === 0);
    expectClose(
      first,
      pairs.map(([, , isLocal]) => (isLocal ? 2 : 0)),
    );
    const macs = await valuesOf('new_local', [
      { ts: 0, srcMac: own, dstMac: other, proto: 255 },
      { ts: 90, srcMac: other, dstMac: own, proto: 255 },
      { ts: 90, srcMac: own, dstMac: broadcast, proto: 255 },
      arp(90, '1.1.1.1', '2.2.2.2', own),
    ]);
    expectClose(macs, [0, 0, 0, 2]);
  });

  test('mac_changed tells an address that mostly had another MAC', async () => {
    const from = (src: string, srcMac: string, rest: Drawn = {}): Drawn => ({
      ts: 0,
      src,
      dst: '10.0.0.9',
      srcMac,
      proto: 6,
      ...rest,
    });
    const packets = [
      from('10.0.0.1', own),
      from('10.0.0.1', own),
      from('10.0.0.1', other), // 3 packets, 1 with this MAC: log2(4/2)
      from('10.0.0.1', own), // 4, 3: log2(5/4)
      from('10.0.0.1', other), // 5, 2: log2(6/3)
      from('0.0.0.0', own),
      from('0.0.0.0', other),
      { ts: 0, src: '10.0.0.5', dst: '10.0.0.1', dstMac: other, proto: 6 }, // 6, 3: log2(7/4)
      { ts: 0, src: '10.0.0.5', dst: '10.0.0.1', dstMac: broadcast, proto: 6 },
      { ts: 0, src: '10.0.0.5', dst: '10.0.0.255', dstMac: own, proto: 6 },
      { ts: 0, src: '10.0.0.5', dst: '10.0.0.255', dstMac: other, proto: 6 },
      arp(0, '10.0.0.7', '10.0.0.8', own),
      arp(0, '10.0.0.7', '10.0.0.8', other), // 2, 1: log2(3/2)
    ];
    const expected = [1, 1, 2, 5 / 4, 2, 1, 1, 7 / 4, 1, 1, 1, 1, 3 / 2].map(Math.log2);
    expectClose(await valuesOf('mac_changed', packets), expected);
  });

  test('odd_gateway tells addresses elsewhere behind a MAC that seldom leads there', async () => {
    const out = (dst: string, dstMac: string): Drawn => ({
      ts: 0,
      src: '10.0.0.1',
      dst,
      srcMac: '02:00:00:00:00:09',
      dstMac,
      proto: 6,
    });
    const packets = [
      out('192.0.2.1', own),
      out('192.0.2.2', own),
      out('192.0.2.3', other), // 3 packets, 1 by this MAC: log2(4/2)
      { ts: 0, src: '192.0.2.3', dst: '10.0.0.1', srcMac: own, dstMac: '02:00:00:00:00:09', proto: 6 }, // 4, 3
      out('10.0.0.2', other),
      // Hosts of a network have global IPv6 addresses of their own.
      { ...out('2001:db8::2', other), src: '2001:db8::1' },
      out('224.0.0.9', '01:00:5e:00:00:09'),
      { ts: 0, src: '192.0.2.3', dst: '192.0.2.4', srcMac: own, dstMac: other, proto: 6 }, // 5, 4 and 6, 2
    ];
    expectClose(await valuesOf('odd_gateway', packets), [1, 1, 2, 5 / 4, 1, 1, 1, 7 / 3].map(Math.log2));
  });

  test('arp10, icmp60 and bad_flags', async () => {
    const asked = [
      arp(0, 'a', 'b', own),
      arp(0, 'a', 'c', own),
      arp(10, 'd', 'a', own),
      arp(10, 'a', 'd', own),
      tcp(10, 'a', 'b', 1, 2),
    ];
    expectClose(await valuesOf('arp10', asked), [1, 2, 1, 2, 0].map(L));
    const echo = (ts: number, src: string, dst: string, size: number, proto = 1): Drawn => ({
      ts,
      src,
      dst,
      proto,
      icmpType: 8,
      size,
    });
    const echoes = [
      echo(0, 'a', 'b', 64),
      echo(60, 'b', 'a', 96),
      echo(60, 'a', 'c', 640, 58),
      tcp(60, 'a', 'b', 1, 2),
    ];
    expectClose(await valuesOf('icmp60', echoes), [1, 2, 10, 0].map(L));
    const flags = [0, FIN | SYN, SYN | RST, FIN | PSH | URG, 255, SYN, FIN | ACK, RST | ACK, PSH | URG, FIN | URG];
    const segments = [...flags.map((tcpFlags) => ({ ...tcp(0, 'a', 'b', 1, 2), tcpFlags })), tcp(0, 'a', 'b', 1, 2)];
    expect(await valuesOf('bad_flags', segments)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  test('dns_names60 counts the characters of long new names, dns_long60 the bytes of long queries', async () => {
    const ask = (ts: number, dnsName: number, dnsLength: number, payloadLength: number): Drawn => ({ ...tcp(ts, 'a', 'b', 1000, 53), proto: 17, dnsName, dnsDomain: 9, dnsLength, payloadLength }); // prettier-ignore
    const answer: Drawn = {
      ...tcp(60, 'b', 'a', 53, 1000),
      proto: 17,
      dnsName: 1,
      dnsDomain: 9,
      dnsLength: 44,
      payloadLength: 500,
    };
    const packets = [
      ask(0, 1, 44, 128), // 32 characters, 64 bytes
      ask(0, 1, 44, 96), // the same name; 32 bytes more
      answer, // halved
      ask(60, 2, 10, 64), // short, and no byte too long
      { ...ask(60, 3, 60, 500), dstPort: 54 }, // another port
      { ...tcp(60, 'a', 'b', 1000, 53), proto: 17 }, // no name
    ];
    expectClose(await valuesOf('dns_names60', packets), [2, 2, 1, 1, 0, 0].map(L));
    expectClose(await valuesOf('dns_long60', packets), [2, 3, 1.5, 1.5, 0, 1.5].map(L));
  });
});
