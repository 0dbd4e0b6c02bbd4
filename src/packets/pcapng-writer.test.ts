// pcapng as it is written, against the figures of draft-ietf-opsawg-pcapng and read back by its rules.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PcapngWriter, textOption } from './pcapng-writer.ts';
import { OPTION_COMMENT } from './pcapng.ts';

const ethernet = { linkType: 1, snapLength: 262_144, ticks: 1e6, timeOffset: 0, fcsLength: null, name: '' };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const write = (use: (writer: PcapngWriter) => void) => {
  const writer = new PcapngWriter();
  use(writer);
  return Buffer.from(writer.take());
};

/** The blocks of a section by draft-ietf-opsawg-pcapng section 3.1, both lengths checked; options by section 3.5. */
function readBlocks(bytes: Buffer) {
  const blocks: { type: number; body: Buffer }[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    expect(length % 4).toBe(0);
    expect(bytes.readUInt32LE(at + length - 4)).toBe(length);
    blocks.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

function readOptions(bytes: Buffer): { code: number; value: Buffer }[] {
  const options: { code: number; value: Buffer }[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [code, length] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)];
    at += 4;
    if (code === 0) break;
    options.push({ code, value: bytes.subarray(at, at + length) });
    const end = at + Math.ceil(length / 4) * 4;
    expect(bytes.subarray(at + length, end).every((byte) => byte === 0)).toBe(true);
    at = end;
  }
  expect(at).toBe(bytes.length);
  return options;
}

test('a section header is that of section 4.1: magic, version 1.0, length not said, the application', () => {
  expect(hex(write((writer) => writer.section('Net')))).toBe(
    '0a0d0d0a' +
      '28000000' +
      '4d3c2b1a' +
      '01000000' +
      'ffffffffffffffff' +
      '04000300' +
      '4e657400' +
      '00000000' +
      '28000000',
  );
});

describe('an interface', () => {
  const optionsOf = (change: object) =>
    readOptions(readBlocks(write((writer) => writer.interface({ ...ethernet, ...change })))[0].body.subarray(8));

  test('of microseconds needs no options', () => {
    expect(hex(write((writer) => writer.interface(ethernet)))).toBe('0100000014000000010000000000040014000000');
  });

  test.each([
    // if_tsresol, section 4.2: "6" is microseconds, "9" nanoseconds; with the highest bit a negative power of 2.
    [1e9, 9],
    [1, 0],
    [1000, 3],
    [1e19, 19],
    [10 ** 30, 30],
    [10 ** 127, 127],
    [2, 0x81],
    [1024, 0x8a],
    [2 ** 32, 0xa0],
    [2 ** 127, 0xff],
  ])('of %d ticks a second has resolution %i', (ticks, resolution) => {
    expect(optionsOf({ ticks })).toEqual([{ code: 9, value: Buffer.from([resolution]) }]);
  });

  test('keeps name, frame check sequence and time offset', () => {
    expect(optionsOf({ name: 'wlan0 ✓', fcsLength: 4, timeOffset: -3600 })).toEqual([
      { code: 2, value: Buffer.from('wlan0 ✓') },
      { code: 13, value: Buffer.from([4]) },
      { code: 14, value: Buffer.from('f0f1ffffffffffff', 'hex') },
    ]);
  });
});

test('a packet is an enhanced packet block of section 4.3, time high word first', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5);
  const packet = { interface: 2, ticks: 0x0006_2161_1a2b_3c4dn, bytes, originalLength: 1514, options: [] };
  expect(hex(write((writer) => writer.packet(packet)))).toBe(
    '06000000' +
      '28000000' +
      '02000000' +
      '61210600' +
      '4d3c2b1a' +
      '05000000' +
      'ea050000' +
      '0102030405000000' +
      '28000000',
  );
});

test('any packets with any comments come back as they were', () => {
  const packets = fc.array(
    fc.record({
      interface: fc.nat(0xffffffff),
      ticks: fc.bigInt(0n, (1n << 64n) - 1n),
      bytes: fc.uint8Array({ maxLength: 3000 }),
      originalLength: fc.nat(0xffffffff),
      comments: fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 3 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(packets, (given) => {
      const blocks = readBlocks(
        write((writer) => {
          for (const { comments, ...packet } of given) {
            writer.packet({ ...packet, options: comments.map((text) => textOption(OPTION_COMMENT, text)) });
          }
        }),
      );
      const read = blocks.map(({ body }) => {
        const length = body.readUInt32LE(12);
        return {
          interface: body.readUInt32LE(0),
          ticks: (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8)),
          bytes: new Uint8Array(body.subarray(20, 20 + length)),
          originalLength: body.readUInt32LE(16),
          comments: readOptions(body.subarray(20 + Math.ceil(length / 4) * 4)).map(({ value }) => value.toString()),
        };
      });
      expect(blocks.every(({ type }) => type === 6)).toBe(true);
      expect(read).toEqual(given);
    }),
    { numRuns: 50 },
  );
});

test('a text of more than 65,535 bytes is cut before the character that does not fit', () => {
  const value = (text: string) => Buffer.from(textOption(1, text).value).toString();
  expect(value('x'.repeat(65_535))).toBe('x'.repeat(65_535));
  expect(value('x'.repeat(70_000))).toBe('x'.repeat(65_535));
  expect(value('é'.repeat(40_000))).toBe('é'.repeat(32_767));
  expect(value(`x${'👩'.repeat(20_000)}`)).toBe(`x${'👩'.repeat(16_383)}`);
  const option = { code: 1, value: new Uint8Array(65_536) };
  const packet = { interface: 0, ticks: 0n, bytes: new Uint8Array(), originalLength: 0, options: [option] };
  expect(() => new PcapngWriter().packet(packet)).toThrow(RangeError);
});

test('what has been taken is the caller’s, and later bytes are not in it', () => {
  const writer = new PcapngWriter();
  writer.section('a');
  const first = writer.take();
  const copy = hex(first);
  expect(writer).toHaveLength(0);
  writer.interface(ethernet);
  expect(writer.take()).toHaveLength(20);
  expect(hex(first)).toBe(copy);
});
