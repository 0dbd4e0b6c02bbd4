// Packets cut anywhere, and noise: every byte belongs to a layer, what was whole stands, and the marks are right.
import { expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { bytesOf, ethernet, ipv4, ipv6, openDecoder, tcp, udp } from './testing/decode-one.ts';
import type { Decoded } from './testing/decode-one.ts';
import { linkCases } from './testing/link-cases.ts';

const decode = openDecoder(await compileCore());

/** Numbers of all link types that are decoded. */
const LINK_TYPES = [0, 1, 6, 8, 9, 10, 11, 12, 14, 50, 51, 100, 101, 104, 105, 107, 108, 109, 113, 117, 119, 127, 149, 163, 166, 178, 192, 204, 205, 206, 228, 229, 239, 258, 276, 281, 282, 284, 285]; // prettier-ignore

/** Layers lie in the packet, in order, and leave no byte out. */
function checkCover(decoded: Decoded, bytes: number): void {
  let covered = 0;
  let before = 0;
  for (const text of decoded.layers) {
    const [start, end] = text.split(' ')[1].split('-').map(Number);
    expect(start).toBeGreaterThanOrEqual(before);
    expect(start, `${decoded.layers}`).toBeLessThanOrEqual(covered);
    expect(end).toBeGreaterThan(start);
    before = start;
    covered = Math.max(covered, end);
  }
  expect(covered, `${decoded.layers}`).toBe(bytes);
}

test('each byte of a packet belongs to a layer, whatever is cut off or captured', () => {
  const inner = `${ethernet('8100', `0001 0800 ${ipv4(47, `2000 6558 00000007 ${ethernet('86dd', ipv6(0, `3c00010400000000 1100010400000000 ${udp('beef 0100 0001 0000 0000 0000 03777777 00 0001 0001', { port: 53 })}`))}`)}`)} 000000`;
  const packets = [
    ...linkCases.map(([, linkType, packet]) => ({ linkType, packet })),
    { linkType: 1, packet: inner },
    { linkType: 1, packet: ethernet('0800', ipv4(6, tcp('61', { offset: 8, options: '020405b4 0103030a 01010402' }))) },
  ];
  for (const { linkType, packet } of packets) {
    const bytes = bytesOf(packet);
    const whole = decode(linkType, bytes);
    checkCover(whole, bytes.length);
    for (let length = 0; length < bytes.length; length++) {
      const captured = decode(linkType, bytes.subarray(0, length), bytes.length);
      checkCover(captured, length);
      expect(captured.marks).toContain('sliced');
      expect(decode(linkType, bytes.subarray(0, length), bytes.length, 0, 0)).toEqual(captured);
      // What was read does not depend on what was not captured.
      for (const field of ['src', 'dst', 'srcPort', 'dstPort', 'tcpFlags', 'payloadLength'] as const) {
        if (captured[field] !== undefined) expect(captured[field]).toBe(whole[field]);
      }
      // On the wire no more than that: a header that does not fit contradicts itself, and nothing is cut.
      const short = decode(linkType, bytes.subarray(0, length));
      checkCover(short, length);
      expect(short.marks).not.toContain('truncated');
    }
  }
});

test('headers that end behind the captured bytes are truncated, and nothing is malformed for that', () => {
  for (const [, linkType, packet] of linkCases) {
    const bytes = bytesOf(packet);
    for (let length = 1; length < bytes.length; length++) {
      const { marks } = decode(linkType, bytes.subarray(0, length), bytes.length);
      expect(marks, `${length} bytes of ${packet}`).not.toContain('malformed');
    }
  }
});

test('noise of any length on any link type ends', () => {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 16;
  for (let run = 0; run < 20_000; run++) {
    const bytes = Uint8Array.from({ length: random() % 120 }, () => (random() & 3 ? random() : random() & 0x0f));
    const linkType = LINK_TYPES[run % LINK_TYPES.length];
    checkCover(decode(linkType, bytes, random() & 1 ? bytes.length : random()), bytes.length);
  }
});
