// Packets built byte by byte: known headers, and checksums that a receiver's sum proves.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arpPacket,
  type Bytes,
  ethernetFrame,
  icmpMessage,
  ipBytes,
  ipPacket,
  macBytes,
  tcpSegment,
  udpDatagram,
} from './frames.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const v4 = { src: ipBytes('192.168.0.1'), dst: ipBytes('192.168.0.199') };
const v6 = { src: ipBytes('2001:db8::1'), dst: ipBytes('fe80::ff:0:7') };

/** What a receiver does: words of the whole, checksum included, sum to all ones (RFC 1071 section 1, step 3). */
function receiverSum(...parts: Uint8Array[]): number {
  const bytes = Buffer.concat([...parts, Buffer.alloc(parts.at(-1)!.length % 2)]);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += bytes.readUInt16BE(at);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return sum;
}

function pseudoHeader(src: Bytes, dst: Bytes, proto: number, length: number): Buffer {
  return Buffer.concat([src, dst, Buffer.from([0, proto, length >> 8, length & 255])]);
}

test('addresses are read', () => {
  expect([...ipBytes('10.20.0.255')]).toEqual([10, 20, 0, 255]);
  expect(hex(v6.src)).toBe('20010db8000000000000000000000001');
  expect(hex(v6.dst)).toBe('fe80000000000000000000ff00000007');
  expect(hex(macBytes('02:00:5e:10:00:2a'))).toBe('02005e10002a');
});

test('an IPv4 header is the one that everybody computes', () => {
  // https://en.wikipedia.org/wiki/Internet_checksum#Calculating_the_IPv4_header_checksum
  const packet = ipPacket(v4, 17, new Uint8Array(95));
  expect(hex(packet.subarray(0, 20))).toBe('45000073000040004011b861c0a80001c0a800c7');
  expect(packet).toHaveLength(115);
});

test('an IPv6 header is that of RFC 8200 section 3', () => {
  const packet = ipPacket(v6, 58, new Uint8Array(300), { ttl: 255 });
  expect(hex(packet.subarray(0, 8))).toBe('60000000012c3aff');
  expect(hex(packet.subarray(8, 40))).toBe(hex(v6.src) + hex(v6.dst));
});

describe('a receiver accepts the checksum', () => {
  const payloads = fc.uint8Array({ maxLength: 200 });
  const ports = fc.nat(65535);
  test.each([v4, v6])('of TCP and UDP', ({ src, dst }) => {
    fc.assert(
      fc.property(payloads, ports, ports, fc.nat(255), (payload, srcPort, dstPort, flags) => {
        const ends = { src, dst };
        const header = { srcPort, dstPort, sequence: 0xfffffff0, acknowledgment: 7, flags, options: [2, 4, 5, 180, 1] };
        const segment = tcpSegment(ends, header, payload);
        expect(segment).toHaveLength(28 + payload.length);
        expect(receiverSum(pseudoHeader(src, dst, 6, segment.length), segment)).toBe(0xffff);
        const datagram = udpDatagram(ends, srcPort, dstPort, payload);
        expect(receiverSum(pseudoHeader(src, dst, 17, datagram.length), datagram)).toBe(0xffff);
        expect(hex(datagram.subarray(6, 8))).not.toBe('0000');
      }),
    );
  });

  test('of ICMP, alone, and of ICMPv6, with the addresses', () => {
    fc.assert(
      fc.property(payloads, fc.nat(255), fc.nat(0xffffffff), (payload, type, rest) => {
        expect(receiverSum(icmpMessage(v4, type, 0, rest, payload))).toBe(0xffff);
        const message = icmpMessage(v6, type, 0, rest, payload);
        expect(receiverSum(pseudoHeader(v6.src, v6.dst, 58, message.length), message)).toBe(0xffff);
      }),
    );
  });
});

test('a short frame is filled up to 60 bytes, tagged or not', () => {
  const [a, b] = [macBytes('02:00:00:00:00:01'), macBytes('ff:ff:ff:ff:ff:ff')];
  const question = arpPacket(1, [a, v4.src], [new Uint8Array(6), v4.dst]);
  expect(hex(question)).toBe('0001080006040001020000000001c0a80001000000000000c0a800c7');
  const plain = ethernetFrame(a, b, 0x0806, question);
  expect(hex(plain)).toBe(`ffffffffffff0200000000010806${hex(question)}${'00'.repeat(18)}`);
  const tagged = ethernetFrame(a, b, 0x0806, question, 100);
  expect(tagged).toHaveLength(60);
  expect(hex(tagged.subarray(12, 18))).toBe('810000640806');
});
